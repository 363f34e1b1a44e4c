"""Write a release's files: CSV first, read back for verification; the other formats and rows from what was verified.

Worker only. Storage sees a file only after verification; before that it is an unnamed temporary file.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

import polars as pl

from catalog.fields import Field
from catalog.rowstore.build import build_rowstore
from catalog.storage import Storage
from catalog.writers.cells import rows_of, unescape_formula
from catalog.writers.counted import BytesOut, Written
from catalog.writers.csv import write_csv
from catalog.writers.json import write_json_lines
from catalog.writers.text import write_text
from catalog.writers.xlsx import SHEET_ROWS, write_xlsx
from catalog.writers.xlsx_cells import CellTooLongForXlsx

MEDIA_TYPES: Final = {
    "CSV": "text/csv; charset=utf-8",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "JSONL": "application/jsonl; charset=utf-8",
    "TXT": "text/plain; charset=utf-8",
}
_BLOCK: Final = 1 << 20


def released_folder(version_id: UUID | str) -> str:
    """Return the storage folder of everything made public of one version."""
    return f"released/{version_id}"


class CsvCopy:
    """The CSV of a release in an unnamed file, until it is verified.

    `put` writes a table and returns it as any reader of the file would see it.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.written: Written | None = None

    def put(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Write in place of what was written before, and read back every byte."""
        self._file.seek(0)
        self._file.truncate()
        fields = [Field(name) for name in frame.columns]
        # a byte order mark, because without it Excel shows Chinese as mojibake
        self.written = write_csv(rows_of(frame), fields, self._file, bom=True)
        self._file.flush()
        self._file.seek(0)
        read = pl.read_csv(self._file, infer_schema=False, encoding="utf8", eol_char="\n", truncate_ragged_lines=False)
        return read.select(
            _unescaped(read.to_series(index)).alias(unescape_formula(name)) for index, name in enumerate(read.columns)
        )

    def keep(self, storage: Storage, key: str) -> dict[str, Any]:
        """Put the verified bytes into storage."""
        if self.written is None:
            raise ValueError("nothing was written")
        self._file.seek(0)
        with storage.writer(key) as out:
            shutil.copyfileobj(self._file, out, _BLOCK)
        return _entry("CSV", key, self.written)

    def close(self) -> None:
        """Let the bytes go."""
        self._file.close()


def _unescaped(cells: pl.Series) -> pl.Series:
    """Take the apostrophe off cells that were escaped as formulas; see `writers.cells`."""
    marked = cells.str.starts_with("'").fill_null(value=False)
    if not marked.any():
        return cells
    rows = marked.arg_true()
    plain = pl.Series([unescape_formula(text) for text in cells.gather(rows).to_list()], dtype=pl.String)
    return cells.scatter(rows, plain)


def keep_other_formats(
    storage: Storage, folder: str, frame: pl.DataFrame, fields: Sequence[Field]
) -> list[dict[str, Any]]:
    """Write XLSX (when the format can hold the table) and JSON lines from the verified table."""
    entries: list[dict[str, Any]] = []
    if frame.height < SHEET_ROWS:
        try:
            entries.append(
                _keep(storage, f"{folder}/data.xlsx", "XLSX", lambda out: write_xlsx(rows_of(frame), fields, out))
            )
        except CellTooLongForXlsx:
            storage.delete(f"{folder}/data.xlsx")  # the release has no XLSX form; the others have everything
    entries.append(
        _keep(storage, f"{folder}/data.jsonl", "JSONL", lambda out: write_json_lines(rows_of(frame), fields, out))
    )
    return entries


def keep_text(storage: Storage, folder: str, pages: Sequence[str]) -> list[dict[str, Any]]:
    """Write a verified document as plain text."""
    return [_keep(storage, f"{folder}/data.txt", "TXT", lambda out: write_text(pages, out))]


def keep_rows(storage: Storage, folder: str, frame: pl.DataFrame, fields: Sequence[Field], content_hash: str) -> str:
    """Build the row store of the verified table and return its storage key, which names its content.

    A version that is released again after a withdrawal must not be read from a copy some other process still keeps.
    """
    key = f"{folder}/rows-{content_hash[:16]}.sqlite"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rows.sqlite"
        build_rowstore(path, [frame], fields, content_hash=content_hash)
        with path.open("rb") as source, storage.writer(key) as out:
            shutil.copyfileobj(source, out, _BLOCK)
    return key


def _keep(storage: Storage, key: str, file_format: str, write: Callable[[BytesOut], Written]) -> dict[str, Any]:
    with storage.writer(key) as out:
        written = write(out)
    return _entry(file_format, key, written)


def _entry(file_format: str, key: str, written: Written) -> dict[str, Any]:
    return {
        "format": file_format,
        "media_type": MEDIA_TYPES[file_format],
        "key": key,
        "bytes": written.size,
        "sha256": written.sha256,
    }
