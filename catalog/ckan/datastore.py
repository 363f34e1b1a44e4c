"""Rows into CKAN's DataStore: typed, in chunks, going on where a killed worker stopped.

The table says which release it holds (in its columns' dictionary), so a table of another release is dropped and a half
filled one is continued: chunks are single transactions in row order, so the number of rows there says where to go on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanMissing
from catalog.ckan.limits import column_names
from catalog.fields import Field, FieldType

CHUNK_ROWS: Final = 10_000
ATTEMPTS: Final = 4
TYPES: Final = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "int8",
    FieldType.NUMBER: "numeric",
    FieldType.DATE: "date",
}


@dataclass(frozen=True, slots=True)
class TableRows:
    """A released table: columns, number of rows, hash, its rows from any place on, and which portal it is of.

    `notes`: column → label, notes and unit of its dictionary entry, where it has more than its name says.
    """

    fields: tuple[Field, ...]
    total: int
    content_hash: str
    rows_from: Callable[[int], Iterator[Sequence[str | None]]]
    site: str = ""
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def info(self, column: Field) -> dict[str, str]:
        """Return a column's entry in CKAN's data dictionary."""
        said = {"label": column.name, "notes": "", "unit": column.unit} | dict(self.notes.get(column.name, {}))
        return said | {"release": self.content_hash, "portal": self.site}


@dataclass(frozen=True, slots=True)
class _There:
    """A table of this release as CKAN has it: how many rows, and whether its dictionary is the release's."""

    rows: int
    is_described: bool


def load_rows(
    client: CkanClient,
    resource_id: str,
    table: TableRows,
    *,
    go_on: Callable[[], None] = lambda: None,
    chunk_rows: int = CHUNK_ROWS,
    is_new: bool = False,
) -> None:
    """Make the resource's DataStore table hold exactly the rows of `table`.

    The table comes with its first chunk, in one transaction: nobody reads part of one that fits a chunk. A chunk whose
    answer was lost may arrive after it was counted and sent again; so the rows are counted at the end, and a table with
    too many is filled anew.

    Args:
        client: writes. resource_id: of the resource. table: what it is to hold.
        go_on: asked before each write; raises to stop.
        chunk_rows: how many rows go in one call.
        is_new: the resource was just made, so no table is looked for first.

    Raises:
        CkanAmbiguous: the server kept giving no clear answer; calling again goes on from where it stopped.
    """
    names = column_names([column.name for column in table.fields])
    there = None if is_new else _look(client, resource_id, names, table)
    for _ in range(ATTEMPTS):
        done = there.rows if there is not None else 0
        if there is None or there.rows > table.total:
            if not is_new:
                go_on()
                drop_table(client, resource_id)
            go_on()
            done = _create(client, resource_id, names, table, chunk_rows=chunk_rows)
        elif not there.is_described:
            go_on()
            _describe(client, resource_id, names, table)
        _fill(client, resource_id, names, table, done, chunk_rows=chunk_rows, go_on=go_on)
        there, is_new = _look(client, resource_id, names, table), False
        if there is not None and there.rows == table.total:
            return
    raise CkanAmbiguous


def is_loaded(client: CkanClient, resource_id: str, table: TableRows) -> bool:
    """Tell whether the resource's table holds the rows of `table` already."""
    names = column_names([column.name for column in table.fields])
    there = _look(client, resource_id, names, table)
    return there is not None and there.rows == table.total


def _records(names: list[str], rows: Iterator[Sequence[str | None]], chunk_rows: int) -> list[dict[str, str | None]]:
    return [dict(zip(names, row, strict=True)) for row in islice(rows, chunk_rows)]


def _fill(
    client: CkanClient,
    resource_id: str,
    names: list[str],
    table: TableRows,
    done: int,
    *,
    chunk_rows: int,
    go_on: Callable[[], None],
) -> None:
    """Insert the rows that are missing after the first `done`, chunk by chunk."""
    failures = 0
    rows = table.rows_from(done)
    while done < table.total:
        records = _records(names, rows, chunk_rows)
        go_on()
        try:
            client.write(
                "datastore_upsert",
                resource_id=resource_id,
                method="insert",
                force=True,
                records=records,
                calculate_record_count=False,
            )
            done += len(records)
            failures = 0
        except (CkanAmbiguous, CkanConflict):
            failures += 1
            if failures >= ATTEMPTS:
                raise CkanAmbiguous from None
            there = _look(client, resource_id, names, table)
            done = there.rows if there is not None else 0
            rows = table.rows_from(done)


def drop_table(client: CkanClient, resource_id: str) -> None:
    """Remove a resource's table; nothing happens when there is none."""
    for _ in range(ATTEMPTS):
        try:
            client.write("datastore_delete", resource_id=resource_id, force=True)
        except CkanMissing:
            return
        except CkanAmbiguous:
            continue
        else:
            return
    raise CkanAmbiguous


def _create(client: CkanClient, resource_id: str, names: list[str], table: TableRows, *, chunk_rows: int) -> int:
    """Make the table with its first rows; return how many are there."""
    records = _records(names, table.rows_from(0), chunk_rows)
    for _ in range(ATTEMPTS):
        try:
            _describe(client, resource_id, names, table, records)
        except CkanConflict:  # a table with other columns, left by a purge of this dataset
            drop_table(client, resource_id)
        except CkanAmbiguous:
            there = _look(client, resource_id, names, table)
            if there is not None:
                return there.rows
        else:
            return len(records)
    raise CkanAmbiguous


def _describe(
    client: CkanClient,
    resource_id: str,
    names: list[str],
    table: TableRows,
    records: Sequence[Mapping[str, str | None]] = (),
) -> None:
    """Make the table and insert rows; of a table that is there, only the dictionary is written."""
    fields = [
        {"id": name, "type": TYPES[column.type], "info": table.info(column)}
        for name, column in zip(names, table.fields, strict=True)
    ]
    client.write(
        "datastore_create",
        resource_id=resource_id,
        force=True,
        fields=fields,
        records=list(records),
        calculate_record_count=False,
    )


def _look(client: CkanClient, resource_id: str, names: list[str], table: TableRows) -> _There | None:
    """Return what is there of this release; None when there is no table or one of another release."""
    try:
        info: dict[str, Any] = client.read("datastore_info", id=resource_id)
        first = info["fields"][0].get("info") or {}
        columns = [(name, TYPES[column.type]) for name, column in zip(names, table.fields, strict=True)]
        if (
            first.get("release") != table.content_hash
            or [(one["id"], one["type"]) for one in info["fields"]] != columns
        ):
            return None
        entries = {one["id"]: one.get("info") or {} for one in info["fields"]}
        wanted = zip(names, (table.info(column) for column in table.fields), strict=True)
        is_described = all({key: entries.get(name, {}).get(key, "") for key in said} == said for name, said in wanted)
        return _There(int(info["meta"]["count"]), is_described)
    except (CkanMissing, IndexError, KeyError):
        return None
