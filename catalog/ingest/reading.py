"""From bytes to a table or pages: the one way through sniffing to the reader of each format."""

from importlib import import_module
from typing import BinaryIO

from catalog.ingest.csv import read_csv, read_long_csv, sniff_dialect
from catalog.ingest.csv_blocks import record_end
from catalog.ingest.encoding import Decoded, decode_upload
from catalog.ingest.finishing import finish
from catalog.ingest.limits import Limits
from catalog.ingest.long_text import open_long_text, size_of
from catalog.ingest.model import TableRead, TextRead
from catalog.ingest.plain_text import read_text
from catalog.ingest.sniff import ending, sniff_format

_READERS = {
    "json": "catalog.ingest.json",
    "parquet": "catalog.ingest.parquet",
    "docx": "catalog.ingest.docx",
    "pdf": "catalog.ingest.pdf",
}
LONG_BYTES = 12 << 20
"""Text up to this size is read whole."""
_LONG_HEAD = 4 << 20
_LEAST_LINES = 40
"""More than any header needs, so that the head of a long table shows all of its own."""
_HEAD_CHARS = 200_000
_TABLE_SHARE = 0.9
_TABLE_LINES = 3


def read(
    source: BinaryIO, *, name: str | None, sheet: str | None, limits: Limits, stays_open: bool
) -> TableRead | TextRead:
    """Read an upload; see `catalog.ingest.read_upload`."""
    return finish(_read(source, name, sheet, limits, stays_open=stays_open))


def _read(
    source: BinaryIO, name: str | None, sheet: str | None, limits: Limits, *, stays_open: bool
) -> TableRead | TextRead:
    kind = sniff_format(source, name)
    if kind == "text":
        if stays_open and size_of(source) > LONG_BYTES and (table := _read_long(source, name, limits)) is not None:
            return table
        source.seek(0)
        return _read_plain(decode_upload(source, limits), ending(name), limits)
    if kind == "xlsx":
        from catalog.ingest.excel import read_xlsx

        return read_xlsx(source, sheet, limits)
    # Loaded late: each brings a library of its own, and a child reads one upload.
    reader = import_module(_READERS[kind])
    result: TableRead | TextRead = reader.read(source, limits)
    return result


def _read_long(source: BinaryIO, name: str | None, limits: Limits) -> TableRead | None:
    """A long table, whose rows stay in the source; None for a document, or when its first records are very long."""
    text = open_long_text(source, limits)
    text.source.seek(text.start)
    head = text.source.read(_LONG_HEAD)
    head = head[: record_end(head)]
    delimiter = _table_delimiter(head, ending(name))
    if delimiter is None or head.count(b"\n") < _LEAST_LINES:
        return None
    return read_long_csv(text, head, delimiter, limits)


def _read_plain(decoded: Decoded, suffix: str, limits: Limits) -> TableRead | TextRead:
    delimiter = _table_delimiter(decoded.data, suffix)
    return read_text(decoded, limits) if delimiter is None else read_csv(decoded, delimiter, limits)


def _table_delimiter(data: bytes, suffix: str) -> str | None:
    """The delimiter when the text is a table, by its ending or by its look; None for running text."""
    head = data[:_HEAD_CHARS].decode(errors="ignore")
    if len(data) > _HEAD_CHARS:
        head = head[: head.rfind("\n") + 1] or head
    dialect = sniff_dialect(head)
    if suffix in ("csv", "tsv"):
        return dialect.delimiter if dialect else ","
    lines = sum(1 for line in head.splitlines() if line.strip())
    is_table = dialect is not None and dialect.share >= _TABLE_SHARE and lines >= _TABLE_LINES
    return dialect.delimiter if dialect is not None and is_table else None
