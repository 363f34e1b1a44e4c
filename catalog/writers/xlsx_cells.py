"""What a cell of a worksheet may hold, and its text as XML."""

import re
from datetime import date
from xml.sax.saxutils import escape

from catalog.errors import CatalogError
from catalog.writers.cells import escape_formula

CELL_CHARS = 32_767
NUMBER_DIGITS = 15
DAY_ZERO = date(1899, 12, 30)
FIRST_DAY = 61
"""1 March 1900: below it spreadsheets disagree, because one of them counts a 29 February 1900 (ECMA-376, 18.17.4.1)."""
# XML 1.0 cannot hold these; a spreadsheet writes them as _xHHHH_ (ECMA-376, part 1, 22.9.2.19)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\r")


class CellTooLongForXlsx(CatalogError):
    """A cell of more than 32,767 characters: the release has no XLSX form."""

    code = "writer.cell_too_long"
    message_zh = "有单元格超过32767个字符，无法导出为XLSX，请下载CSV。"
    message_en = "A cell has more than 32,767 characters; please use CSV instead of XLSX."


def day_number(text: str) -> int | None:
    """The day of `yyyy-mm-dd` as a spreadsheet counts it; None for what is no day, or one it cannot count."""
    try:
        number = (date.fromisoformat(text) - DAY_ZERO).days
    except ValueError:
        return None
    return number if number >= FIRST_DAY else None


def xml_text(text: str) -> str:
    """A cell's text as XML: no formula, no character that XML cannot hold."""
    safe = escape_formula(text)
    if _UNWRITABLE.search(safe):
        safe = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", safe)
    return escape(safe)
