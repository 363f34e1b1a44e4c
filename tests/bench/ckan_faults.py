"""Publishing to a real CKAN while a fifth of all calls fail: what stands there in the end."""

import os
import random
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows
from catalog.ckan.errors import CkanError, CkanMissing
from catalog.ckan.parallel import waves
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.ckan.reconcile import listing, tables_there
from catalog.ckan.sending import hash_in, to_send
from tests.bench.ckan_site import THREADS, Package, owners_of, purge
from tests.bench.ckan_tables import tables_of, with_tables
from tests.bench.faulty import FaultyClient, KilledError

Tables = Mapping[str, Mapping[str, TableRows]]


class _Workers:
    """Workers that publish as the job runner does: again after a failure, with what the link remembers."""

    def __init__(self, publisher: CkanPublisher) -> None:
        self._publisher = publisher
        self._lock = Lock()
        self.tries: Counter[str] = Counter()

    def until_done(self, package: Package, known: str | None, rows: Mapping[str, TableRows]) -> Published:
        """Publish until it is done; a write that was begun and failed makes the known mark unknown."""
        begun = [False]

        def go_on() -> None:
            begun[0] = True

        while True:
            self._count("runs")
            try:
                return self._publisher.publish(package, known_modified=known, rows=rows, go_on=go_on)
            except (CkanError, KilledError) as error:
                self._count(type(error).__name__)
                known = None if begun[0] else known

    def _count(self, what: str) -> None:
        with self._lock:
            self.tries[what] += 1


def bench_faults(server: CkanClient, anybody: CkanClient, publishes: int, rows: int) -> dict[str, Any]:
    """Publish each dataset, then a second version of it; count what went wrong for good.

    Args:
        rows: of the table that each dataset has besides; 0: links alone.
    """
    packages = with_tables(publishes // 2, is_bare=not rows)
    newer = with_tables(publishes // 2, "（更正）", is_bare=not rows)
    old_tables, tables = tables_of(packages, rows, "old "), tables_of(newer, rows + 7, "new ")
    faulty = FaultyClient(server.url, os.environ["PORTAL_TEST_CKAN_TOKEN"], random.Random(5))
    workers = _Workers(CkanPublisher(faulty, anybody))

    def both(key: str) -> None:
        mark = workers.until_done(packages[key], None, old_tables[key]).metadata_modified
        workers.until_done(newer[key], mark, tables[key])

    before = _besides(server)  # what earlier users of this CKAN left
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            for wave in waves(list(packages), packages, set()):
                list(pool.map(both, wave))
        found = _what_stands(server, anybody, newer, tables, before)
    finally:
        purge(server, packages)
    return {
        "publishes": len(packages) * 2,
        "calls": faulty.calls,
        "faults": dict(faulty.faults),
        "fault_share": round(sum(faulty.faults.values()) / faulty.calls, 3),
        "runs": dict(workers.tries),
        **found,
    }


def _besides(server: CkanClient) -> frozenset[str]:
    """Return the names of all tables, organizations and groups."""
    return tables_there(server).union(server.read("organization_list"), server.read("group_list"))


def _what_stands(
    server: CkanClient, anybody: CkanClient, wanted: Mapping[str, Package], tables: Tables, before: frozenset[str]
) -> Package:
    """Compare every dataset and table as anybody sees it with what was published."""
    there = listing(server)
    with ThreadPoolExecutor(THREADS) as pool:
        differing = Counter(
            name for names in pool.map(lambda key: _wrong(anybody, wanted[key], tables[key]), wanted) for name in names
        )
    titles = Counter(server.read("package_show", id=one.id)["title"] for one in there)
    expected = Counter(one["title"] for one in wanted.values())
    tags = [one["name"] for one in server.read("tag_list", all_fields="true")]
    ours = {key for each in tables.values() for key in each}
    ours |= {one["name"] for owners in owners_of(wanted).values() for one in owners.values()}
    return {
        "datasets_there": len(there),
        "duplicate_datasets": sum((titles - expected).values()),
        "duplicate_tags": len(tags) - len(set(tags)),
        "orphan_datasets": len({one.id for one in there} - set(wanted)),
        "orphan_tables_and_owners": len(_besides(server) - before - ours),
        "left_private": sum(one.is_private for one in there),
        "missing_datasets": differing["missing"],
        "differing_files": differing["files"],
        "differing_hashes": differing["hash"],
        "differing_tables": differing["table"],
    }


def _wrong(anybody: CkanClient, package: Package, tables: Mapping[str, TableRows]) -> list[str]:
    try:
        shown = anybody.read("package_show", id=package["id"])
    except CkanError:
        return ["missing"]
    found = []
    if {one["id"]: one["hash"] for one in shown["resources"]} != {
        one["id"]: one["hash"] for one in package["resources"]
    }:
        found.append("files")
    if len(shown["resources"]) != len(package["resources"]) or hash_in(shown) != hash_in(to_send(package)):
        found.append("hash")
    return found + ["table" for key, table in tables.items() if not _is_exactly(anybody, key, table)]


def _is_exactly(anybody: CkanClient, key: str, table: TableRows) -> bool:
    """Tell whether anybody is given all rows of the table, in order, and none besides."""
    try:
        records = anybody.read("datastore_search", resource_id=key, limit=table.total * 2, sort="_id")["records"]
    except CkanMissing:
        return False
    wanted = [row[0] for row in table.rows_from(0)]
    return [str(one[table.fields[0].name]) for one in records] == wanted
