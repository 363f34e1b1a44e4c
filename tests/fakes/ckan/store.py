"""The fake's state, and the errors its actions answer with."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import RLock
from time import sleep
from typing import Any
from uuid import uuid4

ADMIN_TOKEN = "token-of-an-administrator"
PLAIN_TOKEN = "token-of-somebody"
Package = dict[str, Any]


class RefusedError(Exception):
    """An answer of CKAN's that is not a result: HTTP status and its `error`."""

    def __init__(self, status: int, error: dict[str, Any] | str) -> None:
        super().__init__(status)
        self.status = status
        self.error = error


def not_found() -> RefusedError:
    """404."""
    return RefusedError(404, {"__type": "Not Found Error", "message": "Not found"})


def denied() -> RefusedError:
    """403."""
    return RefusedError(403, {"__type": "Authorization Error", "message": "Access denied"})


def invalid(**fields: Any) -> RefusedError:
    """409; `fields` name what is wrong."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return RefusedError(409, {"__type": "Validation Error", **lists})


def broken() -> RefusedError:
    """500, as an error nobody caught gives it: not JSON."""
    return RefusedError(500, "Internal Server Error")


@dataclass
class Table:
    """A DataStore table."""

    fields: list[dict[str, Any]]
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Store:
    """Everything the fake holds. `index` is what Solr knows, which may differ from the database."""

    packages: dict[str, Package] = field(default_factory=dict)
    index: dict[str, Package] = field(default_factory=dict)
    owners: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {"organization": {}, "group": {}})
    tags: list[tuple[str, str]] = field(default_factory=list)  # id, name: parallel creation doubles a name
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    plugins: list[str] = field(default_factory=lambda: ["datastore"])
    version: str = "2.12.0"
    pause: float = 0.0  # seconds between a create's look and its commit: what makes parallel ones collide
    page_cap: int = 1000
    max_file_bytes: int = 10 << 20

    def __post_init__(self) -> None:
        self.lock = RLock()
        self._busy: set[str] = set()
        self._last = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> str:
        """Return the moment as CKAN writes it; no two are the same."""
        with self.lock:
            self._last = max(self._last + timedelta(microseconds=1009), datetime.now(UTC))
            return self._last.replace(tzinfo=None).isoformat(timespec="microseconds")

    @contextmanager
    def creating(self, *keys: str) -> Iterator[None]:
        """Hold ids and names while they are created; whoever comes meanwhile gets 500, not 409."""
        with self.lock:
            if self._busy & set(keys):
                raise broken()
            self._busy |= set(keys)
        try:
            sleep(self.pause)
            yield
        finally:
            with self.lock:
                self._busy -= set(keys)

    def package(self, key: Any, *, to: str) -> Package:
        """Return a dataset by id or name, as the owner of the token `to` may see it."""
        found = next((one for one in self.packages.values() if key in (one["id"], one["name"])), None)
        if found is None or (found["state"] != "active" and to != ADMIN_TOKEN):
            raise not_found()
        if found["private"] and to != ADMIN_TOKEN:
            raise denied()
        return found

    def shown(self, package: Package) -> Package:
        """Return a dataset as `package_show` gives it."""
        result = copy.deepcopy(package)
        organization = self.owners["organization"].get(package["owner_org"])
        result["organization"] = organization
        result["groups"] = [self.owners["group"][one] for one in package["groups"] if one in self.owners["group"]]
        result["tags"] = [self.tag(name) for name in package["tags"]]
        for position, one in enumerate(result["resources"]):
            one |= {"position": position, "package_id": package["id"], "state": "active"}
            one["datastore_active"] = one["id"] in self.tables
        result |= {"num_resources": len(result["resources"]), "num_tags": len(result["tags"]), "isopen": True}
        return result

    def tag(self, name: str) -> dict[str, Any]:
        """Return a tag as it stands in a dataset."""
        key = next((one for one, known in self.tags if known == name), "")
        return {"id": key, "name": name, "display_name": name, "state": "active", "vocabulary_id": None}

    def add_tags(self, names: Iterable[str], known: set[str]) -> None:
        """Add the tags that were not known when the write began."""
        self.tags += [(str(uuid4()), name) for name in names if name not in known]

    def commit(self, package: Package) -> None:
        """Write index and database, in that order."""
        package["metadata_modified"] = self.now()
        self.index[package["id"]] = copy.deepcopy(package)
        self.packages[package["id"]] = package

    def visible(self, to: str, *, with_private: bool = False) -> list[Package]:
        """Return what search knows, as somebody sees it; ghosts too."""
        rows = [one for one in self.index.values() if one["state"] == "active"]
        return [one for one in rows if not one["private"] or (with_private and to == ADMIN_TOKEN)]

    def resource(self, key: Any, *, to: str) -> tuple[Package, dict[str, Any]]:
        """Return a resource and its dataset."""
        for package in self.packages.values():
            for one in package["resources"]:
                if one["id"] == key:
                    return self.package(package["id"], to=to), one
        raise not_found()

    def ghost(self, package_id: str) -> None:
        """Lose a dataset from the database alone, as a worker killed before its commit does."""
        del self.packages[package_id]
