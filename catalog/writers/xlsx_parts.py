"""The XML of a workbook around its rows (ECMA-376, part 1): constant but for its sheets and number formats."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAYS: Final = 2
"""Style of days, in every workbook; the formats of a copy come behind it."""
DAY_FORMAT: Final = "yyyy-mm-dd"
SHEET_END: Final = "</sheetData></worksheet>"
_FIRST_CODE: Final = 164  # numbers below are built into the programs (ECMA-376, part 1, 18.8.30)


@dataclass(frozen=True)
class SheetEntry:
    """A sheet in the list of the workbook."""

    name: str
    is_hidden: bool = False

    def xml(self, number: int) -> str:
        """The entry of sheet `number`, from 1."""
        state = ' state="hidden"' if self.is_hidden else ""
        return f'<sheet name={quoteattr(self.name)} sheetId="{number}"{state} r:id="rId{number}"/>'


def sheet_start(first_rows: str, *, frozen: int, widths: Mapping[int, float]) -> str:
    """A worksheet up to and with its first rows.

    Args:
        first_rows: XML of the titles and the header.
        frozen: rows that stay in sight.
        widths: of columns by their place, in characters; others have the usual width.
    """
    pane = f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetView workbookViewId="0">{pane if frozen else ""}</sheetView>'
    cols = "".join(
        f'<col min="{place + 1}" max="{place + 1}" width="{width:g}" customWidth="1"/>'
        for place, width in sorted(widths.items())
    )
    cols = f"<cols>{cols}</cols>" if cols else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews>{view}</sheetViews>{cols}<sheetData>{first_rows}'


def sheet_end(merges: Sequence[str] = ()) -> str:
    """A worksheet from behind its rows. merges: ranges that are one cell, such as A1:G1; no two may meet."""
    cells = "".join(f"<mergeCell ref={quoteattr(one)}/>" for one in merges)
    return SHEET_END.replace(
        "</worksheet>",
        f'<mergeCells count="{len(merges)}">{cells}</mergeCells></worksheet>' if merges else "</worksheet>",
    )


def workbook_parts(
    sheets: Sequence[SheetEntry], formats: Sequence[str] = (), *, is_1904: bool = False
) -> Iterator[tuple[str, str]]:
    """Every part of a workbook but its sheets: (member, XML).

    Args:
        sheets: in order.
        formats: how numbers are shown, of the styles from `DAYS` + 1 on.
        is_1904: whether days count from 1904.
    """
    numbers = range(1, len(sheets) + 1)
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
    entries = "".join(sheet.xml(number) for number, sheet in zip(numbers, sheets, strict=True))
    era = '<workbookPr date1904="1"/>' if is_1904 else ""
    shown = next((number for number, sheet in enumerate(sheets) if not sheet.is_hidden), 0)
    views = f'<bookViews><workbookView activeTab="{shown}"/></bookViews>' if shown else ""
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}">{era}{views}<sheets>{entries}</sheets></workbook>',
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
    yield "xl/styles.xml", _styles((DAY_FORMAT, *formats))


def _styles(formats: Sequence[str]) -> str:
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
        for number, code in enumerate(formats, _FIRST_CODE)
    )
    shown = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(_FIRST_CODE, _FIRST_CODE + len(formats))
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="等线"/></font>'
        '<font><b/><sz val="11"/><name val="等线"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats) + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>{shown}</cellXfs></styleSheet>'
    )
