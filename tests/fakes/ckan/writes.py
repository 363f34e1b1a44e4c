"""The fake's writes: organizations, groups, datasets, resources; with CKAN's rules and its traps."""

import copy
import re
from typing import Any
from uuid import UUID, uuid4

from tests.fakes.ckan.store import ADMIN_TOKEN, Package, Store, broken, denied, invalid, not_found

NAME = re.compile(r"[a-z0-9_-]{2,100}\Z")
TAG = re.compile(r"[\w .-]{2,100}\Z")
PLAIN = ("title", "notes", "license_id", "version", "url", "author", "maintainer", "maintainer_email", "author_email")
SHOWN = {"type": "dataset", "relationships_as_subject": [], "relationships_as_object": []}
LICENCES = {"cn-gov-open": "政府数据开放使用许可"}
TRUE = {"true", "yes", "t", "y", "on", "1"}


def truth(value: Any) -> bool:
    """Read a flag as CKAN does: whatever is not a yes is no, so `private: "maybe"` is public."""
    return value is True or str(value).strip().lower() in TRUE


def check_rights(to: str) -> None:
    """Let an administrator write, nobody else."""
    if to != ADMIN_TOKEN:
        raise denied()


def write_owner(store: Store, kind: str, params: dict[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Create or patch an organization or group."""
    owners = store.owners[kind]
    if not is_new:
        found = owner(store, kind, params.get("id"))
        found |= {name: params[name] for name in ("title", "name", "description", "state") if name in params}
        return found
    key, name = str(params.get("id") or uuid4()), str(params.get("name", ""))
    if key in owners or any(one["name"] == name for one in owners.values()):
        raise invalid(name="Group name already exists in database")
    if not NAME.match(name):
        raise invalid(name="Must be purely lowercase alphanumeric")
    with store.creating(key, f"{kind}:{name}"):
        made = {"id": key, "name": name, "title": params.get("title") or name, "type": kind, "state": "active"}
        made |= {"description": params.get("description") or "", "display_name": params.get("title") or name}
        made |= {"is_organization": kind == "organization", "image_display_url": "", "approval_status": "approved"}
        owners[key] = made
    return made


def owner(store: Store, kind: str, key: Any) -> dict[str, Any]:
    """Return an organization or group by id or name."""
    found = next((one for one in store.owners[kind].values() if key in (one["id"], one["name"])), None)
    if found is None:
        raise not_found()
    return found


def create(store: Store, params: dict[str, Any]) -> Package:
    """Create a dataset."""
    key, name = str(params.get("id") or uuid4()), str(params.get("name", ""))
    known = {tag for _, tag in store.tags}
    if key in store.packages:
        raise invalid(id="Dataset id already exists")
    if any(one["name"] == name for one in store.packages.values()):
        raise invalid(name="That URL is already in use.")
    with store.creating(key, f"dataset:{name}"):
        made = _validated(store, {**params, "id": key})
        made["metadata_created"] = store.now()
        with store.lock:
            store.add_tags(made["tags"], known)
            store.commit(made)
    return store.shown(made)


def update(store: Store, params: dict[str, Any]) -> Package:
    """Replace a dataset; what is not named is wiped, but for resources, groups, privacy and organization."""
    with store.lock:
        old = store.package(params.get("id"), to=ADMIN_TOKEN)
        kept = {name: old[name] for name in ("resources", "groups", "private", "owner_org", "name", "state")}
        kept["groups"] = [{"id": one} for one in old["groups"]]
        made = _validated(store, {**kept, **params, "id": old["id"]})
        made["metadata_created"] = old["metadata_created"]
        store.add_tags(made["tags"], {tag for _, tag in store.tags})
        store.commit(made)
        return store.shown(made)


def patch(store: Store, params: dict[str, Any]) -> Package:
    """Change what is named."""
    with store.lock:
        old = store.shown(store.package(params.get("id"), to=ADMIN_TOKEN))
        return update(store, {**old, **params, "id": old["id"]})


def revise(store: Store, params: dict[str, Any]) -> dict[str, Any]:
    """Compare-and-set: `match`, then `filter` with `-name`, then `update`."""
    with store.lock:
        match = params.get("match") or {}
        old = store.shown(store.package(match.get("id") or match.get("name"), to=ADMIN_TOKEN))
        wrong = [name for name, value in match.items() if old.get(name) != value]
        if wrong:
            raise invalid(match=wrong)
        revised = {**old}
        for name in params.get("filter") or ():
            revised[name.removeprefix("-")] = []
        for name, value in (params.get("update") or {}).items():
            revised[name] = _merged(revised.get(name), value)
        return {"package": update(store, revised)}


def _merged(old: Any, new: Any) -> Any:
    """Lists are merged place by place, as CKAN does it."""
    if not isinstance(new, list) or not isinstance(old, list):
        return new
    both = [{**was, **now} if isinstance(was, dict) else now for was, now in zip(old, new, strict=False)]
    return [*both, *new[len(both) :], *old[len(new) :]]


def patch_resource(store: Store, params: dict[str, Any], upload: tuple[str, bytes] | None) -> dict[str, Any]:
    """Change a resource; with a file the file becomes its content, under an ASCII name."""
    with store.lock:
        package, resource = store.resource(params.get("id"), to=ADMIN_TOKEN)
        changed = {**resource, **params}
        if upload is not None:
            name, content = upload
            if len(content) > store.max_file_bytes:
                raise invalid(upload="File upload too large")
            store.files[resource["id"]] = content
            changed |= {"url": name.encode("ascii", "ignore").decode(), "url_type": "upload"}
        elif truth(changed.pop("clear_upload", False)):
            store.files.pop(resource["id"], None)
        resources = [changed if one["id"] == resource["id"] else one for one in package["resources"]]
        shown = patch(store, {"id": package["id"], "resources": resources})
        return next(one for one in shown["resources"] if one["id"] == resource["id"])


def delete_resource(store: Store, key: Any) -> None:
    """Drop a resource; its rows and its file stay where they are."""
    with store.lock:
        package, _ = store.resource(key, to=ADMIN_TOKEN)
        package["resources"] = [one for one in package["resources"] if one["id"] != key]
        store.commit(package)


def delete(store: Store, key: Any, *, purge: bool) -> None:
    """Delete or purge a dataset."""
    with store.lock:
        found = store.package(key, to=ADMIN_TOKEN)
        store.index.pop(found["id"], None)
        if purge:
            del store.packages[found["id"]]
        else:
            found["state"] = "deleted"


def _validated(store: Store, params: dict[str, Any]) -> Package:
    """Return the dataset as it would be kept. Unknown fields vanish without a word."""
    _check_size(params)
    try:
        UUID(params["id"])
    except ValueError:
        raise invalid(id="Invalid UUID") from None
    if not NAME.match(str(params.get("name", ""))):
        raise invalid(name="Must be purely lowercase alphanumeric")
    if params.get("owner_org") not in store.owners["organization"]:
        raise invalid(owner_org="Organization does not exist")
    tags = [str(one["name"]) for one in params.get("tags") or ()]
    if any(not TAG.match(one) for one in tags):
        raise invalid(tags="Tag must be alphanumeric characters or symbols: -_.")
    groups = [owner(store, "group", one.get("id") or one.get("name"))["id"] for one in params.get("groups") or ()]
    extras = [{"key": str(one["key"]), "value": str(one["value"])} for one in params.get("extras") or ()]
    made = {name: params.get(name) for name in PLAIN} | copy.deepcopy(SHOWN)
    made |= {"id": params["id"], "name": params["name"], "owner_org": params["owner_org"], "groups": groups}
    made |= {"tags": sorted(set(tags)), "extras": sorted(extras, key=lambda one: one["key"])}
    made |= {"private": truth(params.get("private", False)), "state": params.get("state") or "active"}
    made |= {"license_title": LICENCES.get(str(params.get("license_id"))), "creator_user_id": None}
    made["resources"] = [_resource(store, one) for one in params.get("resources") or ()]
    made["metadata_created"] = params.get("metadata_created") or ""
    return made


def _resource(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    """Keep what is sent; what is not sent is lost, and a missing id is a new one."""
    kept = {name: value for name, value in given.items() if name not in {"package_id", "position", "clear_upload"}}
    kept["id"] = kept.get("id") or str(uuid4())
    if truth(given.get("clear_upload", False)):
        store.files.pop(kept["id"], None)
    if kept.get("url_type") == "upload":
        kept["url"] = str(kept.get("url", "")).rsplit("/", 1)[-1]
    return kept


def _check_size(params: Any) -> None:
    """Break as the database and the index do."""
    if isinstance(params, str) and "\x00" in params:
        raise broken()
    for one in params.values() if isinstance(params, dict) else params if isinstance(params, list) else ():
        _check_size(one)
    if isinstance(params, dict) and len(str(params.get("value", "")).encode()) > 32_766:
        raise broken()
