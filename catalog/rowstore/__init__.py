"""The rows of a release: one immutable, read-only SQLite file, keyed by its content hash.

Preview, filters, `datastore_search` and exports read it. Opened `mode=ro&immutable=1`: no lock, no journal, any number
of readers. Cells are exact text; numeric columns sort and filter as numbers. No table engine is loaded here: web
processes use this module.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from catalog.fields import Field, typed_value
from catalog.rowstore.errors import BadQuery, NotARowStore, RowStoreError, TooSlow
from catalog.rowstore.query import Filters, QueryBuilder, SortKey, Sql
from catalog.rowstore.words import stands_in

FORMAT_VERSION = 1
MAX_LIMIT = 50_000
_STEPS_BETWEEN_CHECKS = 20_000

Cell = str | None


class RowStore:
    """An open row store; a context manager. One thread at a time; opening costs under a millisecond.

    Attributes:
        fields: the columns, in order.
        total: rows of the whole table.
        content_hash: hash of the table it was built from.
    """

    def __init__(self, connection: sqlite3.Connection, *, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._until = 0.0
        connection.set_progress_handler(self._is_late, _STEPS_BETWEEN_CHECKS)
        connection.create_function("has_words", 2, stands_in, deterministic=True)
        meta = dict(self._run("SELECT key, value FROM meta"))
        if meta.get("version") != str(FORMAT_VERSION):
            raise NotARowStore
        self.fields = tuple(Field.from_json(one) for one in json.loads(meta["fields"]))
        self.total = int(meta["rows"])
        self.content_hash = meta["content_hash"]

    @classmethod
    def open(cls, path: Path, *, seconds: float = 10.0) -> Self:
        """Open a file.

        Args:
            path: of a file that `build_rowstore` wrote.
            seconds: longest time of one query.

        Raises:
            NotARowStore: no such file, damaged, or of another version.
        """
        uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA mmap_size=1073741824")
            return cls(connection, seconds=seconds)
        except (sqlite3.Error, RowStoreError, KeyError, ValueError):
            if connection is not None:
                connection.close()
            raise NotARowStore from None

    def count(self, filters: Filters = None, q: str | None = None) -> int:
        """Rows that match.

        Raises:
            UnknownField, BadQuery, TooSlow.
        """
        where = QueryBuilder(self.fields).where(filters, q)
        if not where.text:
            return self.total
        [(found,)] = self._run(f"SELECT count(*) FROM rows{where.text}", where.values)
        return int(found)

    def rows(
        self,
        filters: Filters = None,
        q: str | None = None,
        *,
        sort: Sequence[SortKey] = (),
        offset: int = 0,
        limit: int = 100,
        fields: Sequence[str] | None = None,
        typed: bool = False,
    ) -> list[dict[str, Any]]:
        """A page of rows.

        Args:
            filters: a condition of `catalog.rowstore.query`, or CKAN's `{column: value or [values]}`.
            q: words that must all occur somewhere in the row.
            sort: (column, descending) pairs; row order when empty.
            offset: rows to skip.
            limit: rows to return, at most 50,000.
            fields: columns to return, in this order; None for all.
            typed: numbers as int and Decimal instead of their exact text.

        Returns:
            For each row a dictionary: `_row` (number in the table, from 1) and the cells by column name.

        Raises:
            UnknownField, BadQuery, TooSlow.
        """
        chosen, sql = self._statement(filters, q, sort=sort, offset=offset, limit=limit, fields=fields)
        names = ["_row", *(field.name for field in chosen)]
        found = self._run(sql.text, sql.values)
        if not typed:
            return [dict(zip(names, row, strict=True)) for row in found]
        return [
            {"_row": row[0], **{f.name: typed_value(f, cell) for f, cell in zip(chosen, row[1:], strict=True)}}
            for row in found
        ]

    def distinct(
        self,
        fields: Sequence[str],
        filters: Filters = None,
        *,
        sort: Sequence[SortKey] = (),
        offset: int = 0,
        limit: int = 100,
    ) -> tuple[list[tuple[Cell, ...]], int]:
        """A page of the rows that differ in some columns, and how many such there are.

        Args:
            fields: the columns. filters, offset, limit: as `rows`.
            sort: by columns among `fields`.

        Raises:
            UnknownField, BadQuery, TooSlow.
        """
        if not 0 <= limit <= MAX_LIMIT or not 0 <= offset < 1 << 62:
            raise BadQuery
        sql = QueryBuilder(self.fields).distinct(fields, filters, sort)
        found = self._run(f"{sql.text} LIMIT ? OFFSET ?", (*sql.values, limit, offset))
        if found:
            return [row[:-1] for row in found], int(found[0][-1])
        [(total,)] = self._run(f"SELECT count(*) FROM ({sql.text})", sql.values)
        return [], int(total)

    def iterate(
        self,
        filters: Filters = None,
        q: str | None = None,
        *,
        sort: Sequence[SortKey] = (),
        fields: Sequence[str] | None = None,
    ) -> Iterator[tuple[Cell, ...]]:
        """Every matching row as cells, streamed: what the writers take. The store must stay open meanwhile.

        Raises:
            UnknownField, BadQuery, TooSlow: a step of the stream took longer than the time of a query.
        """
        builder = QueryBuilder(self.fields)
        _, columns = builder.select(fields)
        where = builder.where(filters, q)
        order = builder.order(sort)
        self._until = time.monotonic() + self._seconds
        try:
            cursor = self._connection.execute(f"SELECT {columns} FROM rows{where.text}{order}", where.values)
            while block := cursor.fetchmany(1000):
                for row in block:
                    yield row[1:]
                self._until = time.monotonic() + self._seconds
        except UnicodeError:
            raise BadQuery from None
        except sqlite3.Error:
            raise self._error() from None

    def chosen(self, names: Sequence[str] | None) -> tuple[Field, ...]:
        """The columns of these names, all when None. Raises `UnknownField`."""
        return tuple(QueryBuilder(self.fields).select(names)[0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _statement(
        self,
        filters: Filters,
        q: str | None,
        *,
        sort: Sequence[SortKey],
        offset: int,
        limit: int,
        fields: Sequence[str] | None,
    ) -> tuple[list[Field], Sql]:
        if not 0 <= limit <= MAX_LIMIT or not 0 <= offset < 1 << 62:
            raise BadQuery
        builder = QueryBuilder(self.fields)
        chosen, columns = builder.select(fields)
        where = builder.where(filters, q)
        if not where.text and not sort:  # rows are numbered without gaps: a deep page costs nothing
            return chosen, Sql(f"SELECT {columns} FROM rows WHERE _row > ? ORDER BY _row LIMIT ?", (offset, limit))
        text = f"SELECT {columns} FROM rows{where.text}{builder.order(sort)} LIMIT ? OFFSET ?"
        return chosen, Sql(text, (*where.values, limit, offset))

    def _run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._until = time.monotonic() + self._seconds
        try:
            return self._connection.execute(sql, tuple(values)).fetchall()
        except UnicodeError:  # half a surrogate pair is no text
            raise BadQuery from None
        except sqlite3.OperationalError:
            raise self._error() from None
        except sqlite3.Error:
            raise NotARowStore from None

    def _error(self) -> RowStoreError:
        return TooSlow() if self._is_late() else NotARowStore()

    def _is_late(self) -> bool:
        return time.monotonic() > self._until

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
