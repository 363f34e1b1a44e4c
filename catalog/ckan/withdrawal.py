"""Taking a dataset out of CKAN, and proving that it is out.

CKAN's own delete and purge leave the DataStore table and an uploaded file's bytes, and dropping a resource by an update
leaves its rows readable by anybody; so the order is: rows, files, resources, dataset, purge; then every surface is
asked anonymously.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import requests

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import drop_table
from catalog.ckan.errors import CkanAmbiguous, CkanConflict, CkanDenied, CkanError, CkanMissing, CkanStillOpen
from catalog.ckan.uploads import clear_file, file_address


def take_down(client: CkanClient, package_id: str, resource_ids: Iterable[str]) -> None:
    """Remove rows, resources and the dataset itself; calling it again does no harm.

    Args:
        client: writes, as a system administrator (purge needs that).
        package_id: the dataset.
        resource_ids: every resource it ever had, as far as the portal knows; those CKAN shows are added.

    Raises:
        CkanAmbiguous: no clear answer; call again.
    """
    try:
        shown = {one["id"]: one for one in client.read("package_show", id=package_id)["resources"]}
    except CkanMissing:  # a ghost or gone: rows may still be there
        shown = {}
        _give_body(client, package_id)
    for resource_id in sorted({*resource_ids, *shown}):
        drop_table(client, resource_id)
        clear_file(client, shown.get(resource_id, {}))
        _quietly(client, "resource_delete", id=resource_id)
    _quietly(client, "package_delete", id=package_id)
    _quietly(client, "dataset_purge", id=package_id)


def _give_body(client: CkanClient, package_id: str) -> None:
    """Create again what search lists and the database does not have: only what is there can be purged."""
    listed = client.read("package_search", fq=f'id:"{package_id}"', include_private="true", rows=1, fl="name,owner_org")
    for one in listed["results"]:
        body = {"name": one["name"], "owner_org": one["owner_org"], "private": True}
        client.write("package_create", id=package_id, **body)


def _quietly(client: CkanClient, action: str, **params: str) -> None:
    """Do it; that it is not there is what is wanted."""
    try:
        client.write(action, **params)
    except CkanMissing:
        return


def probe(anonymous: CkanClient, package_id: str, resource_ids: Iterable[str], name: str = "") -> list[dict[str, Any]]:
    """Ask every surface as anybody would; return the evidence, one row a surface.

    Each row: surface, what (id), is_open, at (UTC). A surface that gives no clear answer counts as open.
    """
    evidence = [
        _surface("package_show", package_id, lambda: anonymous.read("package_show", id=package_id)),
        _surface(
            "package_search",
            package_id,
            lambda: anonymous.read("package_search", fq=f'id:"{package_id}"', rows=0)["count"],
        ),
    ]
    evidence += [
        _surface("page", one, lambda one=one: _is_given(anonymous, f"/dataset/{one}"))
        for one in (name, package_id)
        if one
    ]
    if "activity" in anonymous.read("status_show").get("extensions", ()):  # it shows old metadata even after a purge
        evidence.append(
            _surface("activity", package_id, lambda: anonymous.read("package_activity_list", id=package_id))
        )
    for one in sorted(resource_ids):
        evidence += [
            _surface("resource_show", one, lambda one=one: anonymous.read("resource_show", id=one)),
            _surface(
                "datastore_search",
                one,
                lambda one=one: anonymous.read("datastore_search", resource_id=one, limit=0),
            ),
            _surface("dump", one, lambda one=one: _is_given(anonymous, f"/datastore/dump/{one}")),
            _surface("file", one, lambda one=one: _is_given(anonymous, file_address(package_id, one))),
        ]
    return evidence


def _is_given(anonymous: CkanClient, path: str) -> bool:
    """Tell whether an address answers with something, a redirect too; a server's fault is no clear answer."""
    status = anonymous.status_of(path)
    if status >= requests.codes.server_error:
        raise CkanAmbiguous
    return bool(status < requests.codes.bad_request)


def _surface(surface: str, what: str, ask: Any) -> dict[str, Any]:
    try:
        is_open = bool(ask())
    except (CkanMissing, CkanDenied, CkanConflict):
        is_open = False
    except CkanError:
        is_open = True
    return {"surface": surface, "what": what, "is_open": is_open, "at": datetime.now(UTC).isoformat()}


def withdraw_from(
    client: CkanClient, anonymous: CkanClient, package_id: str, resource_ids: Iterable[str], name: str = ""
) -> list[dict[str, Any]]:
    """Take a dataset down and return the evidence that it is.

    Raises:
        CkanStillOpen: something can still be read; the job is tried again until it cannot.
        CkanAmbiguous: no clear answer; the same.
    """
    known = sorted(set(resource_ids))
    take_down(client, package_id, known)
    evidence = probe(anonymous, package_id, known, name)
    if any(row["is_open"] for row in evidence):
        error = CkanStillOpen()
        error.detail = {"open": sum(row["is_open"] for row in evidence)}
        raise error
    return evidence
