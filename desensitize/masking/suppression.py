"""抑制: small cells of a statistic become null, and enough others that no sums, singly or together, give them back.

Acts on the whole table, after cells were masked one by one. A suppressed cell stays a null, so that numbers stay
numbers; a column `…_status` beside it says why it is empty.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from desensitize.mask import released_columns
from desensitize.masking.adding_up import cells_of, given_back, left_to_hide, lines_around, numbers_of, open_lines
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.secondary import hidden_cells
from desensitize.masking.sums import column_sums
from desensitize.operators import KEEP, SUPPRESS
from desensitize.plan_reasons import BESIDE_SUPPRESSED
from desensitize.proof.residual import Place
from desensitize.reidentification.small_cells import as_number
from desensitize.table import Table

STATUS = "_status"
SUPPRESSED = "抑制"


def with_partners(plan: MaskingPlan, frame: Table) -> MaskingPlan:
    """A plan in which columns that add up with suppressed ones are suppressed too, as far as that protects those.

    frame: the table of the plan.
    """
    suppressed = [column.column for column in plan.columns if column.operator == SUPPRESS]
    if not suppressed or not frame.height:
        return plan
    able = [column.column for column in plan.columns if column.operator in {KEEP, SUPPRESS}]
    names, numbers = numbers_of({name: frame.get_column(name) for name in able})
    touched, sums = {names.index(name) for name in suppressed if name in names}, column_sums(numbers)
    while (
        more := {place for one in sums for place in (one.total, *one.parts) if touched & {one.total, *one.parts}}
        - touched
    ):
        touched |= more
    partners = {names[place] for place in touched} - set(suppressed)
    clause = next(column.clause for column in plan.columns if column.operator == SUPPRESS)
    columns = [
        replace(column, operator=SUPPRESS, params={"below": 0}, clause=clause, reason=BESIDE_SUPPRESSED)
        if column.column in partners
        else column
        for column in plan.columns
    ]
    return replace(plan, columns=tuple(columns))


def status_columns(plan: MaskingPlan) -> dict[str, str]:
    """Name of each status column in the release → name of its column in the table."""
    names = released_columns(plan)
    taken = set(names.values())
    made: dict[str, str] = {}
    for column in plan.columns:
        if column.operator == SUPPRESS:
            status = f"{names[column.column]}{STATUS}"
            while status in taken:
                status += "_"
            taken.add(status)
            made[status] = column.column
    return made


def suppress_cells(masked: pl.DataFrame, plan: MaskingPlan) -> pl.DataFrame:
    """Suppress small cells of the columns whose plan says so, and add their status columns.

    masked: the whole table, in its original order. Returns it unchanged when no column is to be suppressed.
    """
    names = released_columns(plan)
    chosen = {names[column.column]: column for column in plan.columns if column.operator == SUPPRESS}
    if not chosen or not masked.height:
        return masked
    hidden = hidden_cells(cells_of(masked, plan, tuple(chosen)))
    status_of = {names[source]: status for status, source in status_columns(plan).items()}
    columns: list[pl.Series] = []
    for column in masked.iter_columns():
        if column.name not in chosen:
            columns.append(column)
            continue
        out = pl.Series(hidden[:, tuple(chosen).index(column.name)])
        frame = pl.DataFrame([column, out.alias("__out")])
        made = frame.select(
            pl.when(pl.col("__out")).then(None).otherwise(pl.col(column.name)).alias(column.name),
            pl.when(pl.col("__out")).then(pl.lit(SUPPRESSED)).alias(status_of[column.name]),
        )
        columns += made.get_columns()
    return pl.DataFrame(columns)


def unsuppressed(original: pl.DataFrame, released: pl.DataFrame, plan: MaskingPlan) -> list[Place]:
    """Small cells that a release still shows, alone or by sums; columns that the plan does not name take part.

    original: the table. released: of the same rows in the same order. Returns the places.
    """
    if not any(column.operator == SUPPRESS for column in plan.columns) or not original.height:
        return []
    out = released_columns(plan)
    able = {out[column.column]: column.column for column in plan.columns if column.operator in {KEEP, SUPPRESS}}
    names, _ = numbers_of({name: original.get_column(source) for name, source in able.items()})
    chosen = [out[column.column] for column in plan.columns if column.operator == SUPPRESS]
    taking_part = tuple(dict.fromkeys((*chosen, *names)))
    cells = cells_of(original.select(pl.col(source).alias(name) for source, name in out.items()), plan, taking_part)
    shown = np.column_stack([as_number(released.get_column(name)).to_numpy() for name in cells.names])
    gone = np.isnan(shown) & ~np.isnan(cells.numbers)
    found = (cells.small & ~np.isnan(shown)) | ((shown > 0) & (shown < cells.below))
    hidden, width = gone.ravel(), len(cells.names)
    for line in open_lines(cells, hidden):
        if len(left_to_hide(cells, hidden, [line], is_total_too=False)):
            found.flat[line.parts[hidden[line.parts]][0]] = True
    for place in given_back(cells, hidden):
        if len(left_to_hide(cells, hidden, lines_around(cells, hidden, place))):
            found.flat[place] = True
    return [
        Place("small_cell", cells.names[at % width], at // width, -1, -1, "") for at in np.flatnonzero(found).tolist()
    ]
