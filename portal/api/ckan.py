"""CKAN's Action API, read-only: `/api/3/action/*` and `/api/action/*`, so that CKAN clients work unchanged.

The envelope and its errors are CKAN 2.12's, measured on a real server: `{help, success, result | error}`; 400 with a
bare JSON string for what is not a call; JSONP on GET; 429 and 503 as plain text, since `ckanapi` and CKAN's harvester
take any JSON without `result` for the last page.
"""

import json
import re
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, request, url_for

from catalog.actions.ckan_read import (
    CLOSED,
    READS,
    WRITES,
    ActionError,
    ActionNotAuthorized,
    Reader,
)
from catalog.actions.ckan_read.dump import MEDIA_TYPE, dump_rows
from catalog.actions.read import find_file
from portal.api.identity import TokenRefused, caller
from portal.extensions import csrf, record
from portal.files import send_file_view
from portal.settings import Settings

action_api = Blueprint("action_api", __name__)
csrf.exempt(action_api)  # nothing here writes, and a cookie lends no authority: see `_actor`

JSON: Final = "application/json;charset=utf-8"
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$.]{0,100}\Z")


@action_api.route("/api", methods=["GET"])
@action_api.route("/api/", methods=["GET"])
@action_api.route("/api/1", methods=["GET"])
@action_api.route("/api/3", methods=["GET"])
def version() -> Response:
    """Return the API's version."""
    last = request.path.rstrip("/").rsplit("/", 1)[-1]
    return _json({"version": int(last) if last.isdigit() else 1}, 200)


@action_api.route("/api/action/<name>", methods=["GET", "POST"])
@action_api.route("/api/3/action/<name>", methods=["GET", "POST"])
def action(name: str) -> Response:
    """Run one action."""
    if name not in READS and name not in WRITES and name not in CLOSED:
        return _bare(f"Bad request: Action name not known: {name[:80]}")
    try:
        params = _params()
    except ValueError as error:
        return _bare(f"Bad request: JSON Error: {error.args[0]}")
    if name in WRITES and request.method != "POST":
        return _bare("Bad request: JSON Error: Invalid request. Please use POST method for your request")
    body: dict[str, Any] = {"help": f"{site_url()}/api/3/action/help_show?name={name}"}
    try:
        if name in WRITES or name in CLOSED:
            raise ActionNotAuthorized
        reader = Reader(record.session, record.deps, site_url(), record.deps.clock(), _actor())
        body |= {"success": True, "result": READS[name](reader, params)}
        status = 200
    except ActionError as error:
        body |= {"error": error.body, "success": False}
        status = error.status
    return _json(body, status, callback=params.get("callback") if request.method == "GET" else None)


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
    return response


def _params() -> dict[str, Any]:
    """Read parameters as CKAN does: query string over GET; over POST a JSON body of any content type, else a form.

    Some clients (ckanr) POST with the parameters in the query string and an empty body: taken too.

    Raises:
        ValueError: the body is not a JSON object, with a sentence that quotes nothing of it.
    """
    query: dict[str, Any] = {name: values[0] if len(values) == 1 else values for name, values in request.args.lists()}
    if request.method == "GET":
        return query
    if request.mimetype == "multipart/form-data":
        return query | request.form.to_dict()
    raw = request.get_data(cache=True)
    if not raw.strip():
        return query
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        form = request.form.to_dict()
        if request.mimetype == "application/x-www-form-urlencoded" and form and "" not in form.values():
            return query | form
        raise ValueError("Error decoding JSON data. The JSON could not be parsed") from None
    if not isinstance(body, dict):
        raise ValueError("Request data JSON decoded to something else, but it must be a dictionary")  # noqa: TRY004
    return query | body


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


def _json(body: Any, status: int, *, callback: Any = None) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    if callback and _CALLBACK.match(str(callback)):
        response = Response(f"{callback}({text});", status, mimetype="application/javascript")
        response.headers["Content-Type"] = "application/javascript;charset=utf-8"
    else:
        response = Response(text, status)
        response.headers["Content-Type"] = JSON
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _bare(sentence: str) -> Response:
    return _json(sentence, HTTPStatus.BAD_REQUEST)
