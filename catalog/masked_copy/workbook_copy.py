"""A workbook masked sheet by sheet: each with its own plan and proof, and what any of them hides stands in none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from catalog.ingest import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.workbook import SheetRead, WorkbookRead
from catalog.masked_copy.book_out import put_book
from catalog.masked_copy.kept_numbers import NumberFormats, kept_numbers, sheet_dtypes
from catalog.masked_copy.left_out import left_out
from catalog.masked_copy.options import CopyOptions, Tally, table_report
from catalog.masked_copy.sheet_layout import sheet_out, untold
from catalog.masked_copy.sheet_plans import PlannedSheet, planned_sheets
from catalog.masked_copy.sheet_texts import released_texts
from catalog.writers.xlsx_book import SheetOut
from desensitize.masking.free_text import HiddenNames
from desensitize.masking.hidden import hidden_identifiers, hidden_words
from desensitize.masking.row_order import shuffled_order
from desensitize.proof.residual import ResidualPii
from desensitize.proof.wanted import Wanted, wanted_identifiers
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.verify import rows_in_order

MASKED, EMPTY, LEFT_OUT = "masked", "empty", "left_out"


@dataclass(frozen=True)
class _Around:
    """What every sheet is proved against: what the others hide, and all texts that stand around the cells."""

    also: Wanted | None
    also_names: pl.Series | None
    texts: Sequence[str]


def copy_workbook(book: WorkbookRead, out: BinaryIO, options: CopyOptions) -> dict[str, Any]:
    """Mask every sheet of a workbook and write them into one.

    Returns the report: that of a table, over all sheets, and what was done to each. Raises PlanError, ResidualPii,
    MissingMaskingKey or CellTooLongForXlsx.
    """
    planned = planned_sheets(book.sheets, options)
    texts = released_texts(book.sheets, planned, options)
    names = texts.names
    around = _around(planned, texts.all())
    formats = NumberFormats(book.formats)
    made: dict[int, SheetOut] = {}
    reports: dict[int, dict[str, Any]] = {}
    for sheet in planned:
        number = sheet.read.number
        name = names[number]
        try:
            released, reports[number] = _masked(sheet, around, options)
        except ResidualPii as residual:
            raise _in_sheet(residual, name) from None
        typed = _typed(sheet, released, formats, options, is_1904=book.is_1904)
        made[number] = sheet_out(sheet, name, released, typed, texts.lines[number])
    sheets = [
        made.get(sheet.number) or SheetOut(names[sheet.number], pl.DataFrame(), is_hidden=not sheet.is_visible)
        for sheet in book.sheets
    ]
    put_book(sheets, out, formats=formats.codes, is_1904=book.is_1904, is_checked=options.is_verified)
    told = {sheet.read.number: untold(sheet.read, sheet.plan) for sheet in planned}
    return _report(book, names, reports, told)


def main_table(book: WorkbookRead) -> tuple[TableRead, list[Note]]:
    """The sheet that a format with room for one table gets, its types, and what is left out with the others."""
    sheet = next(sheet for sheet in book.sheets if sheet.number == book.main)
    if sheet.table is None:
        raise TypeError("a sheet without values was chosen")
    rest = [Note("other_sheets", len(book.sheets) + len(book.others) - 1)]
    return replace(sheet.table, dtypes=sheet_dtypes(sheet)), [*book.notes, *(note for note in rest if note.count)]


def _around(planned: Sequence[PlannedSheet], texts: Sequence[str]) -> _Around:
    """One sheet alone is proved against itself."""
    if len(planned) < 2:
        return _Around(None, None, texts)
    wanted, names = Wanted(), HiddenNames()
    for sheet in planned:
        wanted = (wanted + wanted_identifiers(hidden_identifiers(sheet.frame, sheet.plan, sheet.scan))).joined()
        names.add(hidden_words(sheet.frame, sheet.plan, sheet.scan))
    for sheet in planned:
        names.count(sheet.frame, sheet.plan, hidden_words(sheet.frame, sheet.plan, sheet.scan))
    return _Around(wanted, names.names(), texts)


def _masked(sheet: PlannedSheet, around: _Around, options: CopyOptions) -> tuple[pl.DataFrame, dict[str, Any]]:
    tally = Tally()
    tally.add_scan(sheet.scan)
    if not options.is_verified:
        released = masked_rows(sheet.frame, sheet.plan, scan=sheet.scan, keys=options.keys)
        return released, table_report(sheet.plan, tally, is_verified=False)
    proved = mask_and_prove(
        sheet.frame,
        sheet.plan,
        scan=sheet.scan,
        keys=options.keys,
        # The file is written when all sheets are proved, and must then read as what was proved, cell by cell.
        written=lambda released: released,
        metadata=around.texts,
        entities=options.entities,
        names=options.names,
        jobs=options.jobs,
        also=around.also,
        also_names=around.also_names,
    )
    if around.also_names is not None:
        places = rows_in_order(sheet.frame, sheet.plan, is_shuffled=bool(sheet.plan.shuffle))
        if places:
            raise ResidualPii(tuple(places))
    tally.add_report(proved.report.as_dict(), proved.settled)
    return proved.released, table_report(sheet.plan, tally, is_verified=True)


def _in_sheet(residual: ResidualPii, name: str) -> ResidualPii:
    """The same with the sheet before the column, as spreadsheets write it."""
    return ResidualPii(
        tuple(
            place if place.column is None else replace(place, column=f"{name}!{place.column}")
            for place in residual.places
        )
    )


def _typed(
    sheet: PlannedSheet, released: pl.DataFrame, formats: NumberFormats, options: CopyOptions, *, is_1904: bool
) -> dict[int, Any]:
    frame, plan, numbers = sheet.frame, sheet.plan, sheet.read.numbers
    if not numbers or not frame.height:
        return {}
    if plan.shuffle:
        order = shuffled_order(frame.height, options.keys, plan.purpose, plan.recipe_version)
        frame, numbers = frame[order], {place: cells.take(np.asarray(order)) for place, cells in numbers.items()}
    return kept_numbers(frame, released, plan, numbers, formats, is_1904=is_1904)


def _report(
    book: WorkbookRead, names: Mapping[int, str], reports: dict[int, dict[str, Any]], told: Mapping[int, list[Note]]
) -> dict[str, Any]:
    sheets = [
        _sheet_report(sheet, names[sheet.number], reports.get(sheet.number), told.get(sheet.number, []))
        for sheet in book.sheets
    ]
    sheets += [{"number": number, "name": None, "status": LEFT_OUT} for number in book.others]
    whole = [*reports.values()]
    return {
        "format": "xlsx",
        **whole[0],
        "rows": sum(report["rows"] for report in whole),
        "is_shuffled": any(report["is_shuffled"] for report in whole),
        "notes": sorted({note for report in whole for note in report["notes"]}),
        "columns": [
            {"sheet": names[number], **column} for number, report in reports.items() for column in report["columns"]
        ],
        "operators": {kind: operator for report in whole for kind, operator in report["operators"].items()},
        "verification": _summed([report["verification"] for report in whole]),
        "sheets": sorted(sheets, key=lambda sheet: sheet["number"]),
        "left_out": left_out((*book.notes, *_sheet_notes(book))),
    }


def _sheet_report(sheet: SheetRead, name: str, report: dict[str, Any] | None, told: Sequence[Note]) -> dict[str, Any]:
    known = {"number": sheet.number, "name": name, "hidden": not sheet.is_visible}
    if report is None:
        return {**known, "status": EMPTY}
    masked = sum(column["action"] != "keep" for column in report["columns"])
    return {
        **known,
        "status": MASKED,
        "rows": report["rows"],
        "columns": len(report["columns"]),
        "columns_masked": masked,
        "is_shuffled": report["is_shuffled"],
        "left_out": left_out(told),
        "verification": report["verification"],
    }


def _sheet_notes(book: WorkbookRead) -> list[Note]:
    return [Note("other_sheets", len(book.others))] if book.others else []


def _summed(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One verification of all: counts added, passed where every one passed."""
    counts: Counter[str] = Counter()
    rescanned: Counter[str] = Counter()
    for part in parts:
        counts.update({key: value for key, value in part.items() if type(value) is int})
        rescanned.update(part.get("rescanned", {}))
    made: dict[str, Any] = {"checked": parts[0]["checked"], "passed": parts[0]["passed"], **counts}
    return made | ({"rescanned": dict(sorted(rescanned.items()))} if made["checked"] else {})
