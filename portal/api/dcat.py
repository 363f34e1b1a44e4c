"""The catalogue for other catalogues: `/catalog.jsonld|ttl|rdf`, one dataset, `data.json`, schema.org."""

from math import ceil
from typing import Any, Final

from flask import Blueprint, Response, abort, jsonify, request

from catalog import dcat
from catalog.actions.ckan_read import ActionNotFound, Reader
from catalog.actions.ckan_read.packages import find_package
from portal.api.ckan import site_url
from portal.extensions import record

feeds = Blueprint("feeds", __name__)

PAGE: Final = 100
FORMS: Final = {
    "jsonld": ("json-ld", "application/ld+json"),
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("xml", "application/rdf+xml"),
}


@feeds.get("/catalog.<any(jsonld, ttl, rdf):extension>")
def catalog(extension: str) -> Response:
    """One page of the catalogue; `hydra:next` leads on."""
    reader = _reader()
    total = reader.sets.live.bit_count()
    pages = max(1, ceil(total / PAGE))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    document = dcat.catalog_document(
        _packages(reader, (page - 1) * PAGE, PAGE),
        site_url=site_url(),
        path=f"/catalog.{extension}",
        page=page,
        pages=pages,
        total=total,
    )
    return _answer(document, extension)


@feeds.get("/dataset/<key>.<any(jsonld, ttl, rdf):extension>")
def dataset(key: str, extension: str) -> Response:
    """One dataset."""
    return _answer(dcat.dataset_document(_package(key), site_url()), extension)


@feeds.get("/dataset/<key>/schema.org.json")
def schema_org(key: str) -> Response:
    """One dataset for search engines."""
    return jsonify(dcat.schema_org(_package(key), site_url()))


@feeds.get("/data.json")
def data_json() -> Response:
    """The whole catalogue in one file."""
    return jsonify(dcat.data_json(_packages(_reader(), 0, 1 << 20), site_url()))


def _reader() -> Reader:
    return Reader(record.session, record.deps, site_url(), record.deps.clock())


def _packages(reader: Reader, start: int, rows: int) -> list[dict[str, Any]]:
    sets = reader.sets
    numbers = sets.page(sets.live, sets.order("slug", descending=False), start, rows)
    return [one for at in range(0, len(numbers), 500) for one in reader.packages(numbers[at : at + 500])]


def _package(key: str) -> dict[str, Any]:
    try:
        return find_package(_reader(), key)
    except ActionNotFound:
        abort(404)


def _answer(document: dict[str, Any], extension: str) -> Response:
    form, media_type = FORMS[extension]
    response = Response(dcat.serialise(document, form), mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
