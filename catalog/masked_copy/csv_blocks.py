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
from typing import BinaryIO

import numpy as np
import polars as pl

from catalog.ingest.csv import empty_to_null, read_csv, sniff_dialect
from catalog.ingest.csv_structure import Structure, structure
from catalog.ingest.encoding import Decoded
from catalog.ingest.errors import IngestError
from catalog.ingest.limits import Limits

BLOCK_BYTES = 16 << 20
"""Bytes read at a time: a block's cells, spans and copies need about eight times as much while it is worked on."""
READ_BLOCK_BYTES = 6 << 20
"""The same where texts are read for names: words, readings and findings of a block are Python objects."""

_HEAD_BYTES = 256 << 10


class IrregularCsv(Exception):
    """The file is no regular UTF-8 CSV."""


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
    has_bom = head.startswith(codecs.BOM_UTF8)
    body = head[len(codecs.BOM_UTF8) :] if has_bom else head
    if len(head) == _HEAD_BYTES:
        body = body[: _record_end(body)]
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
        for data in record_blocks(source, names=names):
            yield parse_records(data, shape.names, shape.delimiter)


def _size(*, names: bool) -> int:
    return min(READ_BLOCK_BYTES, BLOCK_BYTES) if names else BLOCK_BYTES


def record_blocks(source: BinaryIO, *, names: bool = False) -> Iterator[bytes]:
    """What is left of a file in blocks of whole records, about `BLOCK_BYTES` each. names: as in `csv_blocks`."""
    rest, size = b"", _size(names=names)
    while chunk := source.read(size):
        data = rest + chunk if rest else chunk
        # The file's last record may have no line end.
        end = _record_end(data) if len(chunk) == size else len(data)
        rest = data[end:]
        if end:
            yield data[:end]
    if rest:
        yield rest


def parse_records(data: bytes, names: tuple[str, ...], delimiter: str) -> pl.DataFrame:
    """Parse whole records.

    Raises IrregularCsv when a record has more or fewer cells, or a quotation mark or line end stands oddly.
    """
    found = _plain_structure(data, delimiter) or structure(data, delimiter)
    width = len(names)
    if not found.is_regular or found.separators != found.records * (width - 1) or b"\0" in data:
        raise IrregularCsv
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema={str(i): pl.String for i in range(width)},
            separator=delimiter,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        raise IrregularCsv from None
    if frame.height != found.records:
        raise IrregularCsv
    frame.columns = list(names)
    return empty_to_null(frame)


def _plain_structure(data: bytes, delimiter: str) -> Structure | None:
    """The structure of records without any quotation mark, where counting bytes is enough; None for others."""
    if b'"' in data or data.count(b"\r") != data.count(b"\r\n"):
        return None
    records = data.count(b"\n") + (not data.endswith(b"\n"))
    return Structure(is_regular=True, records=records, separators=data.count(delimiter.encode()))


def _record_end(data: bytes) -> int:
    """End of the last whole record: after a line feed that is not between quotation marks; 0 when there is none."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    view = np.frombuffer(data, np.uint8)
    outside = np.cumsum(view == 0x22, dtype=np.uint8) % 2 == 0
    ends = np.flatnonzero((view == 0x0A) & outside)
    return int(ends[-1]) + 1 if len(ends) else 0
