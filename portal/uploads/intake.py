"""What receives the bytes of a form's files: sealed while they come in, never a temporary file, never in clear.

Werkzeug would put larger files into the temp folder; until the secrecy gate has passed no byte may exist in clear
(DESIGN, invariant 2), so its stream is replaced. Only a signed-in uploader's files on the upload form are kept; bytes
sent to any other address are counted and dropped, but for the text of a negative list, which is nobody's data.
"""

from io import BytesIO
from typing import IO, Any, Final
from uuid import UUID, uuid4

from flask import Request, current_app, g
from werkzeug.exceptions import RequestEntityTooLarge

from catalog.deps import Deps
from catalog.storage.errors import StorageError
from catalog.vault.frames import FrameWriter
from portal.accounts.signing import present_actor
from portal.accounts.tokens import Scope
from portal.uploads.note import write_note
from portal.uploads.room import RoomWatch, expect

FORM_OVERHEAD: Final = 1 << 20
UPLOAD_ENDPOINT: Final = "workspace.receive_files"
API_ENDPOINT: Final = "desk.Uploads"
PART: Final = "raw-00000"


class SealedFile:
    """One file of a form on its way into the vault; looks like the temporary file Werkzeug expects."""

    def __init__(self, deps: Deps, owner: UUID) -> None:
        self.upload_id: UUID = uuid4()
        self.bytes = 0
        self.is_claimed = False
        self._deps = deps
        self._watch = RoomWatch(deps)
        try:
            deps.vault.new_key(str(self.upload_id))
            write_note(self.upload_id, owner=owner, length=0, deps=deps)  # so that a dead server's leavings are swept
            self._writer: FrameWriter | None = deps.vault.open_writer(str(self.upload_id), PART)
        except StorageError:
            deps.vault.forget(str(self.upload_id))
            raise

    def write(self, data: bytes) -> int:
        """Seal a piece; refuse the file when it grows over the limit or the disk runs full."""
        self.bytes += len(data)
        if self.bytes > self._deps.limits.max_upload_bytes:
            raise RequestEntityTooLarge
        if self._writer is None:
            raise ValueError("closed")
        self._watch.take(len(data))
        self._writer.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Called once by the parser when the file is complete: make it durable."""
        del offset, whence
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.commit()
        return 0

    def claim(self) -> UUID:
        """Say that the upload was submitted; it then outlives the request."""
        self.is_claimed = True
        return self.upload_id

    def close(self) -> None:
        """End; what nobody claimed is destroyed with its key."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.abort()
        if not self.is_claimed:
            self._deps.vault.forget(str(self.upload_id))


class Dropped:
    """Counts bytes that nobody asked for, and keeps none."""

    def write(self, data: bytes) -> int:
        """Drop a piece."""
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing."""
        del offset, whence
        return 0

    def close(self) -> None:
        """Do nothing."""


LIST_ENDPOINTS = frozenset({"workspace.editions", "workspace.change_draft"})


class SealingRequest(Request):
    """A request whose uploaded files go into the vault."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, content_length
        stream: Any = Dropped()
        if filename and g.get("may_upload", False):
            stream = SealedFile(current_app.extensions["deps"], g.upload_owner)
            g.setdefault("sealed_files", []).append(stream)
        elif filename and self.endpoint in LIST_ENDPOINTS:
            stream = BytesIO()  # a negative list: no data of anybody, and no larger than any form
        sink: IO[bytes] = stream
        return sink


def admit(request: Request) -> None:
    """Before the body is read: let an uploader's form be as large as an upload, and end the open transaction.

    The transaction ends so that no lock is held while a slow body comes in.
    """
    if request.endpoint not in {UPLOAD_ENDPOINT, API_ENDPOINT}:
        return
    from portal.api.identity import caller
    from portal.extensions import record

    actor = caller(Scope.UPLOAD) if request.endpoint == API_ENDPOINT else present_actor()
    g.may_upload = actor is not None and "uploader" in actor.role_names and actor.agency_id is not None
    record.session.commit()
    if g.may_upload and actor is not None:
        g.upload_owner = actor.id
        limit = record.deps.limits.max_upload_bytes
        request.max_content_length = limit + FORM_OVERHEAD
        expect(min(request.content_length or 0, limit), deps=record.deps)


def clean_up(error: BaseException | None) -> None:
    """At the end of the request: destroy what was received and not claimed."""
    del error
    for sealed in g.pop("sealed_files", []):
        sealed.close()
