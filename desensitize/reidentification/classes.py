"""Classes of rows that are alike in some columns, as numbers: everything after this is counting integers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.int64]

_MOST = 1 << 24
"""Class numbers up to here are counted by place; above, they are made dense first."""


def value_numbers(values: pl.Series) -> tuple[Numbers, int]:
    """Number the distinct values of a column, null as a value of its own.

    Returns a number a row, and how many numbers there are.
    """
    distinct = values.unique(maintain_order=True)
    table = pl.DataFrame({"value": distinct, "number": pl.Series(np.arange(len(distinct)))})
    rows = pl.DataFrame({"value": values}).join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
    return rows["number"].to_numpy(), len(distinct)


def class_numbers(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[Numbers, int]:
    """Number the classes of rows alike in all of `columns`.

    Returns a number a row, and a bound that no number reaches (some below it may be unused).
    """
    numbers, count = np.zeros(frame.height, np.int64), 1
    for name in columns:
        its, its_count = value_numbers(frame.get_column(name))
        numbers, count = numbers * its_count + its, count * its_count
        if count > _MOST:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            count = len(distinct)
    return numbers, count


def class_sizes(numbers: Numbers) -> Numbers:
    """Rows in each class that is used."""
    sizes = np.bincount(numbers)
    return sizes[sizes > 0]
