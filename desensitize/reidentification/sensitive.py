"""l-diversity and t-closeness of one sensitive column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.reidentification.classes import Numbers, class_numbers, value_numbers
from desensitize.table import Table

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One sensitive column.

    diversity: fewest distinct values in any class (distinct l-diversity, Machanavajjhala 2007). closeness: greatest
    distance between a class's distribution and the whole table's, 0 to 1 (t-closeness, Li 2007): earth mover's
    distance over the ordered distinct values of a number column, total variation for categories. is_numeric: which.
    """

    column: str
    diversity: int
    closeness: float
    is_numeric: bool


def assess_sensitive(frame: Table, quasi_identifiers: Sequence[str], column: str) -> Sensitive:
    """Measure one column over the classes of `quasi_identifiers`.

    frame: at least one row. Null is a category of its own; a column of numbers with gaps counts as categories.
    """
    classes, _ = class_numbers(frame, quasi_identifiers)
    amounts = _as_numbers(frame.get_column(column))
    if amounts is None:
        values, count = value_numbers(frame.get_column(column))
    else:
        # Numbered in their order, which the distance between distributions needs.
        distinct, values = np.unique(amounts.to_numpy(), return_inverse=True)
        count = len(distinct)
    pairs, n = np.unique(classes * count + values, return_counts=True)
    held = _Held(pairs // count, pairs % count, n, np.bincount(values, minlength=count) / frame.height)
    fewest = int(np.diff(np.append(held.first, len(pairs))).min())
    closeness = _total_variation(held) if amounts is None else _earth_mover(held)
    return Sensitive(column, fewest, closeness, is_numeric=amounts is not None)


class _Held:
    """Which values each class holds, by class, then value: parallel arrays, and each value's share of the table."""

    def __init__(self, classes: Numbers, values: Numbers, counts: Numbers, shares: Floats) -> None:
        self.values, self.counts, self.shares = values, counts, shares
        self.is_first = np.append(True, classes[1:] != classes[:-1])
        self.first = np.flatnonzero(self.is_first)
        size = np.add.reduceat(counts, self.first)
        self.share = counts / np.repeat(size, np.diff(np.append(self.first, len(counts))))


def _as_numbers(values: pl.Series) -> pl.Series | None:
    if values.null_count():
        return None
    if values.dtype.is_numeric():
        return values.cast(pl.Float64)
    if values.dtype != pl.String:
        return None
    numbers = values.str.replace_all(",", "").cast(pl.Float64, strict=False)
    return None if numbers.null_count() else numbers


def _total_variation(held: _Held) -> float:
    """Half the sum of |p_class - p|; values that a class lacks add their share of the table."""
    whole = held.shares[held.values]
    gaps = np.add.reduceat(np.abs(held.share - whole) - whole, held.first)
    return float((gaps + 1).max() / 2)


def _earth_mover(held: _Held) -> float:
    """Ordered distance: the mean gap between the two cumulated distributions over the distinct values.

    A class's cumulated distribution is a step function with as many steps as it has values; between two steps the gap
    to the table's, which rises, is summed by prefix sums and one search for the crossing: O(n log n) for all classes.
    """
    m = len(held.shares)
    if m < 2:
        return 0.0
    cumulated = np.cumsum(held.shares)
    prefix = np.concatenate([[0.0], np.cumsum(cumulated)])
    running = np.cumsum(held.share)
    before = np.repeat(running[held.first] - held.share[held.first], np.diff(np.append(held.first, len(running))))
    until = np.append(held.values[1:], m)
    until[np.append(held.is_first[1:], True)] = m
    area = _gap(running - before, held.values, until, cumulated, prefix)
    # Before its first value a class has cumulated nothing.
    area += np.where(held.is_first, prefix[held.values], 0.0)
    return float(np.add.reduceat(area, held.first).max() / (m - 1))


def _gap(level: Floats, start: Numbers, until: Numbers, cumulated: Floats, prefix: Floats) -> Floats:
    """Sum of |level - cumulated[i]| for i from start to until, until excluded."""
    crossing = np.clip(np.searchsorted(cumulated, level), start, until)
    below = level * (crossing - start) - (prefix[crossing] - prefix[start])
    above = (prefix[until] - prefix[crossing]) - level * (until - crossing)
    total: Floats = below + above
    return total
