"""How many different values a column has, in memory that does not grow with it.

Exact up to `KEPT` values; beyond, estimated from the smallest hashes (k minimum values: Bar-Yossef et al., 2002), with
a standard error of 1/sqrt(KEPT), 0.3 %. Deterministic: the same values give the same number.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

KEPT: Final = 1 << 17
_SPACE: Final = 2.0**64


class DistinctCount:
    """Counts different values of blocks of a column."""

    def __init__(self) -> None:
        self._hashes: npt.NDArray[np.uint64] = np.empty(0, np.uint64)

    def add(self, values: pl.Series) -> None:
        """More values, without null; a value may have come before."""
        hashes = values.hash(seed=0).to_numpy()
        if len(self._hashes) == KEPT:
            hashes = hashes[hashes < self._hashes[-1]]
        both = np.sort(np.concatenate([self._hashes, hashes]))
        is_new = np.ones(len(both), np.bool_)  # np.unique would import numpy.ma, a tenth of a second
        is_new[1:] = both[1:] != both[:-1]
        self._hashes = both[is_new][:KEPT]

    def count(self) -> int:
        """How many there were."""
        if len(self._hashes) < KEPT:
            return len(self._hashes)
        return round((KEPT - 1) / (float(self._hashes[-1]) / _SPACE))
