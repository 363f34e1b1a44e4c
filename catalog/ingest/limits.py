"""What the reader refuses as too large. Everything is counted while it is produced (SECURITY rule 19)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one upload.

    Attributes:
        file_bytes: bytes of the file.
        unpacked_bytes: bytes of all members of an archive-like file (XLSX, DOCX) together.
        unpack_ratio: unpacked bytes by packed bytes, once 10 MiB are unpacked; text seldom passes 1:30, a
            bomb has 1:1000.
        archive_entries: members of an archive-like file.
        rows: records of a table.
        columns: columns of a table; XLSX itself allows 16,384.
        cells: rows × columns, empty ones included.
        cell_chars: characters of one cell; XLSX itself allows 32,767.
        text_chars: characters of a document, or of the text outside a table's cells.
        pages: pages of a document.
    """

    file_bytes: int = 1 << 30
    unpacked_bytes: int = 4 << 30
    unpack_ratio: int = 200
    archive_entries: int = 5_000
    rows: int = 5_000_000
    columns: int = 2_000
    cells: int = 100_000_000
    cell_chars: int = 1_000_000
    text_chars: int = 50_000_000
    pages: int = 5_000


DEFAULT_LIMITS = Limits()
