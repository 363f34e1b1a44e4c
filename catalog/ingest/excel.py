"""XLSX workbooks: one sheet as a table of exact text, everything else of the workbook as text to be inspected.

Cells are read by fastexcel from memory that has no name; the XML is looked through beforehand for what it does not
tell (`excel_scan`) and for all the text around the cells (`excel_parts`). Nothing but our own writer's output is ever
published, so other sheets, comments and properties are inspected, not cleaned.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import fastexcel
import polars as pl

from catalog.ingest.archive import Archive
from catalog.ingest.cells import drop_blank_rows, empty_to_null
from catalog.ingest.errors import (
    CellTooLong,
    EmptyUpload,
    HeaderOnly,
    Malformed,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
)
from catalog.ingest.excel_parts import Sheet, Workbook, open_workbook, surrounding_text
from catalog.ingest.excel_scan import SheetFacts, scan_sheet
from catalog.ingest.header import SEARCH_ROWS, find_header
from catalog.ingest.limits import Limits
from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.plain_file import plain_file
from catalog.ingest.rows import WholeRows
from catalog.ingest.sheet_choice import choose_sheet

# The workbook library logs through Python and quotes the file.
for _name in ("calamine", "fastexcel"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_MIDNIGHT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} 00:00:00$"
_LONG_DIGITS = re.compile(r"^-?[0-9]{16,}$")


@dataclass(frozen=True)
class Opened:
    """A workbook's sheets before one is chosen.

    facts, frames: by the sheet's name; frames hold text without header, from the first used row and column on, and are
    empty where a sheet is. extra, notes: of what stands around the cells.
    """

    workbook: Workbook
    facts: Mapping[str, SheetFacts]
    frames: Mapping[str, pl.DataFrame]
    extra: Sequence[tuple[str, str]]
    notes: Sequence[Note]


def open_sheets(source: BinaryIO, limits: Limits) -> Opened:
    """Read every sheet of a workbook as text. Parameters and errors as in `read_xlsx`."""
    archive = Archive(source, limits)
    workbook = open_workbook(archive, limits)
    facts = {sheet.name: scan_sheet(archive.chunks(sheet.part)) for sheet in workbook.sheets}
    for one in facts.values():
        _check_range(one, limits)
    extra, notes = surrounding_text(archive, workbook, limits)
    archive.check_all()
    with plain_file(source, limits) as path:
        frames = _load_all(path, workbook.sheets, limits)
    return Opened(workbook, facts, frames, extra, notes)


def read_xlsx(source: BinaryIO, chosen: str | None, limits: Limits) -> TableRead:
    """Read a workbook.

    Args:
        source: the packed bytes, seekable.
        chosen: name of a sheet; None for the first visible one that looks like a table.
        limits: upper bounds.

    Raises:
        NoSuchSheet, EmptyUpload, HeaderOnly, Malformed, TooMany…, ArchiveBomb, EncryptedUpload.
    """
    opened = open_sheets(source, limits)
    workbook, facts, frames = opened.workbook, opened.facts, opened.frames
    extra, notes = [*opened.extra], [*opened.notes]
    sheet = choose_sheet(workbook.sheets, frames, chosen)
    others = [one for one in workbook.sheets if one.name != sheet.name and frames[one.name].height]
    extra += [(f"sheet:{one.number}", _as_text(one, frames[one.name])) for one in others]
    extra += [(f"sheet:{one.number}:header", text) for one in workbook.sheets for text in facts[one.name].header_texts]
    hidden = sum(1 for one in others if not one.is_visible)
    notes += [Note("hidden_sheets", hidden), Note("other_sheets", len(others) - hidden)]
    table = as_table(frames[sheet.name], facts[sheet.name], limits)
    return TableRead(
        table.rows,
        format="xlsx",
        header_row=table.header_row,
        sheet=sheet.name,
        sheets=tuple(one.name for one in workbook.sheets),
        notes=(*table.notes, *sheet_notes(facts[sheet.name]), *(note for note in notes if note.count)),
        damaged=table.damaged,
        extra_text=(*table.extra_text, *extra),
    )


def _check_range(facts: SheetFacts, limits: Limits) -> None:
    if facts.last_row - facts.first_row >= limits.rows + SEARCH_ROWS:
        raise TooManyRows(limit=limits.rows)
    if facts.cells > limits.cells:
        raise TooManyCells(limit=limits.cells)
    if facts.last_column - facts.first_column >= limits.columns:
        raise TooManyColumns(limit=limits.columns)


def _load_all(path: str, sheets: Sequence[Sheet], limits: Limits) -> dict[str, pl.DataFrame]:
    """Every sheet as text, headerless, from its first used row and column on."""
    try:
        reader = fastexcel.read_excel(path)
        names = set(reader.sheet_names)
        return {
            sheet.name: _load(reader, sheet.name, limits) if sheet.name in names else pl.DataFrame() for sheet in sheets
        }
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        raise Malformed from None


def _load(reader: fastexcel.ExcelReader, name: str, limits: Limits) -> pl.DataFrame:
    loaded = reader.load_sheet(name, header_row=None, dtypes="string", schema_sample_rows=1)
    if loaded.width * loaded.total_height > limits.cells:
        raise TooManyCells(limit=limits.cells)
    if not loaded.width:
        return pl.DataFrame()
    frame = loaded.to_polars()
    frame = frame.rename({old: str(index) for index, old in enumerate(frame.columns)})
    return empty_to_null(frame)


def _as_text(sheet: Sheet, frame: pl.DataFrame) -> str:
    rows = frame.select(pl.concat_str(pl.all().fill_null(""), separator="\t")).to_series()
    return "\n".join([sheet.name, *(row.strip("\t") for row in rows.to_list())])


def as_table(frame: pl.DataFrame, facts: SheetFacts, limits: Limits) -> TableRead:
    """Header, names and notes of one sheet. Raises EmptyUpload, HeaderOnly, TooManyRows, CellTooLong."""
    if not frame.height:
        raise EmptyUpload
    if frame.height > limits.rows + SEARCH_ROWS:
        raise TooManyRows(limit=limits.rows)
    head = frame.head(SEARCH_ROWS).rows()
    header = find_header(head)
    names = header.names
    notes = list(header.notes)
    body, blank = drop_blank_rows(frame[header.data :])
    if blank:
        notes.append(Note("blank_rows", blank))
    if not body.height:
        raise HeaderOnly.of(names)
    body = body.select(_without_midnight(column) for column in body.get_columns())
    longest = body.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
    if (longest or 0) > limits.cell_chars:
        raise CellTooLong(limit=limits.cell_chars)
    damaged = _damaged(body, facts)
    if damaged:
        notes.append(Note("damaged_numbers", len(damaged)))
    first_row = facts.first_row or 1
    return TableRead(
        WholeRows(body.rename(dict(zip(body.columns, names, strict=True)))),
        format="xlsx",
        header_row=None if header.first is None else first_row + header.first,
        notes=tuple(notes),
        damaged=damaged,
        extra_text=tuple((f"title:{number}", text) for number, text in enumerate(header.titles, 1)),
    )


def _damaged(body: pl.DataFrame, facts: SheetFacts) -> frozenset[int]:
    """Columns with rounded numbers, by their place in the sheet; by their look where the places are not certain."""
    width = facts.last_column - facts.first_column + 1
    if not facts.has_bare_cells and width == body.width:
        return frozenset(column - facts.first_column for column in facts.long_number_columns)
    return frozenset(
        index for index, column in enumerate(body.get_columns()) if column.str.contains(_LONG_DIGITS.pattern).any()
    )


def _without_midnight(column: pl.Series) -> pl.Series:
    """A column of days reads `2024-01-02`; fastexcel gives every date a time."""
    values = column.drop_nulls()
    if values.is_empty() or not values.str.contains(_MIDNIGHT).all():
        return column
    return column.str.head(10)


def sheet_notes(facts: SheetFacts) -> tuple[Note, ...]:
    notes = (
        Note("hidden_rows", facts.hidden_rows),
        Note("hidden_columns", facts.hidden_columns),
        Note("merged_cells", facts.merged),
        Note("error_cells", facts.errors),
    )
    return tuple(note for note in notes if note.count)
