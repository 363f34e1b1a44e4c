"""Which figures of a table add up to which: what lets a suppressed cell be worked out from those that stay.

Columns may be the sum of others in every row (合计), rows the sum of others in every column (小计, 全市). Both are
found by value, so that a sum is a sum whatever it is called; rows also by what their labels say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_GRAND = r"^\s*(?:合\s*计|总\s*计|共\s*计|总数|全市|全省|全区|全县|全国|.{1,8}(?:合计|总计))\s*$"
_SUB = r"^\s*(?:小\s*计|.{1,8}小计)\s*$"
_NUMBER = r"^\s*[-+]?[\d,，]+(?:\.\d+)?\s*[%％]?\s*$"

_HOLDS = 0.8
"""Share of rows in which columns have to add up: a slip of the pen in one row does not hide the relation."""

_EQUAL = 1e-6
"""Two sums that differ by less, in parts of the larger, are the same figure."""


_FITTED = 120
"""Columns up to which any of them may be parts of a sum; of more, neighbours and all others are looked at."""


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """Column `total` is the sum of the columns `parts`, in most rows."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowSum:
    """Rows that add up to one figure. total: the row that shows it, -1 when it may be known from elsewhere."""

    rows: Rows
    total: int


def is_sum(total: Floats, parts: Floats) -> Bools:
    """Where a figure is the sum of its parts (rows × parts); never where one of them is no number."""
    its = parts.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(total - its) <= _EQUAL * np.maximum(1.0, np.maximum(np.abs(total), np.abs(its))))


def column_sums(numbers: Floats) -> tuple[ColumnSum, ...]:
    """Columns that are sums of others.

    numbers: rows × columns, NaN where a cell is no number. Returns each relation once.
    """
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    width = numbers.shape[1] if numbers.ndim == 2 else 0
    for total in range(width if width >= 3 else 0):
        for parts in (*_runs(numbers, total), *_fitted(numbers, total)):
            found.setdefault((total, parts))
    return tuple(ColumnSum(total, parts) for total, parts in found)


def _holds(numbers: Floats, total: int, parts: Sequence[int]) -> bool:
    known = ~np.isnan(numbers[:, [total, *parts]]).any(axis=1)
    told = known & (numbers[:, total] != 0)
    if not told.any() or not (numbers[np.ix_(told, np.array(parts))] != 0).any(axis=0).sum() > 1:
        return False  # one part alone is a copy, not a sum
    right = is_sum(numbers[known, total], numbers[np.ix_(known, np.array(parts))])
    return float(right.mean()) >= _HOLDS


def _runs(numbers: Floats, total: int) -> Iterator[tuple[int, ...]]:
    """All other columns, or neighbouring ones before or behind: how totals stand in printed tables."""
    width = numbers.shape[1]
    others = tuple(place for place in range(width) if place != total)
    if _holds(numbers, total, others):
        yield others
    for step in (1, -1):
        reach = np.arange(total + step, width if step > 0 else -1, step)
        running = np.cumsum(numbers[:, reach], axis=1)
        known = ~np.isnan(running) & ~np.isnan(numbers[:, [total]])
        right = is_sum(numbers[:, [total]], running[:, :, None]) & known
        likely = np.flatnonzero((right.sum(axis=0) >= _HOLDS * known.sum(axis=0)) & known.any(axis=0))
        for last in likely[likely > 0].tolist():
            parts = tuple(sorted(reach[: last + 1].tolist()))
            if parts != others and _holds(numbers, total, parts):
                yield parts
                break


def _fitted(numbers: Floats, total: int) -> Iterator[tuple[int, ...]]:
    """Any columns that add up: by least squares, where there are enough rows to tell."""
    others = [place for place in range(numbers.shape[1]) if place != total]
    if len(others) > _FITTED:
        return
    whole = numbers[~np.isnan(numbers).any(axis=1)]
    if len(whole) <= len(others):
        return
    weights = np.linalg.lstsq(whole[:, others], whole[:, total], rcond=None)[0]
    rounded = np.round(weights)
    if np.abs(weights - rounded).max() > _EQUAL or not set(rounded.tolist()) <= {0.0, 1.0}:
        return
    parts = tuple(place for place, weight in zip(others, rounded, strict=True) if weight)
    if len(parts) > 1 and _holds(numbers, total, parts):
        yield parts


def row_sums(frame: pl.DataFrame, names: Sequence[str], numbers: Floats) -> tuple[RowSum, ...]:
    """Rows that are sums of others.

    frame: the table, its other columns as labels. names: the columns of `numbers`. Rows between totals; rows alike in
    what a total row names; and all rows but totals, whose sum may be known even where the table does not show it.
    """
    labels = [column for column in frame.iter_columns() if column.name not in names and column.dtype == pl.String]
    grand = [column.str.contains(_GRAND).fill_null(value=False).to_numpy() for column in labels]
    sub = [column.str.contains(_SUB).fill_null(value=False).to_numpy() for column in labels]
    is_grand = np.logical_or.reduce([np.zeros(frame.height, np.bool_), *grand])
    is_sub = np.logical_or.reduce([np.zeros(frame.height, np.bool_), *sub]) & ~is_grand
    totals, detail = np.flatnonzero(is_grand | is_sub), np.flatnonzero(~is_grand & ~is_sub)
    found: dict[tuple[bytes, int], RowSum] = {}

    def keep(rows: Rows, total: int) -> None:
        found.setdefault((rows.tobytes(), total), RowSum(rows, total))

    if len(detail):
        shown = [int(row) for row in totals if _adds_up(numbers, detail, int(row))]
        keep(detail, shown[0] if shown else -1)
    for rows, total, is_told in _between(totals, detail, is_sub):
        adds_up = _adds_up(numbers, rows, total)
        if adds_up or is_told:
            keep(rows, total if adds_up else -1)
    subs = np.flatnonzero(is_sub)
    if len(subs) and is_grand.any():
        shown = [int(row) for row in np.flatnonzero(is_grand) if _adds_up(numbers, subs, int(row))]
        keep(subs, shown[0] if shown else -1)
    marks = [one | other for one, other in zip(grand, sub, strict=True)]
    for rows, total in _alike(labels, marks, totals):
        if _adds_up(numbers, rows, total):
            keep(rows, total)
    return tuple(found.values())


def _adds_up(numbers: Floats, rows: Rows, total: int) -> bool:
    """Whether a row is the sum of others, in every column that has numbers in all of them."""
    its, figures = numbers[rows].sum(axis=0), numbers[total]
    known = ~np.isnan(its) & ~np.isnan(figures)
    return bool(known.any() and is_sum(figures[known], its[known, None]).all())


def _between(totals: Rows, detail: Rows, is_sub: Bools) -> Iterator[tuple[Rows, int, bool]]:
    """Rows before and behind a total up to the next one, with the total and whether its label says that it is of them.

    A subtotal stands below its rows as a rule; where it stands above them, the values show it.
    """
    ends = [-1, *totals.tolist(), int(detail[-1]) + 1 if len(detail) else 0]
    for before, at in pairwise(ends[:-1]):
        rows = detail[(detail > before) & (detail < at)]
        if len(rows):
            yield rows, at, bool(is_sub[at])
    for at, behind in pairwise(ends[1:]):
        rows = detail[(detail > at) & (detail < behind)]
        if len(rows):
            yield rows, at, False


def _alike(labels: Sequence[pl.Series], marks: Sequence[Bools], totals: Rows) -> Iterator[tuple[Rows, int]]:
    """For each total row the rows it may be the sum of by its labels: (甲区, 合计) is the sum of (甲区, …)."""
    useful = [
        place
        for place, cells in enumerate(labels)
        if marks[place].any() or (1 < cells.n_unique() < len(cells) and not _is_numeric(cells))
    ]
    texts = [labels[place].fill_null("").str.strip_chars().to_list() for place in useful]
    by_key: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}
    for row in totals.tolist():
        free = tuple(at for at, place in enumerate(useful) if marks[place][row] or not texts[at][row])
        groups = by_key.get(free)
        if groups is None:
            groups = by_key[free] = _grouped(texts, [marks[place] for place in useful], free)
        rows = groups.get(tuple(texts[at][row] for at in range(len(useful)) if at not in free), [])
        if rows:
            yield np.array(rows, np.int64), row


def _grouped(
    texts: Sequence[Sequence[str]], marks: Sequence[Bools], free: tuple[int, ...]
) -> dict[tuple[str, ...], list[int]]:
    """Rows by their labels outside `free`; no row that is a total in one of `free`."""
    kept = [at for at in range(len(texts)) if at not in free]
    made: dict[tuple[str, ...], list[int]] = {}
    for row in range(len(texts[0]) if texts else 0):
        if not any(marks[at][row] for at in free):
            made.setdefault(tuple(texts[at][row] for at in kept), []).append(row)
    return made


def _is_numeric(cells: pl.Series) -> bool:
    filled = cells.drop_nulls()
    return bool(len(filled)) and bool(filled.str.contains(_NUMBER).all())
