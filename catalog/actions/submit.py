"""Submit 提交: an uploaded file becomes a version of a dataset and a job, in one transaction; nothing readable is kept.

File name, title and every other typed text are sealed under the upload's own key until the secrecy gate has passed.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog import audit, jobs
from catalog.deps import Deps
from catalog.errors import AgencyInactive, InvalidField, NotFound, SignInNeeded, UploadMissing
from catalog.lifecycle import VersionState
from catalog.metadata import Metadata
from catalog.models import Actor, Agency, Dataset, Job, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Submitted

__all__ = ["Metadata", "submit"]

MAX_PARTS: Final = 10_000


def submit(
    session: Session,
    upload_id: UUID,
    metadata: Metadata,
    *,
    actor: Actor | None,
    deps: Deps,
    parts: tuple[str, ...],
    bytes_received: int,
    agency_id: UUID | None = None,
    dataset_id: UUID | None = None,
) -> Submitted:
    """Take an upload over into the record and queue its processing.

    Args:
        upload_id: id under which the bytes stand in the vault; it becomes the version's id.
        metadata: what the uploader typed.
        parts: names of the upload's objects in the vault, in order.
        bytes_received: bytes counted while they came in.
        agency_id: for whom; default the actor's own agency.
        dataset_id: an existing dataset whose next version this is.

    Returns:
        The ids; the same ones, with `is_new` False, when this upload was submitted before.

    Raises:
        NotPermitted, NotFound, InvalidField, UploadMissing, AgencyInactive.
    """
    metadata = metadata.checked()
    if not 0 < len(parts) <= MAX_PARTS or bytes_received < 0:
        raise UploadMissing
    begin_write(session)
    dataset = load(session, Dataset, dataset_id, is_locked=True) if dataset_id else None
    agency, actor = _for_whom(session, dataset.agency_id if dataset else agency_id, actor)
    before = session.get(Version, upload_id, populate_existing=True)
    if before is not None:
        return _again(session, before, actor)
    if any(not deps.storage.exists(deps.vault.object_name(str(upload_id), part)) for part in parts):
        raise UploadMissing
    sealed = deps.vault.seal_text(str(upload_id), metadata.to_text())
    if dataset is None:
        dataset = Dataset(agency_id=agency.id)
        session.add(dataset)
        session.flush()
    version = Version(
        id=upload_id,
        dataset_id=dataset.id,
        number=_next_number(session, dataset),
        state=VersionState.RECEIVED,
        uploader_id=actor.id,
        sealed=sealed,
        parts=list(parts),
        bytes_received=bytes_received,
        created_at=deps.clock(),
    )
    session.add(version)
    try:
        session.flush()
    except IntegrityError:  # the same upload was submitted by another request at this moment
        session.rollback()
        before = session.get(Version, upload_id, populate_existing=True)
        if before is None:
            raise
        return _again(session, before, actor)
    return _queued(session, dataset, version, actor, deps)


def _for_whom(session: Session, agency_id: UUID | None, actor: Actor | None) -> tuple[Agency, Actor]:
    """The agency an upload is for, by default the actor's own, and the actor who may upload for it."""
    agency_id = agency_id or (actor.agency_id if actor else None)
    if agency_id is None:
        may(actor, Verb.SUBMIT).require()
        raise InvalidField({"field": "agency"})
    agency = load(session, Agency, agency_id)
    may(actor, Verb.SUBMIT, agency).require()
    if actor is None:
        raise SignInNeeded
    if not agency.is_active:
        raise AgencyInactive
    return agency, actor


def _queued(session: Session, dataset: Dataset, version: Version, actor: Actor, deps: Deps) -> Submitted:
    """Queue the processing, in the transaction of the version itself, and wake the workers."""
    job = jobs.queue(session, "process", f"process:{version.id}:0", dataset=dataset, version=version, actor_id=actor.id)
    audit.record(session, Verb.SUBMIT, version, actor=actor, detail={"dataset": str(dataset.id)}, at=deps.clock())
    session.commit()
    deps.wake()
    return Submitted(version.id, dataset.id, job.id, version.number, is_new=True)


def _again(session: Session, version: Version, actor: Actor) -> Submitted:
    if version.uploader_id != actor.id:
        raise NotFound
    job = session.scalars(select(Job).where(Job.effect_key == f"process:{version.id}:0")).one()
    return Submitted(version.id, version.dataset_id, job.id, version.number, is_new=False)


def _next_number(session: Session, dataset: Dataset) -> int:
    last = session.scalar(select(func.max(Version.number)).where(Version.dataset_id == dataset.id))
    return (last or 0) + 1
