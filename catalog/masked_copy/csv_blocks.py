"""A regular UTF-8 CSV in blocks of whole records, so that memory does not grow with the file.

Only files that obey RFC 4180 in every block go this way; for any other `IrregularCsv` sends the caller to the reader
of whole uploads, which knows every oddity.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from catalog.ingest.csv import read_csv, sniff_dialect
from catalog.ingest.csv_blocks import IrregularCsv, parse_records, record_blocks, record_end
from catalog.ingest.csv_structure import structure
from catalog.ingest.encoding import Decoded
from catalog.ingest.errors import IngestError
from catalog.ingest.limits import Limits

BLOCK_BYTES = 16 << 20
"""Bytes read at a time: a block's cells, spans and copies need about eight times as much while it is worked on."""
READ_BLOCK_BYTES = 6 << 20
"""The same where texts are read for names: words, readings and findings of a block are Python objects."""

_HEAD_BYTES = 256 << 10


@dataclass(frozen=True, slots=True)
class CsvShape:
    """What the first block says of a file. data_start: byte of the first data record. newline: as the file has it."""

    names: tuple[str, ...]
    delimiter: str
    data_start: int
    newline: str
    has_bom: bool
    extra_text: tuple[tuple[str, str], ...]


def csv_shape(path: Path, limits: Limits) -> CsvShape:
    """Look at a file's head.

    Raises IrregularCsv when it is not UTF-8, has no regular header, or needs the reader of whole uploads.
    """
    with path.open("rb") as source:
        head = source.read(_HEAD_BYTES)
    if b"\0" in head:  # UTF-16 of ASCII alone is UTF-8 too
        raise IrregularCsv
    has_bom = head.startswith(codecs.BOM_UTF8)
    body = head[len(codecs.BOM_UTF8) :] if has_bom else head
    if len(head) == _HEAD_BYTES:
        body = body[: record_end(body)]
    try:
        text = body.decode()
        dialect = sniff_dialect(text)
        delimiter = dialect.delimiter if dialect else ","
        read = read_csv(Decoded(body, "utf-8"), delimiter, limits)
    except (UnicodeDecodeError, IngestError):
        raise IrregularCsv from None
    # The header must be the first line: titles above it, or none at all, are for the other reader.
    first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    if read.header_row != 1 or list(read.frame.columns) != first or not structure(body, delimiter).is_regular:
        raise IrregularCsv
    end = body.index(b"\n") + 1
    if body[:end].count(b'"') % 2:
        raise IrregularCsv
    newline = "\r\n" if body[:end].endswith(b"\r\n") else "\n"
    start = end + (len(codecs.BOM_UTF8) if has_bom else 0)
    return CsvShape(tuple(first), delimiter, start, newline, has_bom, read.extra_text)


def is_one_block(path: Path, shape: CsvShape, *, names: bool = False) -> bool:
    """Whether a file is so short that all its records are one block. names: as in `csv_blocks`."""
    return path.stat().st_size - shape.data_start < _size(names=names)


def csv_blocks(path: Path, shape: CsvShape, *, names: bool = False) -> Iterator[pl.DataFrame]:
    """The data records in blocks: text columns under the header's names, an empty cell null.

    names: whether the blocks are to be read for names, and are smaller for it.
    Raises IrregularCsv at the first block that is not regular.
    """
    with path.open("rb") as source:
        source.seek(shape.data_start)
        for data in record_blocks(source, _size(names=names)):
            yield parse_records(data, shape.names, shape.delimiter)


def block_places(path: Path, shape: CsvShape, *, names: bool = False) -> Iterator[tuple[int, int]]:
    """First byte and length of each block of `csv_blocks`."""
    start = shape.data_start
    with path.open("rb") as source:
        source.seek(start)
        for data in record_blocks(source, _size(names=names)):
            yield start, len(data)
            start += len(data)


def _size(*, names: bool) -> int:
    return min(READ_BLOCK_BYTES, BLOCK_BYTES) if names else BLOCK_BYTES
