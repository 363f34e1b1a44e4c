"""What stands around the cells of a sheet and is released with them: its name, and the rows above its header."""

from collections.abc import Sequence

from catalog.ingest.workbook import Line, SheetRead
from catalog.masked_copy.options import CopyOptions
from catalog.masked_copy.sheet_plans import PlannedSheet
from catalog.writers.xlsx_book import sheet_names
from desensitize.entities import PERSONAL
from desensitize.masking.hidden import hidden_words
from desensitize.masking.text import mask_text
from desensitize.operators import HIDDEN
from desensitize.plan import MaskingPlan
from desensitize.proof.metadata import texts_that_leak
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names
from desensitize.text import scan_text

_COVER = "●●●"


def released_names(sheets: Sequence[SheetRead], planned: Sequence[PlannedSheet], options: CopyOptions) -> list[str]:
    """The names of all sheets without anything personal, as a workbook may have them.

    What looks like a person or an identifier is covered; a name that says what a table hides is given up for a number.
    """
    names = [sheet.name for sheet in sheets]
    asked = PERSONAL if options.entities is None else PERSONAL & options.entities
    found = find_in_names(names, Matcher(), entities=asked, reads=options.names)
    covered = []
    for name, findings in zip(names, found, strict=True):
        pieces, at = [], 0
        for finding in findings:
            pieces += [name[at : finding.start], _COVER]
            at = finding.end
        covered.append("".join([*pieces, name[at:]]))
    hidden = {word for sheet in planned for word in hidden_words(sheet.frame, sheet.plan, sheet.scan).values.to_list()}
    telling = _telling(covered, planned)
    wished = [
        f"工作表{sheet.number}" if place in telling or name == _COVER or name.strip() in hidden else name
        for place, (sheet, name) in enumerate(zip(sheets, covered, strict=True))
    ]
    return sheet_names(wished)


def released_lines(sheet: PlannedSheet, planned: Sequence[PlannedSheet], options: CopyOptions) -> tuple[Line, ...]:
    """The rows above a sheet's header, masked as text; a cell that says what any table hides is hidden whole."""
    lines = [[cell and _masked(cell, sheet.plan, options) for cell in line] for line in sheet.read.above]
    places = [(row, at) for row, line in enumerate(lines) for at, cell in enumerate(line) if cell]
    telling = _telling([str(lines[row][at]) for row, at in places], planned)
    for number in telling:
        row, at = places[number]
        lines[row][at] = HIDDEN
    return tuple(tuple(line) for line in lines)


def _masked(cell: str, plan: MaskingPlan, options: CopyOptions) -> str:
    findings = [finding for finding in scan_text(cell, entities=options.entities) if plan.hides(finding.entity)]
    masked = mask_text(cell, findings, plan, keys=options.keys)
    asked = PERSONAL if options.entities is None else PERSONAL & options.entities
    # What only patterns see, or still see, is no piece that could be taken out: the cell goes.
    left = find_in_names([masked], Matcher(), entities=asked, reads=False)[0]
    return HIDDEN if any(plan.hides(finding.entity) for finding in left) else masked


def _telling(texts: Sequence[str], planned: Sequence[PlannedSheet]) -> set[int]:
    """Which texts, counted from 0, hold an identifier or full name that some sheet hides."""
    found: set[int] = set()
    for sheet in planned:
        found |= set(texts_that_leak(sheet.frame, sheet.plan, scan=sheet.scan, texts=texts)) if texts else set()
    return found
