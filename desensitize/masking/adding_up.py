"""The figures among which small cells are suppressed, what adds up to what, and what the sums give back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from desensitize.mask import released_columns
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.sums import Bools, Floats, Rows, column_sums, is_sum, row_sums
from desensitize.operators import SUPPRESS
from desensitize.reidentification.small_cells import as_number
from desensitize.reidentification.solvable import Equations, bounds, solved

_SAME = 1e-9
"""Bounds as near as this are one figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """Cells that add up, by their place in the numbers laid end to end. total: of the sum, -1 when it is not there.

    units: hidden parts that make less than this together can only be ones and twos; 0 where they are no counts.
    """

    parts: Rows
    total: int
    units: float


@dataclass(frozen=True, slots=True)
class Cells:
    """Numbers of the columns that take part, side by side (rows × columns, NaN where a cell is no number).

    names: of the release. below: for each column, counts from 1 up to here are small. small: cells to be hidden for
    what they say themselves: small counts, shares that are too large, and figures beside those. lines: what adds up.
    lines_of: cell → the lines in which it stands. terms: of all lines, as if every cell were unknown.
    """

    names: tuple[str, ...]
    numbers: Floats
    below: Floats
    small: Bools
    lines: tuple[Line, ...]
    lines_of: Mapping[int, Sequence[Line]]
    terms: Equations


def numbers_of(columns: dict[str, pl.Series]) -> tuple[tuple[str, ...], Floats]:
    """The columns of which most filled cells are numbers, and those."""
    parsed = {name: as_number(cells).to_numpy() for name, cells in columns.items()}
    kept = {
        name: numbers
        for name, numbers in parsed.items()
        if 2 * np.count_nonzero(~np.isnan(numbers)) > len(numbers) - columns[name].null_count()
        and not np.isnan(numbers).all()
    }
    return tuple(kept), np.column_stack([*kept.values()]) if kept else np.empty((0, 0))


def cells_of(frame: pl.DataFrame, plan: MaskingPlan, names: Sequence[str]) -> Cells:
    """names: columns of the release that take part."""
    numbers = np.column_stack([as_number(frame.get_column(name)).to_numpy() for name in names])
    below, small = _small(plan, names, numbers)
    units = np.where(_is_count(plan, names), 2 * below.max(initial=0.0), 0.0)
    lines = (*_down(frame, names, numbers, units), *_across(numbers, units))
    lines_of: dict[int, list[Line]] = {}
    for line in lines:
        for place in (*line.parts.tolist(), line.total):
            lines_of.setdefault(place, []).append(line)
    return Cells(tuple(names), numbers, below, small, lines, lines_of, _terms(lines))


def _small(plan: MaskingPlan, names: Sequence[str], numbers: Floats) -> tuple[Floats, Bools]:
    """For each column up to where counts are small; and which cells the plan has hidden for themselves."""
    out = released_columns(plan)
    params = {out[c.column]: c.params for c in plan.columns if c.operator == SUPPRESS and c.column in out}
    below = np.array([float(params[name].get("below", 3)) if name in params else 0.0 for name in names])
    above = np.array([float(params.get(name, {}).get("above", np.inf)) for name in names])
    small = ((numbers > 0) & (numbers < below)) | (numbers > above)
    for place, name in enumerate(names):
        beside = [
            names.index(out[count]) for count in params.get(name, {}).get("beside", ()) if out.get(count) in names
        ]
        small[:, place] |= small[:, beside].any(axis=1) & ~np.isnan(numbers[:, place])
    return below, small


def _is_count(plan: MaskingPlan, names: Sequence[str]) -> Bools:
    """Which columns may count units: all that are not suppressed as amounts beside counts, or as shares."""
    out = released_columns(plan)
    others = {out[c.column] for c in plan.columns if c.column in out and not {"beside", "above"}.isdisjoint(c.params)}
    return np.array([name not in others for name in names])


def _down(frame: pl.DataFrame, names: Sequence[str], numbers: Floats, units: Floats) -> Iterator[Line]:
    width = len(names)
    for one in row_sums(frame, names, numbers):
        for column in range(width):
            rows = one.rows[~np.isnan(numbers[one.rows, column])]
            is_there = one.total >= 0 and not np.isnan(numbers[one.total, column])
            yield Line(rows * width + column, one.total * width + column if is_there else -1, float(units[column]))


def _terms(lines: Sequence[Line]) -> Equations:
    """Parts with 1, totals with -1: what they add up to is nought, or a figure that may be known from elsewhere."""
    cells = [line.parts if line.total < 0 else np.append(line.parts, line.total) for line in lines]
    sizes = [len(places) for places in cells]
    factor = np.ones(sum(sizes))
    ends = np.cumsum(sizes)[[line.total >= 0 for line in lines]] - 1 if lines else np.empty(0, np.int64)
    factor[ends.astype(np.int64)] = -1.0
    places = np.concatenate(cells) if cells else np.empty(0, np.int64)
    return Equations(np.repeat(np.arange(len(lines)), sizes), places, factor, np.empty(0))


def _across(numbers: Floats, units: Floats) -> Iterator[Line]:
    width = numbers.shape[1]
    for one in column_sums(numbers):
        parts = np.array(one.parts)
        for row in np.flatnonzero(is_sum(numbers[:, one.total], numbers[:, parts])).tolist():
            yield Line(row * width + parts, row * width + one.total, float(units[parts].max()))


def open_lines(cells: Cells, hidden: Bools) -> list[Line]:
    """Lines whose sum gives hidden cells back: one is hidden alone, or so few units that they can only be ones."""
    terms, lines = cells.terms, len(cells.lines)
    out = hidden[terms.unknown] & (terms.factor > 0)
    of = terms.of[out]
    units = np.bincount(of, cells.numbers.ravel()[terms.unknown[out]], minlength=lines)
    count = np.bincount(of, minlength=lines)
    is_open = (count > 0) & ((count < 2) | (units < np.array([line.units for line in cells.lines])))
    return [cells.lines[at] for at in np.flatnonzero(is_open).tolist()]


def is_open(cells: Cells, hidden: Bools, line: Line) -> bool:
    """The same of one line."""
    out = line.parts[hidden[line.parts]]
    return len(out) == 1 or (len(out) > 0 and float(cells.numbers.flat[out].sum()) < line.units)


def left_to_hide(cells: Cells, hidden: Bools, lines: Sequence[Line], *, is_total_too: bool = True) -> Rows:
    """Cells of lines that could be hidden besides, parts before totals and small ones first; zeros hide nothing."""
    numbers = cells.numbers.ravel()
    if len(lines) == 1:
        parts = lines[0].parts
    else:
        parts = np.unique(np.concatenate([line.parts for line in lines])) if lines else np.empty(0, np.int64)
    totals = np.setdiff1d([line.total for line in lines if is_total_too and line.total >= 0], parts).astype(np.int64)
    kept = [
        chosen[np.argsort(numbers[chosen], kind="stable")]
        for places in (parts, totals)
        if len(chosen := places[(numbers[places] > 0) & ~hidden[places]])
    ]
    return np.concatenate(kept).astype(np.int64) if kept else np.empty(0, np.int64)


def given_back(cells: Cells, hidden: Bools) -> list[int]:
    """Hidden cells that all sums together determine, or show to be small."""
    equations = _equations(cells, hidden)
    numbers, small = cells.numbers.ravel(), cells.small.ravel()
    filled = numbers[~np.isnan(numbers)]
    low, high = bounds(equations, len(numbers), 1.0 if np.array_equal(filled, np.round(filled)) else 0.0)
    below = np.broadcast_to(cells.below, cells.numbers.shape).ravel()
    told = np.flatnonzero(hidden & ((high - low < _SAME) | (small & (high < below))))
    return told.tolist() or sorted(solved(equations))


def _equations(cells: Cells, hidden: Bools) -> Equations:
    """What an outsider knows: each line's hidden parts, its total if that is hidden, and what the shown cells leave."""
    terms = cells.terms
    out = hidden[terms.unknown]
    of, unknown, factor = terms.of[out], terms.unknown[out], terms.factor[out]
    figures = np.bincount(of, factor * cells.numbers.ravel()[unknown], minlength=len(cells.lines)).astype(np.float64)
    return Equations(of, unknown, factor, figures)


def lines_around(cells: Cells, hidden: Bools, place: int) -> list[Line]:
    """The lines of a cell; where all of their cells are hidden, the lines of those, and so on."""
    lines: dict[int, Line] = {}
    reached, edge = {place}, {place}
    while edge:
        lines |= {id(line): line for at in edge for line in cells.lines_of.get(at, ())}
        if len(left_to_hide(cells, hidden, [*lines.values()])):
            break
        around = {at for line in lines.values() for at in (*line.parts.tolist(), line.total) if at >= 0 and hidden[at]}
        edge = around - reached
        reached |= edge
    return [*lines.values()]
