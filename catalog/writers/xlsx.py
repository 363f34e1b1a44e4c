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
from xml.sax.saxutils import escape, quoteattr

from catalog.errors import CatalogError
from catalog.fields import Field, matches
from catalog.writers.cells import Cell, escape_formula
from catalog.writers.counted import BytesOut, Counted, Written

SHEET_ROWS = 1_048_576
CELL_CHARS = 32_767
_BLOCK = 2_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# XML 1.0 cannot hold these; a spreadsheet writes them as _xHHHH_ (ECMA-376, part 1, 22.9.2.19)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\r")
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class CellTooLongForXlsx(CatalogError):
    """A cell of more than 32,767 characters: the release has no XLSX form."""

    code = "writer.cell_too_long"
    message_zh = "有单元格超过32767个字符，无法导出为XLSX，请下载CSV。"
    message_en = "A cell has more than 32,767 characters; please use CSV instead of XLSX."


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
    with zipfile.ZipFile(cast("IO[bytes]", _Sink(counted)), "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        source = counted.counting(rows)
        number = 0
        ahead = list(islice(source, 1))
        while number == 0 or ahead:
            number += 1
            part = chain(ahead, islice(source, SHEET_ROWS - 1 - len(ahead)))
            with archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as member:
                for piece in _sheet(part, fields):
                    member.write(piece.encode())
            ahead = list(islice(source, 1))
        for name, text in _parts(number, _BAD_SHEET_NAME.sub("", sheet)[:25] or "数据"):
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
    return info


def _sheet(rows: Iterable[Sequence[Cell]], fields: Sequence[Field]) -> Iterator[str]:
    numeric = [field.is_numeric for field in fields]
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<sheetData><row>{''.join(_text(field.name, style=1) for field in fields)}</row>"
    )
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        yield "".join(
            f"<row>{''.join(_cell(c, f, n) for c, f, n in zip(row, fields, numeric, strict=True))}</row>"
            for row in block
        )
    yield "</sheetData></worksheet>"


def _cell(cell: Cell, field: Field, is_numeric: bool) -> str:
    if cell is None:
        return "<c/>"
    if is_numeric and matches(field.type, cell) and sum(map(str.isdigit, cell)) <= 15:
        return f"<c><v>{cell}</v></c>"
    return _text(cell)


def _text(text: str, style: int = 0) -> str:
    if len(text) > CELL_CHARS:
        raise CellTooLongForXlsx
    safe = escape(_UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", escape_formula(text)))
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{safe}</t></is></c>'


def _parts(sheets: int, name: str) -> Iterator[tuple[str, str]]:
    numbers = range(1, sheets + 1)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{types}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>{overrides}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    entries = "".join(
        f'<sheet name={quoteattr(name if n == 1 else f"{name}_{n}")} sheetId="{n}" r:id="rId{n}"/>' for n in numbers
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>{entries}</sheets></workbook>',
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId0" Type="{_DOC}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield "xl/styles.xml", _STYLES


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font>'
    '<font><b/><sz val="11"/><name val="等线"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)
