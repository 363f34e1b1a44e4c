"""What is sent of a package, and the hash by which an unchanged one is known."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

# fields CKAN owns or derives: sent back they are ignored or wiped
_PACKAGE: Final = ("id", "name", "title", "notes", "owner_org", "license_id", "version", "url", "author", "type")
_RESOURCE: Final = (
    "id",
    "url",
    "name",
    "description",
    "format",
    "mimetype",
    "size",
    "hash",
    "last_modified",
    "resource_type",
    "url_type",
    "schema",
    "release_id",
)
HASH: Final = "sync_hash"


def to_send(package: Mapping[str, Any], *, private: bool = False) -> dict[str, Any]:
    """Return what to write for a package of `mapping.package_of`; its hash goes along as an extra.

    `private` is a real boolean: CKAN reads any other value as false, that is public.
    """
    body: dict[str, Any] = {name: package[name] for name in _PACKAGE if package[name] is not None}
    body["resources"] = [{name: one[name] for name in _RESOURCE if name in one} for one in package["resources"]]
    body["tags"] = [{"name": one["name"]} for one in package["tags"]]
    body["groups"] = [{"id": one["id"]} for one in package["groups"]]
    extras = [one for one in package["extras"] if one["key"] != HASH]
    whole = {**body, "extras": extras, "tables": _has_table(package)}
    body["extras"] = [*extras, {"key": HASH, "value": hash_of(whole)}]
    body["private"] = private
    return body


def _has_table(package: Mapping[str, Any]) -> list[str]:
    """Whether rows go along is not said in the body, so the hash must know it."""
    return sorted(one["id"] for one in package["resources"] if one.get("datastore_active"))


def hash_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a body's canonical JSON."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hash_in(package: Mapping[str, Any]) -> str | None:
    """Return the hash that stands in a package's extras, as sent or as CKAN gives it back."""
    return next((one["value"] for one in package.get("extras", ()) if one["key"] == HASH), None)
