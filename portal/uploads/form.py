"""The plain form: several files at once, each with its own title and summary, each submitted by itself."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage

from catalog.actions.submit import Metadata, submit
from catalog.errors import CatalogError, InvalidField, UploadMissing
from catalog.models import Actor
from catalog.views import Submitted
from portal.extensions import record
from portal.uploads.intake import PART, SealedFile
from portal.web.forms import day_or_none, text


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that was not taken, by its place in the form; its name is not repeated in any log."""

    field: str
    message: str


def receive(actor: Actor, dataset_id: UUID | None) -> tuple[tuple[Submitted, ...], tuple[FileProblem, ...]]:
    """Submit every file of the form.

    Args:
        actor: the uploader.
        dataset_id: the dataset that the (single) file is a new version of; None for new datasets.

    Returns:
        What was submitted, and what was not and why.
    """
    files = [one for one in request.files.getlist("files") if one.filename]
    done: list[Submitted] = []
    problems: list[FileProblem] = []
    for position, one in enumerate(files):
        try:
            done.append(_submit(actor, one, position, len(files), dataset_id))
        except CatalogError as refused:
            record.session.rollback()
            problems.append(FileProblem(f"file-{position}", refused.message_zh))
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
    return _submit(actor, files[0], 0, 1, dataset_id)


def _submit(actor: Actor, one: FileStorage, position: int, count: int, dataset_id: UUID | None) -> Submitted:
    sealed = cast("SealedFile", one.stream)
    titles, summaries = request.form.getlist("title"), request.form.getlist("summary")
    metadata = Metadata(
        file_name=(one.filename or "")[:255],
        title=_at(titles, position) if len(titles) == count else "",
        summary=_at(summaries, position) if len(summaries) == count else "",
        tags=tuple(word for word in text("tags", 200).replace("，", " ").replace(",", " ").split() if word),
        update_cycle=text("update_cycle", 20) or "不定期",
        catalogue_flag=text("catalogue_flag", 12) or None,
        release_at=day_or_none("release_at"),
        public_until=day_or_none("public_until"),
        sharing_condition=text("sharing_condition", 500),
        opening_condition=text("opening_condition", 500),
    )
    submitted = submit(
        record.session,
        sealed.upload_id,
        metadata,
        actor=actor,
        deps=record.deps,
        parts=(PART,),
        bytes_received=sealed.bytes,
        dataset_id=dataset_id,
    )
    sealed.claim()
    return submitted


def _at(values: list[str], position: int) -> str:
    return values[position].strip()[:2000] if position < len(values) else ""
