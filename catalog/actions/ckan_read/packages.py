"""Datasets: package_search, package_show, package_list and the like."""

from typing import Any, Final

from catalog.actions.ckan_read.errors import (
    ActionNotFound,
    ActionSearchError,
    ActionSearchQueryError,
    ActionValidationError,
)
from catalog.actions.ckan_read.names import facet_titles
from catalog.actions.ckan_read.reader import MISSING, Params, Reader, flag, listing, required, whole, words
from catalog.ckan.evaluate import Evaluator
from catalog.ckan.lucene import SyntaxRefused, Term
from catalog.ckan.search import DEFAULT_SORT, PackageQuery, SortRefused, run_search

MAX_ROWS: Final = 1000
KNOWN: Final = frozenset(
    [
        "q",
        "fq",
        "fq_list",
        "sort",
        "rows",
        "start",
        "fl",
        "facet",
        "facet.field",
        "facet.limit",
        "facet.mincount",
        "facet.prefix",
        "include_drafts",
        "include_deleted",
        "include_private",
        "include_archived",
        "use_default_schema",
        "ext_bbox",
        "df",
        "q.op",
        "qf",
        "mm",
        "tie",
        "defType",
        "wt",
        "bf",
        "boost",
        "extras",
        "bq",
        "pf",
        "qs",
        "qt",
        "echoParams",
        "lang",
        "api_version",
        "callback",
        "with_private",
        "include_public",
    ]
)


def package_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Search datasets: q, fq, fq_list, sort, rows (at most 1000), start, fl, facets."""
    unknown = sorted(name for name in params if name not in KNOWN and not name.startswith(("ext_", "hl", "f.")))
    rows, start = whole(params, "rows", 10), whole(params, "start", 0)
    facet_fields = listing(params, "facet.field") or []
    if unknown:
        raise ActionSearchQueryError(f'"Invalid search parameters: {unknown}"')
    query = PackageQuery(
        q=str(params.get("q") or "*:*"),
        fq=tuple(_filters(params)),
        sort=str(params.get("sort") or DEFAULT_SORT).strip(),
        start=start or 0,
        rows=min(rows if rows is not None else 10, MAX_ROWS),
        facet_fields=tuple(facet_fields) if flag(params, "facet", default=True) else (),
        facet_limit=_signed(params, "facet.limit", 50),
        facet_mincount=whole(params, "facet.mincount", 1) or 0,
    )
    try:
        hits = run_search(reader.sets, query, now=reader.now)
    except SyntaxRefused:
        raise ActionSearchError from None
    except SortRefused:
        raise ActionSearchQueryError("'Invalid \"sort\" parameter'") from None
    results = _chosen(reader.packages(list(hits.numbers)), params)
    titles = {name: facet_titles(reader, name) for name in hits.facets}
    return {
        "count": hits.count,
        "facets": {name: dict(values) for name, values in hits.facets.items()},
        "results": results,
        "sort": query.sort,
        "search_facets": {
            name: {
                "title": name,
                "items": [
                    {"name": value, "display_name": titles[name].get(value, value), "count": count}
                    for value, count in values.items()
                ],
            }
            for name, values in hits.facets.items()
        },
    }


def _filters(params: Params) -> list[str]:
    filters = [str(params["fq"])] if params.get("fq") else []
    more = listing(params, "fq_list") if not isinstance(params.get("fq_list"), str) else None
    if isinstance(params.get("fq_list"), str):
        try:
            more = listing(params, "fq_list")
        except ActionValidationError:
            raise ActionSearchError from None
    return filters + (more or [])


def _signed(params: Params, name: str, default: int) -> int:
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        raise ActionValidationError({name: ["Invalid integer"]}) from None


def _chosen(packages: list[dict[str, Any]], params: Params) -> list[dict[str, Any]]:
    """Return only the fields of `fl`; extras by their bare key or with `extras_` before it."""
    fields = words(params, "fl")
    if not fields or "*" in fields:
        return packages
    return [_pick(package, fields) for package in packages]


def _pick(package: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    extras = {one["key"]: one["value"] for one in package["extras"]}
    lists: dict[str, Any] = {
        "tags": [one["name"] for one in package["tags"]],
        "groups": [one["name"] for one in package["groups"]],
        "organization": package["organization"]["name"],
        "res_format": [one["format"] for one in package["resources"]],
        "res_url": [one["url"] for one in package["resources"]],
        "res_name": [one["name"] for one in package["resources"]],
    }
    picked: dict[str, Any] = {}
    for field in fields:
        if field in lists:
            picked[field] = lists[field]
        elif field in package and field not in {"extras", "resources"}:
            if package[field] is not None:
                picked[field] = package[field]
        elif field.removeprefix("extras_") in extras:
            picked[field] = extras[field.removeprefix("extras_")]
    return picked


def find_package(reader: Reader, key: str) -> dict[str, Any]:
    """Return a dataset by id or name.

    Raises:
        ActionNotFound: none, or not public.
    """
    evaluator = Evaluator(reader.sets, now=reader.now)
    found = evaluator.found(Term("id", key)) or evaluator.found(Term("name", key))
    if not found:
        raise ActionNotFound
    packages = reader.packages([found.bit_length() - 1])
    if not packages:
        raise ActionNotFound
    return packages[0]


def package_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one dataset by id or name."""
    key = params.get("id") or params.get("name_or_id")
    if not key:
        raise ActionValidationError({"name_or_id": [MISSING]})
    return find_package(reader, str(key))


def package_list(reader: Reader, params: Params) -> list[str]:
    """Return the names of all datasets, by name."""
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    sets = reader.sets
    numbers = sets.page(
        sets.live, sets.order("slug", descending=False), offset, limit if limit is not None else 1 << 30
    )
    return sets.names(numbers)


def package_autocomplete(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return datasets whose name or title holds the text."""
    typed = required(params, "q")
    limit = whole(params, "limit", 10) or 10
    evaluator = Evaluator(reader.sets, now=reader.now)
    in_name = reader.sets.slugs("%" + typed.lower().replace("%", "").replace("_", r"\_") + "%")
    found = in_name | evaluator.found(Term("title", typed + "*", has_wildcard=True))
    numbers = reader.sets.page(found, reader.sets.order("slug", descending=False), 0, limit)
    results = []
    for package in reader.packages(numbers):
        is_name = typed.lower() in package["name"]
        shown = package["name"] if is_name else f"{package['title']} ({package['name']})"
        results.append(
            {
                "name": package["name"],
                "title": package["title"],
                "match_field": "name" if is_name else "title",
                "match_displayed": shown,
            }
        )
    return results


def current_package_list_with_resources(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return datasets, the last changed first."""
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    if limit is None or limit > MAX_ROWS:
        limit = MAX_ROWS
    sets = reader.sets
    return reader.packages(sets.page(sets.live, sets.order("modified", descending=True), offset, limit))


def package_relationships_list(reader: Reader, params: Params) -> list[Any]:
    """Return relations between datasets: CKAN's own are not used here."""
    find_package(reader, required(params, "id"))
    return []
