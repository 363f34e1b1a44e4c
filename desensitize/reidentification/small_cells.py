"""Cells of a statistic that stand for one or two units, and figures that one unit makes up nearly alone.

Whoever belongs to such a cell can work out the other's figure (统计法 2024, 第28条: no data from which a single
respondent can be inferred).
"""

import re
from dataclasses import dataclass

import polars as pl

from desensitize.table import Table

BELOW = 3
"""A count from 1 up to here, exclusive, is a small cell."""

DOMINANT_PERCENT = 85.0
"""A share above this, in percent, lets the largest unit's figure be read from the total."""

_COUNTS = re.compile(r"(?:户|人|家|单位|企业|机构|笔|件|起|例|个)数|人次|户次|家次|count$")
_SHARES = re.compile(r"占比|比重|最大.*(?:份额|比例)|第一大.*(?:份额|比例)|份额|集中度")


@dataclass(frozen=True, slots=True)
class SmallCells:
    """cells: rows of `column` whose count is 1 or 2."""

    column: str
    cells: int


@dataclass(frozen=True, slots=True)
class Dominance:
    """cells: rows of `column` in which one unit holds more than 85 %."""

    column: str
    cells: int


def is_count_column(name: str) -> bool:
    """Whether a column's name says that its cells count units."""
    return bool(_COUNTS.search(name))


def small_cells_of(frame: Table, *, below: int = BELOW) -> tuple[SmallCells, ...]:
    """Count small cells by column, columns without any left out."""
    found = []
    for name in frame.columns:
        if is_count_column(name):
            number = as_number(frame.get_column(name))
            cells = int(((number > 0) & (number < below)).sum())
            if cells:
                found.append(SmallCells(name, cells))
    return tuple(found)


def dominance_of(frame: Table) -> tuple[Dominance, ...]:
    """Count dominated cells in columns that give a share of the largest unit, in percent or as a fraction."""
    found = []
    for name in frame.columns:
        if _SHARES.search(name):
            share = as_number(frame.get_column(name))
            percent = share if "%" in name or "％" in name or (share.max() or 0) > 1 else share * 100  # type: ignore[operator]
            cells = int((percent > DOMINANT_PERCENT).sum())
            if cells:
                found.append(Dominance(name, cells))
    return tuple(found)


def as_number(values: pl.Series) -> pl.Series:
    """Numbers of a column, null where a cell is none; thousands separators and a percent sign are passed over."""
    if values.dtype.is_numeric():
        return values.cast(pl.Float64)
    text = values.cast(pl.String).str.strip_chars().str.replace_all(r"[,，%％]", "")
    return text.cast(pl.Float64, strict=False)
