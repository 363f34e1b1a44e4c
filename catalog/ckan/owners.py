"""Organizations and groups in CKAN: there, and as the record has them, before the first dataset that names them.

Different ones are made several at a time, one of them never twice at once: parallel creation of one id or name answers
500 (measured on CKAN 2.12). Each process makes one only when it is new to it or has changed.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanError, CkanMissing

ATTEMPTS: Final = 4
THREADS: Final = 4
FEW: Final = 3  # so many are asked for one by one; for more the names that are there are listed first
PAGE: Final = 1000
_SAME: Final = ("title", "name", "description")
Owner = tuple[str, Mapping[str, Any]]  # its kind (organization, group), and it as a package names it


class Owners:
    """What one CKAN server has of organizations and groups, as far as this process knows."""

    def __init__(self, client: CkanClient) -> None:
        """Take the client that writes."""
        self._client = client
        self._known: dict[str, tuple[str, ...]] = {}

    def bring(self, packages: Iterable[Mapping[str, Any]]) -> None:
        """Bring the organizations and groups that packages name up to date.

        Raises:
            CkanError: as the server answers.
        """
        wanted: dict[str, Owner] = {}
        for package in packages:
            wanted[package["organization"]["id"]] = ("organization", package["organization"])
            wanted.update({group["id"]: ("group", group) for group in package["groups"]})
        new = [owner for key, owner in wanted.items() if self._known.get(key) != _mark(owner)]
        if len(new) <= FEW:
            for owner in new:
                self._ensure(owner, is_missing=False)
            return
        there = {(kind, name) for kind in ("organization", "group") for name in self._names(kind)}
        with ThreadPoolExecutor(THREADS) as pool:
            tasks = [pool.submit(self._ensure, one, is_missing=(one[0], one[1]["name"]) not in there) for one in new]
        for task in tasks:
            task.result()

    def close(self, organization_id: str) -> None:
        """Take an organization away whose last dataset went to another one; an answer left unclear is of no matter."""
        try:
            there = self._client.read("organization_show", id=organization_id, include_datasets="false")
            if there["package_count"] == 0:
                self._client.write("organization_delete", id=organization_id)
                self._known.pop(organization_id, None)
        except (CkanAmbiguous, CkanConflict, CkanMissing):
            return

    def _names(self, kind: str) -> set[str]:
        """Return the names of all that are there; deleted ones are not listed."""
        names: set[str] = set()
        while True:
            page = set(self._client.read(f"{kind}_list", limit=PAGE, offset=len(names)))
            if page <= names:
                return names
            names |= page

    def _ensure(self, owner: Owner, *, is_missing: bool) -> None:
        """Make one what it should be; what a write left unclear is settled by the next look.

        Args:
            owner: which.
            is_missing: a listing has just said that it is not there, so it need not be asked for first.
        """
        kind, wanted = owner
        body = {"id": wanted["id"], **{name: wanted.get(name) or "" for name in _SAME}}
        failure: CkanError = CkanAmbiguous()
        for _ in range(ATTEMPTS):
            try:
                shown = None if is_missing else self._shown(kind, wanted["id"])
                is_missing = False
                if shown is None:
                    shown = self._client.write(f"{kind}_create", **body)
                elif not _is_as(shown, body):
                    shown = self._client.write(f"{kind}_patch", **body, state="active")
            except (CkanAmbiguous, CkanConflict) as error:
                failure = error
                continue
            if _is_as(shown, body):
                self._known[wanted["id"]] = _mark(owner)
                return
        raise failure

    def _shown(self, kind: str, key: str) -> dict[str, Any] | None:
        try:
            shown: dict[str, Any] = self._client.read(f"{kind}_show", id=key, include_datasets="false")
        except CkanMissing:
            return None
        return shown


def _mark(owner: Owner) -> tuple[str, ...]:
    return tuple(str(owner[1].get(name) or "") for name in _SAME)


def _is_as(shown: Mapping[str, Any], body: Mapping[str, str]) -> bool:
    return all(str(shown.get(name) or "") == body[name] for name in _SAME) and shown["state"] == "active"
