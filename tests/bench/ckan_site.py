"""A real CKAN for benches: made datasets as packages, written by the portal's publisher or by `ckanapi load`, purged."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows
from catalog.ckan.errors import CkanError, CkanMissing
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.parallel import write_all
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.views import DatasetPage
from tests.bench.catalogue_made import made_page

SITE: Final = "http://127.0.0.1:8000"
THREADS: Final = 4
Package = dict[str, Any]


def clients() -> tuple[CkanClient, CkanClient]:
    """Return a client that writes, and an anonymous one."""
    url = os.environ["PORTAL_TEST_CKAN_URL"]
    return CkanClient(url, os.environ["PORTAL_TEST_CKAN_TOKEN"]), CkanClient(url)


def package(page: DatasetPage) -> Package:
    """Return what the publisher is given for a page."""
    made: Package = at_site(package_json(page), SITE)
    return made


def packages_of(count: int, **more: Any) -> dict[str, Package]:
    """Return id → package of the first `count` datasets; `more` replaces fields of their pages."""
    return {one["id"]: one for one in (package(made_page(number, **more)) for number in range(count))}


def owners_of(packages: Mapping[str, Package]) -> dict[str, dict[str, Package]]:
    """Return the organizations and groups that packages name, by kind and id."""
    return {
        "organization": {one["owner_org"]: one["organization"] for one in packages.values()},
        "group": {group["id"]: group for one in packages.values() for group in one["groups"]},
    }


def purge(server: CkanClient, packages: Mapping[str, Package]) -> None:
    """Purge what was made: tables, datasets, then organizations and groups."""

    def one(kind: str, key: str) -> None:
        with suppress(CkanMissing):
            server.write(f"{kind}_purge", id=key)

    def dataset(key: str) -> None:
        for resource in packages[key]["resources"]:
            if resource.get("datastore_active"):
                with suppress(CkanError):
                    server.write("datastore_delete", resource_id=resource["id"], force=True)
        one("dataset", key)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(dataset, packages))
        for kind, owners in owners_of(packages).items():
            list(pool.map(one, [kind] * len(owners), owners))


def took(call: Callable[[], object]) -> float:
    """Return seconds on the clock."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def first_sync(
    publisher: CkanPublisher,
    packages: Mapping[str, Package],
    tables: Mapping[str, Mapping[str, TableRows]] | None = None,
) -> dict[str, Published]:
    """Write all packages through the publisher, as reconcile does; `tables`: package id → resource id → rows."""
    done: dict[str, Published] = {}

    def write(one: str, is_missing: bool) -> None:
        done[one] = publisher.publish(packages[one], is_missing=is_missing, rows=(tables or {}).get(one))

    write_all(publisher, packages, write, missing=list(packages), present=[], tell=lambda *_: None)
    return done


def load(server: CkanClient, kind: str, bodies: Iterable[Mapping[str, Any]], folder: Path) -> float:
    """Load with `ckanapi load KIND -p 4`; return seconds.

    Raises:
        SystemExit: it failed.
    """
    lines = folder / f"{kind}.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in bodies), encoding="utf-8")
    programs = Path(sys.executable).parent  # its workers start `ckanapi` by name
    command = [str(programs / "ckanapi"), "load", kind, "-q", "-p", str(THREADS), "-I", str(lines)]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "-r", server.url, "-a", os.environ["PORTAL_TEST_CKAN_TOKEN"]],
        check=False,
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
    )
    if done.returncode:
        raise SystemExit("ckanapi failed")
    return time.perf_counter() - began


def load_owners(server: CkanClient, packages: Mapping[str, Package], folder: Path) -> float:
    """Load organizations and groups with `ckanapi`; return seconds."""
    names = ("id", "name", "title", "description")
    spent = 0.0
    for kind, owners in owners_of(packages).items():
        bodies = [{name: one[name] for name in names} for one in owners.values()]
        spent += load(server, f"{kind}s", bodies, folder)
    return spent
