"""Every sheet of a workbook as a table of its own, with the numbers, formats and titles that a copy keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import polars as pl

from catalog.ingest.archive import Archive
from catalog.ingest.errors import HeaderOnly
from catalog.ingest.excel import Opened, as_table, open_sheets, sheet_notes
from catalog.ingest.excel_formats import number_formats
from catalog.ingest.excel_parts import Sheet
from catalog.ingest.excel_scan import Merge
from catalog.ingest.excel_values import NumberCells, number_cells
from catalog.ingest.finishing import clean_text, finish
from catalog.ingest.header import SEARCH_ROWS, clean_name, find_header
from catalog.ingest.limits import Limits
from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.rows import WholeRows
from catalog.ingest.sheet_choice import choose_sheet

Line = tuple[str | None, ...]
_FARTHEST = 200
"""Blank rows and columns before a table that a copy keeps."""


@dataclass(frozen=True)
class SheetRead:
    """One worksheet.

    Attributes:
        number, name, is_visible: as in the workbook.
        table: what it holds, without rows where there is a header only; None when no cell has a value.
        above: the cells of the rows over the header: titles, units; blank ones where the sheet begins lower down.
        header: the cells of the rows of the header, none where the sheet has no header.
        blank: for each row behind the header whether no cell of it has a value; empty where every row has one.
        merges: ranges above the table's rows whose cells are one.
        first_column: blank columns before the first.
        widths: of columns by their number in the sheet, from 1, where they are not as wide as usual.
        numbers: by place of the column, the cells of the table's rows that are no text. They count only where the text
            agrees: the engine may begin the table elsewhere than the XML.
    """

    number: int
    name: str
    is_visible: bool
    table: TableRead | None = None
    above: tuple[Line, ...] = ()
    header: tuple[Line, ...] = ()
    blank: tuple[bool, ...] = ()
    merges: tuple[Merge, ...] = ()
    first_column: int = 0
    widths: Mapping[int, float] = field(default_factory=dict)
    numbers: Mapping[int, NumberCells] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkbookRead:
    """A workbook.

    Attributes:
        sheets: in order; the number says where others stood between them.
        main: number of the sheet that a target with room for one gets, see `sheet_choice`.
        others: numbers of what is no worksheet: charts, dialogs, macros.
        formats: how each cell style shows a number, see `excel_formats`.
        is_1904: whether days count from 1904.
        notes: on the parts around the sheets, which a copy does not have.
    """

    sheets: tuple[SheetRead, ...]
    main: int
    others: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()
    is_1904: bool = False
    notes: tuple[Note, ...] = ()


def read_workbook(source: BinaryIO, limits: Limits) -> WorkbookRead:
    """Read all sheets of a workbook.

    Args:
        source: the packed bytes, seekable.
        limits: upper bounds, of each sheet; the unpacked bytes of all are counted together.

    Raises:
        EmptyUpload: no sheet has a value. Malformed, TooMany…, CellTooLong, ArchiveBomb, EncryptedUpload, NulBytes.
    """
    opened = open_sheets(source, limits)
    archive = Archive(source, limits)
    sheets = tuple(_read_sheet(archive, opened, sheet, limits) for sheet in opened.workbook.sheets)
    return WorkbookRead(
        sheets,
        choose_sheet(opened.workbook.sheets, opened.frames, None).number,
        tuple(number for number, _ in opened.workbook.others),
        number_formats(archive),
        opened.workbook.is_1904,
        tuple(note for note in opened.notes if note.count),
    )


def _read_sheet(archive: Archive, opened: Opened, sheet: Sheet, limits: Limits) -> SheetRead:
    frame, facts = opened.frames[sheet.name], opened.facts[sheet.name]
    read = SheetRead(sheet.number, sheet.name, sheet.is_visible)
    if not frame.height:
        return read
    header = find_header(frame.head(SEARCH_ROWS).rows())
    first = header.data if header.first is None else header.first
    blank, indent = facts.first_row - 1, facts.first_column - 1
    if not (0 <= blank <= _FARTHEST and 0 <= indent <= _FARTHEST):
        blank = indent = 0
    lines = (tuple(cell and clean_text(cell) for cell in row) for row in frame.head(first).rows())
    above = (*((),) * blank, *lines)
    try:
        table = as_table(frame, facts, limits)
    except HeaderOnly as empty:
        table = TableRead(WholeRows(pl.DataFrame(schema=dict.fromkeys(empty.names, pl.String))), format="xlsx")
        return SheetRead(sheet.number, sheet.name, sheet.is_visible, table, above, first_column=indent)
    finished = finish(
        TableRead(
            table.rows,
            format="xlsx",
            header_row=table.header_row,
            notes=(*table.notes, *sheet_notes(facts)),
            damaged=table.damaged,
        )
    )
    if not isinstance(finished, TableRead):
        raise TypeError("a table was read")
    body = frame[header.data :].select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    rows = body.arg_true().to_numpy().astype(np.int64) + header.data
    found = number_cells(archive.chunks(sheet.part), facts, frame.height)
    numbers = {place: cells.take(rows) for place, cells in found.items() if 0 <= place < frame.width}
    top = tuple(tuple(clean_name(cell) or None for cell in row) for row in frame[first : header.data].rows())
    is_in_place = blank == facts.first_row - 1 and indent == facts.first_column - 1
    return SheetRead(
        sheet.number,
        sheet.name,
        sheet.is_visible,
        finished,
        above,
        top,
        tuple((~body).to_list()) if not body.all() else (),
        tuple(one for one in facts.merges if is_in_place and one.last_row <= blank + header.data),
        indent,
        facts.widths if is_in_place else {},
        numbers,
    )
