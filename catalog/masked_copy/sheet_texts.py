"""What stands around the cells of a sheet and is released with them: its name, and the rows above its header."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.ingest.workbook import Line, SheetRead
from catalog.masked_copy.options import CopyOptions
from catalog.masked_copy.sheet_plans import PlannedSheet
from catalog.masked_copy.title_texts import masked_title
from catalog.writers.xlsx_book import sheet_names
from desensitize.entities import PERSONAL
from desensitize.masking.hidden import hidden_words
from desensitize.operators import HIDDEN
from desensitize.proof.metadata import texts_that_leak
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names

_COVER = "●●●"
_SEVERAL = 2
_SHORT_NAME = re.compile("[\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True)
class SheetTexts:
    """names: of all sheets, by number. lines: rows above the header, by number, of sheets that have a table."""

    names: Mapping[int, str]
    lines: Mapping[int, tuple[Line, ...]]

    def all(self) -> list[str]:
        """Every text that is released beside the tables."""
        cells = (cell for lines in self.lines.values() for line in lines for cell in line)
        return [*self.names.values(), *(cell for cell in cells if cell)]


def released_texts(sheets: Sequence[SheetRead], planned: Sequence[PlannedSheet], options: CopyOptions) -> SheetTexts:
    """The names and titles of all sheets without anything personal.

    What looks like a person or an identifier in a name is covered, titles are masked as text. A name that says what any
    table hides is given up for a number, a title that does is hidden whole.
    """
    covered = _like_siblings(_covered([sheet.name for sheet in sheets], options), sheets)
    lines = {
        sheet.read.number: [
            [cell and masked_title(cell, sheet.plan, options) for cell in line] for line in sheet.read.above
        ]
        for sheet in planned
    }
    places = [
        (number, row, at)
        for number, rows in lines.items()
        for row, line in enumerate(rows)
        for at, cell in enumerate(line)
        if cell
    ]
    telling = _telling([*covered, *(str(lines[number][row][at]) for number, row, at in places)], planned)
    for number, row, at in (place for order, place in enumerate(places, len(covered)) if order in telling):
        lines[number][row][at] = HIDDEN
    hidden = {word for sheet in planned for word in hidden_words(sheet.frame, sheet.plan, sheet.scan).values.to_list()}
    wished = [
        f"工作表{sheet.number}" if order in telling or name == _COVER or name.strip() in hidden else name
        for order, (sheet, name) in enumerate(zip(sheets, covered, strict=True))
    ]
    names = dict(zip((sheet.number for sheet in sheets), sheet_names(wished), strict=True))
    return SheetTexts(names, {number: tuple(map(tuple, rows)) for number, rows in lines.items()})


def _like_siblings(names: Sequence[str], sheets: Sequence[SheetRead]) -> list[str]:
    """One sheet a person: where several of one layout are called after persons, the others of it are too."""
    persons = Counter(_layout(sheet) for name, sheet in zip(names, sheets, strict=True) if name == _COVER)
    return [
        _COVER if persons[_layout(sheet)] >= _SEVERAL and _SHORT_NAME.fullmatch(name) else name
        for name, sheet in zip(names, sheets, strict=True)
    ]


def _layout(sheet: SheetRead) -> tuple[str, ...]:
    return () if sheet.table is None else tuple(sheet.table.frame.columns)


def _covered(names: Sequence[str], options: CopyOptions) -> list[str]:
    """The names with every personal piece covered; looked at together, because among names one more is one."""
    asked = PERSONAL if options.entities is None else PERSONAL & options.entities
    made = []
    for name, findings in zip(names, find_in_names(names, Matcher(), entities=asked, reads=options.names), strict=True):
        pieces, at = [], 0
        for finding in findings:
            pieces += [name[at : finding.start], _COVER]
            at = finding.end
        made.append("".join([*pieces, name[at:]]))
    return made


def _telling(texts: Sequence[str], planned: Sequence[PlannedSheet]) -> set[int]:
    """Which texts, counted from 0, hold an identifier or full name that some sheet hides."""
    found: set[int] = set()
    for sheet in planned:
        found |= set(texts_that_leak(sheet.frame, sheet.plan, scan=sheet.scan, texts=texts)) if texts else set()
    return found
