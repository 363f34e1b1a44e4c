"""Delimited text: CSV, TSV and their cousins, in any encoding of `encoding`.

Every cell stays exact text (`001`, 18-digit identifiers). A regular file goes through Polars; whatever is irregular
goes through the standard library's reader, which is the definition. Nothing is lost in silence: a record that is too
long is an error with its line, one that is too short is kept and noted.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import polars as pl

from catalog.ingest.cells import drop_blank_rows, empty_to_null, longest_cell
from catalog.ingest.csv_exact import exact_blocks, first_records, text_reader
from catalog.ingest.csv_rows import CsvRows, line_start, look_through
from catalog.ingest.csv_structure import structure
from catalog.ingest.encoding import Decoded
from catalog.ingest.errors import CellTooLong, EmptyUpload, HeaderOnly, TooManyCells, TooManyColumns, TooManyRows
from catalog.ingest.header import Header, find_header
from catalog.ingest.limits import Limits
from catalog.ingest.long_text import Utf8Text
from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.rows import Rows, WholeRows

DELIMITERS = ",\t;|"


@dataclass(frozen=True)
class Dialect:
    """Delimiter of a file, and the share of its first records that have the usual number of cells."""

    delimiter: str
    columns: int
    share: float


def sniff_dialect(text: str) -> Dialect | None:
    """Guess the delimiter from the first lines; None when no delimiter gives two columns.

    Args:
        text: beginning of the file, ending at a line end if the file goes on.
    """
    best: Dialect | None = None
    for delimiter in DELIMITERS:
        widths = [len(row) for row in islice(text_reader(text, delimiter), 200) if any(row)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        found = Dialect(delimiter, usual, wide.count(usual) / len(widths))
        if best is None or (found.share, found.columns) > (best.share, best.columns):
            best = found
    return best


def read_csv(decoded: Decoded, delimiter: str, limits: Limits) -> TableRead:
    """Read delimited text.

    Args:
        decoded: the whole file as UTF-8.
        delimiter: one of `DELIMITERS`.
        limits: upper bounds.

    Raises:
        EmptyUpload, HeaderOnly, RaggedRow, UnclosedQuote, TooMany…, CellTooLong.
    """
    data = decoded.data.rstrip(b"\r\n")
    top = _top_of(data, delimiter, limits)
    frame, notes = _read_body(data, delimiter, len(top.header.names), top.lines, limits)
    if longest_cell(frame) > limits.cell_chars:
        raise CellTooLong(limit=limits.cell_chars)
    frame, blank = drop_blank_rows(frame)
    if blank:
        notes.append(Note("blank_rows", blank))
    if frame.height == 0:
        raise HeaderOnly.of(top.header.names)
    width = _width_with_names(top.header, [frame.height - column.null_count() for column in frame.iter_columns()])
    names = top.header.names[:width]
    frame = frame[:, :width]
    rows = WholeRows(frame.rename(dict(zip(frame.columns, names, strict=True))))
    return _as_read(rows, top, notes, decoded.encoding, delimiter)


def read_long_csv(text: Utf8Text, head: bytes, delimiter: str, limits: Limits) -> TableRead:
    """Read delimited text that is too long to be held; its rows are read from `text` whenever they are asked for.

    Args:
        text: the whole file as UTF-8, open as long as the table is used.
        head: its beginning, with the first `SEARCH_ROWS` records.
        delimiter, limits: as in `read_csv`, and so is what is raised.
    """
    top = _top_of(head, delimiter, limits)
    names = top.header.names
    start = text.start + line_start(head, top.lines)
    rows = CsvRows(text.source, start, top.lines, delimiter, len(names), names, 0)
    seen = look_through(rows, limits)
    notes = _short_note(seen.short)
    if seen.blank:
        notes.append(Note("blank_rows", seen.blank))
    kept = names[: _width_with_names(top.header, seen.filled)]
    rows = replace(rows, columns=kept, height=seen.records - seen.blank)
    return _as_read(rows, top, notes, text.encoding, delimiter)


@dataclass(frozen=True)
class _Top:
    """What stands above the data. lines: physical lines down to there. header_row: line of the header, from 1."""

    header: Header
    lines: int
    header_row: int | None


def _top_of(data: bytes, delimiter: str, limits: Limits) -> _Top:
    head = first_records(data, delimiter)
    if not any(any(cell.strip() for cell in row) for row, _ in head):
        raise EmptyUpload
    header = find_header([row for row, _ in head])
    if len(header.names) > limits.columns:
        raise TooManyColumns(limit=limits.columns)
    lines = head[header.data - 1][1] if header.data else 0
    return _Top(header, lines, None if header.first is None else head[header.first][1])


def _as_read(rows: Rows, top: _Top, notes: list[Note], encoding: str, delimiter: str) -> TableRead:
    return TableRead(
        rows,
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        header_row=top.header_row,
        notes=(*_header_notes(top.header, rows.columns), *notes),
        extra_text=tuple((f"title:{number}", text) for number, text in enumerate(top.header.titles, 1)),
    )


def _read_body(
    data: bytes, delimiter: str, width: int, body_line: int, limits: Limits
) -> tuple[pl.DataFrame, list[Note]]:
    """Read what follows the first `body_line` physical lines."""
    body = data[line_start(data, body_line) :]
    shape = structure(body, delimiter)
    if shape.records > limits.rows:
        raise TooManyRows(limit=limits.rows)
    if shape.records * width > limits.cells:
        raise TooManyCells(limit=limits.cells)
    if shape.is_regular and shape.separators == shape.records * (width - 1):
        frame = _read_regular(body, delimiter, width)
        if frame is not None:
            return frame, []
    return _read_exactly(body, delimiter, width, body_line)


def _read_regular(body: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """The fast way; None when long and short records only cancelled out in the counts."""
    if not body:
        return pl.DataFrame(schema=_schema(width))
    try:
        frame = pl.read_csv(body, has_header=False, schema=_schema(width), separator=delimiter, raise_if_empty=False)
    except pl.exceptions.PolarsError:
        return None  # its text would quote the row; the exact reader names the line
    return empty_to_null(frame)


def _read_exactly(body: bytes, delimiter: str, width: int, body_line: int) -> tuple[pl.DataFrame, list[Note]]:
    short: list[int] = []
    blocks = [*exact_blocks(io.BytesIO(body), delimiter, width, line=body_line, short=short)]
    frame = pl.concat(blocks) if blocks else pl.DataFrame(schema=_schema(width))
    return empty_to_null(frame), _short_note(short)


def _short_note(short: Sequence[int]) -> list[Note]:
    return [Note("short_rows", len(short), short[0])] if short else []


def _width_with_names(header: Header, filled: Sequence[int]) -> int:
    """How many columns stay without nameless ones without values at the right edge: an export's trailing delimiters.

    filled: cells with a value, by column.
    """
    width = len(filled)
    while width > 1 and header.names[width - 1] == f"列{width}" and not filled[width - 1]:
        width -= 1
    return width


def _header_notes(header: Header, names: Sequence[str]) -> tuple[Note, ...]:
    """The header's notes without the columns that were left out."""
    dropped = len(header.names) - len(names)
    kept = [Note(note.code, note.count - dropped) if note.code == "header_empty" else note for note in header.notes]
    return tuple(note for note in kept if note.count > 0)


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {str(i): pl.String for i in range(width)}
