"""A stored table masked, written and proved row group by row group: memory does not grow with its rows.

What one group hides may stand in no other, so everything hidden is collected first: identifiers as hashes, full names
as text. A plan that suppresses small cells needs the whole table at once, because sums run over all of it; such tables
are statistics, and short.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import polars as pl

from catalog.ingest.rows import PIECE_BYTES, pieces
from catalog.masked_copy.shuffling import shuffle_rows
from catalog.release_files import CsvCopy
from catalog.scan_parts import group_scan, survey_groups
from catalog.typed_table import StoredRows, TypedTableRef, read_groups
from catalog.vault import Vault
from desensitize.entities import Entity
from desensitize.findings import TableScan, join_spans
from desensitize.keys import MaskingKeys
from desensitize.mask import released_columns
from desensitize.masking.free_text import HiddenNames
from desensitize.masking.hidden import hidden_identifiers, hidden_words
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.row_order import shuffled_order
from desensitize.operators import SUPPRESS
from desensitize.proof.rescan import Reader
from desensitize.proof.residual import ResidualPii, VerificationReport
from desensitize.proof.wanted import Wanted, wanted_identifiers
from desensitize.proved import mask_and_prove
from desensitize.scan import TableState, assemble
from desensitize.verify import rows_in_order

Progress = Callable[[str, int], None]  # step, rows done
Masked = Callable[[int], pl.DataFrame | None]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows masked at once: their scan, and what gives them as workers masked them, None when none did."""

    frame: pl.DataFrame
    scan: TableScan
    masked: Callable[[], pl.DataFrame | None]


@dataclass(frozen=True)
class StoredTable:
    """A typed table and how its release is made.

    damaged: columns whose long numbers went through floating point. masked: a row group that a worker masked already,
    None when there is none.
    """

    vault: Vault
    ref: TypedTableRef
    damaged: Sequence[int]
    plan: MaskingPlan
    keys: MaskingKeys
    masked: Masked

    @cached_property
    def is_whole(self) -> bool:
        """Whether all rows are masked at once: they have to be, or they are few."""
        if any(column.operator == SUPPRESS for column in self.plan.columns):
            return True
        return len(self.ref.groups) == 1 and next(read_groups(self.vault, self.ref)).estimated_size() <= PIECE_BYTES

    def parts(self) -> Iterator[Part]:
        """What is masked at once, in order."""
        state = survey_groups(self.vault, self.ref, damaged=self.damaged)
        groups = enumerate(read_groups(self.vault, self.ref))
        scanned = ((index, group, group_scan(self.vault, self.ref, index, state, group)) for index, group in groups)
        if self.is_whole:
            yield self._joined(scanned, state)
            return
        for index, group, scan in scanned:
            first = 0
            for piece in pieces(group):
                yield Part(piece, _rows(scan, first, piece.height), _slice(self.masked, index, first, piece.height))
                first += piece.height

    def _joined(self, scanned: Iterator[tuple[int, pl.DataFrame, TableScan]], state: TableState) -> Part:
        indexes, frames, scans = zip(*scanned, strict=True)
        frame = pl.concat(frames)
        size = self.ref.group_rows
        spans = [
            join_spans([scan.spans_of(column).shifted(index * size) for index, scan in enumerate(scans)])
            for column in range(frame.width)
        ]

        def masked() -> pl.DataFrame | None:
            made = [group for index in indexes if (group := self.masked(index)) is not None]
            return pl.concat(made) if len(made) == len(indexes) else None

        return Part(frame, assemble(frame, state, spans), masked)


def _slice(masked: Masked, index: int, first: int, rows: int) -> Callable[[], pl.DataFrame | None]:
    def made() -> pl.DataFrame | None:
        group = masked(index)
        return None if group is None else group[first : first + rows]

    return made


def _rows(scan: TableScan, first: int, rows: int) -> TableScan:
    """The scan of some consecutive rows, with the whole group's counts."""
    columns = []
    for column in scan.columns:
        spans = column.spans
        inside = spans.where((spans.rows >= first) & (spans.rows < first + rows))
        columns.append(replace(column, spans=inside.shifted(-first)))
    return TableScan(rows, tuple(columns), scan.headers)


@dataclass
class Tally:
    """What was proved, over all parts. changed: cells of each column that the release shows otherwise."""

    settled: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    verified: Counter[str] = field(default_factory=Counter)
    rescanned: Counter[str] = field(default_factory=Counter)
    columns: int = 0

    def add(self, report: VerificationReport, settled: int) -> None:
        """Count one more part."""
        self.settled += settled
        self.columns = report.columns
        self.rescanned.update(report.rescanned)
        self.verified.update(
            rows=report.rows, identifiers=report.identifiers, words=report.words, domain_cells=report.domain_cells
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the record."""
        report = VerificationReport(columns=self.columns, rescanned=self.rescanned, **self.verified)
        return {**report.as_dict(), "settled": self.settled}


def release_stored(
    table: StoredTable,
    copy: CsvCopy,
    *,
    metadata: Sequence[str],
    entities: Collection[Entity],
    progress: Progress,
) -> tuple[CsvCopy, Tally]:
    """Mask, write, read back and prove.

    Args:
        copy: gets the release; closed when rows have to be shuffled into another.
        metadata: the other public texts of the release.
        entities: kinds that have to be hidden.
        progress: told the step and rows done.

    Returns:
        The copy that holds the release, and what was proved.

    Raises:
        ResidualPii: it cannot be proved.
    """
    also, also_names = (None, None) if table.is_whole else _hidden_anywhere(table, progress)
    tally, reader, done = Tally(), Reader(), 0
    for part in table.parts():
        frame = part.frame
        proved = mask_and_prove(
            frame,
            table.plan,
            scan=part.scan,
            keys=table.keys,
            written=copy.put,
            masked=part.masked(),
            metadata=metadata,
            entities=entities,
            also=also,
            also_names=also_names,
            reader=reader,
        )
        copy.keep_part()
        tally.add(proved.report, proved.settled)
        tally.changed.update(_changed(frame, proved.released, table))
        done += frame.height
        progress("mask", done)
    if table.is_whole:
        return copy, tally
    progress("verify", done)
    places = rows_in_order(StoredRows(table.vault, table.ref), table.plan, is_shuffled=bool(table.plan.shuffle))
    if places:
        raise ResidualPii(tuple(places))
    return (_shuffled(copy, table), tally) if table.plan.shuffle else (copy, tally)


def _hidden_anywhere(table: StoredTable, progress: Progress) -> tuple[Wanted, pl.Series]:
    """Identifiers and full names that any part of the table hides."""
    wanted, names, done = Wanted(), HiddenNames(), 0
    for part in table.parts():
        wanted = (wanted + wanted_identifiers(hidden_identifiers(part.frame, table.plan, part.scan))).joined()
        names.add(hidden_words(part.frame, table.plan, part.scan))
        done += part.frame.height
        progress("scan", done // 2)
    for part in table.parts():
        names.count(part.frame, table.plan, hidden_words(part.frame, table.plan, part.scan))
        done += part.frame.height
        progress("scan", done // 2)
    return wanted, names.names()


def _changed(frame: pl.DataFrame, released: pl.DataFrame, table: StoredTable) -> dict[str, int]:
    """Cells of each column that the release shows otherwise than they were."""
    plan = table.plan
    before = frame
    if plan.shuffle:
        before = frame[shuffled_order(frame.height, table.keys, plan.purpose, plan.recipe_version)]
    return {
        source: int(before.get_column(source).ne_missing(released.get_column(out)).sum())
        for source, out in released_columns(plan).items()
    }


def _shuffled(copy: CsvCopy, table: StoredTable) -> CsvCopy:
    """The rows of all parts in an order that only the key knows."""
    made = CsvCopy()

    def put(rows: pl.DataFrame) -> None:
        made.put(rows)
        made.keep_part()

    try:
        shuffle_rows(copy.parts(), lambda: None, put, keys=table.keys, purpose=table.plan.purpose)
    except BaseException:
        made.close()
        raise
    copy.close()
    return made
