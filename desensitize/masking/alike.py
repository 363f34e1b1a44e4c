"""Columns of a wide and short table that a plan treats alike: they are masked and searched end to end."""

from collections.abc import Hashable

import polars as pl

from desensitize.end_to_end import is_wide
from desensitize.masking.recipe import ColumnPlan, MaskingPlan


def alike(frame: pl.DataFrame, plan: MaskingPlan) -> list[list[int]]:
    """Places of the columns, every one once, those together whose plans differ in the column's name alone.

    frame: some rows of the table that the plan is for. In a table that is not wide each column stands alone.
    """
    if not is_wide(frame):
        return [[place] for place in range(len(plan.columns))]
    groups: dict[Hashable, list[int]] = {}
    for place, column in enumerate(plan.columns):
        groups.setdefault(_treatment(column), []).append(place)
    return list(groups.values())


def _treatment(column: ColumnPlan) -> Hashable:
    settings = tuple(sorted((name, repr(value)) for name, value in column.params.items()))
    return column.operator, column.entity, column.guard, column.visible, settings
