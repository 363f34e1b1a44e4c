"""What differs between the record and a CKAN server: a plan from one paged listing of hashes. Pure but for the listing.

Only datasets that carry our hash and an address of this portal are ours: another portal may sync to the same CKAN, and
what else stands there is nobody's business here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanMissing
from catalog.ckan.sending import HASH

PAGE: Final = 1000
GUARD_SHARE: Final = 0.1
GUARD_LEAST: Final = 5
KINDS: Final = ("missing", "changed", "extra", "withdrawn", "drifted", "hidden", "ghosts", "orphan_tables")


@dataclass(frozen=True, slots=True)
class Listed:
    """A dataset as CKAN's search lists it."""

    id: str
    name: str
    metadata_modified: str
    sync_hash: str | None
    is_private: bool
    url: str = ""


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
    withdrawn: tuple[str, ...] = ()
    ghosts: tuple[str, ...] = ()
    orphan_tables: tuple[str, ...] = ()
    unchanged: int = 0
    is_guarded: bool = field(default=False)

    @property
    def is_clean(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, kind) for kind in KINDS)

    def counts(self) -> dict[str, int]:
        """Return how many of each."""
        return {kind: len(getattr(self, kind)) for kind in KINDS} | {"unchanged": self.unchanged}


def listing(client: CkanClient) -> list[Listed]:
    """Return every dataset CKAN's search knows, a thousand a page, ordered by id so that pages do not shift."""
    rows: list[Listed] = []
    while True:
        found: dict[str, Any] = client.read(
            "package_search",
            q="*:*",
            fl=f"id,name,metadata_modified,private,capacity,url,extras_{HASH}",
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
                one.get("url") or "",
            )
            for one in page
        ]
        if not page or len(rows) >= found["count"]:  # a server may give fewer a page than asked for
            return rows


def make_plan(
    ours: Mapping[str, Ours],
    theirs: list[Listed],
    *,
    site_url: str,
    guard_share: float = GUARD_SHARE,
    withdrawn: frozenset[str] = frozenset(),
    tables: frozenset[str] = frozenset(),
    resources: frozenset[str] = frozenset(),
) -> ReconcilePlan:
    """Compare the record with a listing.

    Args:
        ours: package id → what the record wants.
        theirs: the listing.
        site_url: address of this portal.
        withdrawn: ids of our datasets that are not for the public any more; taking them down needs no guard.
        guard_share: when more than this share of our datasets there would vanish, the plan is guarded: nothing is
            removed before a person has looked.
        tables: resource ids that have a DataStore table of ours there; resources: ids of our released resources.
    """
    by_id = {one.id: one for one in theirs}
    missing = [one for one in ours if one not in by_id]
    mine = [one.id for one in theirs if one.sync_hash and one.url.startswith(f"{site_url.rstrip('/')}/")]
    extra = [one for one in mine if one not in ours and one not in withdrawn]
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
    return ReconcilePlan(
        missing=tuple(missing),
        changed=tuple(changed),
        extra=tuple(extra),
        withdrawn=tuple(one.id for one in theirs if one.id in withdrawn),
        drifted=tuple(drifted),
        hidden=tuple(hidden),
        orphan_tables=tuple(sorted(tables - resources)),
        unchanged=len(ours) - len(missing) - len(changed) - len(drifted) - len(hidden),
        is_guarded=len(extra) >= GUARD_LEAST and len(extra) > len(mine) * guard_share,
    )


def _same_moment(listed: str, known: str) -> bool:
    """Solr keeps milliseconds and writes none when they are zero; the database keeps microseconds."""
    return _milliseconds(listed) == _milliseconds(known)


def _milliseconds(moment: str) -> str:
    seconds, _, fraction = moment.partition(".")
    return f"{seconds}.{fraction[:3]:0<3}"


def find_ghosts(client: CkanClient, theirs: Sequence[Listed], suspects: Iterable[str]) -> list[str]:
    """Return those that search lists and the database does not have: a worker killed between Solr and commit.

    Args:
        theirs: the listing, from the index. The database's own list of public names is compared with it.
        suspects: ids to be asked for besides.
    """
    names = set(client.read("package_list"))
    unknown = {one.id for one in theirs if not one.is_private and one.name not in names}
    suspects = sorted(unknown.union(suspects))
    ghosts = []
    for one in suspects:
        try:
            client.read("package_show", id=one)
        except CkanMissing:
            ghosts.append(one)
    return ghosts


def own_tables(client: CkanClient, suspects: frozenset[str], site_url: str) -> frozenset[str]:
    """Return those DataStore tables that this portal filled and anybody can still read.

    A table whose resource was purged answers 404 to everybody and cannot be removed through the API; a table without
    our mark is somebody else's.
    """
    found: set[str] = set()
    for one in suspects:
        try:
            info = client.read("datastore_info", id=one)
        except CkanMissing:
            continue
        if info["fields"] and (info["fields"][0].get("info") or {}).get("portal") == site_url:
            found.add(one)
    return frozenset(found)


def tables_there(client: CkanClient) -> frozenset[str]:
    """Return the resource ids that have a DataStore table."""
    found: set[str] = set()
    read = 0
    while True:
        page = client.read(
            "datastore_search", resource_id="_table_metadata", limit=PAGE, offset=read, include_total=False
        )["records"]
        read += len(page)
        found.update(one["name"] for one in page if not one["name"].startswith("_") and one.get("alias_of") is None)
        if not page:
            return frozenset(found)
