"""Scan a release as if it were an upload, and judge what is found by what may be public."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from desensitize.entities import ENTITY_ORDER, PERSONAL, Entity
from desensitize.findings import Spans
from desensitize.masking.policy import default_policy
from desensitize.masking.recipe import ColumnPlan, MaskingPlan
from desensitize.masking.spans import span_texts
from desensitize.operators import OPERATORS, STAR, How
from desensitize.proof.residual import Place

if TYPE_CHECKING:
    from desensitize.scan import TableState
    from desensitize.scanning.workers import Workers

_BLURRED = frozenset({"age_band", "county"})
_CHUNK = 200_000


class Reader:
    """How the columns of a release are read: decided on its first part, and what was read in one part is remembered."""

    def __init__(self) -> None:
        self._state: TableState | None = None

    def state(self, first: pl.DataFrame, entities: Collection[Entity] | None, *, names: bool) -> "TableState":
        """The verdict on the columns. first: the first part; asked with others later, they say nothing more."""
        from desensitize.scan import Survey

        if self._state is None:
            survey = Survey(first.columns)
            survey.add(first)
            self._state = survey.state(entities=None if entities is None else frozenset(entities), names=names)
        return self._state


def rescan_table(
    released: pl.DataFrame,
    plan: MaskingPlan,
    *,
    entities: Collection[Entity] | None = None,
    names: bool = True,
    jobs: int = 1,
    reader: Reader | None = None,
    workers: "Workers | None" = None,
) -> tuple[list[str], list[Place]]:
    """Scan the release, or one part of it.

    released: text columns. plan: says only which kinds a clause keeps readable in which column. entities: kinds that
    have to be hidden, None for all personal ones. reader: the same for all parts of a release, which are then asked
    with the same `entities` and `names`. workers: as in `find_spans`.
    Returns the kinds of the findings that may stand, one each, and the places of those that may not.
    """
    from desensitize.mask import released_columns
    from desensitize.scan import find_spans

    asked = frozenset(PERSONAL if entities is None else PERSONAL & frozenset(entities))
    names_out = released_columns(plan)
    by_name = {names_out[column.column]: column for column in plan.columns if column.column in names_out}
    state = (reader or Reader()).state(released, entities, names=names)
    allowed: list[str] = []
    left: list[Place] = []
    for name, found in zip(released.columns, find_spans(released, state, jobs=jobs, workers=workers), strict=True):
        if name not in by_name or not len(found):
            continue
        for kind in asked & {ENTITY_ORDER[code] for code in np.flatnonzero(np.bincount(found.entities)).tolist()}:
            spans = found.of(kind)
            fine = _may_stand(released.get_column(name), spans, kind, by_name[name], plan)
            allowed += [kind.value] * int(fine.sum())
            left += [
                Place("rescan", name, row, finding.start, finding.end, kind.value)
                for row, finding in spans.where(~fine.to_numpy())
            ]
    return allowed, left


def _may_stand(cells: pl.Series, spans: Spans, kind: Entity, column: ColumnPlan, plan: MaskingPlan) -> pl.Series:
    """Findings that a clause keeps readable, or that are an operator's own output."""
    stays = kind.value in default_policy().may_stay and plan.shows(kind.value, column)
    if stays:
        return pl.Series([True]).new_from_index(0, len(spans))
    texts = span_texts(cells, spans)
    after = pl.DataFrame({"cell": cells.gather(spans.rows), "end": spans.ends}).select(
        pl.col("cell").str.slice(pl.col("end"), 1) == STAR
    )
    own = texts.str.contains(STAR, literal=True) | after.to_series()
    operator = plan.text_entities.get(kind.value, "")
    if operator in _BLURRED:
        own |= texts.str.contains(OPERATORS[operator].domain(How(kind.value, plan.text_params.get(kind.value, {}))))
    if column.operator in OPERATORS:
        made = OPERATORS[column.operator].domain(How(column.entity, column.params))
        own |= cells.gather(spans.rows).str.contains(made)
    return own.fill_null(value=False)
