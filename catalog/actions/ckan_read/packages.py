"""Datasets: package_search, package_show, package_list and the like."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from catalog.actions.ckan_read.errors import (
    ActionNotFound,
    ActionSearchError,
    ActionSearchQueryError,
    ActionValidationError,
)
from catalog.actions.ckan_read.names import facet_titles
from catalog.actions.ckan_read.reader import MISSING, Params, Reader, given, required, text_list, whole
from catalog.actions.ckan_read.stored import StoredPackage
from catalog.ckan.evaluate import Evaluator
from catalog.ckan.lucene import SyntaxRefused, Term
from catalog.ckan.search import DEFAULT_MM, DEFAULT_SORT, PackageQuery, SortRefused, refuse_parsers, run_search

MAX_ROWS: Final = 1000
# what CKAN 2.12 lets through to its search; the `include_` ones it takes out before
KNOWN: Final = frozenset(
    [
        *("q", "fl", "fq", "fq_list", "rows", "sort", "start", "wt", "qf", "bf", "boost", "tie", "defType", "mm", "df"),
        *("facet", "facet.mincount", "facet.limit", "facet.field", "extras"),
        *("include_private", "include_drafts", "include_deleted", "use_default_schema"),
    ]
)
# fields of a CKAN's index whose text is kept with it (`stored` in its Solr schema)
STORED: Final = (
    *("id", "name", "title", "notes", "version", "url", "state", "license_id"),
    *("author", "author_email", "maintainer", "maintainer_email"),
)
_PARSERS: Final = frozenset({"dismax", "edismax", "lucene"})
_FIELD: Final = re.compile(r"[^\s,]+")
_TRUTHS: Final = frozenset({"true", "false", "yes", "no", "on", "off"})


def package_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Search datasets.

    q (words, or Lucene syntax where it has a colon), fq, fq_list, sort, rows (10, at most 1000), start, fl, facet,
    facet.field, facet.limit, facet.mincount, defType, mm.
    """
    rows, start = whole(params, "rows", 10, also=True), whole(params, "start", 0)
    mincount, limit = whole(params, "facet.mincount", 1), _signed(params, "facet.limit", 50)
    facet_fields = text_list(params, "facet.field") or []
    unknown = [name for name in params if name not in KNOWN and not name.startswith("ext_")]
    if unknown:
        raise ActionSearchQueryError(repr(f"Invalid search parameters: {unknown}"))
    if refused := refuse_parsers({name: _texts(value) for name, value in params.items()}):
        raise ActionSearchError(refused)
    kind = str(params.get("defType") or "dismax")
    with_facets = str(params.get("facet") if params.get("facet") is not None else "true").lower()
    if kind not in _PARSERS or with_facets not in _TRUTHS:
        raise ActionSearchError
    fields = _fields(params)
    query = PackageQuery(
        q=str(params.get("q") or "*:*"),
        fq=tuple(_filters(params)),
        sort=_sort(params),
        start=start or 0,
        rows=min(rows if rows is not None else 10, MAX_ROWS),
        facet_fields=tuple(facet_fields) if with_facets in {"true", "yes", "on"} else (),
        facet_limit=limit,
        facet_mincount=mincount or 0,
        mm=str(params.get("mm") or DEFAULT_MM),
        site_url=reader.site_url.rstrip("/"),
        is_words=kind == "edismax",
        with_scores="score" in fields,
    )
    try:
        hits = run_search(reader.sets, query, now=reader.now)
    except SyntaxRefused:
        raise ActionSearchError from None
    except SortRefused:
        raise ActionSearchQueryError("'Invalid \"sort\" parameter'") from None
    return {
        "count": hits.count,
        "facets": {name: dict(values) for name, values in hits.facets.items()},
        "results": _chosen(reader.packages(list(hits.numbers)), fields, hits.scores),
        "sort": query.sort,
        "search_facets": {name: _shown_facet(reader, name, values) for name, values in hits.facets.items()},
    }


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _shown_facet(reader: Reader, name: str, values: Mapping[str, int]) -> dict[str, Any]:
    """Return a facet with titles, ordered by them from the last, as CKAN orders it."""
    titles = facet_titles(reader, name)
    items = [{"name": one, "display_name": titles.get(one, one), "count": count} for one, count in values.items()]
    return {"title": name, "items": sorted(items, key=lambda one: str(one["display_name"]), reverse=True)}


def _sort(params: Params) -> str:
    asked = params.get("sort")
    return DEFAULT_SORT if asked is None or asked == "rank" else str(asked)


def _filters(params: Params) -> list[str]:
    """Return the filters; `fq` stands between what CKAN adds to it, which makes an OR in it an option."""
    fq = str(params.get("fq") or "")
    filters = [f"+capacity:public {fq}" + ("" if "+state" in fq else " +state:(active)")] if fq.strip() else []
    more = params.get("fq_list")
    if isinstance(more, str) and more:  # CKAN takes each letter for a filter, and its Solr then refuses them
        raise ActionSearchError
    return filters + [str(one) for one in more or []]


def _signed(params: Params, name: str, default: int) -> int:
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        raise ActionValidationError({name: ["Invalid integer"]}) from None


def _fields(params: Params) -> list[str]:
    """Return the fields of `fl`; none when it is not given."""
    asked = params.get("fl")
    if not asked:
        return []
    if isinstance(asked, str) and asked.lstrip().startswith("["):
        raise ActionSearchError
    return [one for part in ([asked] if isinstance(asked, str) else asked) for one in _FIELD.findall(str(part))]


def _chosen(
    packages: Sequence[Mapping[str, Any]], fields: Sequence[str], scores: Sequence[float]
) -> Sequence[Mapping[str, Any]]:
    """Return only the fields of `fl`; extras are asked for with `extras_` before their key and answered without."""
    if fields and "*" not in fields:
        packages = [_pick(package, fields) for package in packages]
    if scores:
        return [{**package, "score": score} for package, score in zip(packages, scores, strict=True)]
    return packages


def _pick(package: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return the fields that a CKAN's index keeps: what is searched but not kept there is not answered here either."""
    kept = _kept(package)
    picked: dict[str, Any] = {}
    for field in fields:
        if field in kept:
            picked[field.removeprefix("extras_")] = kept[field]
    return picked


def _kept(package: Mapping[str, Any]) -> dict[str, Any]:
    resources = package["resources"]
    kept: dict[str, Any] = {name: package[name] for name in STORED if package.get(name) is not None}
    kept |= {name: package["title" if name[0] == "t" else "name"] for name in ("title_ngram", "name_ngram")}
    kept |= {
        "dataset_type": package["type"],
        "entity_type": "package",
        "capacity": "public",
        "site_id": "default",
        "metadata_created": _indexed(package["metadata_created"]),
        "metadata_modified": _indexed(package["metadata_modified"]),
        "tags": [one["name"] for one in package["tags"]],
        "groups": [one["name"] for one in package["groups"]],
        "organization": package["organization"]["name"],
    }
    for name in ("name", "description", "format", "url"):
        kept[f"res_{name}"] = [one[name] for one in resources]
    kept["res_type"] = [one["resource_type"] for one in resources]
    for name in ("release_id", "schema"):
        kept[f"res_extras_{name}"] = [one[name] for one in resources if name in one]
    return kept | {f"extras_{one['key']}": one["value"] for one in package["extras"]}


def _indexed(moment: str) -> str:
    """Return a moment as Solr gives it back: thousandths of a second without their last zeros, UTC."""
    return moment[:-3].rstrip("0").rstrip(".") + "Z"


def find_package(reader: Reader, key: str) -> StoredPackage:
    """Return a dataset by id or name, letter for letter.

    Raises:
        ActionNotFound: none, or not public.
    """
    found = Evaluator(reader.sets, now=reader.now).found(Term("id", key))
    if not found:
        pattern = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = reader.sets.slugs(pattern) if len(key) <= 100 else 0
    if not found:
        raise ActionNotFound
    packages = reader.packages([found.bit_length() - 1])
    if not packages or key not in (packages[0]["name"], packages[0]["id"]):
        raise ActionNotFound
    return packages[0]


def package_show(reader: Reader, params: Params) -> StoredPackage:
    """Return one dataset by id or name."""
    key = params.get("id")
    if not key:
        if params.get("name_or_id"):  # CKAN reads it, and then its own check of rights does not
            raise ActionValidationError({"message": "Missing id, can not get Package object"})
        raise ActionValidationError({"name_or_id": [MISSING]})
    return find_package(reader, str(key))


def package_list(reader: Reader, params: Params) -> list[str]:
    """Return the names of all datasets, by name."""
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    sets = reader.sets
    return sets.names(sets.page(sets.live, sets.order("slug", descending=False), offset, limit or 1 << 30))


def package_autocomplete(reader: Reader, params: Params) -> list[dict[str, Any]]:
    """Return datasets whose name or title holds the text."""
    typed = given(params, "q")
    limit = whole(params, "limit", 10)
    if not typed:
        return []
    title = Evaluator(reader.sets, now=reader.now).found(Term("title", typed + "*", has_wildcard=True))
    pattern = typed.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    numbers = reader.sets.page_by(
        reader.sets.slugs(f"%{pattern}%") | title, "slug", 0, 10 if limit is None else limit, descending=False
    )
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


def current_package_list_with_resources(reader: Reader, params: Params) -> list[StoredPackage]:
    """Return datasets, the last changed first: limit, offset (or page, from 1)."""
    limit, offset, page = whole(params, "limit", None), whole(params, "offset", None), whole(params, "page", None)
    if page == 0:
        raise ActionValidationError({"page": ["Must be a positive integer"]})
    if offset is None:
        offset = (page - 1) * limit if page and limit else 0
    rows = 10 if limit is None else min(limit, MAX_ROWS)
    sets = reader.sets
    return reader.packages(sets.page_by(sets.live, "modified", offset, rows, descending=True))


def package_relationships_list(reader: Reader, params: Params) -> list[Any]:
    """Return relations between datasets: CKAN's own are not used here."""
    names = (("id", "First package named in request"), ("id2", "Second package named in address"))
    for name, called in names:
        if name == "id" or params.get(name):
            try:
                find_package(reader, required(params, name))
            except ActionNotFound:
                raise ActionNotFound(f"{called} was not found.") from None
    relation = params.get("rel")
    if relation and relation != "relationships":
        sentence = f'Relationship "{params["id"]} {relation} {params.get("id2")}" not found.'
        raise ActionNotFound(sentence[:300])
    return []
