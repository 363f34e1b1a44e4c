"""One word for a whole column: NONE, an entity, or MIXED."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from desensitize.entities import PERSONAL, Entity
from desensitize.findings import LABEL_MIXED, LABEL_NONE

_NOTHING: Final = (
    *("", "无", "暂无", "不详", "未知", "未填", "空", "-", "--", "—", "——", "/", "\\"),
    *("NULL", "null", "None", "N/A", "NA"),
)
"""What forms say where there is nothing to say."""


def filled_cells(cells: pl.Expr) -> pl.Expr:
    """How many cells say something: neither null nor blank, nor a word or sign for nothing. cells: of text."""
    return (~cells.str.strip_chars().is_in(_NOTHING)).sum()


def column_label(nonempty: int, cells: Mapping[Entity, int], whole: Mapping[Entity, int]) -> str:
    """Name a column by its counts.

    nonempty: cells that say something, as `filled_cells` has it. cells: entity → cells that hold one. whole: entity →
    cells that are nothing else. A column is an entity when half of its cells are wholly that and nine of ten findings
    are of it; otherwise it is MIXED when it holds anything personal, so that nothing in it is overlooked; credit codes
    in some of its cells are nothing to look at.
    """
    if not cells or not nonempty:
        return LABEL_NONE
    if not PERSONAL & cells.keys():
        entity, count = max(whole.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
        return entity.value if entity is not None and count >= 0.5 * nonempty else LABEL_NONE
    entity, count = max(cells.items(), key=lambda item: (item[1], item[0]))
    if whole.get(entity, 0) >= 0.5 * nonempty and count >= 0.9 * sum(cells.values()):
        return entity.value
    return LABEL_MIXED
