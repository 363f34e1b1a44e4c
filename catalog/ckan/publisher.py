"""Publishing to CKAN: one dataset, every write repeatable, no reader sees half of it.

Order: organization and groups are there → the dataset, private while files or rows are to come → files → rows into the
DataStore → public. A dataset of links alone is one public write. `package_revise` compares the moment of the last
change: a hand edit is reported, not overwritten. After an unclear answer the server is read, and what it says decides.
"""

import time
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows, drop_table, load_rows
from catalog.ckan.drift import differences
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanDrift, CkanError, CkanMissing
from catalog.ckan.options import UPLOAD, CkanOptions, UploadFile
from catalog.ckan.preflight import Preflight, check_server
from catalog.ckan.sending import hash_in, to_send
from catalog.ckan.uploads import clear_file, load_files
from catalog.ckan.withdrawal import withdraw_from

ATTEMPTS: Final = 4
PREFLIGHT_SECONDS: Final = 600.0
_SAME_GROUP: Final = ("title", "name", "description")
GoOn = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in CKAN now: `state` is created, updated, unchanged or none."""

    state: str
    sync_hash: str
    metadata_modified: str


def always() -> None:
    """Go on, whatever happens."""


class CkanPublisher:
    """Writes packages of `mapping.package_of` to one CKAN server."""

    is_configured: Final = True

    def __init__(self, client: CkanClient, anonymous: CkanClient, options: CkanOptions | None = None) -> None:
        """Take the client that writes, one that asks as anybody would, and how the site wants its datasets."""
        self._client = client
        self._anonymous = anonymous
        self.url = client.url
        self.options = options or CkanOptions()
        self._checked_at: float | None = None
        self._known: dict[str, tuple[str, ...]] = {}

    def preflight(self) -> Preflight | None:
        """Check the server before the first write and every ten minutes; None when that was done lately.

        Raises:
            CkanUnfit: not a server or token to publish with. CkanError: it does not answer.
        """
        if self._checked_at is not None and time.monotonic() - self._checked_at < PREFLIGHT_SECONDS:
            return None
        found = check_server(self._client, needs_datastore=self.options.rows)
        self._checked_at = time.monotonic()
        return found

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
        files: Mapping[str, UploadFile] | None = None,
        go_on: GoOn = always,
        force: bool = False,
        is_missing: bool = False,
    ) -> Published:
        """Make the dataset in CKAN what `package` says.

        Args:
            package: of `mapping.package_of`, addresses filled in, `shaped` by the options.
            known_modified: CKAN's own mark of the last change when the portal last wrote; None when it never has.
            rows: resource id → rows for the DataStore. files: resource id → file to upload. Neither: links alone.
            go_on: asked before each write; it raises when the dataset is not to be written any more.
            force: overwrite what was edited by hand.
            is_missing: a listing has just said that it is not there, so it need not be asked again.

        Raises:
            CkanDrift: edited by hand, and not forced. CkanError: as the server answers; what `go_on` raises.
        """
        rows, files = rows or {}, files or {}
        body = to_send(package, private=bool(rows or files))
        shown = None if is_missing else self.shown(package["id"])
        if shown is not None:
            if not force and known_modified not in (None, shown["metadata_modified"]) and differences(body, shown):
                raise CkanDrift
            if hash_in(shown) == hash_in(body) and not shown["private"] and shown["state"] == "active" and not force:
                return Published("unchanged", str(hash_in(body)), shown["metadata_modified"])
        go_on()
        self.prepare([package])
        left = shown["owner_org"] if shown is not None and shown["owner_org"] != package["owner_org"] else None
        shown, state = self._write(shown, body, keep=rows, go_on=go_on)
        if rows or files:
            load_files(self._client, package["id"], files, go_on=go_on)
            for resource_id, table in rows.items():
                load_rows(self._client, resource_id, table, go_on=go_on)
            go_on()
            shown = self._revise(self.shown(package["id"]) or shown, {"private": False})
        if left is not None:
            self._close(left)
        return Published(state, str(hash_in(body)), shown["metadata_modified"])

    def _close(self, organization_id: str) -> None:
        """Take an organization away whose last dataset went to another one; an answer left unclear is of no matter."""
        try:
            there = self._client.read("organization_show", id=organization_id, include_datasets="false")
            if there["package_count"] == 0:
                self._client.write("organization_delete", id=organization_id)
                self._known.pop(organization_id, None)
        except (CkanAmbiguous, CkanConflict, CkanMissing):
            return

    def _write(
        self, shown: dict[str, Any] | None, body: Mapping[str, Any], *, keep: Container[str], go_on: GoOn
    ) -> tuple[dict[str, Any], str]:
        """Create the dataset or revise it, closed to readers while rows or files are still to come."""
        go_on()
        if shown is None:
            shown, state = self._create(body), "created"
        else:
            state = "updated"
            if self._retire(shown, body, keep):  # our own writes: the mark of the last change is another now
                shown = self.shown(str(body["id"])) or shown
        is_other = hash_in(shown) != hash_in(body) or shown["private"] != body["private"] or shown["state"] != "active"
        if is_other or (state == "updated" and differences(body, shown)):
            go_on()
            shown = self._revise(shown, {**body, "state": "active"})
        return shown, state

    def _retire(self, shown: Mapping[str, Any], body: Mapping[str, Any], keep: Container[str]) -> bool:
        """Remove what a revise would leave readable: tables without rows to come, files that become links.

        Returns:
            Whether anything was removed.
        """
        is_any = False
        uploads = {one["id"] for one in body["resources"] if one.get("url_type") == UPLOAD}
        for one in shown["resources"]:
            if one.get("datastore_active") and one["id"] not in keep:
                drop_table(self._client, one["id"])
                is_any = True
            if one["id"] not in uploads:
                is_any = clear_file(self._client, one) or is_any
        return is_any

    def withdraw(self, package_id: str, resource_ids: Iterable[str], *, name: str = "") -> list[dict[str, Any]]:
        """Take a dataset down and return the evidence that nothing of it can be read; see `withdrawal`."""
        return withdraw_from(self._client, self._anonymous, package_id, resource_ids, name)

    @property
    def client(self) -> CkanClient:
        """The client that writes, for listings and checks."""
        return self._client

    def shown(self, package_id: str) -> dict[str, Any] | None:
        """Return the dataset as CKAN has it; None when it is not there."""
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
                shown = self.shown(str(body["id"]))
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
                now = self.shown(str(shown["id"]))
                if now is not None and _has(now, update):
                    return now
                if now is not None and now["metadata_modified"] != match["metadata_modified"]:
                    raise CkanDrift from None
            except CkanConflict as error:
                now = self.shown(str(shown["id"]))
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
    return {name: resource[name] for name in ("datastore_active", "created") if name in resource}


def _has(shown: Mapping[str, Any], update: Mapping[str, Any]) -> bool:
    """Tell whether what was to be written is there already."""
    if "extras" in update and hash_in(shown) != hash_in(update):
        return False
    return all(shown.get(name) == update[name] for name in ("private", "state") if name in update)
