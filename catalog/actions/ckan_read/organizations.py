"""Organizations (agencies) and groups (themes and sectors)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.names import all_groups
from catalog.actions.ckan_read.packages import MAX_ROWS
from catalog.actions.ckan_read.reader import Params, Reader, flag, given, required, text_flag, whole
from catalog.actions.ckan_read.stored import StoredPackage
from catalog.ckan.mapping import GroupRef, moment
from catalog.models import Agency

SORTS: Final = {"name", "package_count", "title", "packages"}
# the most a CKAN lists at once: names, or whole dictionaries
MOST_NAMES: Final = 1000
MOST_DICTIONARIES: Final = 25


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


def _list(rows: list[dict[str, Any]], params: Params, only: str, kind: str) -> list[Any]:
    field, is_down = _order(str(params.get("sort") or params.get("order_by") or "title"))
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    wanted, typed = _names(params.get(only)), str(params.get("q") or "").strip().lower()
    if str(params.get("type") or kind) != kind:
        rows = []
    if wanted:
        rows = [row for row in rows if row["name"] in wanted]
    if typed:
        rows = [row for row in rows if any(typed in row[one].lower() for one in ("name", "title", "description"))]
    rows = sorted(rows, key=lambda row: row["name"])
    rows.sort(key=lambda row: row[field], reverse=is_down)
    with_fields = flag(params, "all_fields")
    most = MOST_DICTIONARIES if with_fields else MOST_NAMES
    rows = rows[offset : offset + min(limit or most, most)]
    if not with_fields:
        return [row["name"] for row in rows]
    if not flag(params, "include_dataset_count", default=True):
        rows = [{key: value for key, value in row.items() if key != "package_count"} for row in rows]
    asked = ("include_extras", "include_groups", "include_users")
    more: dict[str, Any] = {name.removeprefix("include_"): [] for name in asked if flag(params, name)}
    return [{**row, **more} for row in rows]


def _names(asked: Any) -> list[str]:
    """Return names that came as a list, or as text with commas."""
    if isinstance(asked, str):
        return [one.strip() for one in asked.split(",") if one.strip()]
    return [str(one) for one in asked] if isinstance(asked, list) else []


def _order(text: str) -> tuple[str, bool]:
    """Return the field to sort by, and whether downwards.

    Raises:
        ActionValidationError: an unknown field or direction, or several fields.
    """
    if text.strip() in {"packages", "package_count"}:
        return "package_count", True
    pairs: list[tuple[str, bool]] = []
    for part in text.split(","):
        field, _, direction = part.strip().partition(" ")
        if field not in SORTS:
            raise ActionValidationError({"message": f"Cannot sort by field `{field[:40]}`"})
        direction = direction.strip().lower()
        if direction not in {"", "asc", "desc"}:
            raise ActionValidationError({"message": f"Invalid sort direction `{direction[:20]}`"})
        pairs.append(("package_count" if field == "packages" else field, direction == "desc"))
    if len(pairs) > 1:
        raise ActionValidationError({"message": "Too many sort criteria provided only 1 allowed"})
    return pairs[0]


def _in_use(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those with datasets: the others are not in a CKAN the portal syncs to either."""
    return [row for row in rows if row["package_count"]]


def organization_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of organizations."""
    return _list(_in_use(_organizations(reader)), params, "organizations", "organization")


def group_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of groups."""
    return _list(_in_use(_groups(reader)), params, "groups", "group")


def _find(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    for row in rows:
        if key in (row["id"], row["name"]):
            return row
    raise ActionNotFound


def _show(reader: Reader, row: dict[str, Any], params: Params, field: str) -> dict[str, Any]:
    parts = ("users", "groups", "extras")
    asked = {name: text_flag(params, f"include_{name}", default=True) for name in (*parts, "followers")}
    with_members = text_flag(params, "include_member_count")
    shown = dict(row)
    if not flag(params, "include_dataset_count", default=True) and not flag(params, "include_datasets"):
        shown.pop("package_count", None)
    if flag(params, "include_datasets"):
        # a CKAN gives the first thousand of a group and the first ten of an organization
        shown["packages"] = _packages(reader, field, row["name"], MAX_ROWS if field == "group" else 10)
    if with_members:
        shown["member_count"] = 0
    for name in parts:
        if asked[name]:
            shown[name] = []
    return shown


def _packages(reader: Reader, field: str, name: str, limit: int) -> list[StoredPackage]:
    found = reader.sets.values(field).get(name, 0)
    order = reader.sets.order("modified", descending=True)
    return reader.packages(reader.sets.page(found, order, 0, limit))


def find_organization(reader: Reader, key: str) -> dict[str, Any]:
    """Return an organization by id or name.

    Raises:
        ActionNotFound: none.
    """
    return _find(_organizations(reader), key)


def find_group(reader: Reader, key: str) -> dict[str, Any]:
    """Return a group by id or name.

    Raises:
        ActionNotFound: none.
    """
    return _find(_groups(reader), key)


def organization_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one organization by id or name."""
    row = find_organization(reader, required(params, "id"))
    return _show(reader, row, params, "agency")


def group_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one group by id or name."""
    row = find_group(reader, required(params, "id"))
    return _show(reader, row, params, "group")


def group_package_show(reader: Reader, params: Params) -> list[StoredPackage]:
    """Return the datasets of a group: id, limit (10)."""
    key = required(params, "id")
    asked = params.get("limit")
    if asked and not str(asked).isdigit():
        raise ActionValidationError({"message": "Limit must be a positive integer"})
    try:
        row = _find(_groups(reader), key)
    except ActionNotFound:
        _find(_organizations(reader), key)  # an organization is a group to CKAN, only that no dataset is in it as one
        return []
    return _packages(reader, "group", row["name"], min(int(asked), MAX_ROWS) if asked else 10)


def _complete(rows: list[dict[str, Any]], params: Params) -> list[dict[str, str]]:
    typed = given(params, "q").lower()
    limit = whole(params, "limit", 20)
    found = [row for row in rows if typed in row["name"].lower() or typed in row["title"].lower()]
    return [{"id": row["id"], "name": row["name"], "title": row["title"]} for row in found[:limit]]


def organization_autocomplete(reader: Reader, params: Params) -> list[dict[str, str]]:
    """Return organizations whose name or title holds the text."""
    return _complete(_in_use(_organizations(reader)), params)


def group_autocomplete(reader: Reader, params: Params) -> list[dict[str, str]]:
    """Return groups whose name or title holds the text."""
    return _complete(_in_use(_groups(reader)), params)


def organization_list_for_user(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return the organizations the caller belongs to: the agency of a token's owner, nothing for a visitor."""
    if params.get("id"):  # people are nobody's business
        raise ActionNotFound
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
                if params.get("capacity") not in (None, "", "public"):
                    return []
                return [[one["id"], "package", "public"] for one in _packages(reader, field, row["name"], MAX_ROWS)]
    raise ActionNotFound


def member_roles_list(reader: Reader, params: Params) -> list[dict[str, str]]:
    """Return the roles a member of a group or an organization may have."""
    del reader
    roles = ["admin", "member"] if params.get("group_type") == "group" else ["admin", "editor", "member"]
    return [{"text": role.capitalize(), "value": role} for role in roles]
