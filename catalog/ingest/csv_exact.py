"""Delimited text as the standard library's reader takes it: slow, and the definition of what a record is."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from catalog.ingest.errors import Malformed, RaggedRow, UnclosedQuote
from catalog.ingest.header import SEARCH_ROWS

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

    from _typeshed import WriteableBuffer

# The library's own limit is one for the whole process; ours is checked on the finished table.
csv.field_size_limit(1 << 31)
_END = "\x00end"  # NUL cannot stand in the data, so a record of this cell alone is ours
_TAIL = b"\n" + _END.encode()
_BLOCK = 50_000


def exact_blocks(body: BinaryIO, delimiter: str, width: int, *, line: int, short: list[int]) -> Iterator[pl.DataFrame]:
    """Records in blocks, columns named by their place; an empty cell is an empty text.

    body: UTF-8, read from where it stands, which is the beginning of a record. width: cells of a record. line: physical
    lines before. short: gets the lines of records with fewer cells.
    Raises RaggedRow, UnclosedQuote, Malformed.
    """
    records = _records(body, delimiter, width, body_line=line, short=short)
    while block := list(islice(records, _BLOCK)):
        columns = zip(*block, strict=True)
        yield pl.DataFrame({str(i): pl.Series(values, dtype=pl.String) for i, values in enumerate(columns)})


def first_records(data: bytes, delimiter: str) -> list[tuple[list[str], int]]:
    """The first records, and the physical line each ends on. Raises UnclosedQuote, Malformed."""
    reader = _open_reader(io.BytesIO(data), delimiter)
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


def text_reader(text: str | io.TextIOWrapper, delimiter: str) -> "CsvReader":
    """The standard reader as every part of this package uses it."""
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    return csv.reader(lines, delimiter=delimiter, doublequote=True, strict=False)


def _records(body: BinaryIO, delimiter: str, width: int, *, body_line: int, short: list[int]) -> Iterator[list[str]]:
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


def _open_reader(body: BinaryIO, delimiter: str) -> "CsvReader":
    ended = io.BufferedReader(_Ended(body), 1 << 20)
    return text_reader(io.TextIOWrapper(ended, "utf-8", newline=""), delimiter)


class _Ended(io.RawIOBase):
    """A stream with our mark behind it. The stream below may be moved between two reads."""

    def __init__(self, body: BinaryIO) -> None:
        super().__init__()
        self._body, self._at, self._tail = body, body.tell(), _TAIL

    def readable(self) -> bool:
        return True

    def readinto(self, into: "WriteableBuffer", /) -> int:
        room = memoryview(into).cast("B")
        self._body.seek(self._at)
        data = self._body.read(len(room))
        if data:
            self._at += len(data)
        else:
            data, self._tail = self._tail[: len(room)], self._tail[len(room) :]
        room[: len(data)] = data
        return len(data)
