"""What a worksheet's XML says beyond its cells' values, at the speed of a byte search.

Before a table engine allocates the range: how far it reaches (one cell at XFD1048576 in a 6 KB file asks for 400 GB).
And what the engine does not tell: hidden rows and columns, merged ranges, formula errors, and numbers of 16 digits and
more, which a spreadsheet has rounded (IEEE 754 doubles keep 15 digits; Excel writes zeros behind them).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from catalog.ingest.sheet_pieces import sheet_pieces

_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_TEXT_CELL = re.compile(rb"\st\s*=\s*[\"'](?!n[\"'])")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})[0-9]+[\"']")
_WIDTH = re.compile(rb"\swidth\s*=\s*[\"']([0-9]{1,3}(?:\.[0-9]{1,20})?)[\"']")
_ATTRIBUTE = rb"\s%s\s*=\s*[\"']([0-9]+)[\"']"
_SIXTEEN_DIGITS = 1e15
_NEAR = 300
"""Rows from the beginning in which the header of a table is looked for, blank ones above it counted."""

_WIDE = 2_000
"""Columns from the first whose width is kept."""


@dataclass(frozen=True)
class _Patterns:
    """Searches for one namespace prefix: a literal beginning keeps them at memory speed."""

    cell_tag: bytes
    cell: re.Pattern[bytes]
    bare_cell: re.Pattern[bytes]
    hidden_row: re.Pattern[bytes]
    column: re.Pattern[bytes]
    error: re.Pattern[bytes]
    merge: bytes
    merged: re.Pattern[bytes]
    long_number: re.Pattern[bytes]
    page_text: re.Pattern[bytes]


@lru_cache(maxsize=8)
def _patterns(prefix: bytes) -> _Patterns:
    open_, close = b"<" + re.escape(prefix), b"</" + re.escape(prefix)
    return _Patterns(
        cell_tag=b"<" + prefix + b"c",
        cell=re.compile(open_ + rb"c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*(?<!/)>"),
        bare_cell=re.compile(open_ + rb"c(?:\s(?![^>]*\br\s*=)[^>]*)?(?<!/)>"),
        hidden_row=re.compile(open_ + rb"row\s[^>]*?hidden\s*=\s*[\"'](?:1|true)[\"']"),
        column=re.compile(open_ + rb"col\s[^>]*>"),
        error=re.compile(open_ + rb"c\s[^>]*\bt\s*=\s*[\"']e[\"']"),
        merge=b"<" + prefix + b"mergeCell ",
        merged=re.compile(
            open_ + rb"mergeCell\s[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
        ),
        long_number=re.compile(
            rb">\s*(-?(?:[0-9]{16,}(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?[eE]\+?[0-9]+))\s*" + close + b"v"
        ),
        page_text=re.compile(open_ + rb"(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<"),
    )


@dataclass(frozen=True)
class Merge:
    """A range of cells that are one; rows and columns from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class SheetFacts:
    """What one worksheet holds; rows and columns count from 1.

    Attributes:
        first_row, last_row, first_column, last_column: range of cells with a value; 0 when there is none.
        has_bare_cells: cells that do not say where they are: then the range is not known from here.
        long_number_columns: columns with a number of 16 digits or more.
        hidden_rows, hidden_columns, merged, errors: how many.
        merges: the merged ranges near the beginning, where titles and headers are.
        widths: of the columns that are not as wide as usual, in characters.
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
    merges: list[Merge] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
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
    for prefix, piece in sheet_pieces(chunks):
        _scan_piece(piece, _patterns(prefix), facts, columns)
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


def _scan_piece(data: bytes, patterns: _Patterns, facts: SheetFacts, columns: set[bytes]) -> None:
    cells = patterns.cell.findall(data)
    if cells:
        columns.update({letters for letters, _ in cells})
        # Cells stand in row order; the extremes are taken over all the same, because nothing enforces it.
        rows = {row for _, row in cells}
        low, high = min(map(int, rows)), max(map(int, rows))
        facts.first_row = min(facts.first_row, low) if facts.first_row else low
        facts.last_row = max(facts.last_row, high)
    facts.has_bare_cells = facts.has_bare_cells or patterns.bare_cell.search(data) is not None
    merged = data.count(patterns.merge)
    facts.merged += merged
    if merged:
        facts.merges += _near(patterns.merged.findall(data))
    if b" width" in data:
        for match in patterns.column.finditer(data):
            facts.widths.update(_column_widths(match[0]))
    if b"hidden" in data:
        facts.hidden_rows += len(patterns.hidden_row.findall(data))
        hidden = (match[0] for match in patterns.column.finditer(data) if _HIDDEN.search(match[0]))
        facts.hidden_columns += sum(map(_column_span, hidden))
    if b'"e"' in data or b"'e'" in data:
        facts.errors += len(patterns.error.findall(data))
    if b"Header" in data or b"Footer" in data:
        facts.header_texts += [unescape(text.decode(errors="replace")) for text in patterns.page_text.findall(data)]
    for match in patterns.long_number.finditer(data):
        start = data.rfind(patterns.cell_tag, 0, match.start())
        tag = data[start : data.find(b">", start) + 1]
        reference = _REFERENCE.search(tag)
        if reference and _TEXT_CELL.search(tag) is None and abs(float(match[1])) >= _SIXTEEN_DIGITS:
            facts.long_number_columns.add(column_number(reference[1]))


def _near(ranges: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> Iterator[Merge]:
    for left, top, right, bottom in ranges:
        merge = Merge(int(top), column_number(left), int(bottom), column_number(right))
        if 1 <= merge.first_row <= merge.last_row <= _NEAR and merge.first_column <= merge.last_column:
            yield merge


def _column_widths(tag: bytes) -> dict[int, float]:
    low, high = (re.search(_ATTRIBUTE % name, tag) for name in (b"min", b"max"))
    width = _WIDTH.search(tag)
    if not (low and high and width) or _HIDDEN.search(tag):
        return {}
    return dict.fromkeys(range(int(low[1]), min(int(high[1]), _WIDE) + 1), float(width[1]))


def _column_span(tag: bytes) -> int:
    low, high = (re.search(_ATTRIBUTE % name, tag) for name in (b"min", b"max"))
    return int(high[1]) - int(low[1]) + 1 if low and high else 1
