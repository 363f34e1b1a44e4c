"""Columns that say the same few things again and again: dates, kinds, stars. Each value is scanned once.

What a cell holds depends on its text and on its column alone, so the findings of a value are those of all its cells.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.findings import Spans
from desensitize.scanning.columns import scan_column
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher

_LOOKED_AT: Final = 4_096
"""Cells of a column's beginning that say whether it repeats itself; a shorter column is scanned as it is."""
_OFTEN: Final = 0.75
"""Share of distinct cells among those up to which all are told apart: to do so costs a tenth of a scan."""
_WORTH: Final = 0.5
"""Share of distinct cells among all up to which scanning them alone costs less."""


def values_of(series: pl.Series) -> pl.Series | None:
    """The distinct cells of a column that repeats itself, in the order in which they first stand; else None."""
    if len(series) < 2 * _LOOKED_AT or series.head(_LOOKED_AT).n_unique() > _OFTEN * _LOOKED_AT:
        return None
    values = series.unique(maintain_order=True)
    return values if len(values) <= _WORTH * len(series) else None


def scan_values(series: pl.Series, context: CellContext, matcher: Matcher) -> Spans:
    """Find what `scan_column` finds, in the same order; a value that stands in many cells is looked at once."""
    values = values_of(series)
    if values is None:
        return scan_column(series, context, matcher)
    found = scan_column(values, context, matcher)
    return _in_all_cells(found, _numbers(series, values), len(values)) if len(found) else found


def _numbers(series: pl.Series, values: pl.Series) -> npt.NDArray[np.int64]:
    """For each cell the number of its value; null is a value like others."""
    numbered = pl.DataFrame({"text": values}).with_row_index("number")
    cells = pl.DataFrame({"text": series})
    joined = cells.join(numbered, on="text", how="left", nulls_equal=True, maintain_order="left")
    return joined["number"].cast(pl.Int64).to_numpy()


def _in_all_cells(found: Spans, numbers: npt.NDArray[np.int64], values: int) -> Spans:
    """From findings of values, in their order, to findings of cells. numbers: for each cell that of its value."""
    count = np.bincount(found.rows, minlength=values)
    first = np.cumsum(count) - count
    times = count[numbers]
    rows = np.repeat(np.arange(len(numbers)), times)
    behind = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    at = first[numbers[rows]] + behind
    return Spans(rows, found.starts[at], found.ends[at], found.entities[at], found.scores[at])
