"""The sealed note beside an upload that was not submitted yet: whose it is, how long, and until when it is kept."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.deps import Deps
from catalog.errors import CatalogError
from catalog.models import Version

NOTE: Final = "tus-note"
LIFETIME: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of an upload before it is submitted."""

    owner: UUID
    length: int
    expires_at: datetime


def write_note(upload_id: UUID, *, owner: UUID, length: int, deps: Deps) -> datetime:
    """Seal a note under the upload's key; return until when the upload is kept."""
    expires = deps.clock() + LIFETIME
    body = {"owner": str(owner), "length": length, "expires": expires.isoformat()}
    deps.vault.put(str(upload_id), NOTE, json.dumps(body).encode())
    return expires


def read_note(upload_id: UUID, *, deps: Deps) -> Note | None:
    """Return the note, or None when there is none that can be read."""
    try:
        body = json.loads(deps.vault.get(str(upload_id), NOTE))
    except CatalogError:  # no key, no such part, or not authentic: for the asker there is no such upload
        return None
    return Note(UUID(body["owner"]), int(body["length"]), datetime.fromisoformat(body["expires"]))


def drop_note(upload_id: UUID, *, deps: Deps) -> None:
    """Remove the note: the upload was submitted and is the record's now."""
    deps.vault.delete_part(str(upload_id), NOTE)


def sweep_expired(session: Session, *, deps: Deps) -> int:
    """Destroy uploads that were never submitted and whose time is over; return how many.

    For the regular sweep of the workers: a browser that never came back, a server that died in the middle of a form.
    """
    names = {name.split("/")[1] for name in deps.storage.list("staging") if name.endswith(f"/{NOTE}")}
    kept = {str(one) for one in session.scalars(select(Version.id))} if names else set()
    ended = 0
    for name in names - kept:
        note = read_note(UUID(name), deps=deps)
        if note is not None and note.expires_at <= deps.clock():
            deps.vault.forget(name)
            ended += 1
    return ended
