"""Rows into a real CKAN's DataStore: one large table, and a catalogue of small ones, beside `datastore_create`."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TYPES, TableRows, load_rows
from catalog.ckan.errors import CkanError
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.sending import to_send
from catalog.fields import Field, FieldType
from tests.bench.catalogue_made import made_page
from tests.bench.ckan_site import (
    SITE,
    THREADS,
    Package,
    first_sync,
    load,
    load_owners,
    package,
    packages_of,
    purge,
    took,
)

FIELDS: Final = (
    Field("序号", FieldType.INTEGER),
    Field("统计月份", FieldType.DATE),
    Field("地区"),
    Field("机构名称"),
    Field("贷款余额", FieldType.NUMBER),
    Field("加权平均年化利率", FieldType.NUMBER),
    Field("在保户数", FieldType.INTEGER),
    Field("说明"),
)
Row = tuple[str, ...]


def made_rows(total: int, first: int = 0) -> list[Row]:
    """Return rows of `FIELDS`, always the same."""
    return [tuple(_cell(field, row) for field in FIELDS) for row in range(first, first + total)]


def _cell(field: Field, row: int) -> str:
    made = {
        FieldType.INTEGER: f"{row}",
        FieldType.NUMBER: f"{row * 1.25:.2f}",
        FieldType.DATE: f"2025-{row % 12 + 1:02d}-01",
    }
    return made.get(field.type, f"{field.name}第{row % 997}号")


def table_of(rows: list[Row], release: str) -> TableRows:
    """Return a released table of these rows."""
    return TableRows(FIELDS, len(rows), uuid5(NAMESPACE_DNS, release).hex * 2, lambda start: iter(rows[start:]), SITE)


def with_tables(count: int, title: str = "", *, is_bare: bool = False) -> dict[str, Package]:
    """Return the first `count` packages, the first file of each with a table.

    `title` is put after theirs; `is_bare`: without the tables.
    """
    made = {}
    for number in range(count):
        page = made_page(number)
        rows = {} if is_bare else {"row_store_key": "rows", "row_resource_id": page.files[0].resource_id}
        one = package(made_page(number, title=page.title + title, **rows))
        made[one["id"]] = one
    return made


def tables_of(packages: Mapping[str, Package], rows: int, release: str = "") -> dict[str, dict[str, TableRows]]:
    """Return package id → resource id → its table."""
    return {
        key: {
            file["id"]: table_of(made_rows(rows, at), f"{release}{key}")
            for file in one["resources"]
            if file["datastore_active"]
        }
        for at, (key, one) in enumerate(packages.items())
    }


def bench_tables(server: CkanClient, anybody: CkanClient, count: int, rows: int, folder: Path) -> dict[str, Any]:
    """Time both ways of a first sync of datasets with a small table each."""
    packages = with_tables(count)
    tables = tables_of(packages, rows)
    try:
        ours = took(lambda: first_sync(CkanPublisher(server, anybody), packages, tables))
        there = _rows_there(anybody, tables)
        purge(server, packages)
        owners = load_owners(server, packages, folder)
        datasets = load(server, "datasets", map(to_send, packages.values()), folder)
        created = took(lambda: _create_all(server, tables))
        also_there = _rows_there(anybody, tables)
    finally:
        purge(server, packages)
    return {
        "tables": count,
        "rows_a_table": rows,
        "tables_rows_there": (there, also_there),
        "tables_first_sync_s": round(ours, 2),
        "tables_ckanapi_s": {
            "owners": round(owners, 2),
            "datasets": round(datasets, 2),
            "datastore_create": round(created, 2),
        },
        "tables_ratio": round((owners + datasets + created) / ours, 2),
    }


def _create_all(server: CkanClient, tables: Mapping[str, Mapping[str, TableRows]]) -> None:
    """Create each table with its rows in one call, four at a time."""

    def one(key: str, table: TableRows) -> None:
        names = [field.name for field in FIELDS]
        fields = [{"id": field.name, "type": TYPES[field.type]} for field in FIELDS]
        records = [dict(zip(names, row, strict=True)) for row in table.rows_from(0)]
        server.write("datastore_create", resource_id=key, force=True, fields=fields, records=records)

    with ThreadPoolExecutor(THREADS) as pool:
        tasks = [pool.submit(one, key, table) for each in tables.values() for key, table in each.items()]
        for task in tasks:
            task.result()


def _rows_there(anybody: CkanClient, tables: Mapping[str, Mapping[str, TableRows]]) -> int:
    """Return how many rows anybody is given of all tables."""
    keys = [key for each in tables.values() for key in each]
    with ThreadPoolExecutor(THREADS) as pool:
        counts = pool.map(lambda key: int(anybody.read("datastore_search", resource_id=key, limit=0)["total"]), keys)
        return sum(counts)


def bench_rows(server: CkanClient, anybody: CkanClient, total: int, chunk_rows: int) -> dict[str, Any]:
    """Time both ways of loading one table."""
    page, packages = made_page(0), packages_of(1)
    table = made_rows(total)
    first, second = (str(file.resource_id) for file in page.files)

    def batches() -> None:
        fields = [{"id": field.name, "type": TYPES[field.type]} for field in FIELDS]
        server.write("datastore_create", resource_id=second, force=True, fields=fields)
        names = [field.name for field in FIELDS]
        for start in range(0, total, 1000):
            records = [dict(zip(names, row, strict=True)) for row in table[start : start + 1000]]
            server.write("datastore_create", resource_id=second, force=True, records=records)

    try:
        first_sync(CkanPublisher(server, anybody), packages)
        ours = took(lambda: load_rows(server, first, table_of(table, "one"), chunk_rows=chunk_rows))
        theirs = took(batches)
        counts = [anybody.read("datastore_search", resource_id=one, limit=0)["total"] for one in (first, second)]
    finally:
        for one in (first, second):
            with suppress(CkanError):
                server.write("datastore_delete", resource_id=one, force=True)
        purge(server, packages)
    return {
        "rows": total,
        "chunk_rows": chunk_rows,
        "rows_there": counts,
        "load_rows_s": round(ours, 2),
        "rows_per_s": round(total / ours),
        "batches_of_1000_s": round(theirs, 2),
        "rows_ratio": round(theirs / ours, 2),
    }
