"""CKAN's writing actions and its administrators' reads: refused, in the words a CKAN 2.12 has for a stranger.

First what is missing (409), then what is not there (404), then that nobody may (403): clients and their tests tell
these apart. Nothing is written whatever is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionNotAuthorized, ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.organizations import find_group, find_organization
from catalog.actions.ckan_read.packages import find_package
from catalog.actions.ckan_read.reader import MISSING, Params, Reader
from catalog.actions.ckan_read.resources import find_resource


def _nothing(reader: Reader, key: str) -> Mapping[str, Any]:
    """Find a thing this portal has none of."""
    del reader, key
    raise ActionNotFound


_FIND: Final[Mapping[str, Callable[[Reader, str], Mapping[str, Any]]]] = {
    "package": find_package,
    "resource": find_resource,
    "group": find_group,
    "organization": find_organization,
    "nothing": _nothing,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """How one action is refused.

    Attributes:
        needs: parameters that must be there.
        kind: what the first of them names: one of `_FIND`, `nothing` (no such thing is here), empty (not looked up).
        why: the reason given; `{id}` is the thing's id.
        lost: what is said when the thing is not there.
        form: how missing parameters are told: a list, bare text, a sentence, or `not in data`.
        is_write: whether CKAN wants POST.
    """

    needs: tuple[str, ...] = ()
    kind: str = ""
    why: str = ""
    lost: str = ""
    form: str = "list"
    is_write: bool = True


def _edit(noun: str, verb: str = "edit") -> str:
    return f"User  not authorized to {verb} {noun} {{id}}"


_GROUP_LOST: Final = "Group was not found."
_ROWS: Final = "User  not authorized to perform resource_update on resource {id}"
_LOGIN: Final = "You must be logged in to {}"
_RELATION: Final = ("subject", "object", "type")

REFUSED: Final[dict[str, Refusal]] = {
    "package_create": Refusal(why="User  not authorized to create packages"),
    "package_update": Refusal(("id",), "package", _edit("package"), "Package was not found.", "text"),
    "package_patch": Refusal(("id",), "package", _edit("package"), form="Package"),
    "package_delete": Refusal(("id",), "package", _edit("package")),
    "package_revise": Refusal(("match__id",), "package", _edit("package"), form="text"),
    "package_resource_reorder": Refusal(("id", "order"), "package", _edit("package")),
    "package_owner_org_update": Refusal(),
    "dataset_purge": Refusal(("id",), "package", lost="Dataset was not found"),
    "resource_create": Refusal(
        ("package_id",), "package", "User  not authorized to create resources on dataset {name}"
    ),
    "resource_update": Refusal(("id",), "resource", _edit("resource"), "Resource was not found."),
    "resource_patch": Refusal(("id",), "resource", _edit("resource"), form="Resource"),
    "resource_delete": Refusal(("id",), "resource", _edit("resource", "delete")),
    "resource_view_create": Refusal(("resource_id", "view_type"), "resource", _edit("resource")),
    "resource_view_update": Refusal(("id",), "nothing", lost="Resource view was not found."),
    "resource_view_delete": Refusal(("id",), "nothing"),
    "resource_view_reorder": Refusal(("id", "order"), "resource", _edit("resource"), "Resource was not found."),
    "resource_view_clear": Refusal(),
    "resource_create_default_resource_views": Refusal(("resource",)),
    "package_create_default_resource_views": Refusal(("package",)),
    "group_create": Refusal(why="User None not authorized to create groups"),
    "group_update": Refusal(("id",), "group", _edit("group"), _GROUP_LOST),
    "group_patch": Refusal(("id",), "group", _edit("group"), form="Group"),
    "group_delete": Refusal(("id",), "group", _edit("group", "delete"), _GROUP_LOST),
    "group_purge": Refusal(("id",), "group", lost="Group was not found"),
    "group_member_create": Refusal(("id",), why="User  not authorized to add members"),
    "group_member_delete": Refusal(("id",), why="User  not authorized to remove members"),
    "organization_create": Refusal(why="User None not authorized to create organizations"),
    "organization_update": Refusal(("id",), "organization", _edit("organization"), _GROUP_LOST),
    "organization_patch": Refusal(("id",), "organization", _edit("organization"), form="Group"),
    "organization_delete": Refusal(("id",), "organization", _edit("organization", "delete"), _GROUP_LOST),
    "organization_purge": Refusal(("id",), "organization", lost="Organization was not found"),
    "organization_member_create": Refusal(("id",), why="User  not authorized to add members"),
    "organization_member_delete": Refusal(("id",), why="User  not authorized to remove members"),
    "member_create": Refusal(("id", "object", "object_type", "capacity"), "nothing", lost=_GROUP_LOST),
    "member_delete": Refusal(("id", "object", "object_type"), "nothing", lost=_GROUP_LOST),
    "tag_create": Refusal(),
    "tag_delete": Refusal(("id",), "nothing", lost='Could not find tag "{key}"', form="not in data"),
    "vocabulary_create": Refusal(),
    "vocabulary_update": Refusal(("id",), "nothing", lost='Could not find vocabulary "{key}"', form="not in data"),
    "vocabulary_delete": Refusal(("id",), "nothing", lost='Could not find vocabulary "{key}"', form="not in data"),
    "user_create": Refusal(why="User  not authorized to create users via the API"),
    "user_update": Refusal(("id",), "nothing", lost="User was not found."),
    "user_patch": Refusal(("id",), why="User not found", form="User"),
    "user_delete": Refusal(),
    "user_invite": Refusal(),
    "api_token_create": Refusal(("user", "name"), "nothing", lost="User not found"),
    "api_token_revoke": Refusal(("token",)),
    "bulk_update_private": Refusal(),
    "bulk_update_public": Refusal(),
    "bulk_update_delete": Refusal(),
    "datastore_create": Refusal(("resource_id",), "resource", _ROWS, form="Resource"),
    "datastore_upsert": Refusal(("resource_id",), "resource", _ROWS),
    "datastore_delete": Refusal(("resource_id",), "resource", _ROWS),
    "datastore_records_delete": Refusal(("resource_id", "filters"), "resource", _ROWS),
    "datastore_run_triggers": Refusal(("resource_id",)),
    "datastore_function_create": Refusal(("name", "definition")),
    "datastore_function_delete": Refusal(("name",)),
    **{
        f"{verb}_{noun}": Refusal(why=_LOGIN.format(f"{verb} {noun}s"))
        for verb in ("follow", "unfollow")
        for noun in ("dataset", "group", "user")
    },
    "config_option_update": Refusal(),
    "term_translation_update": Refusal(why="User  not authorized to update term_translation table"),
    "term_translation_update_many": Refusal(("data",), form="Must be a list of dicts"),
    "task_status_update": Refusal(why="User  not authorized to update task_status table"),
    "task_status_update_many": Refusal(),
    "task_status_delete": Refusal(("id",), "nothing"),
    "job_clear": Refusal(),
    "job_cancel": Refusal(),
    "package_collaborator_create": Refusal(("id", "user_id", "capacity")),
    "package_collaborator_delete": Refusal(("id", "user_id")),
    "package_relationship_create": Refusal(_RELATION, "package", lost="Subject package '{key}' was not found."),
    "package_relationship_update": Refusal(_RELATION, "package", lost="Subject package '{key}' was not found."),
    "package_relationship_delete": Refusal(_RELATION, "package", lost="Subject package '{key}' was not found."),
    "file_create": Refusal(("upload",)),
    "file_register": Refusal(("location",)),
    "file_show": Refusal(("id",), why="Not allowed to read file", is_write=False),
    "file_delete": Refusal(("id",), why="Not allowed to delete file"),
    "file_rename": Refusal(("id", "name"), why="Not allowed to edit file"),
    "file_pin": Refusal(("id",), why="Not allowed to edit file"),
    "file_unpin": Refusal(("id",), why="Not allowed to edit file"),
    "file_ownership_transfer": Refusal(("id", "owner_type", "owner_id"), why="Not allowed to edit file"),
    # reads that only an administrator of a CKAN, or the person themselves, may do
    "api_token_list": Refusal(("user_id",), is_write=False),
    "config_option_list": Refusal(is_write=False),
    "config_option_show": Refusal(is_write=False),
    "get_site_user": Refusal(why="Only internal services allowed to use this action", is_write=False),
    "job_list": Refusal(is_write=False),
    "job_show": Refusal(is_write=False),
    "package_collaborator_list": Refusal(("id",), "package", lost="Package not found", is_write=False),
    **{
        name: Refusal(why="Not authorized", is_write=False)
        for name in (
            *(f"{one}_follower_list" for one in ("user", "dataset", "group", "organization")),
            *(f"{one}_followee_list" for one in ("user", "dataset", "group", "organization")),
            "followee_list",
        )
    },
}


_ONE_BY_ONE: Final = frozenset({"package_resource_reorder", "resource_view_create"})  # says one missing name at a time


def refuse(reader: Reader, name: str, params: Params) -> None:
    """Refuse an action of `REFUSED`.

    Raises:
        ActionValidationError: parameters are missing. ActionNotFound: what they name is not there.
        ActionNotAuthorized: else.
    """
    refusal = REFUSED[name]
    given = _given(name, params)
    missing = [one for one in refusal.needs if given.get(one) in (None, "")]
    if name in _ONE_BY_ONE:
        missing = missing[:1]
    if missing:
        raise ActionValidationError(_missing(refusal, missing))
    found: Mapping[str, Any] = {}
    if refusal.kind:
        key = str(given[refusal.needs[0]])[:100]
        try:
            found = _FIND[refusal.kind](reader, key)
        except ActionNotFound:
            raise ActionNotFound(refusal.lost.replace("{key}", key)) from None
    raise ActionNotAuthorized(refusal.why.replace("{id}", found.get("id", "")).replace("{name}", found.get("name", "")))


def _given(name: str, params: Params) -> dict[str, Any]:
    """Return the parameters under the one name each has here."""
    given = dict(params)
    match = params.get("match")
    if name == "package_revise" and isinstance(match, Mapping):
        given.setdefault("match__id", match.get("id"))
    resource = params.get("resource")
    if name == "datastore_create" and isinstance(resource, Mapping) and not given.get("resource_id"):
        raise ActionNotAuthorized(
            f"User  not authorized to perform package_update on resource {resource.get('package_id')}"[:150]
        )
    if name == "api_token_list":
        given.setdefault("user_id", params.get("user"))
    return given


def _missing(refusal: Refusal, names: list[str]) -> dict[str, Any]:
    if refusal.form == "list":
        return {name: [MISSING] for name in names}
    if refusal.form == "text":
        return dict.fromkeys(names, MISSING)
    if refusal.form == "not in data":
        return {name: f"{name} not in data" for name in names}
    if refusal.form.startswith("Must"):
        return {"error": refusal.form}
    return {"message": f"Missing id, can not get {refusal.form} object"}
