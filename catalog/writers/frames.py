"""The same bytes as row by row, a column at a time. Worker only: it loads Polars.

What a cell becomes is defined by the functions of the row writers. Here a column is searched for the characters they
change anything for; only cells that have one go through them, all others are taken as they are. A property test holds
the bytes equal.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import polars as pl

from catalog.fields import PATTERNS, Field
from catalog.writers.cells import csv_text

FORMULA: Final = r"\A['=+\-@\t\r\n＝＋－＠\x{FE66}\x{FE62}\x{FE63}\x{FE6B}\x{2212}]"
_CSV_SPECIAL = rf'{FORMULA}|[",\r\n]'
_JSON_SPECIAL = r'["\\\x{00}-\x{1F}]'


def csv_pieces(blocks: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    """The records of a table of at least two columns."""
    for block in blocks:
        columns = [rendered(column, _CSV_SPECIAL, csv_text).fill_null("") for column in block.get_columns()]
        yield _joined(pl.select(pl.concat_str(_lit(columns), separator=",")).to_series(), "\r\n")


def json_pieces(blocks: Iterable[pl.DataFrame], fields: Sequence[Field]) -> Iterator[bytes]:
    """One JSON object a row."""
    names = [json.dumps(field.name, ensure_ascii=False) for field in fields]
    for block in blocks:
        parts: list[pl.Expr] = []
        for index, (name, field, column) in enumerate(zip(names, fields, block.get_columns(), strict=True)):
            parts.append(pl.lit(f"{', ' if index else '{'}{name}: "))
            parts.append(pl.lit(_json_values(column, field)))
        yield _joined(pl.select(pl.concat_str([*parts, pl.lit("}")])).to_series(), "\n")


def rendered(column: pl.Series, special: str, slow: Callable[[str], str]) -> pl.Series:
    """The column with `slow` applied to the cells that match `special`; on all others it would change nothing."""
    rows = column.str.contains(special).fill_null(value=False).arg_true()
    if rows.is_empty():
        return column
    return column.scatter(rows, pl.Series([slow(cell) for cell in column.gather(rows)], dtype=pl.String))


def in_form(column: pl.Series, field: Field) -> pl.Series:
    """Which cells have the canonical form of their type."""
    return column.str.contains(rf"\A(?:{PATTERNS[field.type]})\z").fill_null(value=False)


def _json_values(column: pl.Series, field: Field) -> pl.Series:
    text = rendered(column, _JSON_SPECIAL, lambda cell: json.dumps(cell, ensure_ascii=False)[1:-1])
    quoted = pl.concat_str(pl.lit('"'), pl.lit(text), pl.lit('"'))
    if field.is_bare:
        quoted = pl.when(pl.lit(in_form(column, field))).then(pl.lit(column)).otherwise(quoted)
    return pl.select(quoted.fill_null("null")).to_series()


def _lit(columns: Sequence[pl.Series]) -> list[pl.Expr]:
    return [pl.lit(column) for column in columns]


def _joined(lines: pl.Series, end: str) -> bytes:
    text: str = lines.str.join(end).item()
    return f"{text}{end}".encode()
