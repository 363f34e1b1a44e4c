"""l-diversity and t-closeness of one sensitive column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

_CLASS, _VALUE = "__class", "__value"


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


def assess_sensitive(frame: pl.DataFrame, quasi_identifiers: Sequence[str], column: str) -> Sensitive:
    """Measure one column over the classes of `quasi_identifiers`.

    frame: at least one row. Null is a category of its own; a column of numbers with gaps counts as categories.
    """
    keys = list(quasi_identifiers)
    numbers = _as_numbers(frame.get_column(column))
    values = (frame.get_column(column) if numbers is None else numbers).alias(_VALUE)
    classes = frame.select(keys).with_columns(values)
    counts = classes.group_by([*keys, _VALUE]).len("n")
    numbered = counts.select(keys).unique().with_row_index(_CLASS)
    counts = counts.join(numbered, on=keys, nulls_equal=True).select(_CLASS, _VALUE, "n")
    fewest = int(str(counts.group_by(_CLASS).len("distinct")["distinct"].min()))
    closeness = _total_variation(counts) if numbers is None else _earth_mover(counts)
    return Sensitive(column, fewest, closeness, is_numeric=numbers is not None)


def _as_numbers(values: pl.Series) -> pl.Series | None:
    if values.null_count():
        return None
    if values.dtype.is_numeric():
        return values.cast(pl.Float64)
    if values.dtype != pl.String:
        return None
    numbers = values.str.replace_all(",", "").cast(pl.Float64, strict=False)
    return None if numbers.null_count() else numbers


def _total_variation(counts: pl.DataFrame) -> float:
    """Half the sum of |p_class - p|; values that a class lacks add their share of the table."""
    total = counts["n"].sum()
    shares = counts.group_by(_VALUE).agg((pl.col("n").sum() / total).alias("whole"))
    joined = counts.join(shares, on=_VALUE, nulls_equal=True).with_columns(
        (pl.col("n") / pl.col("n").sum().over(_CLASS)).alias("its")
    )
    distances = joined.group_by(_CLASS).agg(
        ((pl.col("its") - pl.col("whole")).abs().sum() + 1 - pl.col("whole").sum()).alias("distance") / 2
    )
    return float(str(distances["distance"].max()))


def _earth_mover(counts: pl.DataFrame) -> float:
    """Ordered distance: the mean gap between the two cumulated distributions over the distinct values.

    A class's cumulated distribution is a step function with as many steps as it has values; between two steps the gap
    to the table's, which rises, is summed by prefix sums and one search for the crossing: O(n log n) for all classes.
    """
    whole = counts.group_by(_VALUE).agg(pl.col("n").sum()).sort(_VALUE)
    m = whole.height
    if m < 2:
        return 0.0
    share = whole["n"].to_numpy() / whole["n"].sum()
    cumulated = np.cumsum(share)
    prefix = np.concatenate([[0.0], np.cumsum(cumulated)])
    steps = counts.join(whole.select(_VALUE).with_row_index("rank"), on=_VALUE).sort(_CLASS, "rank")
    level = steps.select((pl.col("n").cum_sum() / pl.col("n").sum()).over(_CLASS)).to_series().to_numpy()
    label = steps[_CLASS].to_numpy()
    rank = steps["rank"].to_numpy().astype(np.int64)
    is_last = np.append(label[1:] != label[:-1], True)
    is_first = np.insert(is_last[:-1], 0, True)
    until = np.where(is_last, m, np.append(rank[1:], m))
    area = _gap(level, rank, until, cumulated, prefix)
    # Before its first value a class has cumulated nothing.
    area += np.where(is_first, prefix[rank], 0.0)
    starts = np.flatnonzero(is_first)
    return float(np.add.reduceat(area, starts).max() / (m - 1))


def _gap(
    level: npt.NDArray[np.float64],
    start: npt.NDArray[np.int64],
    until: npt.NDArray[np.int64],
    cumulated: npt.NDArray[np.float64],
    prefix: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Sum of |level - cumulated[i]| for i from start to until, until excluded."""
    crossing = np.clip(np.searchsorted(cumulated, level), start, until)
    below = level * (crossing - start) - (prefix[crossing] - prefix[start])
    above = (prefix[until] - prefix[crossing]) - level * (until - crossing)
    total: npt.NDArray[np.float64] = below + above
    return total
