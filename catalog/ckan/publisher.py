"""Publishing to CKAN: one dataset, every write repeatable, no reader sees half of it.

Order: organization and groups are there → the dataset, private while files or rows are to come → files → rows into the
DataStore → public. A dataset of links alone is one public write; one whose new rows fit one call stays public while
they take the place of the old ones. `package_revise` compares the moment of the last change: a hand edit is reported,
not overwritten. After an unclear answer the server is read, and what it says decides.
"""

import time
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import CHUNK_ROWS, TableRows, drop_table, is_loaded, load_rows
from catalog.ckan.drift import differences
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanDrift, CkanMissing
from catalog.ckan.options import UPLOAD, CkanOptions, UploadFile
from catalog.ckan.owners import Owners
from catalog.ckan.preflight import Preflight, check_server
from catalog.ckan.sending import hash_in, to_send
from catalog.ckan.tags import Claim, NewTags, unclaimed
from catalog.ckan.uploads import clear_file, load_files
from catalog.ckan.withdrawal import withdraw_from

ATTEMPTS: Final = 4
PREFLIGHT_SECONDS: Final = 600.0
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

    def __init__(
        self,
        client: CkanClient,
        anonymous: CkanClient,
        options: CkanOptions | None = None,
        claim_tags: Claim = unclaimed,
    ) -> None:
        """Take the client that writes, one that asks as anybody would, and how the site wants its datasets.

        `claim_tags` holds new tags against other processes that write to the same server.
        """
        self._client = client
        self._anonymous = anonymous
        self.url = client.url
        self.options = options or CkanOptions()
        self._checked_at: float | None = None
        self._owners = Owners(client)
        self.tags = NewTags(claim_tags)

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
        """Bring organizations and groups up to date, each once; see `owners`.

        Raises:
            CkanError: as the server answers.
        """
        self._owners.bring(packages)

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
        shown = None if is_missing else self.shown(package["id"])
        body = to_send(package, private=bool(rows or files))
        if shown is not None:
            if not force and known_modified not in (None, shown["metadata_modified"]) and differences(body, shown):
                raise CkanDrift
            if hash_in(shown) == hash_in(body) and not shown["private"] and shown["state"] == "active" and not force:
                return Published("unchanged", str(hash_in(body)), shown["metadata_modified"])
        go_on()
        self.prepare([package])
        left = shown["owner_org"] if shown is not None and shown["owner_org"] != package["owner_org"] else None
        if shown is not None and not files and self._is_replaceable(shown, rows):
            shown, state = self._replace(shown, {**body, "private": False}, rows, go_on=go_on), "updated"
        else:
            shown, state = self._write(shown, body, keep=rows, go_on=go_on)
            if rows or files:
                load_files(self._client, package["id"], files, go_on=go_on)
                for resource_id, table in rows.items():
                    load_rows(self._client, resource_id, table, go_on=go_on, is_new=state == "created")
                go_on()
                shown = self._open(shown, is_compared=not files)
        if left is not None:
            self._owners.close(left)
        return Published(state, str(hash_in(body)), shown["metadata_modified"])

    def _is_replaceable(self, shown: Mapping[str, Any], rows: Mapping[str, TableRows]) -> bool:
        """Tell whether new rows can take the place of the old ones without a reader ever being given half of them.

        So it is where the rows of each table are there already or fit one call, which CKAN runs in one transaction.
        """
        if not rows or shown["private"] or shown["state"] != "active":
            return False
        if any(one.get("url_type") == UPLOAD for one in shown["resources"]):
            return False
        return rows.keys() <= {one["id"] for one in shown["resources"]} and all(
            table.total <= CHUNK_ROWS or is_loaded(self._client, key, table) for key, table in rows.items()
        )

    def _replace(
        self,
        shown: dict[str, Any],
        body: Mapping[str, Any],
        rows: Mapping[str, TableRows],
        *,
        go_on: GoOn,
    ) -> dict[str, Any]:
        """Put new rows and then new metadata in place of the old ones while readers keep the dataset.

        Killed before the end it still has its old hash, so the next run does all of it again.
        """
        self._retire(shown, body, rows)
        for resource_id, table in rows.items():
            load_rows(self._client, resource_id, table, go_on=go_on)
        now = self.shown(str(body["id"])) or shown
        if differences(shown, now):
            raise CkanDrift
        go_on()
        return self._revise(now, {**body, "state": "active"})

    def _open(self, shown: dict[str, Any], *, is_compared: bool) -> dict[str, Any]:
        """Show a dataset to the public when all of it is there, if nobody edited it in the meantime."""
        now = self.shown(str(shown["id"])) or shown
        if is_compared and differences(shown, {**now, "private": False}):
            raise CkanDrift
        return self._revise(now, {"private": False})

    def _write(
        self, shown: dict[str, Any] | None, body: Mapping[str, Any], *, keep: Container[str], go_on: GoOn
    ) -> tuple[dict[str, Any], str]:
        """Create the dataset or revise it, closed to readers while rows or files are still to come."""
        go_on()
        if shown is None:
            shown, state = self._create(_with_tables(body, keep)), "created"
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
                with self.tags.bringing(one["name"] for one in body["tags"]):
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
                with self.tags.bringing(one["name"] for one in update.get("tags", ())):
                    answer = self._client.write("package_revise", match=match, filter=drop, update=dict(update))
                    revised: dict[str, Any] = answer["package"]
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


def _with_tables(body: Mapping[str, Any], rows: Container[str]) -> dict[str, Any]:
    """Say at once which resources have a table: else CKAN writes the whole dataset again when each one comes."""
    resources = [{**one, "datastore_active": True} if one["id"] in rows else one for one in body["resources"]]
    return {**body, "resources": resources}


def _has(shown: Mapping[str, Any], update: Mapping[str, Any]) -> bool:
    """Tell whether what was to be written is there already."""
    if "extras" in update and hash_in(shown) != hash_in(update):
        return False
    return all(shown.get(name) == update[name] for name in ("private", "state") if name in update)
