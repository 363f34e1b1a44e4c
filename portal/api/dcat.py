"""The catalogue for other catalogues: `/catalog.jsonld|ttl|rdf`, one dataset, `data.json`, schema.org, Croissant."""

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from flask import Blueprint, Response, abort, jsonify, request, stream_with_context

from catalog import dcat
from catalog.actions.ckan_read import ActionNotFound, Reader
from catalog.actions.ckan_read.packages import find_package
from catalog.actions.ckan_read.stored import StoredPackage
from portal.api.ckan import site_url
from portal.extensions import record

feeds = Blueprint("feeds", __name__)

PAGE: Final = 100
CHUNK: Final = 500  # datasets read at once for the whole catalogue
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
    return _open(jsonify(dcat.schema_org(_package(key), site_url())))


@feeds.get("/data.json")
def data_json() -> Response:
    """The whole catalogue in one file, written dataset by dataset."""
    text = dcat.data_json(_all_packages(_reader()), site_url())
    return _open(Response(stream_with_context(text), mimetype="application/json"))


@feeds.get("/dataset/<key>/croissant.json")
def croissant(key: str) -> Response:
    """One table for tools of machine learning."""
    document = dcat.croissant(_package(key), site_url())
    if document is None:
        abort(404)
    return _open(jsonify(document))


def _reader() -> Reader:
    return Reader(record.session, record.deps, site_url(), record.deps.clock())


def _packages(reader: Reader, start: int, rows: int) -> list[StoredPackage]:
    sets = reader.sets
    return reader.packages(sets.page(sets.live, sets.order("slug", descending=False), start, rows))


def _all_packages(reader: Reader) -> Iterator[StoredPackage]:
    for start in range(0, reader.sets.live.bit_count(), CHUNK):
        yield from _packages(reader, start, CHUNK)


def _package(key: str) -> StoredPackage:
    try:
        return find_package(_reader(), key)
    except ActionNotFound:
        abort(404)


def _answer(document: dict[str, Any], extension: str) -> Response:
    form, media_type = FORMS[extension]
    return _open(Response(dcat.serialise(document, form), content_type=media_type))


def _open(response: Response) -> Response:
    """Let pages of other sites read it too: it is public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
