"""The resumable door: tus 1.0.0 with creation, termination, expiration and checksum (https://tus.io/protocols).

Each PATCH becomes one sealed part of the upload's own in the vault, durable before the answer. What has arrived so far
is what the vault holds: the offset is the sum of the parts' plaintext, so there is no second truth to fall behind.
The declared length, the owner and the age are sealed too, as a small part that is written once.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from catalog.deps import Deps
from catalog.errors import CatalogError, NotFound
from catalog.models import Actor
from catalog.storage.errors import StorageError
from portal.uploads.note import read_note, write_note
from portal.uploads.room import expect, watched

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration,checksum"
MAX_PIECES: Final = 4096
_HASHES: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}  # tus demands SHA-1 for transport errors


class UploadConflict(CatalogError):
    """The offset given is not the offset reached; `detail.offset` says which it is."""

    code = "upload.offset"
    message_zh = "续传位置与已收到的不一致，请查询后再续传。"
    message_en = "The offset is not the one reached; ask for it and resume there."
    status_hint = 409


class UploadTooLarge(CatalogError):
    """Larger than allowed, or more than was declared."""

    code = "upload.too_large"
    message_zh = "文件超过了上限，没有接收。"
    message_en = "The file is larger than allowed."
    status_hint = 413


class UploadEmpty(CatalogError):
    """Not a byte."""

    code = "upload.empty"
    message_zh = "文件为空，没有可读取的内容。"
    message_en = "The file is empty."
    status_hint = 422


class UploadChecksum(CatalogError):
    """What arrived is not what was sent; the piece was thrown away."""

    code = "upload.checksum"
    message_zh = "这一段在传输中出错，已丢弃，请重传。"
    message_en = "The piece was damaged on its way and thrown away; send it again."
    status_hint = 460


@dataclass(frozen=True, slots=True)
class Resumable:
    """An upload on its way."""

    id: UUID
    length: int
    offset: int
    parts: tuple[str, ...]
    expires_at: datetime

    @property
    def is_complete(self) -> bool:
        """Whether every byte is there."""
        return self.offset == self.length


def begin(actor: Actor, length: int, *, deps: Deps) -> Resumable:
    """Open an upload of `length` bytes for an uploader.

    Raises:
        UploadEmpty, UploadTooLarge: nothing, or over the limit.
        StorageFull: it would leave too little room; nothing of it is kept.
    """
    if length <= 0:
        raise UploadEmpty
    if length > deps.limits.max_upload_bytes:
        raise UploadTooLarge
    expect(length, deps=deps)
    upload_id = uuid4()
    try:
        deps.vault.new_key(str(upload_id))
        expires = write_note(upload_id, owner=actor.id, length=length, deps=deps)
    except StorageError:
        deps.vault.forget(str(upload_id))
        raise
    return Resumable(upload_id, length, 0, (), expires)


def find(actor: Actor, upload_id: UUID, *, deps: Deps) -> Resumable:
    """Return an upload of one's own.

    Raises:
        NotFound: there is none, it is another person's, or its time is over (it is then destroyed).
    """
    vault, name = deps.vault, str(upload_id)
    note = read_note(upload_id, deps=deps)
    if note is None or note.owner != actor.id:
        raise NotFound
    if note.expires_at <= deps.clock():
        vault.forget(name)
        raise NotFound
    parts = tuple(part for part in vault.parts(name) if part.startswith("raw-"))
    offset = sum(vault.plain_size(name, part) for part in parts)
    return Resumable(upload_id, note.length, offset, parts, note.expires_at)


def append(state: Resumable, offset: int, pieces: Iterable[bytes], checksum: str, *, deps: Deps) -> Resumable:
    """Seal one more piece and return the new state; on an error nothing of the piece is kept.

    Args:
        state: what `find` gave.
        offset: where the client believes the piece begins.
        pieces: its bytes.
        checksum: the value of `Upload-Checksum`, or empty.
        deps: the vault.

    Raises:
        UploadConflict, UploadTooLarge, UploadChecksum: see there.
        StorageFull: no room for the piece; what arrived before it stays, to be resumed when there is room again.
    """
    if offset != state.offset or len(state.parts) >= MAX_PIECES:
        raise UploadConflict({"offset": state.offset})
    algorithm, _, wanted = checksum.partition(" ")
    if checksum and algorithm not in _HASHES:
        raise UploadChecksum
    digest = _HASHES[algorithm]() if checksum else None
    expect(0, deps=deps)
    part, count = f"raw-{len(state.parts):05d}", 0
    with deps.vault.open_writer(str(state.id), part) as out:
        for piece in watched(pieces, deps=deps):
            count += len(piece)
            if state.offset + count > state.length:
                raise UploadTooLarge
            out.write(piece)
            if digest is not None:
                digest.update(piece)
        if digest is not None and not hmac.compare_digest(base64.b64encode(digest.digest()).decode(), wanted.strip()):
            raise UploadChecksum
    return Resumable(state.id, state.length, state.offset + count, (*state.parts, part), state.expires_at)


def end(state: Resumable, *, deps: Deps) -> None:
    """Throw an upload away: its key is destroyed."""
    deps.vault.forget(str(state.id))
