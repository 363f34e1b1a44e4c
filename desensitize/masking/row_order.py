"""Rows that a hidden column has put in order give it away: find such columns, shuffle by a keyed permutation."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.keys import MaskingKeys
from desensitize.table import Table

LEAST_DISTINCT = 10
"""A column with fewer distinct values is not called ordering: ten random values stand in order by chance in one of
1.8 million tables, and shorter lists are often grouped by a kind."""

_HEAD = 64
_FIRST = 1_024


def ordering_columns(frame: Table, among: Sequence[str] | None = None) -> tuple[str, ...]:
    """Columns whose values rise or fall from the first row to the last.

    frame: text columns; only one that its first rows do not rule out is looked at whole. Compared as numbers, as text,
    and in the GBK order that sorts Chinese names by sound. Blank cells are passed over. among: the columns asked about,
    None for all. Returns the names, in order.
    """
    asked = frame.columns if among is None else [name for name in frame.columns if name in among]
    first = frame.head(_FIRST)
    suspects = [name for name in asked if _may_order(first.get_column(name), is_all=frame.height <= _FIRST)]
    return tuple(name for name in suspects if orders_rows(frame.get_column(name)))


def _may_order(first: pl.Series, *, is_all: bool) -> bool:
    """Whether the first rows of a column leave open that it orders all of them."""
    head = _filled(first).head(_HEAD)
    if len(head) < _HEAD and not is_all:
        return True
    return any(_is_monotone(key(head)) for key in _KEYS)


def _filled(values: pl.Series) -> pl.Series:
    return values.filter(values.is_not_null() & (values.str.strip_chars() != ""))


def orders_rows(values: pl.Series) -> bool:
    """Whether one column orders the rows."""
    filled = _filled(values)
    head = filled.head(_HEAD)
    if len(head) < LEAST_DISTINCT or not any(_is_monotone(key(head)) for key in _KEYS):
        return False
    return any(_is_monotone(key(filled)) for key in _KEYS) and filled.n_unique() >= LEAST_DISTINCT


def _is_monotone(keys: pl.Series | None) -> bool:
    if keys is None:
        return False
    return bool((keys <= keys.shift(-1)).all() or (keys >= keys.shift(-1)).all())


def _as_number(values: pl.Series) -> pl.Series | None:
    # A double keeps 15 digits: longer numbers would look equal, and as text they are in order all the same.
    digits = values.str.replace_all(",", "")
    if bool((digits.str.len_bytes() > 15).any()):
        return None
    numbers = digits.cast(pl.Float64, strict=False)
    return None if numbers.null_count() else numbers


def _as_text(values: pl.Series) -> pl.Series:
    return values


def _as_gbk(values: pl.Series) -> pl.Series:
    return pl.Series([value.encode("gb18030", "replace") for value in values], dtype=pl.Binary)


_KEYS = (_as_number, _as_text, _as_gbk)


def shuffled_order(rows: int, keys: MaskingKeys, purpose: str, recipe: str) -> npt.NDArray[np.int64]:
    """A permutation that the same key always makes and that nobody without the key can undo.

    rows: number of rows. recipe: what the permutation belongs to. Returns, for each released row, the original row.
    Raises MissingMaskingKey when the purpose has no key.
    """
    seed = keys.digest(purpose, "row-order", f"{recipe}:{rows}")
    return np.random.default_rng(int.from_bytes(seed)).permutation(rows).astype(np.int64)
