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


def load_rows(
    client: CkanClient,
    resource_id: str,
    table: TableRows,
    *,
    go_on: Callable[[], None] = lambda: None,
    chunk_rows: int = CHUNK_ROWS,
) -> None:
    """Make the resource's DataStore table hold exactly the rows of `table`.

    A chunk whose answer was lost may arrive after it was counted and sent again; so the rows are counted at the end,
    and a table with too many is filled anew.

    Args:
        go_on: asked before each write; raises to stop.

    Raises:
        CkanAmbiguous: the server kept giving no clear answer; calling again goes on from where it stopped.
    """
    names = column_names([column.name for column in table.fields])
    for _ in range(ATTEMPTS):
        done = _rows_there(client, resource_id, table)
        if done is None or done > table.total:
            go_on()
            drop_table(client, resource_id)
            _create(client, resource_id, names, table)
            done = 0
        elif not _is_described(client, resource_id, names, table):
            go_on()
            _create(client, resource_id, names, table)  # of a table that is there, only the dictionary is written
        _fill(client, resource_id, names, table, done, chunk_rows=chunk_rows, go_on=go_on)
        if _rows_there(client, resource_id, table) == table.total:
            return
    raise CkanAmbiguous


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
        records = [dict(zip(names, row, strict=True)) for row in islice(rows, chunk_rows)]
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
            done = _rows_there(client, resource_id, table) or 0
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


def _create(client: CkanClient, resource_id: str, names: list[str], table: TableRows) -> None:
    fields = [
        {"id": name, "type": TYPES[column.type], "info": table.info(column)}
        for name, column in zip(names, table.fields, strict=True)
    ]
    for _ in range(ATTEMPTS):
        try:
            client.write("datastore_create", resource_id=resource_id, force=True, fields=fields)
        except CkanAmbiguous:
            if _rows_there(client, resource_id, table) is not None:
                return
        else:
            return
    raise CkanAmbiguous


def _rows_there(client: CkanClient, resource_id: str, table: TableRows) -> int | None:
    """Return how many rows of this release are there; None when there is no table or one of another release."""
    try:
        info: dict[str, Any] = client.read("datastore_info", id=resource_id)
        first = info["fields"][0].get("info") or {}
        if first.get("release") != table.content_hash or len(info["fields"]) != len(table.fields):
            return None
        found = client.read("datastore_search", resource_id=resource_id, limit=0)
        return int(found["total"])
    except (CkanMissing, IndexError, KeyError):
        return None


def _is_described(client: CkanClient, resource_id: str, names: list[str], table: TableRows) -> bool:
    """Tell whether the data dictionary there is the release's."""
    there = client.read("datastore_info", id=resource_id)["fields"]
    entries = {one["id"]: one.get("info") or {} for one in there}
    wanted = zip(names, (table.info(column) for column in table.fields), strict=True)
    return all({key: entries.get(name, {}).get(key, "") for key in info} == info for name, info in wanted)
