"""Rows that a hidden column has put in order give it away: find such columns, shuffle by a keyed permutation."""

from collections.abc import Sequence
from operator import ge, le
from typing import Any

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
_EXACT = 15
"""A double keeps so many digits: longer numbers would look equal, and as text they are in order all the same."""


def ordering_columns(frame: Table, among: Sequence[str] | None = None) -> tuple[str, ...]:
    """Columns whose values rise or fall from the first row to the last.

    frame: text columns; only one that its first rows do not rule out is looked at whole. Compared as numbers, as text,
    and in the GBK order that sorts Chinese names by sound. Blank cells are passed over. among: the columns asked about,
    None for all. Returns the names, in order.
    """
    wanted = frozenset(frame.columns if among is None else among)
    asked = [name for name in frame.columns if name in wanted]
    first = frame.head(_FIRST)
    suspects = [name for name in asked if _may_order(first.get_column(name), is_all=frame.height <= _FIRST)]
    return tuple(name for name in suspects if orders_rows(frame.get_column(name)))


def _may_order(first: pl.Series, *, is_all: bool) -> bool:
    """Whether the first rows of a column leave open that it orders all of them."""
    head = _head_of(first.head(4 * _HEAD))
    if len(head) < _HEAD:
        head = _head_of(first)
    if len(head) < _HEAD and not is_all:
        return True
    # In Python: of ten thousand short columns each would wait for the engine a dozen times.
    keys: tuple[Sequence[Any] | None, ...] = (
        _numbers(head),
        head,
        [text.encode("gb18030", "replace") for text in head],
    )
    return any(_runs_one_way(key) for key in keys if key is not None)


def _head_of(values: pl.Series) -> list[str]:
    return [text for text in values.to_list() if text is not None and text.strip()][:_HEAD]


def _numbers(texts: Sequence[str]) -> list[float] | None:
    plain = [text.replace(",", "") for text in texts]
    if any(len(text) > _EXACT for text in plain):
        return None
    try:
        return [float(text) for text in plain]
    except ValueError:
        return None


def _runs_one_way(keys: Sequence[Any]) -> bool:
    return all(map(le, keys, keys[1:])) or all(map(ge, keys, keys[1:]))


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
    digits = values.str.replace_all(",", "")
    if bool((digits.str.len_bytes() > _EXACT).any()):
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
