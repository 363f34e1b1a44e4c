"""Write a release's files: CSV first, read back for verification; the other formats and rows from what was verified.

Worker only. Storage sees a file only after verification; before that it is an unnamed temporary file.
"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

import polars as pl

from catalog.fields import Field
from catalog.rowstore.build import build_rowstore
from catalog.storage import Storage
from catalog.writers.cells import FrameRows, rows_of, unescape_formula
from catalog.writers.counted import BytesOut, Counted, Written
from catalog.writers.csv import stream_csv, stream_records
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
    """The CSV of a release in an unnamed file, until it is verified; part behind part.

    `put` writes the next part, in place of what was put since the last `keep_part`, and returns it as any reader of the
    file would see it.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._names: tuple[str, ...] = ()
        self._ends: list[int] = []  # of the header, then of each part
        self.rows = 0
        self._put = 0

    def put(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Write, and read back every byte of this part."""
        if not self._ends:
            self._write_header(frame)
        self._file.seek(self._ends[-1])
        self._file.truncate()
        for piece in stream_records(rows_of(frame), frame.width):
            self._file.write(piece)
        self._put = frame.height
        return self._read(self._ends[-1], self._file.tell())

    def keep_part(self) -> None:
        """What was put stays; the next part comes behind it."""
        self._ends.append(self._file.seek(0, os.SEEK_END))
        self.rows += self._put

    @property
    def columns(self) -> tuple[str, ...]:
        """Names, as read back."""
        return self._names

    def parts(self) -> Iterator[pl.DataFrame]:
        """Everything kept, read back part by part."""
        return (self._read(start, end) for start, end in pairwise(self._ends))

    def keep(self, storage: Storage, key: str) -> dict[str, Any]:
        """Put the verified bytes into storage."""
        if len(self._ends) < 2:
            raise ValueError("nothing was written")
        self._file.seek(0)
        with storage.writer(key) as out:
            counted = Counted(out)
            shutil.copyfileobj(self._file, counted, _BLOCK)
        return _entry("CSV", key, counted.written())

    def close(self) -> None:
        """Let the bytes go."""
        self._file.close()

    def _write_header(self, frame: pl.DataFrame) -> None:
        # a byte order mark, because without it Excel shows Chinese as mojibake
        for piece in stream_csv([], [Field(name) for name in frame.columns], bom=True):
            self._file.write(piece)
        self._ends.append(self._file.tell())
        self._file.seek(0)
        lines = io.StringIO(self._file.read(self._ends[0]).decode("utf-8-sig"), newline="")
        self._names = tuple(unescape_formula(name) for name in next(csv.reader(lines)))

    def _read(self, start: int, end: int) -> pl.DataFrame:
        self._file.flush()
        self._file.seek(start)
        data = self._file.read(end - start)
        schema = {str(index): pl.String for index in range(len(self._names))}
        if not data:
            return pl.DataFrame(schema=dict.fromkeys(self._names, pl.String))
        read = pl.read_csv(
            data, has_header=False, schema=schema, encoding="utf8", eol_char="\n", truncate_ragged_lines=False
        )
        return read.select(
            _unescaped(cells).alias(name) for cells, name in zip(read.iter_columns(), self._names, strict=True)
        )


def _unescaped(cells: pl.Series) -> pl.Series:
    """Take the apostrophe off cells that were escaped as formulas; see `writers.cells`."""
    marked = cells.str.starts_with("'").fill_null(value=False)
    if not marked.any():
        return cells
    rows = marked.arg_true()
    plain = pl.Series([unescape_formula(text) for text in cells.gather(rows).to_list()], dtype=pl.String)
    return cells.scatter(rows, plain)


def keep_other_formats(storage: Storage, folder: str, copy: CsvCopy, fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Write XLSX (when the format can hold the table) and JSON lines from the verified table."""
    entries: list[dict[str, Any]] = []
    rows = FrameRows(copy.parts, copy.rows)
    if rows.height < SHEET_ROWS:
        try:
            entries.append(_keep(storage, f"{folder}/data.xlsx", "XLSX", lambda out: write_xlsx(rows, fields, out)))
        except CellTooLongForXlsx:
            storage.delete(f"{folder}/data.xlsx")  # the release has no XLSX form; the others have everything
    entries.append(_keep(storage, f"{folder}/data.jsonl", "JSONL", lambda out: write_json_lines(rows, fields, out)))
    return entries


def keep_text(storage: Storage, folder: str, pages: Sequence[str]) -> list[dict[str, Any]]:
    """Write a verified document as plain text."""
    return [_keep(storage, f"{folder}/data.txt", "TXT", lambda out: write_text(pages, out))]


def keep_rows(storage: Storage, folder: str, copy: CsvCopy, fields: Sequence[Field], content_hash: str) -> str:
    """Build the row store of the verified table and return its storage key, which names its content.

    A version that is released again after a withdrawal must not be read from a copy some other process still keeps.
    """
    key = f"{folder}/rows-{content_hash[:16]}.sqlite"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rows.sqlite"
        build_rowstore(path, copy.parts(), fields, content_hash=content_hash)
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
