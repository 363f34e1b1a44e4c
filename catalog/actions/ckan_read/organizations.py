"""Organizations (agencies) and groups (themes and sectors)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.names import all_groups
from catalog.actions.ckan_read.packages import MAX_ROWS
from catalog.actions.ckan_read.reader import Params, Reader, flag, required, whole, words
from catalog.ckan.mapping import GroupRef, moment
from catalog.models import Agency

SORTS = {"name", "package_count", "title", "packages"}


def _organization(agency: Agency, count: int) -> dict[str, Any]:
    return {
        "approval_status": "approved",
        "created": moment(agency.created_at),
        "description": agency.description,
        "display_name": agency.name,
        "id": str(agency.id),
        "image_display_url": "",
        "image_url": "",
        "is_organization": True,
        "name": agency.slug,
        "num_followers": 0,
        "package_count": count,
        "state": "active",
        "title": agency.name,
        "type": "organization",
    }


def _group(group: GroupRef, count: int) -> dict[str, Any]:
    return {
        "approval_status": "approved",
        "created": None,
        "description": "",
        "display_name": group.title,
        "id": str(group.id),
        "image_display_url": "",
        "image_url": "",
        "is_organization": False,
        "name": group.name,
        "num_followers": 0,
        "package_count": count,
        "state": "active",
        "title": group.title,
        "type": "group",
    }


def _organizations(reader: Reader) -> list[dict[str, Any]]:
    counts = reader.sets.values("agency")
    agencies = reader.session.scalars(select(Agency)).unique()
    return [_organization(one, counts.get(one.slug, 0).bit_count()) for one in agencies]


def _groups(reader: Reader) -> list[dict[str, Any]]:
    counts = reader.sets.values("group")
    return [_group(one, counts.get(one.name, 0).bit_count()) for one in all_groups(reader)]


def _list(rows: list[dict[str, Any]], params: Params, only: str) -> list[Any]:
    field, _, direction = str(params.get("sort") or "title asc").strip().partition(" ")
    if field not in SORTS:
        raise ActionValidationError({"message": f"Cannot sort by field `{field}`"})
    if direction.strip().lower() not in {"", "asc", "desc"}:
        raise ActionValidationError({"message": "Sort order must be asc or desc"})
    field = "package_count" if field == "packages" else field
    wanted = words(params, only)
    if wanted is not None:
        rows = [row for row in rows if row["name"] in wanted or row["id"] in wanted]
    rows = sorted(rows, key=lambda row: row["name"])
    rows.sort(key=lambda row: row[field], reverse=direction.strip().lower() == "desc")
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    rows = rows[offset : None if limit is None else offset + limit]
    if not flag(params, "all_fields"):
        return [row["name"] for row in rows]
    if not flag(params, "include_dataset_count", default=True):
        rows = [{key: value for key, value in row.items() if key != "package_count"} for row in rows]
    more: dict[str, Any] = {}
    for name in ("include_extras", "include_tags", "include_groups", "include_users"):
        if flag(params, name):
            more[name.removeprefix("include_")] = []
    return [{**row, **more} for row in rows]


def _in_use(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those with datasets: the others are not in a CKAN the portal syncs to either."""
    return [row for row in rows if row["package_count"]]


def organization_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of organizations."""
    return _list(_in_use(_organizations(reader)), params, "organizations")


def group_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of groups."""
    return _list(_in_use(_groups(reader)), params, "groups")


def _find(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    for row in rows:
        if key in (row["id"], row["name"]):
            return row
    raise ActionNotFound


def _show(reader: Reader, row: dict[str, Any], params: Params, field: str, *, default: bool) -> dict[str, Any]:
    shown = dict(row)
    if not flag(params, "include_dataset_count", default=True):
        shown.pop("package_count", None)
    if not flag(params, "include_followers", default=True):
        shown.pop("num_followers", None)
    if flag(params, "include_datasets", default=default):
        shown["packages"] = _packages(reader, field, row["name"], MAX_ROWS)
    if flag(params, "include_users", default=True):
        shown["users"] = []
    for name, is_default in (("extras", True), ("groups", True), ("tags", field == "group")):
        if flag(params, f"include_{name}", default=is_default):
            shown[name] = []
    return shown


def _packages(reader: Reader, field: str, name: str, limit: int) -> list[dict[str, Any]]:
    found = reader.sets.values(field).get(name, 0)
    order = reader.sets.order("modified", descending=True)
    return reader.packages(reader.sets.page(found, order, 0, limit))


def organization_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one organization by id or name."""
    row = _find(_organizations(reader), required(params, "id"))
    return _show(reader, row, params, "agency", default=False)


def group_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one group by id or name."""
    row = _find(_groups(reader), required(params, "id"))
    return _show(reader, row, params, "group", default=False)


def group_package_show(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return the datasets of a group."""
    row = _find(_groups(reader), required(params, "id"))
    limit = whole(params, "limit", MAX_ROWS)
    return _packages(reader, "group", row["name"], min(limit if limit is not None else MAX_ROWS, MAX_ROWS))


def _complete(rows: list[dict[str, Any]], params: Params) -> list[dict[str, str]]:
    typed = str(params.get("q") or "").lower()
    limit = whole(params, "limit", 20) or 20
    found = [row for row in rows if typed in row["name"].lower() or typed in row["title"].lower()]
    return [{"id": row["id"], "name": row["name"], "title": row["title"]} for row in found[:limit]]


def organization_autocomplete(reader: Reader, params: Params) -> list[dict[str, str]]:
    """Return organizations whose name or title holds the text."""
    return _complete(_organizations(reader), params)


def group_autocomplete(reader: Reader, params: Params) -> list[dict[str, str]]:
    """Return groups whose name or title holds the text."""
    return _complete(_groups(reader), params)


def organization_list_for_user(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return the organizations the caller belongs to: the agency of a token's owner, nothing for a visitor."""
    del params
    if reader.actor is None or reader.actor.agency_id is None:
        return []
    own = str(reader.actor.agency_id)
    return [{**row, "capacity": "member"} for row in _organizations(reader) if row["id"] == own]


def group_list_authz(reader: Reader, params: Params) -> list[Any]:
    """Return the groups the caller may edit: none here."""
    del reader, params
    return []


def member_list(reader: Reader, params: Params) -> list[list[str]]:
    """Return the members of a group or organization: its datasets; people are nobody's business."""
    key = required(params, "id")
    shelves: Mapping[str, Callable[[Reader], list[dict[str, Any]]]] = {"group": _groups, "agency": _organizations}
    for field, rows in shelves.items():
        for row in rows(reader):
            if key in (row["id"], row["name"]):
                if params.get("object_type") not in (None, "", "package"):
                    return []
                return [[one["id"], "package", "public"] for one in _packages(reader, field, row["name"], MAX_ROWS)]
    raise ActionNotFound
