"""Classes of rows that are alike in some columns, as numbers: everything after this is counting integers."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.table import Table

Numbers = npt.NDArray[np.int64]
Numbered = tuple[Numbers, int]
"""A number a row, and a bound that no number reaches."""

_MOST = 1 << 24
"""Class numbers up to here are counted by place; above, they are made dense first."""


def value_numbers(values: pl.Series) -> Numbered:
    """Number the distinct values of a column, null as a value of its own.

    Returns a number a row, and how many numbers there are.
    """
    distinct = values.unique(maintain_order=True)
    table = pl.DataFrame({"value": distinct, "number": pl.Series(np.arange(len(distinct)))})
    rows = pl.DataFrame({"value": values}).join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
    return rows["number"].to_numpy(), len(distinct)


def class_numbers(frame: Table, columns: Sequence[str]) -> Numbered:
    """Number the classes of rows alike in all of `columns`, which are looked at one by one.

    Returns a number a row, and a bound that no number reaches (some below it may be unused).
    """
    if not columns:
        return np.zeros(frame.height, np.int64), 1
    return joined_numbers(value_numbers(frame.get_column(name)) for name in columns)


def joined_numbers(columns: Iterable[Numbered]) -> Numbered:
    """Number the classes of rows alike in columns that are numbered already, at least one."""
    numbers, count = np.zeros(1, np.int64), 1
    for its, its_count in columns:
        numbers, count = numbers * its_count + its, count * its_count
        if count > _MOST:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            count = len(distinct)
    return numbers, count


def class_sizes(numbers: Numbers) -> Numbers:
    """Rows in each class that is used."""
    sizes = np.bincount(numbers)
    return sizes[sizes > 0]
