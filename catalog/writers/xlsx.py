"""XLSX by hand: a stream of rows into the few XML parts a workbook needs, with fixed dates.

Office Open XML (ECMA-376, part 1). Cells are inline strings or numbers of at most 15 digits, never formulas; text that
could be taken for one is escaped as in CSV, because a workbook is often saved on as CSV. Rows beyond a sheet's
1,048,576 go on in a further sheet under the same header. Nothing is held in memory but one block of rows.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import RawIOBase
from itertools import chain, islice
from typing import IO, cast

from catalog.fields import Field, matches
from catalog.writers.cells import Cell, FrameRows
from catalog.writers.counted import BytesOut, Counted, Written
from catalog.writers.xlsx_cells import CELL_CHARS, NUMBER_DIGITS, CellTooLongForXlsx, xml_text
from catalog.writers.xlsx_parts import SHEET_END, sheet_start, workbook_parts

SHEET_ROWS = 1_048_576
COMPRESSION = 3
_BLOCK = 2_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(
    rows: Iterable[Sequence[Cell]], fields: Sequence[Field], out: BytesOut, *, sheet: str = "数据"
) -> Written:
    """Write a workbook.

    Args:
        rows: cells in the order of `fields`.
        fields: the columns; numeric ones become numbers where the cell is one.
        out: where the bytes go; not seekable is fine.
        sheet: name of the sheet.

    Returns:
        Bytes, rows and SHA-256.

    Raises:
        CellTooLongForXlsx: a cell over the format's limit.
    """
    counted = Counted(out)
    # ZipFile asks an unseekable target only for write and flush.
    with zipfile.ZipFile(cast("IO[bytes]", _Sink(counted)), "w", zipfile.ZIP_DEFLATED) as archive:
        number = 0
        for number, part in enumerate(_by_sheet(counted.counting(rows)), 1):
            with archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as member:
                for piece in _sheet(part, fields):
                    member.write(piece.encode())
        for name, text in workbook_parts(number, _BAD_SHEET_NAME.sub("", sheet)[:25] or "数据"):
            archive.writestr(_member(name), text)
    return counted.written()


class _Sink(RawIOBase):
    """A write-only, unseekable stream: what ZipFile needs to write without going back."""

    def __init__(self, out: Counted) -> None:
        super().__init__()
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return self._out.write(bytes(cast("bytes", data)))


def _member(name: str) -> zipfile.ZipInfo:
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
    head = "".join(_text(f"{letters}1", field.name, style=1) for letters, field in columns)
    yield sheet_start(head)
    if isinstance(rows, FrameRows):
        from catalog.writers.frames import xlsx_pieces

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
    if field.is_numeric and matches(field.type, cell) and sum(map(str.isdigit, cell)) <= NUMBER_DIGITS:
        return f'<c r="{place}"><v>{cell}</v></c>'
    return _text(place, cell)


def _text(place: str, text: str, style: int = 0) -> str:
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
