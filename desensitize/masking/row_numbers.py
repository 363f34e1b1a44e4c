"""Columns that only count the rows: beside shuffled rows they would give the old order back, so they go with it."""

from dataclasses import replace

import polars as pl

from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.row_order import LEAST_DISTINCT
from desensitize.operators import DROP, KEEP, SPANS
from desensitize.plan_reasons import ROW_NUMBERS
from desensitize.table import Table

_COUNTER = r"^(\D{0,20})(\d{1,15})$"


def counts_rows(values: pl.Series) -> bool:
    """Whether each cell is the one before it plus (or minus) one, behind the same letters: 1 2 3, No.003 No.002.

    values: text cells. A column with an empty cell counts nothing.
    """
    if len(values) < LEAST_DISTINCT or values.null_count():
        return False
    parts = values.to_frame("cell").select(
        pl.col("cell").str.strip_chars().str.extract(_COUNTER, 1).alias("letters"),
        pl.col("cell").str.strip_chars().str.extract(_COUNTER, 2).cast(pl.Int64, strict=False).alias("number"),
    )
    if parts.null_count().row(0) != (0, 0) or parts.get_column("letters").n_unique() != 1:
        return False
    steps = parts.get_column("number").diff().drop_nulls()
    return bool((steps == 1).all() or (steps == -1).all())


def counting_columns(frame: Table, plan: MaskingPlan) -> tuple[str, ...]:
    """Columns that a plan releases as they are and that count the rows of the table.

    frame: the table before masking, or its first rows.
    """
    shown = (column.column for column in plan.columns if column.operator in {KEEP, SPANS} and not column.entity)
    first = frame.head(LEAST_DISTINCT)
    return tuple(name for name in shown if counts_rows(first.get_column(name)) and counts_rows(frame.get_column(name)))


def shuffled(plan: MaskingPlan, frame: Table, by: tuple[str, ...]) -> MaskingPlan:
    """The plan with its rows shuffled, and without the columns that would undo that.

    by: the hidden columns that order the rows.
    """
    counting = counting_columns(frame, plan)
    columns = tuple(
        replace(column, operator=DROP, params={}, reason=ROW_NUMBERS) if column.column in counting else column
        for column in plan.columns
    )
    return replace(plan, columns=columns, shuffle=by)
