"""Publishing to CKAN: one dataset, every write repeatable, no reader sees half of it.

Order: organization and groups are there → the dataset, private while rows are still to come → rows into the DataStore →
public. A dataset of links alone is one public write. `package_revise` compares the moment of the last change, so a hand
edit is reported, not overwritten. After an unclear answer the server is read, and what it says decides.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows, load_rows
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanDrift, CkanError, CkanMissing
from catalog.ckan.sending import hash_in, to_send
from catalog.ckan.withdrawal import withdraw_from

ATTEMPTS: Final = 4
_SAME_GROUP: Final = ("title", "name", "description")


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in CKAN now: `state` is created, updated, unchanged or none."""

    state: str
    sync_hash: str
    metadata_modified: str


class CkanPublisher:
    """Writes packages of `mapping.package_of` to one CKAN server."""

    is_configured: Final = True

    def __init__(self, client: CkanClient, anonymous: CkanClient) -> None:
        """Take the client that writes, and one that asks as anybody would."""
        self._client = client
        self._anonymous = anonymous
        self.url = client.url
        self._known: dict[str, tuple[str, ...]] = {}

    def prepare(self, packages: Iterable[Mapping[str, Any]]) -> None:
        """Bring organizations and groups up to date, one after the other: parallel creation makes doubles.

        Raises:
            CkanError: as the server answers.
        """
        seen: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for package in packages:
            seen[package["organization"]["id"]] = ("organization", package["organization"])
            seen.update({group["id"]: ("group", group) for group in package["groups"]})
        for kind, wanted in seen.values():
            mark = tuple(str(wanted.get(name) or "") for name in _SAME_GROUP)
            if self._known.get(wanted["id"]) != mark:
                self._ensure(kind, wanted)
                self._known[wanted["id"]] = mark

    def _ensure(self, kind: str, wanted: Mapping[str, Any]) -> None:
        """Make an organization or group what it should be; what a write left unclear is settled by the next look."""
        body = {"id": wanted["id"], **{name: wanted.get(name) or "" for name in _SAME_GROUP}}
        failure: CkanError = CkanAmbiguous()
        for _ in range(ATTEMPTS):
            try:
                shown = self._client.read(f"{kind}_show", id=wanted["id"], include_datasets="false")
            except CkanMissing:
                action, more = f"{kind}_create", {}
            except CkanAmbiguous:
                continue
            else:
                if all(str(shown.get(name) or "") == body[name] for name in _SAME_GROUP) and shown["state"] == "active":
                    return
                action, more = f"{kind}_patch", {"state": "active"}
            try:
                self._client.write(action, **body, **more)
            except (CkanAmbiguous, CkanConflict) as error:
                failure = error
        raise failure

    def publish(
        self,
        package: Mapping[str, Any],
        *,
        known_modified: str | None = None,
        rows: Mapping[str, TableRows] | None = None,
        report: Callable[[int, int], None] | None = None,
        force: bool = False,
        is_missing: bool = False,
    ) -> Published:
        """Make the dataset in CKAN what `package` says.

        Args:
            package: of `mapping.package_of`, addresses filled in.
            known_modified: CKAN's own mark of the last change when the portal last wrote; None when it never has.
            rows: resource id → rows for the DataStore; None: links alone.
            report: told how many rows of how many are in.
            force: overwrite what was edited by hand.
            is_missing: a listing has just said that it is not there, so it need not be asked again.

        Raises:
            CkanDrift: edited by hand, and not forced. CkanError: as the server answers.
        """
        self.prepare([package])
        private = bool(rows)
        shown = None if is_missing else self._show(package["id"])
        body = to_send(package, private=private)
        wanted = hash_in(body)
        state = "updated"
        if shown is None:
            shown, state = self._create(body), "created"
        elif hash_in(shown) == wanted and not shown["private"] and shown["state"] == "active":
            return Published("unchanged", str(wanted), shown["metadata_modified"])
        elif not force and known_modified not in (None, shown["metadata_modified"]) and hash_in(shown) != wanted:
            raise CkanDrift
        if hash_in(shown) != wanted or shown["state"] != "active" or shown["private"] != private:
            shown = self._revise(shown, {**body, "state": "active"})
        if rows:
            for resource_id, table in rows.items():
                load_rows(self._client, resource_id, table, report=report)
            shown = self._show(package["id"]) or shown
            shown = self._revise(shown, {"private": False})
        return Published(state, str(wanted), shown["metadata_modified"])

    def withdraw(self, package_id: str, resource_ids: Iterable[str], *, name: str = "") -> list[dict[str, Any]]:
        """Take a dataset down and return the evidence that nothing of it can be read; see `withdrawal`."""
        return withdraw_from(self._client, self._anonymous, package_id, resource_ids, name)

    @property
    def client(self) -> CkanClient:
        """The client that writes, for listings and checks."""
        return self._client

    def _show(self, package_id: str) -> dict[str, Any] | None:
        try:
            shown: dict[str, Any] = self._client.read("package_show", id=package_id)
        except CkanMissing:
            return None
        return shown

    def _create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Create with our own id: done twice it is refused, so it can be tried until it is there."""
        for _ in range(ATTEMPTS):
            try:
                created: dict[str, Any] = self._client.write("package_create", **body)
            except (CkanAmbiguous, CkanConflict) as error:
                shown = self._show(str(body["id"]))
                if shown is not None:
                    return shown
                if isinstance(error, CkanConflict):
                    raise
            else:
                return created
        raise CkanAmbiguous

    def _revise(self, shown: Mapping[str, Any], update: Mapping[str, Any]) -> dict[str, Any]:
        """Change the dataset if it is still what was shown; what the server owns of a resource stays."""
        kept = {one["id"]: one for one in shown["resources"]}
        if "resources" in update:
            merged = [{**_custom(kept.get(one["id"], {})), **one} for one in update["resources"]]
            update = {**update, "resources": merged}
        # lists of an update are merged place by place: what stands there goes first
        drop = [f"-{name}" for name in ("resources", "extras", "tags", "groups") if name in update]
        match = {"id": shown["id"], "metadata_modified": shown["metadata_modified"]}
        for _ in range(ATTEMPTS):
            try:
                revised: dict[str, Any] = self._client.write(
                    "package_revise", match=match, filter=drop, update=dict(update)
                )["package"]
            except CkanAmbiguous:
                now = self._show(str(shown["id"]))
                if now is not None and _has(now, update):
                    return now
                if now is not None and now["metadata_modified"] != match["metadata_modified"]:
                    raise CkanDrift from None
            except CkanConflict as error:
                now = self._show(str(shown["id"]))
                if now is not None and _has(now, update):
                    return now
                if "match" in error.fields or (now and now["metadata_modified"] != match["metadata_modified"]):
                    raise CkanDrift from None
                raise
            else:
                return revised
        raise CkanAmbiguous


def _custom(resource: Mapping[str, Any]) -> dict[str, Any]:
    """What the server keeps for a resource and a partial one would lose."""
    return {name: resource[name] for name in ("datastore_active", "url_type", "created") if name in resource}


def _has(shown: Mapping[str, Any], update: Mapping[str, Any]) -> bool:
    """Tell whether what was to be written is there already."""
    if "extras" in update and hash_in(shown) != hash_in(update):
        return False
    return all(shown.get(name) == update[name] for name in ("private", "state") if name in update)
