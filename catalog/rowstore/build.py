"""Builds the row store of a release. Worker only: it loads Polars.

The same table gives the same bytes under the same SQLite: fixed page size, no timestamp, rows in order.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from catalog.fields import PATTERNS, Field, FieldType
from catalog.rowstore import FORMAT_VERSION
from catalog.storage.errors import StorageError, StorageFull

_BLOCK = 50_000
_INFERRED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)


def infer_fields(frame: pl.DataFrame, units: Sequence[str] = ()) -> tuple[Field, ...]:
    """Types of the columns of a table in memory; see `FieldTypes`."""
    types = FieldTypes(frame.columns)
    types.add(frame)
    return types.fields(units)


class FieldTypes:
    """Types of the columns of a table that comes in blocks: one is given only when every cell has its canonical form.

    columns: names.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._possible: list[tuple[FieldType, ...]] = [_INFERRED] * len(self._columns)
        self._is_filled = [False] * len(self._columns)

    def add(self, block: pl.DataFrame) -> None:
        """Look at more rows: String columns."""
        for index, column in enumerate(block.iter_columns()):
            values = column.drop_nulls()
            if len(values):
                self._is_filled[index] = True
                self._possible[index] = tuple(kind for kind in self._possible[index] if _fits(values, kind))

    def fields(self, units: Sequence[str] = ()) -> tuple[Field, ...]:
        """The columns. units: unit of each, empty where unknown; may be shorter than the columns."""
        padded = [*units, *[""] * (len(self._columns) - len(units))]
        return tuple(
            Field(name, possible[0] if is_filled and possible else FieldType.TEXT, unit)
            for name, possible, is_filled, unit in zip(
                self._columns, self._possible, self._is_filled, padded[: len(self._columns)], strict=True
            )
        )


def build_rowstore(path: Path, frames: Iterable[pl.DataFrame], fields: Sequence[Field], *, content_hash: str) -> int:
    """Write a row store and make it durable.

    Args:
        path: a file that does not exist yet, in the job's private folder.
        frames: the released table, whole or in consecutive pieces; String columns in the order of `fields`.
        fields: columns with their types.
        content_hash: hash of the released table.

    Returns:
        The number of rows.

    Raises:
        StorageFull, StorageError: the file could not be written; nothing is left of it.
    """
    try:
        count = _build(path, frames, fields, content_hash)
        with path.open("rb") as written:
            os.fsync(written.fileno())
    except (sqlite3.Error, OSError) as error:
        path.unlink(missing_ok=True)
        is_full = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise (StorageFull if is_full else StorageError) from None
    return count


def _build(path: Path, frames: Iterable[pl.DataFrame], fields: Sequence[Field], content_hash: str) -> int:
    path.touch(mode=0o600, exist_ok=False)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # No journal: a build that dies is thrown away, never repaired.
        for pragma in ("page_size=8192", "journal_mode=OFF", "synchronous=OFF", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")
        columns = ", ".join(["_row INTEGER PRIMARY KEY", *(f"c{index} TEXT" for index in range(len(fields)))])
        connection.execute(f"CREATE TABLE rows ({columns}) STRICT")
        connection.execute("BEGIN")
        marks = ", ".join("?" * (len(fields) + 1))
        count = 0
        for frame in frames:
            for start in range(0, frame.height, _BLOCK):
                block = frame[start : start + _BLOCK]
                connection.executemany(
                    f"INSERT INTO rows VALUES ({marks})",
                    block.select(pl.int_range(count + 1, count + 1 + block.height).alias("_row "), pl.all()).rows(),
                )
                count += block.height
        meta = {
            "version": str(FORMAT_VERSION),
            "fields": json.dumps([field.to_json() for field in fields], ensure_ascii=False),
            "rows": str(count),
            "content_hash": content_hash,
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        connection.execute("COMMIT")
    finally:
        connection.close()
    return count


def _fits(values: pl.Series, kind: FieldType) -> bool:
    # \z and no multi-line mode: a line end inside a cell is not canonical
    return bool(values.str.contains(rf"\A(?:{PATTERNS[kind]})\z").all())
