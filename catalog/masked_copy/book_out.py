"""Write a workbook and read every cell of it back: the release is what stands in the file, not what was meant to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import fastexcel
import polars as pl

from catalog.ingest.plain_file import plain_file
from catalog.masked_copy.limits import LIMITS
from catalog.writers.cells import unescape_formula
from catalog.writers.xlsx_book import SheetOut, in_sheets, sheet_names, write_book
from desensitize.proof.residual import Place, ResidualPii

_MIDNIGHT = " 00:00:00"
_DAY_NONE = "1899-12-31 "
"""What the reader puts before a time without a day."""
_NO_FRACTION = r"\.0+$"
_ROUNDED = 1e-8


def put_book(
    sheets: Sequence[SheetOut], out: BinaryIO, *, formats: Sequence[str] = (), is_1904: bool = False, is_checked: bool
) -> None:
    """Write sheets, each in as many as it needs, from the start of the file.

    is_checked: whether all is read back and compared. Other parameters as in `write_book`.
    Raises ResidualPii where a cell, a name or a row reads otherwise than it was proved; CellTooLongForXlsx.
    """
    parts = [part for sheet in sheets for part in in_sheets(sheet)]
    names = sheet_names([part.name for part in parts])
    named = [replace(part, name=name) for part, name in zip(parts, names, strict=True)]
    out.seek(0)
    out.truncate()
    write_book(named, out, formats=formats, is_1904=is_1904)
    if is_checked:
        out.flush()
        places = [*_differences(named, out)]
        if places:
            raise ResidualPii(tuple(places))


def _differences(sheets: Sequence[SheetOut], out: BinaryIO) -> Iterator[Place]:
    with plain_file(out, LIMITS) as path:
        reader = fastexcel.read_excel(path)
        if reader.sheet_names != [sheet.name for sheet in sheets]:
            yield Place("columns", None, -1, -1, -1, "")
            return
        for sheet in sheets:
            loaded = reader.load_sheet(sheet.name, header_row=None, dtypes="string", schema_sample_rows=1)
            yield from _of_sheet(sheet, loaded.to_polars() if loaded.width else pl.DataFrame())


def _of_sheet(sheet: SheetOut, read: pl.DataFrame) -> Iterator[Place]:
    """What reads otherwise. The reader begins at the first row and column with a value, as what is expected does."""
    columns = _expected(sheet)
    if not any(cells.count() for cells in columns):
        if any(_filled(cells).count() for cells in read.iter_columns()):
            yield Place("columns", sheet.name, -1, -1, -1, "")
        return
    first = next(place for place, cells in enumerate(columns) if cells.count())
    start = min(int(cells.is_not_null().arg_true()[0]) for cells in columns if cells.count())
    height = len(columns[0]) - start
    if read.height > height or read.width > len(columns) - first:
        yield Place("columns", sheet.name, -1, -1, -1, "")
        return
    above = sheet.rows_above
    for place in range(first, len(columns)):
        typed = sheet.typed.get(place)
        numbers = None if typed is None else pl.concat([_nulls(above, pl.Float64), typed.values.alias("cell")])[start:]
        unlike = _unlike(columns[place][start:], _padded(read, place - first, height), numbers)
        for row in unlike.arg_true().to_list()[:5]:
            yield Place("columns", f"{sheet.name}!{place + 1}", start + row, -1, -1, "")


def _expected(sheet: SheetOut) -> list[pl.Series]:
    """The cells of a sheet from its first row on, column by column."""
    lines = [*sheet.above, *sheet.header_rows]
    width = max([sheet.frame.width, *map(len, lines)])
    made = []
    for place in range(width):
        top = pl.Series("cell", [line[place] if place < len(line) else None for line in lines], dtype=pl.String)
        body = sheet.frame.to_series(place) if place < sheet.frame.width else _nulls(sheet.frame.height, pl.String)
        made.append(pl.concat([_filled(top), _filled(body)]))
    return made


def _unlike(cells: pl.Series, got: pl.Series, numbers: pl.Series | None) -> pl.Series:
    """Which cells read otherwise than expected."""
    plain = _unescaped(got)
    unlike = cells.ne_missing(plain)
    if numbers is None or not unlike.any():
        return unlike
    said, read = (text.cast(pl.Float64, strict=False) for text in (cells, got))
    near = (said - read).abs() <= _ROUNDED * read.abs().clip(lower_bound=1)
    moment = cells.str.replace(_NO_FRACTION, "")
    as_day = (moment + _MIDNIGHT).eq_missing(got) | moment.eq_missing(got) | (_DAY_NONE + moment).eq_missing(got)
    return unlike & ~(numbers.is_not_null() & (near.fill_null(value=False) | as_day))


def _unescaped(cells: pl.Series) -> pl.Series:
    marked = cells.str.starts_with("'").fill_null(value=False)
    if not marked.any():
        return cells
    values = cells.filter(marked).unique().to_list()
    return cells.replace({value: unescape_formula(value) for value in values})


def _padded(read: pl.DataFrame, place: int, height: int) -> pl.Series:
    """A column as read, with the rows and columns that the reader leaves out because nothing stands in them."""
    cells = _filled(read.to_series(place)) if place < read.width else _nulls(0, pl.String)
    return pl.concat([cells, _nulls(height - len(cells), pl.String)])


def _filled(cells: pl.Series) -> pl.Series:
    """An empty text is no value."""
    text = cells.cast(pl.String).alias("cell")
    return text.set((text == "").fill_null(value=False), None)


def _nulls(count: int, dtype: type[pl.DataType]) -> pl.Series:
    return pl.repeat(None, count, dtype=dtype, eager=True).alias("cell")
