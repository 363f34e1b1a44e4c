"""Apply a plan to a table. Columnar and chunk-independent: chunks masked and joined equal the whole masked."""

from datetime import date

import numpy as np
import polars as pl

from desensitize.end_to_end import end_to_end, joined
from desensitize.entities import ENTITY_INDEX
from desensitize.findings import Spans, TableScan
from desensitize.keys import MaskingKeys
from desensitize.masking.alike import alike
from desensitize.masking.echo import mask_echoes
from desensitize.masking.guard import guarded_rows, tells_nothing
from desensitize.masking.minors import minor_rows, rows_of, stricter
from desensitize.masking.recipe import GUARD_ALL, GUARD_SHAPE, ColumnPlan, MaskingPlan, PlanError
from desensitize.masking.replacements import make_replacements
from desensitize.masking.spans import merge_overlaps, put_rows, replace_spans, select_kinds, span_texts
from desensitize.masking.text import mask_text
from desensitize.operators import DROP, KEEP, OPERATORS, SPANS, SUPPRESS, How

__all__ = ["mask_column", "mask_table", "mask_text", "released_columns"]


def mask_table(frame: pl.DataFrame, plan: MaskingPlan, *, scan: TableScan, keys: MaskingKeys) -> pl.DataFrame:
    """Mask a table, or one chunk of it.

    frame: text columns. scan: of the same rows. Returns the masked table: dropped columns gone, rows in the order
    given (a plan that shuffles says so in `plan.shuffle`; `row_order.shuffled_order` gives the order to the caller,
    who holds all rows). Raises PlanError when a column has no plan, MissingMaskingKey when a pseudonym has no key.
    """
    if [column.column for column in plan.columns] != frame.columns:
        raise PlanError("the plan's columns are not the table's")
    masked = mask_echoes(frame, _masked_columns(frame, plan, scan, keys), plan, scan, keys)
    names = released_columns(plan)
    made = pl.DataFrame([masked[column].alias(names[column]) for column in masked])
    if not plan.minors_on:
        return made
    rows = np.flatnonzero(minor_rows(frame, scan, date.fromisoformat(plan.minors_on)))
    if not len(rows):
        return made
    strict = mask_table(frame[rows], stricter(plan), scan=rows_of(scan, rows), keys=keys)
    return pl.DataFrame([put_rows(cells, rows, strict.get_column(cells.name)) for cells in made.iter_columns()])


def _masked_columns(frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan, keys: MaskingKeys) -> dict[str, pl.Series]:
    """Column by column, those that are treated alike end to end where they are many and short."""
    made: dict[int, pl.Series] = {}
    for places in alike(frame, plan):
        column = plan.columns[places[0]]
        if column.operator == DROP:
            continue
        cells = end_to_end([frame.to_series(place) for place in places])
        spans = joined([scan.spans_of(place) for place in places], frame.height)
        masked = mask_column(cells, column, spans, plan, keys)
        made |= {place: masked.slice(at * frame.height, frame.height) for at, place in enumerate(places)}
    return {plan.columns[place].column: made[place] for place in sorted(made)}


def released_columns(plan: MaskingPlan) -> dict[str, str]:
    """Name in the table → name in the release, for every column that stays; names stay distinct."""
    names: dict[str, str] = {}
    taken = {column.column for column in plan.columns if not column.released_name}
    for column in plan.columns:
        if column.operator == DROP:
            continue
        name, n = column.name_out, 2
        while column.released_name and name in taken:
            name, n = f"{column.name_out}_{n}", n + 1
        taken.add(name)
        names[column.column] = name
    return names


def mask_column(cells: pl.Series, column: ColumnPlan, spans: Spans, plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    """Mask one column's cells as its plan says. Null stays null and "" stays "": neither holds anything."""
    if column.operator in OPERATORS:
        return _whole_cells(cells, column, plan, keys)
    if column.operator not in {KEEP, SPANS, SUPPRESS}:
        raise PlanError("a column plan names an unknown operator")
    if not len(spans) and not column.guard:
        return cells
    hidden = _hidden_spans(spans, column, plan)
    merged, touching = merge_overlaps(hidden)
    texts = span_texts(cells, merged)
    made = replace_spans(cells, merged, make_replacements(texts, merged, touching, plan, keys))
    if column.guard in {GUARD_ALL, GUARD_SHAPE}:
        rows = guarded_rows(cells, merged, column)
        how = How(column.entity, plan.text_params.get(column.entity, {}), plan.purpose, keys)
        operator = OPERATORS[plan.text_entities.get(column.entity, "redact")]
        made = put_rows(made, rows, operator.apply(cells.gather(rows), how)) if len(rows) else made
    return made


def _whole_cells(cells: pl.Series, column: ColumnPlan, plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    filled = cells.is_not_null() & ~tells_nothing(cells, column)
    rows = np.flatnonzero(filled.to_numpy())
    if not len(rows):
        return cells
    how = How(column.entity, column.params, plan.purpose, keys)
    new = OPERATORS[column.operator].apply(cells.gather(rows), how)
    return put_rows(cells, rows, new)


def _hidden_spans(spans: Spans, column: ColumnPlan, plan: MaskingPlan) -> Spans:
    codes = [ENTITY_INDEX[kind] for kind in plan.text_entities if kind not in column.visible]
    return select_kinds(spans, codes)
