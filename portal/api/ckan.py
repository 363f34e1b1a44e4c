"""CKAN's Action API, read-only: `/api/3/action/*` and `/api/action/*`, so that CKAN clients work unchanged.

The envelope and its errors are CKAN 2.12's, measured on a real server: `{help, success, result | error}`; 400 with a
bare JSON string for what is not a call; JSONP on GET; 429 and 503 as plain text, since `ckanapi` and CKAN's harvester
take any JSON without `result` for the last page.
"""

import html
import json
import secrets
from http import HTTPStatus
from itertools import zip_longest
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from catalog.actions.ckan_read import (
    READS,
    REFUSED,
    ActionError,
    Reader,
    refuse,
)
from catalog.actions.ckan_read.dump import MEDIA_TYPE, dump_rows
from catalog.actions.ckan_read.stored import StoredPackage
from catalog.actions.read import find_file
from portal.api.identity import TokenRefused, caller
from portal.api.quotas import keep_quota
from portal.extensions import csrf, record
from portal.files import send_file_view
from portal.settings import Settings

action_api = Blueprint("action_api", __name__)
action_api.before_request(keep_quota)
csrf.exempt(action_api)  # nothing here writes, and a cookie lends no authority: see `_actor`

JSON: Final = "application/json;charset=utf-8"
JAVASCRIPT: Final = "application/javascript;charset=utf-8"
MAX_CALLBACK: Final = 100
_PLACE: Final = secrets.token_hex(16)
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
ALLOWED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}


@action_api.after_request
def allow_other_sites(response: Response) -> Response:
    """Say to a browser that asks first that scripts of other sites may call: a cookie counts for nothing here."""
    if request.method == "OPTIONS":
        response.headers.update(ALLOWED)
    return response


@action_api.route("/api", methods=["GET"], strict_slashes=False)
@action_api.route("/api/", methods=["GET"])
@action_api.route("/api/<int(min=1, max=3):number>", methods=["GET"], strict_slashes=False)
@action_api.route("/api/<int(min=1, max=3):number>/", methods=["GET"])
def version(number: int = 1) -> Response:
    """Return the API's version."""
    return _json({"version": number}, 200)


@action_api.route("/api/action/<name>", methods=["GET", "POST"])
@action_api.route("/api/3/action/<name>", methods=["GET", "POST"])
def action(name: str) -> Response:
    """Run one action."""
    if name not in READS and name not in REFUSED:
        return _bare(f"Bad request: Action name not known: {name[:80]}")
    is_write = name in REFUSED and REFUSED[name].is_write
    try:
        params = _params(with_query=not is_write)
    except ValueError as error:
        return _bare(f"Bad request: JSON Error: {error.args[0]}")
    has_callback = params.pop("callback", None) is not None
    reader: Reader | None = None
    body: dict[str, Any] = {"help": f"{site_url()}/api/3/action/help_show?name={name}"}
    try:
        # a script of another site may read the answer then: nobody's rights stand behind it
        reader = Reader(
            record.session, record.deps, site_url(), record.deps.clock(), None if has_callback else _actor()
        )
        if name in REFUSED:
            refuse(reader, name, params)
        body |= {"success": True, "result": READS[name](reader, params)}
        status = 200
    except ActionError as error:
        body |= {"error": error.body, "success": False}
        status = error.status
    return _naming_release(_json(body, status), reader)


_COMPLETIONS: Final = {
    "dataset": ("package_autocomplete", "incomplete", None),
    "tag": ("tag_autocomplete", "incomplete", "Name"),
    "group": ("group_autocomplete", "q", None),
    "organization": ("organization_autocomplete", "q", None),
    "user": ("user_autocomplete", "q", None),
    "resource": ("format_autocomplete", "incomplete", "Format"),
}


@action_api.get("/api/util/<any(dataset, tag, group, organization, user):kind>/autocomplete")
@action_api.get("/api/<int(min=1, max=2):number>/util/<any(dataset, tag, group, organization, user):kind>/autocomplete")
@action_api.get("/api/util/<any(resource):kind>/format_autocomplete")
@action_api.get("/api/<int(min=1, max=2):number>/util/<any(resource):kind>/format_autocomplete")
def complete(kind: str, number: int = 1) -> Response:
    """Complete what is being typed, in the older form pages ask in."""
    del number
    name, asked, called = _COMPLETIONS[kind]
    typed = request.args.get(asked, "")
    found: list[Any] = []
    if typed:
        params = {"q": typed} | {key: request.args[key] for key in ("limit", "vocabulary_id") if request.args.get(key)}
        try:
            found = READS[name](Reader(record.session, record.deps, site_url(), record.deps.clock()), params)
        except ActionError as error:
            return _json(error.body, error.status)
    if asked == "q":
        return _json(found, 200)
    return _json({"ResultSet": {"Result": [{called: one} for one in found] if called else found}}, 200)


@action_api.get("/dataset/<key>")
def dataset_page(key: str) -> Response:
    """Lead to the dataset's page: CKAN's own address for it, which readers such as frictionless recognise."""
    return redirect(url_for("pages.dataset", key=key), 302)  # type: ignore[return-value]  # werkzeug's own Response


@action_api.get("/dataset/<key>/resource/<uuid:resource_id>/download/<name>")
def download(key: str, resource_id: UUID, name: str) -> Response:
    """Send the present released file of a resource; the address ends in its extension and outlives versions."""
    del key
    view = find_file(record.session, resource_id, file_format=name.rpartition(".")[2])
    return send_file_view(view, deps=record.deps)


@action_api.get("/datastore/dump/<uuid:resource_id>")
def dump(resource_id: UUID) -> Response:
    """Stream the rows of a resource as csv, tsv, json or xml."""
    reader = Reader(record.session, record.deps, site_url(), record.deps.clock(), _actor())
    try:
        stream = dump_rows(reader, {**request.args.to_dict(), "resource_id": str(resource_id)})
    except ActionError as error:
        return _json(error.body, HTTPStatus.BAD_REQUEST if error.status == HTTPStatus.CONFLICT else error.status)
    response = Response(stream.chunks, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{resource_id}.{stream.extension}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _naming_release(response, reader)


def _naming_release(response: Response, reader: Reader | None) -> Response:
    """Say which release rows belong to, for `release=` on the next page: a header, as CKAN has no field for it."""
    if reader is not None and reader.release_id is not None:
        response.headers["X-Release-Id"] = str(reader.release_id)
        response.headers["Access-Control-Expose-Headers"] = "X-Release-Id"
    return response


def _params(*, with_query: bool) -> dict[str, Any]:
    """Read parameters as CKAN 2.12 does.

    A form's fields; a form that is one name without a value, which is JSON then; else the query string, over POST too
    (ckanr sends it so, with an empty body); else a JSON body.

    Raises:
        ValueError: the body is not a JSON object, with a sentence that quotes nothing of it.
    """
    if not with_query and request.method == "GET":
        raise ValueError("Invalid request. Please use POST method for your request")
    body: Any = {}
    if request.method == "POST" and request.form:
        fields = _mixed(request.form)
        is_json = _is_single(fields) and next(iter(fields.values())) in {"1", ""}
        body = _decoded(next(iter(fields))) if is_json else fields
    elif with_query and request.args:
        body = _mixed(request.args)
    elif (raw := request.get_data(cache=True)) and request.mimetype != "multipart/form-data":
        if not request.is_json and request.mimetype not in FORMS:
            abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body = _decoded(raw)
    if not isinstance(body, dict):
        raise ValueError("Request data JSON decoded to something else but it needs to be a dictionary.")  # noqa: TRY004 - a bad value to the caller
    return body


def _mixed(values: MultiDict[str, str]) -> dict[str, Any]:
    return {name: found[0] if len(found) == 1 else found for name, found in values.lists()}


def _is_single(fields: dict[str, Any]) -> bool:
    return len(fields) == 1 and isinstance(next(iter(fields.values())), str)


def _decoded(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("Error decoding JSON data. The JSON could not be parsed") from None


def _actor() -> Any:
    """Return whose token this is; a bad or expired one reads as anybody, as in CKAN. Cookies count for nothing."""
    if "Authorization" not in request.headers:
        return None
    try:
        return caller()
    except TokenRefused:
        return None


def site_url() -> str:
    """Return the address the public uses: the setting; on the embedded portal, where this request came to.

    The host of a request is one of `trusted_hosts`, so nobody else can put words into the answer.
    """
    settings: Settings = current_app.config["PORTAL"]
    return (request.host_url if settings.embedded else settings.public_url).rstrip("/")


def _json(body: Any, status: int) -> Response:
    """Return JSON in ASCII, as CKAN writes it; a call of `callback` where a GET asked for one and all went well."""
    text = _written(body)
    callback = request.args.get("callback") if request.method == "GET" and status == HTTPStatus.OK else None
    if callback is not None:
        text = f"{html.escape(callback[:MAX_CALLBACK])}({text});"
    response = Response(text, status, content_type=JSON if callback is None else JAVASCRIPT)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _written(body: Any) -> str:
    """Return JSON text; what is stored as such stands in it as it is, at places marked with a word nobody can send."""
    held: list[str] = []

    def hold(value: object) -> str:
        if not isinstance(value, StoredPackage):
            raise TypeError("not a value of JSON")
        held.append(value.text)
        return _PLACE

    around = json.dumps(body, default=hold).split(f'"{_PLACE}"')
    return "".join(part for pair in zip_longest(around, held, fillvalue="") for part in pair)


def _bare(sentence: str) -> Response:
    return _json(sentence, HTTPStatus.BAD_REQUEST)
