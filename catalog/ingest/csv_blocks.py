"""Delimited text in blocks of whole records, so that memory does not grow with the file."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import polars as pl

from catalog.ingest.cells import empty_to_null
from catalog.ingest.csv_structure import Structure, structure


class IrregularCsv(Exception):
    """The records do not obey RFC 4180 in a way the fast parser takes; the exact reader decides about them."""


def record_blocks(source: BinaryIO, size: int) -> Iterator[bytes]:
    """What is left of a file in blocks of whole records.

    source: UTF-8 bytes, read from where it stands; it may be moved between two blocks. size: bytes of a block, about.
    """
    at = source.tell()
    rest, is_last = b"", False
    while not is_last:
        source.seek(at)
        chunk = source.read(size)
        at += len(chunk)
        is_last = len(chunk) < size
        data = rest + chunk if rest else chunk
        # The file's last record may have no line end.
        end = len(data) if is_last else record_end(data)
        rest = data[end:]
        if end:
            yield data[:end]


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


def record_end(data: bytes) -> int:
    """End of the last whole record: after a line feed that is not between quotation marks; 0 when there is none."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    view = np.frombuffer(data, np.uint8)
    outside = np.cumsum(view == 0x22, dtype=np.uint8) % 2 == 0
    ends = np.flatnonzero((view == 0x0A) & outside)
    return int(ends[-1]) + 1 if len(ends) else 0


def _plain_structure(data: bytes, delimiter: str) -> Structure | None:
    """The structure of records without any quotation mark, where counting bytes is enough; None for others."""
    if b'"' in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    # `bytes.count` looks at byte after byte, numpy at many at once.
    view = np.frombuffer(data, np.uint8)
    records, separators = (int(np.count_nonzero(view == ord(sign))) for sign in ("\n", delimiter))
    return Structure(is_regular=True, records=records + (not data.endswith(b"\n")), separators=separators)
