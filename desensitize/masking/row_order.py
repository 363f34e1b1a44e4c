"""Rows that a hidden column has put in order give it away: find such columns, shuffle by a keyed permutation."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.keys import MaskingKeys

LEAST_DISTINCT = 10
"""A column with fewer distinct values is not called ordering: ten random values stand in order by chance in one of
1.8 million tables, and shorter lists are often grouped by a kind."""

_HEAD = 64


def ordering_columns(frame: pl.DataFrame) -> tuple[str, ...]:
    """Columns whose values rise or fall from the first row to the last.

    frame: text columns. Compared as numbers, as text, and in the GBK order that sorts Chinese names by sound. Blank
    cells are passed over. Returns the names, in order.
    """
    return tuple(name for name in frame.columns if orders_rows(frame.get_column(name)))


def orders_rows(values: pl.Series) -> bool:
    """Whether one column orders the rows."""
    filled = values.filter(values.is_not_null() & (values.str.strip_chars() != ""))
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
