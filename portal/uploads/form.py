"""The form: several files at once, each with its own title and summary, each submitted by itself.

A file comes with the form, or came before it through the resumable door; then the form names it by its id.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import request

from catalog.actions.submit import Metadata, submit
from catalog.errors import CatalogError, InvalidField, NotPermitted, UploadMissing
from catalog.metadata import read_dictionary
from catalog.models import Actor
from catalog.storage.errors import StorageError
from catalog.views import Submitted
from portal.extensions import record
from portal.forms import day_or_none, text
from portal.language import said
from portal.uploads import tus
from portal.uploads.intake import PART, SealedFile
from portal.uploads.note import drop_note
from portal.uploads.room import full_database_said

MAX_FILES: Final = 50
DICTIONARY_CHARS: Final = 100_000


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that was not taken, by its place in the form; its name is not repeated in any log."""

    field: str
    message: str
    status: int = 422


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file whose bytes are in the vault."""

    upload_id: UUID
    name: str
    parts: tuple[str, ...]
    bytes: int
    sealed: SealedFile | None = None


def receive(actor: Actor, dataset_id: UUID | None) -> tuple[tuple[Submitted, ...], tuple[FileProblem, ...]]:
    """Submit every file of the form.

    Args:
        actor: the uploader.
        dataset_id: the dataset that the (single) file is a new version of; None for new datasets.

    Returns:
        What was submitted, and what was not and why.
    """
    ids = [one for one in request.form.getlist("upload_id")[:MAX_FILES] if one]
    files = [one for one in request.files.getlist("files")[:MAX_FILES] if one.filename]
    count = len(ids) or len(files)
    done: list[Submitted] = []
    problems: list[FileProblem] = []
    for position in range(count):
        try:
            arrived = _resumed(actor, ids[position], position) if ids else _sent(position)
            done.append(_submit(actor, arrived, position, count, dataset_id))
        except CatalogError as refused:
            record.session.rollback()
            status = refused.status_hint if isinstance(refused, StorageError) else 422
            problems.append(FileProblem(f"file-{position}", f"{said(refused)} [{refused.code}]", status))
    return tuple(done), tuple(problems)


def receive_one(actor: Actor) -> Submitted:
    """Submit the single file of a program's request; `dataset_id` in the form makes it a new version.

    Raises:
        UploadMissing: there is not exactly one file.
        CatalogError: what `submit` refuses.
    """
    files = [one for one in request.files.getlist("files") if one.filename]
    if len(files) != 1:
        raise UploadMissing({"files": len(files)})
    try:
        dataset_id = UUID(request.form["dataset_id"]) if request.form.get("dataset_id") else None
    except ValueError:
        raise InvalidField({"field": "dataset_id"}) from None
    return _submit(actor, _sent(0), 0, 1, dataset_id)


def _sent(position: int) -> Arrived:
    """Return a file that came with the form."""
    one = [file for file in request.files.getlist("files") if file.filename][position]
    sealed: object = one.stream
    if not isinstance(sealed, SealedFile):  # dropped on arrival: this person may not upload
        raise NotPermitted
    return Arrived(sealed.upload_id, one.filename or "", (PART,), sealed.bytes, sealed)


def _resumed(actor: Actor, typed: str, position: int) -> Arrived:
    """Return a file that came before the form, if it is complete and this person's."""
    try:
        upload_id = UUID(typed)
    except ValueError:
        raise UploadMissing from None
    state = tus.find(actor, upload_id, deps=record.deps)
    if not state.is_complete:
        raise UploadMissing
    return Arrived(upload_id, _at(request.form.getlist("file_name"), position), state.parts, state.offset)


def _submit(actor: Actor, arrived: Arrived, position: int, count: int, dataset_id: UUID | None) -> Submitted:
    titles, summaries = request.form.getlist("title"), request.form.getlist("summary")
    metadata = Metadata(
        file_name=arrived.name[:255],
        title=_at(titles, position) if len(titles) == count else "",
        summary=_at(summaries, position) if len(summaries) == count else "",
        tags=tuple(word for word in text("tags", 200).replace("，", " ").replace(",", " ").split() if word),
        update_cycle=text("update_cycle", 20) or "不定期",
        catalogue_flag=text("catalogue_flag", 12) or None,
        release_at=day_or_none("release_at"),
        public_until=day_or_none("public_until"),
        sharing_condition=text("sharing_condition", 500),
        opening_condition=text("opening_condition", 500),
        sharing_way=text("sharing_way", 500),
        sheet=text("sheet", 100) or None,
        columns=read_dictionary(request.form.get("dictionary", "")[:DICTIONARY_CHARS]),
    )
    with full_database_said():
        submitted = submit(
            record.session,
            arrived.upload_id,
            metadata,
            actor=actor,
            deps=record.deps,
            parts=arrived.parts,
            bytes_received=arrived.bytes,
            dataset_id=dataset_id,
        )
    if arrived.sealed is not None:
        arrived.sealed.claim()
    drop_note(arrived.upload_id, deps=record.deps)
    return submitted


def _at(values: list[str], position: int) -> str:
    return values[position].strip()[:2000] if position < len(values) else ""
