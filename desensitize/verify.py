"""Prove that a release hides what it must: read as it was written, searched for the originals, scanned anew.

Four proofs. No hidden identifier of six characters or more stands anywhere. No hidden name, address or shorter value
stands in its own row, and no full name in free text. Every cell an operator made whole is in its output domain. A scan
of the release that knows nothing of the plan finds nothing that has to be hidden.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_ORDER, PERSONAL, Entity
from desensitize.findings import TableScan
from desensitize.mask import released_columns
from desensitize.masking.echo import echo_places, words_in_their_rows
from desensitize.masking.free_text import names_in_free_text
from desensitize.masking.guard import is_of_a_body, tells_nothing
from desensitize.masking.hidden import hidden_identifiers, hidden_words
from desensitize.masking.recipe import GUARD_ALL, ColumnPlan, MaskingPlan
from desensitize.masking.row_numbers import counting_columns
from desensitize.masking.row_order import ordering_columns
from desensitize.masking.suppression import status_columns, unsuppressed
from desensitize.operators import DROP, OPERATORS, How
from desensitize.proof.minors import weakly_masked_minors
from desensitize.proof.rescan import Reader, rescan_table
from desensitize.proof.residual import Place, ResidualPii, VerificationReport
from desensitize.proof.standing import find_in_columns, find_standing
from desensitize.proof.text import verify_text
from desensitize.proof.wanted import Sought, Wanted
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names
from desensitize.scanning.workers import Workers
from desensitize.table import Table

__all__ = ["Place", "ResidualPii", "VerificationReport", "verify_table", "verify_text"]

Order = npt.NDArray[np.int64]


def verify_table(
    original: pl.DataFrame,
    released: pl.DataFrame,
    plan: MaskingPlan,
    *,
    scan: TableScan,
    metadata: Sequence[str] = (),
    order: Order | None = None,
    entities: Collection[Entity] | None = None,
    names: bool = True,
    jobs: int = 1,
    also: Wanted | None = None,
    also_names: pl.Series | None = None,
    reader: Reader | None = None,
    sought: Sought | None = None,
    workers: Workers | None = None,
) -> VerificationReport:
    """Verify a released table.

    original: text columns as scanned. released: the written output read back as text columns. scan: of the original.
    metadata: every other public text of the release (title, description, file name, tags). order: for each released
    row the original row, when rows were shuffled. entities: kinds that have to be hidden, None for all personal ones.
    names: whether the new scan looks for names. jobs: processes of the new scan. also: identifiers hidden in other
    parts of the same table, which may not stand here either. also_names: full names hidden in any part of the table of
    which this is one; whether a column orders the rows is then a question about all parts, which `rows_in_order` asks.
    reader: the same for all parts of a table. sought: the identifiers that the plan hides in `original`, where the
    caller has them already. workers: processes that run already, used for the new scan instead of `jobs` new ones.
    Returns what was checked; raises ResidualPii with every place when anything is left.
    """
    wrong = _shape(original, released, plan)
    if wrong:
        raise ResidualPii(wrong)
    own = (sought or Sought.of(hidden_identifiers(original, plan, scan))).wanted()
    wanted = own if also is None else own + also
    words = hidden_words(original, plan, scan)
    names_out = released_columns(plan)
    places = _headers_and_metadata(released.columns, metadata, wanted, entities, names=names)
    domain_cells = 0
    shown = {column.column: released.get_column(name) for column, name in _released(plan, names_out)}
    near = words_in_their_rows(shown, words, plan, order)
    standing = find_in_columns(list(shown.values()), wanted)
    for (column, name), hits in zip(_released(plan, names_out), standing, strict=True):
        cells = shown[column.column]
        checked, outside = _domain(cells, column, name)
        domain_cells += checked
        places += outside
        places += [Place("identifier", name, hit.text, hit.start, hit.end, hit.kind) for hit in hits]
        places += [
            Place("own_row", name, echo.row, echo.start, echo.end, ENTITY_ORDER[echo.kind].value)
            for echo in echo_places(cells, near, column, order)
        ]
        if column.guard == GUARD_ALL and order is None:
            places += _unchanged(original.get_column(column.column), cells, column, name)
    places += names_in_free_text(released, plan, words, metadata, names=also_names)
    if also_names is None:
        places += rows_in_order(original, plan, is_shuffled=order is not None and not _is_plain(order))
    places += weakly_masked_minors(original, released, plan, scan=scan, order=order)
    places += unsuppressed(original if order is None else original[order], released, plan)
    allowed, left = rescan_table(
        released, plan, entities=entities, names=names, jobs=jobs, reader=reader, workers=workers
    )
    if places or left:
        raise ResidualPii((*places, *left))
    return VerificationReport(
        rows=released.height,
        columns=released.width,
        identifiers=len(own),
        words=len(words),
        domain_cells=domain_cells,
        rescanned=Counter(allowed),
    )


def _released(plan: MaskingPlan, names_out: Mapping[str, str]) -> Iterator[tuple[ColumnPlan, str]]:
    """The columns that stay, each with its name in the release."""
    return ((column, names_out[column.column]) for column in plan.columns if column.operator != DROP)


def _shape(original: pl.DataFrame, released: pl.DataFrame, plan: MaskingPlan) -> tuple[Place, ...]:
    """The release must be the plan's table: a row or column too many could hold anything."""
    statuses = status_columns(plan)
    expected = list(released_columns(plan).values())
    got = [name for name in released.columns if name not in statuses]
    if (
        len(got) + len(statuses) != released.width
        or got != expected
        or original.height != released.height
        or original.width != len(plan.columns)
    ):
        return (Place("columns", None, -1, -1, -1, ""),)
    return ()


def _headers_and_metadata(
    headers: Sequence[str],
    metadata: Sequence[str],
    wanted: Wanted,
    entities: Collection[Entity] | None,
    *,
    names: bool,
) -> list[Place]:
    places = [Place("header", None, -1, h.start, h.end, h.kind) for h in find_standing(_texts(headers), wanted)]
    places += [Place("metadata", None, -1, h.start, h.end, h.kind) for h in find_standing(_texts(metadata), wanted)]
    asked = PERSONAL if entities is None else PERSONAL & set(entities)
    # Names and places in titles are those of agencies and officials: only identifiers are looked for anew.
    official = {Entity.PERSON, Entity.ADDRESS, Entity.LANDLINE, Entity.EMAIL, Entity.HEALTH, Entity.DATE_OF_BIRTH}
    matcher = Matcher()
    in_headers = find_in_names(headers, matcher, entities=asked, reads=names)
    in_metadata = find_in_names(metadata, matcher, entities=asked - official, reads=False)
    for check, found in (("header", in_headers), ("metadata", in_metadata)):
        places += [Place(check, None, -1, f.start, f.end, f.entity.value) for findings in found for f in findings]
    return places


def _texts(texts: Sequence[str]) -> pl.Series:
    return pl.Series([text.encode("utf-8", "replace").decode() for text in texts], dtype=pl.String)


def _domain(cells: pl.Series, column: ColumnPlan, name: str) -> tuple[int, list[Place]]:
    if column.operator not in OPERATORS:
        return 0, []
    operator = OPERATORS[column.operator]
    distinct = cells.drop_nulls().unique()
    fits = distinct.str.contains(operator.domain(How(column.entity, column.params))) | tells_nothing(distinct, column)
    checked = len(cells) - cells.null_count()
    if fits.all():
        return checked, []
    outside = cells.is_in(distinct.filter(~fits).implode()).fill_null(value=False)
    return checked, [Place("domain", name, row, -1, -1, column.entity) for row in outside.arg_true().to_list()]


def _unchanged(original: pl.Series, released: pl.Series, column: ColumnPlan, name: str) -> list[Place]:
    """Cells of a column that a clause hides in every row, and that came through as they were."""
    same = (original == released) & ~tells_nothing(original, column) & ~original.str.contains(r"\*")
    rows = same.fill_null(value=False).arg_true().to_numpy()
    rows = rows[~is_of_a_body(original.gather(rows), column.entity, is_ordered=True)]
    return [Place("unchanged", name, row, -1, -1, column.entity) for row in rows.tolist()]


def rows_in_order(original: Table, plan: MaskingPlan, *, is_shuffled: bool) -> list[Place]:
    """Columns that give away by the order of the rows whose they are: hidden ones, or counters beside a shuffle."""
    if is_shuffled:
        return [Place("row_order", name, -1, -1, -1, "") for name in counting_columns(original, plan)]
    return [
        Place("row_order", name, -1, -1, -1, plan.column(name).entity)
        for name in ordering_columns(original, plan.masked_columns())
    ]


def _is_plain(order: Order) -> bool:
    return np.array_equal(order, np.arange(len(order)))
