# ruff: noqa: T201 - it prints figures
"""The sync beside `ckanapi load` on one real CKAN: `python -m tests.bench.bench_ckan [--datasets 1000] [--only PART]`.

Needs PORTAL_TEST_CKAN_URL and PORTAL_TEST_CKAN_TOKEN, and a CKAN without datasets: whatever it makes there it purges.
Parts: sync (first sync and no-op reconcile beside `ckanapi load datasets -p 4`, new and unchanged; from a CKAN without
organizations and groups on both sides, those timed apart and counted in), tables (the same with a small table in the
DataStore for each dataset, beside `ckanapi load` and `datastore_create`), rows (one table of 20,000 rows beside
`datastore_create` with batches of 1,000), faults (publishes with a fifth of all calls failing). Ratios are of one run;
`ckanapi` runs second.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from catalog.actions.reconcile import reconcile
from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import CHUNK_ROWS
from catalog.ckan.mapping import package_json
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.ckan.reconcile import listing
from catalog.ckan.sending import to_send
from catalog.models import Base, CkanLink
from catalog.search.tables import SearchEntry
from tests.bench.catalogue_made import made_page
from tests.bench.ckan_faults import bench_faults
from tests.bench.ckan_site import SITE, Package, clients, first_sync, load, load_owners, packages_of, purge, took
from tests.bench.ckan_tables import bench_rows, bench_tables


def _record(folder: Path, packages: dict[str, Package], done: dict[str, Published]) -> sessionmaker[Session]:
    """Return a record that knows the packages as released and synced: what a reconcile reads."""
    engine = create_engine(f"sqlite:///{folder / 'record.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for number in range(len(packages)):
            page = made_page(number)
            session.add(SearchEntry(dataset_id=page.id, generation=1, is_live=True, body=package_json(page)))
            link = CkanLink(dataset_id=page.id, package_id=str(page.id), state="synced", evidence=[])
            link.metadata_modified = done[str(page.id)].metadata_modified
            session.add(link)
        session.commit()
    return sessionmaker(engine)


def bench_sync(server: CkanClient, anybody: CkanClient, count: int, folder: Path) -> dict[str, Any]:
    """Time both ways of a first sync and of a second one that has nothing to do."""
    packages = packages_of(count)
    bodies = [to_send(one) for one in packages.values()]
    done: dict[str, Published] = {}
    try:
        publisher = CkanPublisher(server, anybody)
        owners = took(lambda: publisher.prepare(packages.values()))
        first = took(lambda: done.update(first_sync(publisher, packages)))
        deps: Any = SimpleNamespace(
            sessions=_record(folder, packages, done), ckan=CkanPublisher(server, anybody), extras={"site_url": SITE}
        )
        began = time.perf_counter()
        plan = reconcile(deps=deps, repair=True).plan
        noop = time.perf_counter() - began
        purge(server, packages)
        load_first_owners = load_owners(server, packages, folder)
        load_first = load(server, "datasets", bodies, folder)
        loaded = len(listing(server))
        load_again = load(server, "datasets", bodies, folder)
    finally:
        purge(server, packages)
    return {
        "datasets": count,
        "owners_s": round(owners, 2),
        "ckanapi_owners_s": round(load_first_owners, 2),
        "first_sync_s": round(first, 2),
        "ckanapi_load_s": round(load_first, 2),
        "ckanapi_loaded": loaded,
        "first_ratio": round(load_first / first, 2),
        "first_ratio_with_owners": round((load_first_owners + load_first) / (owners + first), 2),
        "noop_reconcile_s": round(noop, 2),
        "ckanapi_unchanged_s": round(load_again, 2),
        "noop_ratio": round(load_again / noop, 1),
        "noop_plan": {name: number for name, number in plan.counts().items() if number},
    }


def main() -> None:
    """Run the parts, print a table and JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--datasets", type=int, default=1000)
    options.add_argument("--table-rows", type=int, default=50, help="0, for faults: links alone")
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--chunk", type=int, default=CHUNK_ROWS)
    options.add_argument("--publishes", type=int, default=1000)
    options.add_argument("--only", choices=("sync", "tables", "rows", "faults"))
    given = options.parse_args()
    server, anybody = clients()
    assert not listing(server), "an empty CKAN is needed"
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "sync": lambda: bench_sync(server, anybody, given.datasets, folder),
            "tables": lambda: bench_tables(server, anybody, given.datasets, given.table_rows, folder),
            "rows": lambda: bench_rows(server, anybody, given.rows, given.chunk),
            "faults": lambda: bench_faults(server, anybody, given.publishes, given.table_rows),
        }
        for part, run in parts.items():
            if given.only in (None, part):
                found = run()
                result |= found
                for key, value in found.items():
                    print(f"{key:27} {value}", flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
