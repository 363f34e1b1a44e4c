"""The catalogue: search with facets, and the agencies that provide data."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from catalog.actions.agencies import list_agencies
from catalog.actions.search import search_datasets
from catalog.search import SearchQuery
from catalog.search.query import Sort
from portal.accounts.signing import present_actor
from portal.extensions import record
from portal.forms import page_start
from portal.web.blueprints import pages

ROWS = 10
FACETS = ("theme", "sector", "agency_kind", "agency", "opening", "resource_kind", "update_cycle", "format", "year")
MAX_VALUES = 20
MAX_TEXT = 100


@pages.get("/datasets")
def search() -> ResponseReturnValue:
    """Search the catalogue, or browse it."""
    text = request.args.get("q", "").strip()[:MAX_TEXT]
    filters = {name: tuple(request.args.getlist(name)[:MAX_VALUES]) for name in FACETS if request.args.get(name)}
    wanted = request.args.get("sort", "")
    sort = Sort(wanted) if wanted in set(Sort) else (Sort.RELEVANCE if text else Sort.MODIFIED)
    start = page_start(ROWS)
    query = SearchQuery(
        text=text,
        filters=filters,
        sort=sort,
        start=start,
        rows=ROWS,
        facets=FACETS,
        is_literal=request.args.get("literal") == "1",
    )
    page = search_datasets(record.session, query, deps=record.deps, actor=present_actor())
    return render_template(
        "public/search.html" if page.total or (not text and not filters) else "public/empty.html",
        nav="pages.search",
        page=page,
        text=text,
        sort=sort.value,
        is_literal=query.is_literal,
        facets={facet.field: facet for facet in page.facets},
        without=without,
        with_value=with_value,
        href=lambda number: _address(_arguments(page=str(number))),
    )


def _arguments(**changes: str) -> "MultiDict[str, str]":
    arguments = MultiDict(list(request.args.items(multi=True)))
    arguments.pop("page", None)
    for name, value in changes.items():
        arguments.setlist(name, [value] if value else [])
    return arguments


def _address(arguments: "MultiDict[str, str]") -> str:
    return url_for("pages.search", **arguments.to_dict(flat=False))  # type: ignore[arg-type]  # lists are repeated


def without(name: str, value: str) -> str:
    """Return the address of this search less one chosen value."""
    arguments = _arguments()
    arguments.setlist(name, [one for one in arguments.getlist(name) if one != value])
    return _address(arguments)


def with_value(name: str, value: str) -> str:
    """Return the address of this search with one field set to one value; an empty value leaves the field out."""
    return _address(_arguments(**{name: value}))


@pages.get("/agencies")
def agencies() -> ResponseReturnValue:
    """List the agencies by kind."""
    kinds: dict[str, list[object]] = {}
    for agency in list_agencies(record.session):
        kinds.setdefault(agency.kind_name, []).append(agency)
    return render_template("public/agencies.html", nav="pages.agencies", kinds=kinds)
