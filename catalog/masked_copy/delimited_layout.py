"""How a delimited text stands in its file beyond its cells: titles, header lines as they are, blank records."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from catalog.ingest import TableRead
from catalog.ingest.csv_exact import first_records, text_reader
from catalog.ingest.csv_rows import line_start
from catalog.ingest.encoding import decode_upload
from catalog.ingest.finishing import clean_text
from catalog.ingest.header import clean_name, find_header
from catalog.ingest.notes import Note
from catalog.masked_copy.limits import LIMITS
from catalog.masked_copy.table_lines import Line, header_as_it_stood, is_whole, row_places
from desensitize.mask import released_columns
from desensitize.plan import MaskingPlan

Lines = tuple[Line, ...]


@dataclass(frozen=True)
class DelimitedLayout:
    """The lines around and between the rows of a table.

    above: records over the header. header: its records, none where the file has no header. names: as the reader calls
    the columns. cells: how many each record behind the header has, 0 for an empty line; empty where every record has
    all of them and a value. blank: which of those records have no value. kept: columns that are released under their
    own name.
    """

    above: Lines = ()
    header: Lines = ()
    names: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    blank: tuple[bool, ...] = ()
    kept: frozenset[str] = frozenset()

    @property
    def titles(self) -> list[str]:
        """The texts over the header."""
        return [cell for line in self.above for cell in line if cell]

    def released(self, plan: MaskingPlan, titles: Mapping[str, str]) -> "DelimitedLayout":
        """The same around a release.

        titles: each text over the header → what is released of it. Rows in another order have no blank or short ones.
        """
        return replace(
            self,
            above=tuple(tuple(cell and titles[cell] for cell in line) for line in self.above),
            cells=() if plan.shuffle else self.cells,
            blank=() if plan.shuffle else self.blank,
            kept=frozenset(old for old, new in released_columns(plan).items() if new == old),
        )

    def top(self, columns: Sequence[str]) -> Lines:
        """The lines over the rows of a release.

        columns: of the release.
        """
        if not self.header:
            return self.above
        return (*self.above, *header_as_it_stood(columns, self.header, self.names, self.kept))

    def untold(self, notes: Iterable[Note]) -> list[Note]:
        """The reader's notes without those on what the copy has as it stood."""
        kept = {"title_rows", "header_missing", "header_empty", "header_duplicate"}
        kept |= {"blank_rows"} if self.cells else set()
        kept |= {"short_rows"} if self.cells and is_whole(self.names, self.names, self.kept) else set()
        kept |= {"header_joined"} if is_whole(self.names, self.names, self.kept) else set()
        return [note for note in notes if note.code not in kept]

    def spread(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, str]:
        """The rows with the blank ones between, and a mark: it stands in the first cell that a record does not have."""
        mark = secrets.token_hex(16)
        if not self.cells or not rows.height:
            return rows, mark
        places = row_places(self.blank)
        columns = [cells.gather(places) for cells in rows.iter_columns()]
        width = len(columns)
        is_same = is_whole(rows.columns, self.names, self.kept)
        lengths = pl.Series([length if is_same or not length else width for length in self.cells])
        for length in range(min(width, *self.cells), width):
            rest = pl.select(pl.all_horizontal(cells.is_null() for cells in columns[length:])).to_series()
            columns[length] = columns[length].set((lengths == length) & rest, mark)
        return pl.DataFrame(columns), mark


def delimited_layout(source: Path, read: TableRead) -> DelimitedLayout:
    """Look once more at a delimited file, for what reading it as a table leaves out.

    source: the file. read: the table that was read from it.
    """
    with source.open("rb") as opened:
        data = decode_upload(opened, LIMITS).data.rstrip(b"\r\n")
    head = first_records(data, read.delimiter)
    header = find_header([row for row, _ in head])
    first = header.data if header.first is None else header.first
    names = tuple(read.rows.columns)
    lines = ((*map(clean_name, row), *[""] * len(names))[: len(names)] for row, _ in head[first : header.data])
    layout = DelimitedLayout(tuple(tuple(map(clean_text, row)) for row, _ in head[:first]), tuple(lines), names)
    body = data[line_start(data, head[header.data - 1][1] if header.data else 0) :]
    has_short = any(note.code == "short_rows" for note in read.notes)
    if not has_short and not _may_have_blank(body, read.delimiter):
        return layout
    records = [*text_reader(body.decode(), read.delimiter)]
    blank = tuple(not any(record) for record in records)
    if len(blank) - sum(blank) != read.rows.height:
        return layout
    return replace(layout, cells=tuple(min(len(record), len(names)) for record in records), blank=blank)


def _may_have_blank(body: bytes, delimiter: str) -> bool:
    """Whether a line has delimiters and quotation marks alone, or nothing: only then all records have to be parsed."""
    lines = b"\n%b\n" % body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return re.search(rb'\n["%b]*\n' % re.escape(delimiter.encode()), lines) is not None
