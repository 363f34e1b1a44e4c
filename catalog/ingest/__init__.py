"""Reading uploads: bytes in, one table of exact text or the pages of a document out.

Runs only in the confined child of a worker (SECURITY rule 2). Importing this package is cheap: errors, notes and
limits can be named anywhere; Polars is loaded by the call of `read_upload`.
"""

from typing import BinaryIO

from catalog.ingest.errors import IngestError
from catalog.ingest.limits import DEFAULT_LIMITS, Limits
from catalog.ingest.model import Page, TableRead, TextRead
from catalog.ingest.notes import Note

__all__ = ["DEFAULT_LIMITS", "IngestError", "Limits", "Note", "Page", "TableRead", "TextRead", "read_upload"]


def read_upload(
    source: BinaryIO,
    *,
    name: str | None,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    stays_open: bool = False,
) -> TableRead | TextRead:
    """Read an upload of any supported format.

    Args:
        source: the upload's plaintext, seekable; bytes are counted while they are read.
        name: file name as the uploader gave it; only its ending is used, and only where content does not decide.
        sheet: name of the spreadsheet's sheet to read; None for the first visible one with content.
        limits: what is refused as too large.
        stays_open: whether the source stays open while the table is used; the rows of a long one are then read from it
            block by block, and memory does not grow with it.

    Returns:
        A table (every cell exact text, an empty cell null) or the pages of a document; both with notes, and with the
        text that stands outside cells and pages (`extra_text`), which has to be scanned like them.

    Raises:
        IngestError: with a stable `code`; never with a value of the upload.
    """
    from catalog.ingest.reading import read

    return read(source, name=name, sheet=sheet, limits=limits, stays_open=stays_open)
