"""Addresses of the resumable door (tus 1.0.0); the desk's form then submits what arrived by its id."""

from collections.abc import Iterator
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, PreconditionFailed, UnsupportedMediaType

from catalog.errors import NotFound
from catalog.models import Actor, Agency, Version
from catalog.policies import Verb, may
from portal.accounts.signing import require_actor
from portal.extensions import limiter, record
from portal.uploads import tus

CHUNK: Final = 256 * 1024
uploads = Blueprint("uploads", __name__, url_prefix="/uploads")


@uploads.before_request
def _admit() -> None:
    """Uploaders only, of this version of the protocol; a piece may be as large as an upload."""
    actor = require_actor()
    agency = record.session.get(Agency, actor.agency_id) if actor.agency_id else None
    may(actor, Verb.SUBMIT, agency).require()
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
        raise PreconditionFailed
    record.session.commit()  # no lock is held while a slow body comes in
    request.max_content_length = record.deps.limits.max_upload_bytes


@uploads.after_request
def _say_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = tus.VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@uploads.route("", methods=["OPTIONS"])
def options() -> ResponseReturnValue:
    """Say what the door can do."""
    return (
        "",
        204,
        {
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(record.deps.limits.max_upload_bytes),
            "Tus-Checksum-Algorithm": "sha1,sha256",
        },
    )


@uploads.post("")
@limiter.limit("120/minute")
def create() -> ResponseReturnValue:
    """Open an upload; names are typed into the form later, never sent in a header."""
    state = tus.begin(require_actor(), _number("Upload-Length"), deps=record.deps)
    return "", 201, {"Location": url_for("uploads.piece", upload_id=state.id), **_headers(state)}


@uploads.route("/<uuid:upload_id>", methods=["HEAD"])
def offset(upload_id: UUID) -> ResponseReturnValue:
    """Say how much has arrived."""
    return "", 200, _headers(_find(require_actor(), upload_id))


@uploads.patch("/<uuid:upload_id>")
def piece(upload_id: UUID) -> ResponseReturnValue:
    """Take one more piece; durable before the answer."""
    if request.content_type != "application/offset+octet-stream":
        raise UnsupportedMediaType
    before = _find(require_actor(), upload_id)
    checksum = request.headers.get("Upload-Checksum", "")
    after = tus.append(before, _number("Upload-Offset"), _pieces(), checksum, deps=record.deps)
    return "", 204, _headers(after)


@uploads.delete("/<uuid:upload_id>")
def terminate(upload_id: UUID) -> ResponseReturnValue:
    """Throw an upload away."""
    tus.end(_find(require_actor(), upload_id), deps=record.deps)
    return "", 204


def _find(actor: Actor, upload_id: UUID) -> tus.Resumable:
    """Return one's own upload, unless it was submitted already: from then on it is the record's."""
    if record.session.get(Version, upload_id) is not None:
        raise NotFound
    record.session.commit()
    return tus.find(actor, upload_id, deps=record.deps)


def _pieces() -> Iterator[bytes]:
    while block := request.stream.read(CHUNK):
        yield block


def _number(name: str) -> int:
    value = request.headers.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise BadRequest
    return int(value)


def _headers(state: tus.Resumable) -> dict[str, str]:
    return {
        "Upload-Offset": str(state.offset),
        "Upload-Length": str(state.length),
        "Upload-Expires": format_datetime(state.expires_at, usegmt=True),
    }
