"""What differs between the record and a CKAN server: a plan from one paged listing of hashes. Pure but for the listing.

Only datasets that carry our hash are ours; what else stands in that CKAN is nobody's business here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanMissing
from catalog.ckan.sending import HASH

PAGE: Final = 1000
GUARD_SHARE: Final = 0.1
GUARD_LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A dataset as CKAN's search lists it."""

    id: str
    name: str
    metadata_modified: str
    sync_hash: str | None
    is_private: bool


@dataclass(frozen=True, slots=True)
class Ours:
    """A dataset as the record wants it: its hash, and CKAN's mark of the portal's own last write (None: never)."""

    sync_hash: str
    known_modified: str | None


@dataclass(frozen=True, slots=True)
class ReconcilePlan:
    """Ids by what is wrong with them; empty when all is well."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    drifted: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    ghosts: tuple[str, ...] = ()
    orphan_tables: tuple[str, ...] = ()
    unchanged: int = 0
    is_guarded: bool = field(default=False)

    @property
    def is_clean(self) -> bool:
        """Whether nothing differs."""
        return not any(
            (self.missing, self.changed, self.extra, self.drifted, self.hidden, self.ghosts, self.orphan_tables)
        )

    def counts(self) -> dict[str, int]:
        """Return how many of each."""
        kinds = ("missing", "changed", "extra", "drifted", "hidden", "ghosts", "orphan_tables")
        return {kind: len(getattr(self, kind)) for kind in kinds} | {"unchanged": self.unchanged}


def listing(client: CkanClient) -> list[Listed]:
    """Return every dataset CKAN's search knows, a thousand a page, ordered by id so that pages do not shift."""
    rows: list[Listed] = []
    while True:
        found: dict[str, Any] = client.read(
            "package_search",
            q="*:*",
            fl=f"id,name,metadata_modified,private,capacity,extras_{HASH}",
            sort="id asc",
            rows=PAGE,
            start=len(rows),
            include_private="true",
        )
        page = found["results"]
        rows += [
            Listed(
                one["id"],
                one["name"],
                one["metadata_modified"].rstrip("Z"),
                one.get(f"extras_{HASH}") or one.get(HASH),
                one.get("capacity") == "private" or one.get("private") is True,
            )
            for one in page
        ]
        if len(page) < PAGE:
            return rows


def make_plan(
    ours: Mapping[str, Ours],
    theirs: list[Listed],
    *,
    guard_share: float = GUARD_SHARE,
    tables: frozenset[str] = frozenset(),
    resources: frozenset[str] = frozenset(),
) -> ReconcilePlan:
    """Compare the record with a listing.

    Args:
        ours: package id → what the record wants.
        theirs: the listing.
        guard_share: when more than this share of our datasets there would vanish, the plan is guarded: nothing is
            removed before a person has looked.
        tables: resource ids that have a DataStore table of ours there; resources: ids of our released resources.
    """
    by_id = {one.id: one for one in theirs}
    missing = [one for one in ours if one not in by_id]
    extra = [one.id for one in theirs if one.sync_hash and one.id not in ours]
    changed, drifted, hidden = [], [], []
    for package_id, wanted in ours.items():
        there = by_id.get(package_id)
        if there is None:
            continue
        if wanted.known_modified and not _same_moment(there.metadata_modified, wanted.known_modified):
            drifted.append(package_id)
        elif there.sync_hash != wanted.sync_hash:
            changed.append(package_id)
        elif there.is_private:
            hidden.append(package_id)
    mine = sum(1 for one in theirs if one.sync_hash)
    return ReconcilePlan(
        missing=tuple(missing),
        changed=tuple(changed),
        extra=tuple(extra),
        drifted=tuple(drifted),
        hidden=tuple(hidden),
        orphan_tables=tuple(sorted(tables - resources)),
        unchanged=len(ours) - len(missing) - len(changed) - len(drifted) - len(hidden),
        is_guarded=len(extra) >= GUARD_LEAST and len(extra) > mine * guard_share,
    )


def _same_moment(listed: str, known: str) -> bool:
    """Solr keeps milliseconds, the database microseconds."""
    return listed[:23].ljust(23, "0") == known[:23].ljust(23, "0")


def find_ghosts(client: CkanClient, suspects: list[str]) -> list[str]:
    """Return those that search lists and the database does not have: a worker killed between Solr and commit."""
    ghosts = []
    for one in suspects:
        try:
            client.read("package_show", id=one)
        except CkanMissing:
            ghosts.append(one)
    return ghosts


def own_tables(client: CkanClient, suspects: frozenset[str]) -> frozenset[str]:
    """Return those DataStore tables that the portal filled and anybody can still read.

    A table whose resource was purged answers 404 to everybody and cannot be removed through the API; a table without
    our mark is somebody else's.
    """
    found: set[str] = set()
    for one in suspects:
        try:
            info = client.read("datastore_info", id=one)
        except CkanMissing:
            continue
        if info["fields"] and "release" in (info["fields"][0].get("info") or {}):
            found.add(one)
    return frozenset(found)


def tables_there(client: CkanClient) -> frozenset[str]:
    """Return the resource ids that have a DataStore table."""
    found: set[str] = set()
    while True:
        page = client.read(
            "datastore_search", resource_id="_table_metadata", limit=PAGE, offset=len(found), include_total=False
        )["records"]
        found.update(one["name"] for one in page if not one["name"].startswith("_") and one.get("alias_of") is None)
        if len(page) < PAGE:
            return frozenset(found)
