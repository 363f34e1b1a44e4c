"""Queueing a job: the same effect is queued once, whoever asks and however often."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Dataset, Job, JobState, Release, Version

PRIORITY_WITHDRAW = 0
PRIORITY_PUBLISH = 30
PRIORITY_PROCESS = 50
PRIORITY_SYNC = 60
PRIORITY_RECONCILE = 70
AHEAD = 5  # parts of a job come before jobs that have not begun


def queue(
    session: Session,
    kind: str,
    effect_key: str,
    *,
    dataset: Dataset | None,
    version: Version | None = None,
    release: Release | None = None,
    actor_id: UUID | None = None,
    priority: int = PRIORITY_PROCESS,
    run_after: datetime | None = None,
    parent_id: UUID | None = None,
    part: int | None = None,
) -> Job:
    """Add a job to the caller's transaction, or return the one that has this effect already.

    Args:
        effect_key: names the effect (kind, object, what binds it); unique in the database.
        dataset: whose work it is; None for work on the whole catalogue.
        run_after: not before this moment, UTC.
    """
    session.flush()
    job = session.scalars(select(Job).where(Job.effect_key == effect_key)).one_or_none()
    if job is not None:
        return job
    job = Job(
        kind=kind,
        effect_key=effect_key,
        state=JobState.QUEUED,
        priority=priority,
        run_after=run_after,
        agency_id=dataset.agency_id if dataset else None,
        dataset_id=dataset.id if dataset else None,
        version_id=version.id if version else None,
        release_id=release.id if release else None,
        actor_id=actor_id,
        parent_id=parent_id,
        part=part,
    )
    session.add(job)
    session.flush()
    return job


def cancel_open(session: Session, version: Version) -> None:
    """Cancel the version's jobs. A worker in the middle of one loses its claim and ends its child within seconds."""
    is_open = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    query = select(Job).where(Job.version_id == version.id, is_open, Job.kind != "clear")
    for job in session.scalars(query):
        job.state = JobState.CANCELLED


def queue_parts(session: Session, parent: Job, version: Version, count: int) -> None:
    """Queue one job for each row group, in the transaction that ends the parent."""
    for index in range(count):
        queue(
            session,
            "part",
            f"part:{parent.id}:{index}",
            dataset=version.dataset,
            version=version,
            actor_id=parent.actor_id,
            priority=parent.priority - AHEAD,
            parent_id=parent.id,
            part=index,
        )
