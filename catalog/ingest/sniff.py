"""Which format an upload is, by its content; the ending decides only between a table and prose of plain text."""

import io
import zipfile
from typing import BinaryIO

from catalog.ingest.errors import EmptyUpload, EncryptedUpload, Malformed, OldFormat, UnknownFormat

HEAD_BYTES = 1 << 16
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN = 1024  # a PDF header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H)
_BINARY_MAGICS = (
    *(b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
    *(b"\x7fELF", b"MZ\x90", b"SQLite"),
)


def sniff_format(source: BinaryIO, name: str | None) -> str:
    """Name the format; leaves the source at its beginning.

    Returns:
        `xlsx`, `docx`, `pdf`, `parquet`, `json`, or `text` for anything that has to be decoded first.

    Raises:
        EmptyUpload, EncryptedUpload, OldFormat, UnknownFormat, Malformed.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if not head:
        raise EmptyUpload
    try:
        return _by_content(source, head, ending(name))
    finally:
        source.seek(0)


def ending(name: str | None) -> str:
    """The lower-case ending of a file name without its dot, `` when there is none."""
    return name.rpartition(".")[2].lower() if name and "." in name else ""


def _by_content(source: BinaryIO, head: bytes, suffix: str) -> str:
    if head.startswith(_ZIP):
        return _office_kind(source)
    if head.startswith(_OLE):
        raise _ole_error(source)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_BINARY_MAGICS):
        raise UnknownFormat
    return "json" if _looks_like_json(head, suffix) else "text"


def _office_kind(source: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise EncryptedUpload
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Malformed from None
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise UnknownFormat


def _ole_error(source: BinaryIO) -> EncryptedUpload | OldFormat:
    """An OLE file is an old Office file, or a new one inside an encrypted package (MS-OFFCRYPTO)."""
    source.seek(0, io.SEEK_END)
    size = source.tell()
    source.seek(0)
    marker = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    for _ in range(0, size, HEAD_BYTES):
        chunk = source.read(HEAD_BYTES)
        if marker in tail + chunk:
            return EncryptedUpload()
        tail = chunk[-len(marker) :]
    return OldFormat()


def _looks_like_json(head: bytes, suffix: str) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in ("json", "jsonl", "ndjson", "geojson"):
        return True
    return suffix not in ("csv", "txt", "tsv") and start[:1] in (b"{", b"[")
