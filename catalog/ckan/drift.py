"""What differs between a dataset as the portal sends it and as it stands in CKAN: for a person to decide about."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalog.ckan.sending import HASH

_PACKAGE: Final = ("name", "title", "notes", "owner_org", "license_id", "version", "url", "author", "private", "state")
_RESOURCE: Final = ("name", "description", "format", "mimetype", "size", "hash", "url")
SHOWN_CHARS: Final = 200
_UNSHOWN: Final = frozenset({HASH, "search_words"})  # derived; of no use to a person


def differences(body: Mapping[str, Any], shown: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the fields that differ, each with both values cut to what fits a page.

    Args:
        body: of `sending.to_send`. shown: of CKAN's `package_show`.

    Returns:
        Rows of field, ours, theirs; empty when somebody saved without changing anything.
    """
    wanted = {"state": "active", **body, "private": False}
    pairs = [(name, wanted.get(name), shown.get(name)) for name in _PACKAGE]
    pairs += _listed("extra", _extras(body), _extras(shown))
    pairs.append(("tags", _names(body, "tags", "name"), _names(shown, "tags", "name")))
    pairs.append(("groups", _names(body, "groups", "id"), _names(shown, "groups", "id")))
    pairs += _of_resources(body, shown)
    return [
        {"field": name, "ours": _text(ours), "theirs": _text(theirs)}
        for name, ours, theirs in pairs
        if _text(ours) != _text(theirs)
    ]


def _of_resources(body: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    ours = {one["id"]: one for one in body["resources"]}
    theirs = {one["id"]: one for one in shown["resources"]}
    yield "resources", sorted(ours), sorted(theirs)
    for key in ours.keys() & theirs.keys():
        mine, other = ours[key], theirs[key]
        for name in _RESOURCE:
            # an uploaded file's address is CKAN's own
            other_value = str(other.get(name) or "").rpartition("/")[2] if _is_upload(mine, name) else other.get(name)
            yield f"resource {mine.get('format') or key}: {name}", mine.get(name), other_value


def _is_upload(resource: Mapping[str, Any], name: str) -> bool:
    return name == "url" and resource.get("url_type") == "upload"


def _extras(package: Mapping[str, Any]) -> dict[str, Any]:
    return {one["key"]: one["value"] for one in package.get("extras", ()) if one["key"] not in _UNSHOWN}


def _listed(kind: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(f"{kind}: {name}", ours.get(name), theirs.get(name)) for name in sorted({*ours, *theirs})]


def _names(package: Mapping[str, Any], field: str, key: str) -> list[str]:
    return sorted(str(one[key]) for one in package.get(field, ()))


def _text(value: Any) -> str:
    """One form for what CKAN gives back in another: nothing and empty are the same, numbers may be text."""
    if value is None:
        return ""
    text = "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
