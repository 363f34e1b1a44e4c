"""Rows of a worksheet, a column at a time: what the row writer of `xlsx` gives. Worker only: it loads Polars."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from catalog.fields import Field, FieldType
from catalog.writers.frames import FORMULA, in_form, rendered
from catalog.writers.typed_cells import FIRST_FORMAT, GENERAL, TRUTH, TypedCells
from catalog.writers.xlsx_cells import CELL_CHARS, DAY_ZERO, FIRST_DAY, NUMBER_DIGITS, CellTooLongForXlsx, xml_text

_XML_SPECIAL = rf"{FORMULA}|[&<>_\r\x{{00}}-\x{{08}}\x{{0B}}\x{{0C}}\x{{0E}}-\x{{1F}}\x{{FFFE}}\x{{FFFF}}]"

Typed = tuple[pl.Series, pl.Series | str]
"""Of each cell the number as XML, null where it is text; and the attributes of its tag."""


def xlsx_pieces(blocks: Iterable[pl.DataFrame], columns: Sequence[tuple[str, Field]]) -> Iterator[str]:
    """The rows of a worksheet, from its second row on.

    Args:
        blocks: together at most as many rows as fit below the header.
        columns: letters and field of each column.
    """
    number = 2
    for block in blocks:
        typed = [_by_field(cells, field) for cells, (_, field) in zip(block.get_columns(), columns, strict=True)]
        yield sheet_rows(block, number, [letters for letters, _ in columns], typed)
        number += block.height


def sheet_rows(block: pl.DataFrame, number: int, letters: Sequence[str], typed: Sequence[Typed | None]) -> str:
    """Consecutive rows as XML. number: of the first, from 1. letters, typed: of each column."""
    rows = pl.int_range(number, number + block.height, eager=True).cast(pl.String)
    cells = [
        pl.lit(_cells(column, rows, place, more))
        for column, place, more in zip(block.get_columns(), letters, typed, strict=True)
    ]
    lines = pl.select(pl.concat_str([pl.lit('<row r="'), pl.lit(rows), pl.lit('">'), *cells, pl.lit("</row>")]))
    made: str = lines.to_series().str.join("").item()
    return made


def typed_days(cells: pl.Series) -> pl.Series:
    """Days as a spreadsheet counts them, null where a cell is no day of `FieldType.DATE` that it can count."""
    is_day = in_form(cells, Field("", FieldType.DATE))
    days = cells.set(~is_day, None).str.to_date("%Y-%m-%d", strict=False)
    numbers = pl.select((pl.lit(days) - pl.lit(DAY_ZERO)).dt.total_days()).to_series()
    return numbers.set(numbers < FIRST_DAY, None)


def typed_by_field(cells: pl.Series, field: Field) -> TypedCells | None:
    """The cells that have the form of their field's type; the one format is that of days."""
    if field.type is FieldType.TEXT:
        return None
    if field.type is FieldType.DATE:
        return TypedCells(typed_days(cells).cast(pl.Float64), _all(FIRST_FORMAT, cells))
    if field.type is FieldType.BOOLEAN:
        truth = cells.replace_strict({"true": 1.0, "false": 0.0}, default=None, return_dtype=pl.Float64)
        return TypedCells(truth, _all(TRUTH, cells))
    return TypedCells(cells.set(~_is_number(cells, field), None).cast(pl.Float64), _all(GENERAL, cells))


def _by_field(cells: pl.Series, field: Field) -> Typed | None:
    if field.is_numeric:  # with the very digits of the cell
        return cells.set(~_is_number(cells, field), None), ""
    typed = typed_by_field(cells, field)
    return None if typed is None else typed.xml()


def _is_number(cells: pl.Series, field: Field) -> pl.Series:
    return in_form(cells, field) & (cells.str.count_matches("[0-9]") <= NUMBER_DIGITS)


def _all(number: int, cells: pl.Series) -> pl.Series:
    return pl.repeat(number, len(cells), dtype=pl.UInt32, eager=True)


def _cells(column: pl.Series, rows: pl.Series, letters: str, typed: Typed | None) -> pl.Series:
    longest: int | None = pl.select(pl.lit(column).str.len_chars().max()).item()
    if (longest or 0) > CELL_CHARS:
        raise CellTooLongForXlsx
    place = (pl.lit(f'<c r="{letters}'), pl.lit(rows))
    text = pl.lit(rendered(column, _XML_SPECIAL, xml_text))
    cell = pl.concat_str(*place, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>"))
    if typed is not None:
        values, attributes = typed
        number = pl.concat_str(
            *place, pl.lit('"'), pl.lit(attributes), pl.lit("><v>"), pl.lit(values), pl.lit("</v></c>")
        )
        cell = pl.when(pl.lit(values.is_not_null())).then(number).otherwise(cell)
    return pl.select(cell.fill_null("")).to_series()
