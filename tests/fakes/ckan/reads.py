"""The fake's reads: search with CKAN's syntax on words that stand between spaces, lists, shows, completions."""

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from catalog.ckan.lucene import Between, Clauses, Node, SyntaxRefused, Term, parse_lucene
from tests.fakes.ckan.store import ADMIN_TOKEN, PLAIN_TOKEN, Package, RefusedError, Store, denied, invalid, not_found
from tests.fakes.ckan.writes import owner, truth

DEFAULT_SORT = "score desc, metadata_modified desc"
SORTS = {"name", "title_string", "metadata_modified", "metadata_created", "id", "score"}
SEARCH = {
    "q", "fq", "fq_list", "sort", "start", "rows", "facet", "facet.field", "facet.limit", "facet.mincount", "fl",
    "include_private", "include_drafts", "include_deleted", "use_default_schema", "defType", "qf", "bf", "mm", "q.alt",
}  # fmt: skip
FACETS = {"tags", "groups", "organization", "res_format", "license_id"}


def search(store: Store, params: dict[str, Any], to: str) -> dict[str, Any]:
    """Answer `package_search`."""
    if unknown := set(params) - SEARCH:
        raise RefusedError(400, {"__type": "Search Query Error", "message": f"Invalid search parameters: {unknown}"})
    rows, start = _whole(params, "rows", 10), _whole(params, "start", 0)
    found = store.visible(to, with_private=truth(params.get("include_private", False)))
    texts = [params.get("q") or "*:*", params.get("fq") or "", *_list(params.get("fq_list"))]
    try:
        for number, text in enumerate(texts):
            is_plain = number == 0 and ":" not in text
            test = _words(store, text) if is_plain else _query(store, text)
            found = [one for one in found if test(one)]
    except SyntaxRefused:
        raise RefusedError(409, {"__type": "Search Error", "message": "SOLR returned an error"}) from None
    sort = params.get("sort") or DEFAULT_SORT
    found = _sorted(found, sort)
    fields = _list(params.get("facet.field"))
    counts = {name: Counter(value for one in found for value in _values(store, one, name)) for name in fields}
    page = found[start : start + min(rows, store.page_cap)]
    items = {name: [_item(store, name, *pair) for pair in count.items()] for name, count in counts.items()}
    for one in items.values():  # CKAN's own order
        one.sort(key=lambda item: str(item["display_name"]), reverse=True)
    return {
        "count": len(found),
        "sort": sort,
        "facets": {name: dict(sorted(count.items(), key=_most_first)) for name, count in counts.items()},
        "results": [_listed(store, one, params["fl"]) if params.get("fl") else store.shown(one) for one in page],
        "search_facets": {name: {"title": name, "items": items[name]} for name in fields},
    }


def list_packages(store: Store, params: dict[str, Any], to: str) -> list[str]:
    """Answer `package_list`, which has no private ones whatever is asked."""
    del to
    names = sorted(one["name"] for one in store.packages.values() if one["state"] == "active" and not one["private"])
    start = int(params.get("offset") or 0)
    return names[start : start + int(params["limit"])] if params.get("limit") else names[start:]


def show_package(store: Store, params: dict[str, Any], to: str) -> Package:
    """Answer `package_show`."""
    if "id" not in params and "name_or_id" not in params:
        raise invalid(name_or_id="Missing value")
    return store.shown(store.package(params.get("id") or params.get("name_or_id"), to=to))


def show_resource(store: Store, params: dict[str, Any], to: str) -> dict[str, Any]:
    """Answer `resource_show`."""
    package, resource = store.resource(_required(params), to=to)
    return next(one for one in store.shown(package)["resources"] if one["id"] == resource["id"])


def list_owners(kind: str) -> Callable[[Store, dict[str, Any], str], Any]:
    """Return `organization_list` or `group_list`."""

    def answer(store: Store, params: dict[str, Any], to: str) -> Any:
        if params.get("sort") and str(params["sort"]).split()[0] not in {"name", "title", "package_count"}:
            raise invalid(message='Cannot sort by field "nope"')
        rows = sorted((one for one in store.owners[kind].values() if one["state"] == "active"), key=lambda o: o["name"])
        start = int(params.get("offset") or 0)
        rows = rows[start : start + int(params.get("limit") or len(rows))]
        if not truth(params.get("all_fields", False)):
            return [one["name"] for one in rows]
        return [{**one, "package_count": len(_of_owner(store, kind, one, to))} for one in rows]

    return answer


def show_owner(kind: str) -> Callable[[Store, dict[str, Any], str], Any]:
    """Return `organization_show` or `group_show`."""

    def answer(store: Store, params: dict[str, Any], to: str) -> Any:
        found = owner(store, kind, _required(params))
        packages = [store.shown(one) for one in _of_owner(store, kind, found, to)]
        more = {"packages": packages} if truth(params.get("include_datasets", False)) else {}
        return {**found, "package_count": len(packages), "users": [], "extras": [], **more}

    return answer


def list_tags(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `tag_list`: tags in use."""
    del to
    used = {tag for one in store.packages.values() if one["state"] == "active" for tag in one["tags"]}
    rows = sorted((name, key) for key, name in store.tags if name in used)
    if truth(params.get("all_fields", False)):
        return [{"id": key, "name": name, "display_name": name, "vocabulary_id": None} for name, key in rows]
    return [name for name, _ in rows]


def show_tag(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `tag_show`."""
    del to
    key = _required(params)
    if key not in {name for _, name in store.tags}:
        raise not_found()
    return store.tag(key)


def complete_tag(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `tag_autocomplete`."""
    return [one for one in list_tags(store, {}, to) if str(params.get("query") or params.get("q") or "") in one]


def status(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `status_show`."""
    del params, to
    return {"ckan_version": store.version, "site_title": "CKAN", "extensions": store.plugins}


def show_user(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `user_show`: without an id, whose token it is."""
    del store, params
    names = {ADMIN_TOKEN: ("admin", True), PLAIN_TOKEN: ("somebody", False)}
    if to not in names:
        raise not_found()
    name, is_admin = names[to]
    return {"name": name, "sysadmin": is_admin, "state": "active"}


def own_organizations(store: Store, params: dict[str, Any], to: str) -> Any:
    """Answer `organization_list_for_user`: nothing for a token that is none."""
    return list_owners("organization")(store, {**params, "all_fields": True}, to) if to == ADMIN_TOKEN else []


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _words(store: Store, text: str) -> Callable[[Package], bool]:
    wanted = [one.lower() for one in re.findall(r"\w+", text)]
    if text.count("(") != text.count(")"):
        raise SyntaxRefused
    return lambda one: not wanted or set(wanted) <= _text(store, one)


def _query(store: Store, text: str) -> Callable[[Package], bool]:
    if not text.strip():
        return lambda _: True
    tree = parse_lucene(text)
    return lambda one: _holds(store, one, tree)


def _holds(store: Store, package: Package, node: Node) -> bool:
    if isinstance(node, Clauses):
        if not all(_holds(store, package, one) for one in node.must):
            return False
        if any(_holds(store, package, one) for one in node.must_not):
            return False
        return bool(node.must) or not node.should or any(_holds(store, package, one) for one in node.should)
    if isinstance(node, Between):
        value = next(iter(_values(store, package, node.field or "")), "")
        return (node.low is None or value >= node.low.rstrip("Z")) and (
            node.high is None or value <= node.high.rstrip("Z")
        )
    return _has_term(store, package, node)


def _has_term(store: Store, package: Package, term: Term) -> bool:
    if term.text == "*":
        return True
    if term.field in {None, "text", "title", "notes"}:
        whole = _text(store, package) if term.field in {None, "text"} else _tokens(str(package[str(term.field)] or ""))
        return set(re.findall(r"\w+", term.text.lower())) <= whole
    return term.text in _values(store, package, str(term.field))


def _values(store: Store, package: Package, field: str) -> list[str]:
    """Return what the index holds of a field."""
    known: dict[str, list[str]] = {
        "tags": package["tags"],
        "groups": [store.owners["group"][one]["name"] for one in package["groups"] if one in store.owners["group"]],
        "organization": [store.owners["organization"].get(package["owner_org"], {}).get("name", "")],
        "res_format": sorted({str(one.get("format")) for one in package["resources"]}),
        "capacity": ["private" if package["private"] else "public"],
    }
    if field in known:
        return known[field]
    extras = {one["key"]: one["value"] for one in package["extras"]}
    bare = field.removeprefix("extras_")
    return [str(package[field])] if field in package else [extras[bare]] if bare in extras else []


def _text(store: Store, package: Package) -> set[str]:
    """Return the words of the catch-all field: a run of Han characters is one word."""
    parts = [str(package.get(name) or "") for name in ("title", "notes", "name", "author", "url")]
    parts += [one["value"] for one in package["extras"]] + package["tags"]
    parts += [str(one.get(name) or "") for one in package["resources"] for name in ("name", "description")]
    parts += [store.owners["organization"].get(package["owner_org"], {}).get("title", "")]
    return _tokens(" ".join(parts))


def _tokens(text: str) -> set[str]:
    return {one.lower() for one in re.findall(r"\w+", text)}


def _sorted(rows: list[Package], sort: str) -> list[Package]:
    for part in reversed(sort.split(",")):
        name, _, order = part.strip().partition(" ")
        if name not in SORTS or order not in {"asc", "desc"}:
            raise RefusedError(400, {"__type": "Search Query Error", "message": f"Invalid sort: {sort}"})
        if name != "score":
            key = "title" if name == "title_string" else name
            rows = sorted(rows, key=lambda one: str(one[key]), reverse=order == "desc")
    return rows


def _listed(store: Store, package: Package, fields: str) -> dict[str, Any]:
    """Return the fields asked for as the index keeps them: moments in milliseconds with a Z."""
    row: dict[str, Any] = {}
    for name in fields.split(","):
        values = _values(store, package, name)
        if values and (name in package or name == "capacity" or name.startswith("extras_")):
            row[name] = f"{values[0][:23]}Z" if name.startswith("metadata_") else values[0]
    return row


def _item(store: Store, field: str, name: str, count: int) -> dict[str, Any]:
    kind = {"organization": "organization", "groups": "group"}.get(field)
    titles = {one["name"]: one["title"] for one in store.owners[kind].values()} if kind else {}
    return {"name": name, "display_name": titles.get(name, name), "count": count}


def _of_owner(store: Store, kind: str, found: dict[str, Any], to: str) -> list[Package]:
    rows = store.visible(to)
    return [
        one for one in rows if found["id"] == one["owner_org"] or (kind == "group" and found["id"] in one["groups"])
    ]


def _required(params: dict[str, Any]) -> Any:
    if "id" not in params:
        raise invalid(id="Missing value")
    return params["id"]


def _list(value: Any) -> list[str]:
    if isinstance(value, str) and value:
        try:
            return list(json.loads(value))
        except ValueError:
            raise invalid(**{"facet.field": "Not a list"}) from None
    return list(value or ())


def _whole(params: dict[str, Any], name: str, default: int) -> int:
    try:
        number = int(params.get(name) or default) if params.get(name) != 0 else 0
    except ValueError:
        raise invalid(**{name: "Invalid integer"}) from None
    if number < 0:
        raise invalid(**{name: "Must be a natural number"})
    return number


def refuse(store: Store, params: dict[str, Any], to: str) -> Any:
    """Refuse a write to strangers."""
    del store, params, to
    raise denied()
