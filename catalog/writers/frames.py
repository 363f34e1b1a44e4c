"""The same bytes as row by row, a column at a time. Worker only: it loads Polars.

What a cell becomes is defined by the functions of the row writers. Here a column is searched for the characters they
change anything for; only cells that have one go through them, all others are taken as they are. A property test holds
the bytes equal.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

import polars as pl

from catalog.fields import PATTERNS, Field
from catalog.writers.cells import csv_text
from catalog.writers.xlsx_cells import CELL_CHARS, NUMBER_DIGITS, CellTooLongForXlsx, xml_text

_FORMULA = r"\A['=+\-@\t\r\n＝＋－＠\x{FE66}\x{FE62}\x{FE63}\x{FE6B}\x{2212}]"
_CSV_SPECIAL = rf'{_FORMULA}|[",\r\n]'
_XML_SPECIAL = rf"{_FORMULA}|[&<>_\r\x{{00}}-\x{{08}}\x{{0B}}\x{{0C}}\x{{0E}}-\x{{1F}}\x{{FFFE}}\x{{FFFF}}]"
_JSON_SPECIAL = r'["\\\x{00}-\x{1F}]'


def csv_pieces(blocks: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    """The records of a table of at least two columns."""
    for block in blocks:
        columns = [_rendered(column, _CSV_SPECIAL, csv_text).fill_null("") for column in block.get_columns()]
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


def xlsx_pieces(blocks: Iterable[pl.DataFrame], columns: Sequence[tuple[str, Field]]) -> Iterator[str]:
    """The rows of a worksheet, from its second row on.

    Args:
        blocks: together at most as many rows as fit below the header.
        columns: letters and field of each column.
    """
    number = 2
    for block in blocks:
        rows = pl.int_range(number, number + block.height, eager=True).cast(pl.String)
        cells = [
            pl.lit(_xlsx_cells(column, rows, letters, field))
            for column, (letters, field) in zip(block.get_columns(), columns, strict=True)
        ]
        lines = pl.select(pl.concat_str([pl.lit('<row r="'), pl.lit(rows), pl.lit('">'), *cells, pl.lit("</row>")]))
        yield lines.to_series().str.join("").item()
        number += block.height


def _rendered(column: pl.Series, special: str, slow: Callable[[str], str]) -> pl.Series:
    """The column with `slow` applied to the cells that match `special`; on all others it would change nothing."""
    rows = column.str.contains(special).fill_null(value=False).arg_true()
    if rows.is_empty():
        return column
    return column.scatter(rows, pl.Series([slow(cell) for cell in column.gather(rows)], dtype=pl.String))


def _numbers(column: pl.Series, field: Field) -> pl.Series:
    """Which cells have the canonical form of their numeric type."""
    return column.str.contains(rf"\A(?:{PATTERNS[field.type]})\z").fill_null(value=False)


def _json_values(column: pl.Series, field: Field) -> pl.Series:
    text = _rendered(column, _JSON_SPECIAL, lambda cell: json.dumps(cell, ensure_ascii=False)[1:-1])
    quoted = pl.concat_str(pl.lit('"'), pl.lit(text), pl.lit('"'))
    if field.is_bare:
        quoted = pl.when(pl.lit(_numbers(column, field))).then(pl.lit(column)).otherwise(quoted)
    return pl.select(quoted.fill_null("null")).to_series()


def _xlsx_cells(column: pl.Series, rows: pl.Series, letters: str, field: Field) -> pl.Series:
    longest: int | None = pl.select(pl.lit(column).str.len_chars().max()).item()
    if (longest or 0) > CELL_CHARS:
        raise CellTooLongForXlsx
    place = (pl.lit(f'<c r="{letters}'), pl.lit(rows))
    text = pl.lit(_rendered(column, _XML_SPECIAL, xml_text))
    cell = pl.concat_str(*place, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>"))
    if field.is_numeric:
        is_number = _numbers(column, field) & (column.str.count_matches("[0-9]") <= NUMBER_DIGITS)
        number = pl.concat_str(*place, pl.lit('"><v>'), pl.lit(column), pl.lit("</v></c>"))
        cell = pl.when(pl.lit(is_number)).then(number).otherwise(cell)
    return pl.select(cell.fill_null("")).to_series()


def _lit(columns: Sequence[pl.Series]) -> list[pl.Expr]:
    return [pl.lit(column) for column in columns]


def _joined(lines: pl.Series, end: str) -> bytes:
    text: str = lines.str.join(end).item()
    return f"{text}{end}".encode()
