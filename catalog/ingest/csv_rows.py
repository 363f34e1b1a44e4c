"""A long CSV that is never in memory as a whole: looked through once, then read again in blocks as often as asked.

What a record is and what is refused is as `catalog.ingest.csv` says; only how much is held differs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import polars as pl

from catalog.ingest.cells import drop_blank_rows, empty_to_null, longest_cell
from catalog.ingest.csv_blocks import IrregularCsv, parse_records, record_blocks
from catalog.ingest.csv_exact import exact_blocks
from catalog.ingest.errors import CellTooLong, HeaderOnly, TooManyCells, TooManyRows
from catalog.ingest.limits import Limits

BLOCK_BYTES = 6 << 20


@dataclass(frozen=True)
class CsvRows:
    """Rows of a CSV that stays where it is; the stream must stay open as long as they are used.

    Attributes:
        source: UTF-8 bytes, seekable.
        start: byte of the first data record. line: physical lines before it.
        delimiter: one ASCII character. width: cells of a record.
        columns: names of the columns that stay, which are the first ones.
        height: rows with any value.
    """

    source: BinaryIO
    start: int
    line: int
    delimiter: str
    width: int
    columns: Sequence[str]
    height: int

    def blocks(self) -> Iterator[pl.DataFrame]:
        """All rows in order."""
        for block in _parsed(self, []):
            kept, _ = drop_blank_rows(block)
            if kept.height:
                yield kept[:, : len(self.columns)].rename(
                    dict(zip(kept.columns[: len(self.columns)], self.columns, strict=True))
                )

    def head(self, n: int, /) -> pl.DataFrame:
        """The first rows."""
        found: list[pl.DataFrame] = []
        for block in self.blocks():
            found.append(block.head(n - sum(one.height for one in found)))
            if sum(one.height for one in found) >= n:
                break
        return pl.concat(found)

    def get_column(self, name: str, /) -> pl.Series:
        """One column, whole."""
        return pl.concat([block.get_column(name) for block in self.blocks()])


@dataclass
class Seen:
    """What one look through all records gave. filled: cells with a value, by column. short: lines of short records."""

    records: int = 0
    blank: int = 0
    filled: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)


def look_through(rows: CsvRows, limits: Limits) -> Seen:
    """Count, and refuse what is too much.

    Raises HeaderOnly, RaggedRow, UnclosedQuote, TooMany…, CellTooLong.
    """
    seen = Seen(filled=[0] * rows.width)
    for block in _parsed(rows, seen.short):
        seen.records += block.height
        if seen.records > limits.rows:
            raise TooManyRows(limit=limits.rows)
        if seen.records * rows.width > limits.cells:
            raise TooManyCells(limit=limits.cells)
        if longest_cell(block) > limits.cell_chars:
            raise CellTooLong(limit=limits.cell_chars)
        seen.blank += drop_blank_rows(block)[1]
        for index, column in enumerate(block.iter_columns()):
            seen.filled[index] += block.height - column.null_count()
    if seen.records == seen.blank:
        raise HeaderOnly
    return seen


def _parsed(rows: CsvRows, short: list[int]) -> Iterator[pl.DataFrame]:
    """Records in blocks, columns named by their place: by the fast parser up to the first block it does not take."""
    places = tuple(str(index) for index in range(rows.width))
    at, line = rows.start, rows.line
    rows.source.seek(at)
    for data in record_blocks(rows.source, BLOCK_BYTES):
        try:
            block = parse_records(data, places, rows.delimiter)
        except IrregularCsv:
            break
        yield block
        at += len(data)
        line += data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    else:
        return
    rows.source.seek(at)
    for block in exact_blocks(rows.source, rows.delimiter, rows.width, line=line, short=short):
        yield empty_to_null(block)


def line_start(data: bytes, line: int) -> int:
    """Where the line after the first `line` ones begins. The header may hold line ends of any kind."""
    position = 0
    for _ in range(line):
        ends = [end for end in (data.find(b"\n", position), data.find(b"\r", position)) if end >= 0]
        if not ends:
            return len(data)
        end = min(ends)
        position = end + (2 if data[end : end + 2] == b"\r\n" else 1)
    return position
