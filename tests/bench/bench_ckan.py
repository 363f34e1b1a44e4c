# ruff: noqa: T201 - it prints figures
"""The sync beside `ckanapi load` on one real CKAN: `python -m tests.bench.bench_ckan [--datasets 1000] [--only PART]`.

Needs PORTAL_TEST_CKAN_URL and PORTAL_TEST_CKAN_TOKEN, and a CKAN without datasets: whatever it makes there it purges.
Parts: sync (first sync and no-op reconcile beside `ckanapi load datasets -p 4`, new and unchanged), rows (20,000 rows into
the DataStore beside `datastore_create` with batches of 1,000), faults (publishes with a fifth of all calls failing).
Ratios are of one run. Organizations and groups are made before both and timed apart; `ckanapi` runs second.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from catalog.actions.reconcile import reconcile
from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import CHUNK_ROWS, TYPES, TableRows, load_rows
from catalog.ckan.errors import CkanError, CkanMissing
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.parallel import write_all
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.ckan.reconcile import listing
from catalog.ckan.sending import hash_in, to_send
from catalog.deps import Deps
from catalog.fields import Field, FieldType
from catalog.models import Base, CkanLink
from catalog.search.tables import SearchEntry
from tests.bench.catalogue_made import made_page, made_pages
from tests.bench.faulty import FaultyClient, KilledError

SITE: Final = "http://127.0.0.1:8000"
THREADS: Final = 4
Package = dict[str, Any]
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


def clients() -> tuple[CkanClient, CkanClient]:
    """Return a client that writes, and an anonymous one."""
    url = os.environ["PORTAL_TEST_CKAN_URL"]
    return CkanClient(url, os.environ["PORTAL_TEST_CKAN_TOKEN"]), CkanClient(url)


def packages_of(count: int) -> dict[str, Package]:
    """Return id → package of the first `count` datasets."""
    return {str(one.id): at_site(package_json(one), SITE) for one in made_pages(count)}


def purge(server: CkanClient, packages: dict[str, Package], *, with_owners: bool = True) -> None:
    """Purge what was made; organizations and groups too."""

    def one(kind: str, key: str) -> None:
        with suppress(CkanMissing):
            server.write(f"{kind}_purge", id=key)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda key: one("dataset", key), packages))
    if with_owners:
        for key in sorted({package["owner_org"] for package in packages.values()}):
            one("organization", key)
        for key in sorted({group["id"] for package in packages.values() for group in package["groups"]}):
            one("group", key)


def took(call: Callable[[], object]) -> float:
    """Return seconds on the clock."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def first_sync(publisher: CkanPublisher, packages: dict[str, Package]) -> dict[str, Published]:
    """Write all packages through the publisher, as reconcile does."""
    done: dict[str, Published] = {}

    def write(one: str, is_missing: bool) -> None:
        done[one] = publisher.publish(packages[one], is_missing=is_missing)

    write_all(publisher, packages, write, missing=list(packages), present=[], tell=lambda *_: None)
    return done


def _load(server: CkanClient, lines: Path) -> None:
    programs = Path(sys.executable).parent  # its workers start `ckanapi` by name
    command = [str(programs / "ckanapi"), "load", "datasets", "-q", "-p", "4", "-I", str(lines)]
    done = subprocess.run(
        [*command, "-r", server.url, "-a", os.environ["PORTAL_TEST_CKAN_TOKEN"]],
        check=False,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
    )
    if done.returncode:
        raise SystemExit("ckanapi failed")


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
    (lines := folder / "datasets.jsonl").write_text(
        "".join(json.dumps(to_send(one)) + "\n" for one in packages.values()), encoding="utf-8"
    )
    done: dict[str, Published] = {}
    try:
        publisher = CkanPublisher(server, anybody)
        owners = took(lambda: publisher.prepare(packages.values()))
        first = took(lambda: done.update(first_sync(publisher, packages)))
        sessions = _record(folder, packages, done)
        deps = SimpleNamespace(sessions=sessions, ckan=CkanPublisher(server, anybody), extras={"site_url": SITE})
        noop = took(lambda: reports.append(reconcile(deps=cast("Deps", deps), repair=True)))
        purge(server, packages, with_owners=False)
        load_first = took(lambda: _load(server, lines))
        loaded = len(listing(server))
        load_again = took(lambda: _load(server, lines))
    finally:
        purge(server, packages)
    return {
        "datasets": count,
        "organizations_and_groups_s": round(owners, 2),
        "first_sync_s": round(first, 2),
        "ckanapi_load_s": round(load_first, 2),
        "first_ratio": round(load_first / first, 2),
        "ckanapi_loaded": loaded,
        "noop_reconcile_s": round(noop, 2),
        "ckanapi_unchanged_s": round(load_again, 2),
        "noop_ratio": round(load_again / noop, 1),
        "noop_plan": {name: number for name, number in reports[-1].plan.counts().items() if number},
    }


reports: list[Any] = []


def _cell(field: Field, row: int) -> str:
    made = {
        FieldType.INTEGER: f"{row}",
        FieldType.NUMBER: f"{row * 1.25:.2f}",
        FieldType.DATE: f"2025-{row % 12 + 1:02d}-01",
    }
    return made.get(field.type, f"{field.name}第{row % 997}号")


def bench_rows(server: CkanClient, anybody: CkanClient, total: int, chunk_rows: int) -> dict[str, Any]:
    """Time both ways of loading one table."""
    page, packages = made_page(0), packages_of(1)
    table = [tuple(_cell(field, row) for field in FIELDS) for row in range(total)]
    rows = TableRows(FIELDS, total, "ab" * 32, lambda start: iter(table[start:]))
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
        ours = took(lambda: load_rows(server, first, rows, chunk_rows=chunk_rows))
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


def _until_done(publisher: CkanPublisher, package: Package, known: str | None, tries: Counter[str]) -> Published:
    """Publish as the job runner does: again after a failure, with what the link remembers."""
    while True:
        tries["runs"] += 1
        try:
            return publisher.publish(package, known_modified=known)
        except (CkanError, KilledError) as error:
            tries[type(error).__name__] += 1


def bench_faults(server: CkanClient, anybody: CkanClient, publishes: int) -> dict[str, Any]:
    """Publish each dataset, then a second version of it; count what went wrong for good."""
    packages = packages_of(count := publishes // 2)
    newer = {
        str(one.id): at_site(package_json(one), SITE)
        for one in (made_page(number, title=f"{made_page(number).title}（更正）") for number in range(count))
    }
    faulty = FaultyClient(server.url, os.environ["PORTAL_TEST_CKAN_TOKEN"], random.Random(5))
    publisher = CkanPublisher(faulty, anybody)
    tries: Counter[str] = Counter()
    try:
        CkanPublisher(server, anybody).prepare(list(packages.values())[:1])
        for one, package in packages.items():
            mark = _until_done(publisher, package, None, tries).metadata_modified
            _until_done(publisher, newer[one], mark, tries)
        found = _what_stands(server, anybody, newer)
    finally:
        purge(server, packages)
    return {
        "publishes": count * 2,
        "calls": faulty.calls,
        "faults": dict(faulty.faults),
        "fault_share": round(sum(faulty.faults.values()) / faulty.calls, 3),
        "runs": dict(tries),
        **found,
    }


def _what_stands(server: CkanClient, anybody: CkanClient, wanted: dict[str, Package]) -> dict[str, int]:
    """Compare every dataset as anybody sees it with what was published."""
    there = listing(server)
    titles = Counter(server.read("package_show", id=one.id)["title"] for one in there)
    differing, resources = 0, Counter[str]()
    for key, package in wanted.items():
        shown = anybody.read("package_show", id=key)
        files = {one["id"]: one["hash"] for one in shown["resources"]}
        same = files == {one["id"]: one["hash"] for one in package["resources"]}
        differing += not same or hash_in(shown) != hash_in(to_send(package))
        resources.update(files.keys())
    names = [one["name"] for one in server.read("tag_list", all_fields="true")]
    expected, owners = (Counter(one[key] for one in wanted.values()) for key in ("title", "owner_org"))
    return {
        "duplicates": sum((titles - expected).values()) + len(names) - len(set(names)),
        "orphans": len({one.id for one in there} - set(wanted)) + sum(1 for one in resources.values() if one > 1),
        "left_private": sum(one.is_private for one in there),
        "differing_hashes": differing,
        "organizations_extra": len(server.read("organization_list")) - len(owners),
    }


def main() -> None:
    """Run the parts, print a table and JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--datasets", type=int, default=1000)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--chunk", type=int, default=CHUNK_ROWS)
    options.add_argument("--publishes", type=int, default=1000)
    options.add_argument("--only", choices=("sync", "rows", "faults"))
    given = options.parse_args()
    server, anybody = clients()
    assert not listing(server), "an empty CKAN is needed"
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        if given.only in (None, "sync"):
            result |= bench_sync(server, anybody, given.datasets, Path(folder))
        if given.only in (None, "rows"):
            result |= bench_rows(server, anybody, given.rows, given.chunk)
        if given.only in (None, "faults"):
            result |= bench_faults(server, anybody, given.publishes)
    for name, value in result.items():
        print(f"{name:27} {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
