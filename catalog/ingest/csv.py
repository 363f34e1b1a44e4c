"""Delimited text: CSV, TSV and their cousins, in any encoding of `encoding`.

Every cell stays exact text (`001`, 18-digit identifiers). A regular file goes through Polars; whatever is irregular
goes through the standard library's reader, which is the definition. Nothing is lost in silence: a record that is too
long is an error with its line, one that is too short is kept and noted.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from catalog.ingest.csv_structure import structure
from catalog.ingest.encoding import Decoded
from catalog.ingest.errors import (
    CellTooLong,
    EmptyUpload,
    HeaderOnly,
    Malformed,
    RaggedRow,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    UnclosedQuote,
)
from catalog.ingest.header import SEARCH_ROWS, Header, find_header
from catalog.ingest.limits import Limits
from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

DELIMITERS = ",\t;|"
_BLOCK = 50_000
# The library's own limit is one for the whole process; ours is checked on the finished table.
csv.field_size_limit(1 << 31)
_END = "\x00end"  # NUL cannot stand in the data, so a record of this cell alone is ours


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
        widths = [len(row) for row in islice(_reader(text, delimiter), 200) if any(row)]
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
    head = _first_records(data, delimiter)
    if not any(any(cell.strip() for cell in row) for row, _ in head):
        raise EmptyUpload
    header = find_header([row for row, _ in head])
    width = len(header.names)
    if width > limits.columns:
        raise TooManyColumns(limit=limits.columns)
    body_line = head[header.data - 1][1] if header.data else 0
    frame, notes = _read_body(data, delimiter, width, body_line, limits)
    _check_cells(frame, limits)
    frame, blank = drop_blank_rows(frame)
    if blank:
        notes.append(Note("blank_rows", blank))
    if frame.height == 0:
        raise HeaderOnly
    frame, names = _drop_trailing_columns(frame, header)
    return TableRead(
        frame.rename(dict(zip(frame.columns, names, strict=True))),
        format="csv",
        encoding=decoded.encoding,
        delimiter=delimiter,
        header_row=None if header.first is None else head[header.first][1],
        notes=(*_header_notes(header, names), *notes),
        extra_text=tuple((f"title:{number}", text) for number, text in enumerate(header.titles, 1)),
    )


def drop_blank_rows(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Leave out rows without any value; returns how many."""
    kept = frame.filter(pl.any_horizontal(pl.all().is_not_null()))
    return kept, frame.height - kept.height


def _read_body(
    data: bytes, delimiter: str, width: int, body_line: int, limits: Limits
) -> tuple[pl.DataFrame, list[Note]]:
    """Read what follows the first `body_line` physical lines."""
    body = data[_line_start(data, body_line) :]
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


def _line_start(data: bytes, line: int) -> int:
    """Where the line after the first `line` ones begins. The header may hold line ends of any kind."""
    position = 0
    for _ in range(line):
        ends = [end for end in (data.find(b"\n", position), data.find(b"\r", position)) if end >= 0]
        if not ends:
            return len(data)
        end = min(ends)
        position = end + (2 if data[end : end + 2] == b"\r\n" else 1)
    return position


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
    blocks: list[pl.DataFrame] = []
    short: list[int] = []
    records = _records(body, delimiter, width, body_line=body_line, short=short)
    while block := list(islice(records, _BLOCK)):
        columns = zip(*block, strict=True)
        blocks.append(pl.DataFrame({str(i): pl.Series(values, dtype=pl.String) for i, values in enumerate(columns)}))
    frame = pl.concat(blocks) if blocks else pl.DataFrame(schema=_schema(width))
    notes = [Note("short_rows", len(short), short[0])] if short else []
    return empty_to_null(frame), notes


def _records(body: bytes, delimiter: str, width: int, *, body_line: int, short: list[int]) -> Iterator[list[str]]:
    """Records of exactly `width` cells; the lines of short ones are appended to `short`."""
    reader = _open_reader(body, delimiter)
    first_line = body_line + 1
    try:
        for row in reader:
            line, first_line = first_line, body_line + reader.line_num + 1
            if row == [_END]:
                return
            if not any(row):
                continue
            if _END in row[-1]:
                raise UnclosedQuote(line=line)
            if len(row) > width and any(row[width:]):
                raise RaggedRow(line=line, cells=len(row), columns=width)
            if len(row) < width:
                short.append(line)
                row.extend([""] * (width - len(row)))
            yield row[:width]
    except csv.Error:
        raise Malformed from None


def _open_reader(data: bytes, delimiter: str) -> "CsvReader":
    ended = io.BytesIO(data + b"\n" + _END.encode())
    return _reader(io.TextIOWrapper(ended, "utf-8", newline=""), delimiter)


def _reader(text: str | io.TextIOWrapper, delimiter: str) -> "CsvReader":
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    return csv.reader(lines, delimiter=delimiter, doublequote=True, strict=False)


def _first_records(data: bytes, delimiter: str) -> list[tuple[list[str], int]]:
    """The first records, and the physical line each ends on."""
    reader = _open_reader(data, delimiter)
    found: list[tuple[list[str], int]] = []
    try:
        for row in islice(reader, SEARCH_ROWS):
            if row and _END in row[-1]:
                if row != [_END]:
                    raise UnclosedQuote(line=found[-1][1] + 1 if found else 1)
                break
            found.append((row, reader.line_num))
    except csv.Error:
        raise Malformed from None
    return found


def _drop_trailing_columns(frame: pl.DataFrame, header: Header) -> tuple[pl.DataFrame, Sequence[str]]:
    """Leave out nameless columns without values at the right edge: the trailing delimiters of an export."""
    width = frame.width
    while width > 1 and header.names[width - 1] == f"列{width}" and frame[:, width - 1].null_count() == frame.height:
        width -= 1
    return frame[:, :width], header.names[:width]


def _header_notes(header: Header, names: Sequence[str]) -> tuple[Note, ...]:
    """The header's notes without the columns that were left out."""
    dropped = len(header.names) - len(names)
    kept = [Note(note.code, note.count - dropped) if note.code == "header_empty" else note for note in header.notes]
    return tuple(note for note in kept if note.count > 0)


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {str(i): pl.String for i in range(width)}


def empty_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """An empty cell is null, however it was written."""
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def _check_cells(frame: pl.DataFrame, limits: Limits) -> None:
    longest = frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() if frame.height else 0
    if (longest or 0) > limits.cell_chars:
        raise CellTooLong(limit=limits.cell_chars)
