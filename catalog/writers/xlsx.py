"""XLSX by hand: a stream of rows into the few XML parts a workbook needs, with fixed dates.

Office Open XML (ECMA-376, part 1). Cells are inline strings, numbers of at most 15 digits, days or truth values, never
formulas; text that could be taken for one is escaped as in CSV, because a workbook is often saved on as CSV. Rows
beyond a sheet's 1,048,576 go on in a further sheet under the same header. Nothing is held in memory but one block of
rows.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import RawIOBase
from itertools import chain, islice
from typing import IO, cast

from catalog.fields import Field, FieldType, matches
from catalog.writers.cells import Cell, FrameRows
from catalog.writers.counted import BytesOut, Counted, Written
from catalog.writers.xlsx_cells import CELL_CHARS, NUMBER_DIGITS, CellTooLongForXlsx, day_number, xml_text
from catalog.writers.xlsx_parts import DAYS, SHEET_END, SheetEntry, sheet_start, workbook_parts

SHEET_ROWS = 1_048_576
COMPRESSION = 3
_BLOCK = 2_000
_DAY_WIDTH = 11
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(
    rows: Iterable[Sequence[Cell]], fields: Sequence[Field], out: BytesOut, *, sheet: str = "数据"
) -> Written:
    """Write a workbook.

    Args:
        rows: cells in the order of `fields`.
        fields: the columns; numbers, days and truth values become such where the cell is one.
        out: where the bytes go; not seekable is fine.
        sheet: name of the sheet.

    Returns:
        Bytes, rows and SHA-256.

    Raises:
        CellTooLongForXlsx: a cell over the format's limit.
    """
    counted = Counted(out)
    with open_archive(counted) as archive:
        number = 0
        for number, part in enumerate(_by_sheet(counted.counting(rows)), 1):
            with archive.open(member_of(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as member:
                for piece in _sheet(part, fields):
                    member.write(piece.encode())
        first = allowed_name(sheet)[:25] or "数据"
        entries = [SheetEntry(first if n == 1 else f"{first}_{n}") for n in range(1, number + 1)]
        for name, text in workbook_parts(entries):
            archive.writestr(member_of(name), text)
    return counted.written()


def open_archive(out: Counted) -> zipfile.ZipFile:
    """A ZIP archive that goes out as it is made."""
    # ZipFile asks an unseekable target only for write and flush.
    return zipfile.ZipFile(cast("IO[bytes]", _Sink(out)), "w", zipfile.ZIP_DEFLATED)


def allowed_name(name: str) -> str:
    """A name without what the name of a sheet may not have."""
    return _BAD_SHEET_NAME.sub("", name)


class _Sink(RawIOBase):
    """A write-only, unseekable stream: what ZipFile needs to write without going back."""

    def __init__(self, out: Counted) -> None:
        super().__init__()
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return self._out.write(bytes(cast("bytes", data)))


def member_of(name: str) -> zipfile.ZipInfo:
    """A part of a workbook, with a fixed date."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    # The only way to set it beside a fixed date before Python 3.13
    info._compresslevel = COMPRESSION  # type: ignore[attr-defined]  # noqa: SLF001 -- not in the library's stubs
    return info


def _by_sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[Iterable[Sequence[Cell]]]:
    """The rows of each sheet, at least one sheet; each has to be consumed before the next is asked for."""
    room = SHEET_ROWS - 1
    if isinstance(rows, FrameRows) and rows.height <= room:
        yield rows  # known to be one sheet: its columns are rendered whole
        return
    source = iter(rows)
    ahead = list(islice(source, 1))
    is_first = True
    while is_first or ahead:
        is_first = False
        yield chain(ahead, islice(source, room - len(ahead)))
        ahead = list(islice(source, 1))


def _sheet(rows: Iterable[Sequence[Cell]], fields: Sequence[Field]) -> Iterator[str]:
    columns = [(column_letters(index), field) for index, field in enumerate(fields)]
    head = "".join(text_cell(f"{letters}1", field.name, style=1) for letters, field in columns)
    widths = {index: _DAY_WIDTH for index, field in enumerate(fields) if field.type is FieldType.DATE}
    yield sheet_start(f'<row r="1">{head}</row>', frozen=1, widths=widths)
    if isinstance(rows, FrameRows):
        from catalog.writers.xlsx_columns import xlsx_pieces

        yield from xlsx_pieces(rows.slices(), columns)
        yield SHEET_END
        return
    source = enumerate(rows, 2)
    while block := list(islice(source, _BLOCK)):
        yield "".join(_row(number, row, columns) for number, row in block)
    yield SHEET_END


def _row(number: int, row: Sequence[Cell], columns: Sequence[tuple[str, Field]]) -> str:
    cells = "".join(
        _cell(f"{letters}{number}", cell, field)
        for cell, (letters, field) in zip(row, columns, strict=True)
        if cell is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, cell: str, field: Field) -> str:
    if field.type is FieldType.TEXT or not matches(field.type, cell):
        return text_cell(place, cell)
    if field.type is FieldType.BOOLEAN:
        return f'<c r="{place}" t="b"><v>{int(cell == "true")}</v></c>'
    if field.type is FieldType.DATE:
        day = day_number(cell)
        return text_cell(place, cell) if day is None else f'<c r="{place}" s="{DAYS}"><v>{day}</v></c>'
    if sum(map(str.isdigit, cell)) <= NUMBER_DIGITS:
        return f'<c r="{place}"><v>{cell}</v></c>'
    return text_cell(place, cell)


def text_cell(place: str, text: str, style: int = 0) -> str:
    """A cell of text. place: letters and row. style: number of its style. Raises CellTooLongForXlsx."""
    if len(text) > CELL_CHARS:
        raise CellTooLongForXlsx
    styled = f' s="{style}"' if style else ""
    return f'<c r="{place}" t="inlineStr"{styled}><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def column_letters(index: int) -> str:
    """0 is `A`, 26 is `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
