"""What a worksheet's XML says beyond its cells' values, at the speed of a byte search.

Before a table engine allocates the range: how far it reaches (one cell at XFD1048576 in a 6 KB file asks for 400 GB).
And what the engine does not tell: hidden rows and columns, merged ranges, formula errors, and numbers of 16 digits and
more, which a spreadsheet has rounded (IEEE 754 doubles keep 15 digits; Excel writes zeros behind them).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = rb"<(?:[A-Za-z0-9_]+:)?"
_CELL = re.compile(_TAG + rb"c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*(?<!/)>")
_BARE_CELL = re.compile(_TAG + rb"c(?:\s(?![^>]*\br\s*=)[^>]*)?(?<!/)>")
_ROW = re.compile(_TAG + rb"row(\s[^>]*)?>")
_COL = re.compile(_TAG + rb"col\s[^>]*>")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_ATTRIBUTE = rb"\s%s\s*=\s*[\"']([0-9]+)[\"']"
_MERGE = re.compile(_TAG + rb"mergeCell\s")
_ERROR = re.compile(_TAG + rb"c\s[^>]*\bt\s*=\s*[\"']e[\"']")
_FORMULA = rb"(?:<(?:[A-Za-z0-9_]+:)?f\b[^>]*(?:/>|>[^<]*</(?:[A-Za-z0-9_]+:)?f>))?"
_LONG = re.compile(
    _TAG + rb"c\s([^>]*)>\s*" + _FORMULA + rb"\s*" + _TAG + rb"v[^>]*>\s*"
    rb"(-?(?:[0-9]{16,}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]+))\s*<"
)
_TEXT_CELL = re.compile(rb"\bt\s*=\s*[\"'](?!n[\"'])")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})[0-9]+[\"']")
_HEADER_FOOTER = re.compile(_TAG + rb"(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<")
_CELL_END = re.compile(rb"</(?:[A-Za-z0-9_]+:)?(?:c|row)>")
_SIXTEEN_DIGITS = 1e15
_MAX_CARRY = 64 << 20


@dataclass
class SheetFacts:
    """What one worksheet holds; rows and columns count from 1.

    Attributes:
        first_row, last_row, first_column, last_column: range of cells with a value; 0 when there is none.
        has_bare_cells: cells that do not say where they are: then the range is not known from here.
        long_number_columns: columns with a number of 16 digits or more.
        hidden_rows, hidden_columns, merged, errors: how many.
        header_texts: page headers and footers.
    """

    first_row: int = 0
    last_row: int = 0
    first_column: int = 0
    last_column: int = 0
    has_bare_cells: bool = False
    long_number_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: int = 0
    errors: int = 0
    header_texts: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Cells of the range, empty ones included."""
        if not self.last_row:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)


def scan_sheet(chunks: Iterator[bytes]) -> SheetFacts:
    """Read a worksheet's XML once.

    Args:
        chunks: the unpacked member, in pieces (`Archive.chunks`).
    """
    facts = SheetFacts()
    columns: set[bytes] = set()
    carry = b""
    for chunk in chunks:
        data = carry + chunk
        # Cut behind a whole cell, so that no pattern is split; a single cell longer than the carry is cut anywhere.
        ends = [match.end() for match in _CELL_END.finditer(data, max(0, len(data) - (1 << 16)))]
        cut = ends[-1] if ends else (len(data) if len(data) > _MAX_CARRY else 0)
        _scan_piece(data[:cut], facts, columns)
        carry = data[cut:]
    _scan_piece(carry, facts, columns)
    numbers = [column_number(letters) for letters in columns]
    if numbers:
        facts.first_column, facts.last_column = min(numbers), max(numbers)
    return facts


def column_number(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _scan_piece(data: bytes, facts: SheetFacts, columns: set[bytes]) -> None:
    cells = _CELL.findall(data)
    if cells:
        columns.update({letters for letters, _ in cells})
        # Cells stand in row order; the extremes are taken over all the same, because nothing enforces it.
        rows = {row for _, row in cells}
        low, high = min(map(int, rows)), max(map(int, rows))
        facts.first_row = min(facts.first_row, low) if facts.first_row else low
        facts.last_row = max(facts.last_row, high)
    facts.has_bare_cells = facts.has_bare_cells or _BARE_CELL.search(data) is not None
    facts.hidden_rows += sum(1 for match in _ROW.finditer(data) if _HIDDEN.search(match[0]))
    facts.hidden_columns += sum(_column_span(match[0]) for match in _COL.finditer(data) if _HIDDEN.search(match[0]))
    facts.merged += len(_MERGE.findall(data))
    facts.errors += len(_ERROR.findall(data))
    facts.header_texts += [text.decode(errors="replace") for text in _HEADER_FOOTER.findall(data)]
    for attributes, number in _LONG.findall(data):
        reference = _REFERENCE.search(b" " + attributes)
        if _TEXT_CELL.search(attributes) is None and reference and abs(float(number)) >= _SIXTEEN_DIGITS:
            facts.long_number_columns.add(column_number(reference[1]))


def _column_span(tag: bytes) -> int:
    low, high = (re.search(_ATTRIBUTE % name, tag) for name in (b"min", b"max"))
    return int(high[1]) - int(low[1]) + 1 if low and high else 1
