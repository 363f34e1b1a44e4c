"""From bytes to a table or pages: the one way through sniffing to the reader of each format."""

from importlib import import_module
from typing import BinaryIO

from catalog.ingest.csv import read_csv, sniff_dialect
from catalog.ingest.encoding import Decoded, decode_upload
from catalog.ingest.finishing import finish
from catalog.ingest.limits import Limits
from catalog.ingest.model import TableRead, TextRead
from catalog.ingest.plain_text import read_text
from catalog.ingest.sniff import ending, sniff_format

_READERS = {
    "json": "catalog.ingest.json",
    "parquet": "catalog.ingest.parquet",
    "docx": "catalog.ingest.docx",
    "pdf": "catalog.ingest.pdf",
}
_HEAD_CHARS = 200_000
_TABLE_SHARE = 0.9
_TABLE_LINES = 3


def read(source: BinaryIO, *, name: str | None, sheet: str | None, limits: Limits) -> TableRead | TextRead:
    """Read an upload; see `catalog.ingest.read_upload`."""
    return finish(_read(source, name, sheet, limits))


def _read(source: BinaryIO, name: str | None, sheet: str | None, limits: Limits) -> TableRead | TextRead:
    kind = sniff_format(source, name)
    if kind == "text":
        return _read_plain(decode_upload(source, limits), ending(name), limits)
    if kind == "xlsx":
        from catalog.ingest.excel import read_xlsx

        return read_xlsx(source, sheet, limits)
    # Loaded late: each brings a library of its own, and a child reads one upload.
    reader = import_module(_READERS[kind])
    result: TableRead | TextRead = reader.read(source, limits)
    return result


def _read_plain(decoded: Decoded, suffix: str, limits: Limits) -> TableRead | TextRead:
    head = decoded.data[:_HEAD_CHARS].decode(errors="ignore")
    if len(decoded.data) > _HEAD_CHARS:
        head = head[: head.rfind("\n") + 1] or head
    dialect = sniff_dialect(head)
    if suffix in ("csv", "tsv"):
        return read_csv(decoded, dialect.delimiter if dialect else ",", limits)
    lines = sum(1 for line in head.splitlines() if line.strip())
    if dialect is not None and dialect.share >= _TABLE_SHARE and lines >= _TABLE_LINES:
        return read_csv(decoded, dialect.delimiter, limits)
    return read_text(decoded, limits)
