"""Sending a released file: as an attachment, with its checksum, in ranges, never sniffed."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from flask import Response, request

from catalog.deps import Deps
from catalog.views import FileView

CHUNK_BYTES: Final = 256 * 1024
_ASCII_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")


def send_file_view(view: FileView, *, deps: Deps, is_public: bool = True) -> Response:
    """Return the bytes of a released file.

    Args:
        view: which file; its bytes come from the storage, its name from the release's verified title.
        deps: storage.
        is_public: whether shared caches may keep it; they ask again each time, so that a withdrawal shows at once.

    """
    source = deps.storage.open(view.storage_key)

    def chunks() -> Iterator[bytes]:
        with source:
            while block := source.read(CHUNK_BYTES):
                yield block

    response = Response(chunks(), content_type=view.media_type, direct_passthrough=True)
    response.content_length = view.bytes
    fallback = _ASCII_NAME.sub("-", view.file_name).strip("-.") or "data"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(view.file_name, safe='')}"
    )
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(view.sha256)}:"  # RFC 9530
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    response.set_etag(view.sha256)
    response.accept_ranges = "bytes"
    response.make_conditional(request, accept_ranges=True, complete_length=view.bytes)
    return response


def _base64(digest: str) -> str:
    from base64 import b64encode

    return b64encode(bytes.fromhex(digest)).decode()
