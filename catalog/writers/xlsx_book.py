"""A workbook of several sheets, as a masked copy has them: titles, header, cells of any type. Worker only.

Every part is made here from masked cells (SECURITY rule 1): no property, comment, name, picture, link or formula of an
original can come along, because nothing is copied.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from catalog.writers.counted import BytesOut, Counted
from catalog.writers.typed_cells import TypedCells
from catalog.writers.xlsx import (
    SHEET_ROWS,
    allowed_name,
    column_letters,
    member_of,
    open_archive,
    text_cell,
)
from catalog.writers.xlsx_columns import Typed, sheet_rows
from catalog.writers.xlsx_parts import SheetEntry, sheet_end, sheet_start, workbook_parts

_BLOCK = 10_000
_LOOKED_AT = 200
_NARROWEST, _WIDEST = 8, 42
_NAME_CHARS = 31  # ECMA-376 says nothing, every program does


@dataclass(frozen=True)
class SheetOut:
    """One sheet to be written.

    Attributes:
        name: as wished; `sheet_names` makes it allowed and unique.
        frame: String columns, masked.
        has_header: whether the names of the columns stand above them.
        above: rows over the header, cell by cell.
        header: rows of the header, cell by cell, where they are not the names of the columns.
        merges: ranges among these rows that are one cell, such as A1:G1.
        typed: by place of the column, the cells that are no text.
        is_hidden: whether a reader has to unhide it.
        first_column: blank columns before the first.
        widths: of columns by their place in the sheet, as somebody set them; others are as wide as their first cells.
    """

    name: str
    frame: pl.DataFrame
    has_header: bool = True
    above: Sequence[Sequence[str | None]] = ()
    typed: Mapping[int, TypedCells] = field(default_factory=dict)
    is_hidden: bool = False
    first_column: int = 0
    header: Sequence[Sequence[str | None]] = ()
    merges: Sequence[str] = ()
    widths: Mapping[int, float] = field(default_factory=dict)

    def letters(self, place: int) -> str:
        """Of the column at a place of the frame."""
        return column_letters(place + self.first_column)

    @property
    def rows_above(self) -> int:
        """Rows before the first of the frame."""
        return len(self.above) + len(self.header_rows)

    @property
    def header_rows(self) -> Sequence[Sequence[str | None]]:
        """The rows of the header, as they are shown."""
        if not self.has_header or not self.frame.width:
            return ()
        return self.header or (self.frame.columns,)


def in_sheets(sheet: SheetOut, room: int | None = None) -> Iterator[SheetOut]:
    """The sheet in as many as it needs, each under the same header. room: rows of a sheet."""
    most = (SHEET_ROWS if room is None else room) - sheet.rows_above
    for start in range(0, max(sheet.frame.height, 1), most):
        rows = slice(start, start + most)
        typed = {place: cells[rows] for place, cells in sheet.typed.items()}
        yield replace(sheet, frame=sheet.frame[rows], typed=typed)


def sheet_names(wished: Sequence[str]) -> list[str]:
    """Names that a workbook may have: no sign of a reference, 31 characters, none twice whatever its case."""
    names: list[str] = []
    taken: set[str] = set()
    for number, wish in enumerate(wished, 1):
        name = base = allowed_name(wish).strip()[:_NAME_CHARS] or f"工作表{number}"
        again = 2
        while name.lower() in taken:
            tail = f"_{again}"
            name, again = base[: _NAME_CHARS - len(tail)] + tail, again + 1
        taken.add(name.lower())
        names.append(name)
    return names


def write_book(
    sheets: Sequence[SheetOut], out: BytesOut, *, formats: Sequence[str] = (), is_1904: bool = False
) -> None:
    """Write a workbook.

    Args:
        sheets: in order, at least one; names allowed and unique, no more rows than fit (`in_sheets`).
        out: where the bytes go; not seekable is fine.
        formats: how numbers are shown, see `TypedCells.formats`; the first is that of days.
        is_1904: whether days count from 1904.

    Raises:
        CellTooLongForXlsx: a cell over the format's limit.
    """
    entries = [SheetEntry(sheet.name, sheet.is_hidden) for sheet in sheets]
    if all(entry.is_hidden for entry in entries):  # no program opens a workbook without a sheet to show
        entries[0] = replace(entries[0], is_hidden=False)
    with open_archive(Counted(out)) as archive:
        for number, sheet in enumerate(sheets, 1):
            _write_sheet(archive, f"xl/worksheets/sheet{number}.xml", sheet)
        for name, text in workbook_parts(entries, formats, is_1904=is_1904):
            archive.writestr(member_of(name), text)


def _write_sheet(archive: zipfile.ZipFile, name: str, sheet: SheetOut) -> None:
    frame = sheet.frame
    letters = [sheet.letters(place) for place in range(frame.width)]
    with archive.open(member_of(name), "w", force_zip64=True) as member:
        frozen = sheet.rows_above if sheet.has_header else 0
        member.write(sheet_start(_first_rows(sheet), frozen=frozen, widths=_widths(sheet)).encode())
        for start in range(0, frame.height, _BLOCK):
            rows = slice(start, start + _BLOCK)
            typed: list[Typed | None] = [
                sheet.typed[place][rows].xml() if place in sheet.typed else None for place in range(frame.width)
            ]
            member.write(sheet_rows(frame[rows], sheet.rows_above + start + 1, letters, typed).encode())
        member.write(sheet_end(sheet.merges).encode())


def _first_rows(sheet: SheetOut) -> str:
    rows = [*((row, 0) for row in sheet.above), *((row, 1) for row in sheet.header_rows)]
    made = []
    for number, (row, style) in enumerate(rows, 1):
        cells = (_first_cell(f"{sheet.letters(place)}{number}", cell, style) for place, cell in enumerate(row))
        made.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(made)


def _first_cell(place: str, cell: str | None, style: int) -> str:
    return text_cell(place, cell, style) if cell else ""


def _widths(sheet: SheetOut) -> dict[int, float]:
    """As they were set, else wide enough for the first rows: a number that does not fit is shown as #####."""
    if not sheet.frame.width:
        return {}
    head = sheet.frame.head(_LOOKED_AT)
    # A Han character is as wide as two others, and three bytes long.
    sizes = head.select((pl.all().str.len_bytes() + pl.all().str.len_chars()).max() // 2).row(0)
    names = [(len(name) + len(name.encode())) // 2 if sheet.has_header else 0 for name in head.columns]
    return {
        place + sheet.first_column: sheet.widths.get(
            place + sheet.first_column, max(_NARROWEST, min(max(size or 0, name) + 2, _WIDEST))
        )
        for place, (size, name) in enumerate(zip(sizes, names, strict=True))
    }
