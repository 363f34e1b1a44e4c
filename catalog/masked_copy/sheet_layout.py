"""How a masked sheet stands in its workbook: header, blank rows and merged titles where the original had them."""

from collections.abc import Mapping, Sequence

import polars as pl

from catalog.ingest.excel_scan import Merge
from catalog.ingest.notes import Note
from catalog.ingest.workbook import Line, SheetRead
from catalog.masked_copy.sheet_plans import PlannedSheet
from catalog.masked_copy.table_lines import header_as_it_stood, is_whole, row_places
from catalog.writers.typed_cells import TypedCells
from catalog.writers.xlsx import column_letters
from catalog.writers.xlsx_book import SheetOut
from desensitize.mask import released_columns
from desensitize.plan import MaskingPlan

_HIDDEN_NOTES = frozenset({"title_rows", "header_missing", "header_empty", "header_duplicate"})


def sheet_out(
    sheet: PlannedSheet, name: str, released: pl.DataFrame, typed: Mapping[int, TypedCells], above: Sequence[Line]
) -> SheetOut:
    """A sheet to be written.

    sheet: as read and planned. name: of the sheet. released: its masked table. typed: by place of the column, cells
    that are no text. above: the masked rows over the header.
    """
    read, kept = sheet.read, _kept(sheet.plan)
    header: tuple[Line, ...] = ()
    if read.header:
        header = header_as_it_stood(released.columns, read.header, sheet.frame.columns, kept)
    if read.blank and not sheet.plan.shuffle and released.height:
        places = row_places(read.blank)
        released = pl.DataFrame([cells.gather(places) for cells in released.iter_columns()])
        typed = {place: cells.gather(places) for place, cells in typed.items()}
    is_as_it_was = is_whole(released.columns, sheet.frame.columns, kept)
    return SheetOut(
        name,
        released,
        read.table is None or read.table.header_row is not None,
        above,
        typed,
        not read.is_visible,
        read.first_column,
        header,
        _ranges(read.merges if is_as_it_was else ()),
        {number - 1: width for number, width in read.widths.items()} if is_as_it_was else {},
    )


def untold(read: SheetRead, plan: MaskingPlan) -> list[Note]:
    """The notes on a sheet's table without those on what the copy has as it stood."""
    if read.table is None:
        return []
    hidden = _HIDDEN_NOTES | ({"blank_rows"} if read.blank and not plan.shuffle else set())
    columns = read.table.rows.columns
    if is_whole(columns, columns, _kept(plan)):
        hidden |= {"header_joined"}
        merged = sum(note.count for note in read.table.notes if note.code == "merged_cells") - len(read.merges)
        rest = [Note("merged_cells", merged)] if merged > 0 else []
        return [*(note for note in read.table.notes if note.code not in {*hidden, "merged_cells"}), *rest]
    return [note for note in read.table.notes if note.code not in hidden]


def _kept(plan: MaskingPlan) -> frozenset[str]:
    return frozenset(old for old, new in released_columns(plan).items() if old == new)


def _ranges(merges: Sequence[Merge]) -> list[str]:
    """As a worksheet writes them; of two that meet, which no program writes, the first."""
    taken: list[Merge] = []
    for one in merges:
        if not any(_meet(one, other) for other in taken):
            taken.append(one)
    return [
        f"{column_letters(one.first_column - 1)}{one.first_row}:{column_letters(one.last_column - 1)}{one.last_row}"
        for one in taken
    ]


def _meet(one: Merge, other: Merge) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )
