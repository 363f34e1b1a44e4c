"""What the queue does about CKAN by itself: a failed sync comes again, and the whole is compared when it is due."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import jobs
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.lifecycle import ReleaseState
from catalog.models import CkanLink, Dataset, Job, JobState, Release
from catalog.transaction import begin_write

FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
LONGEST_WITHDRAWAL_PAUSE: Final = timedelta(seconds=60)  # something is still readable that must not be
TRIES_A_JOB: Final = 3
HOPELESS: Final = frozenset({"ckan.name", "ckan.extra"})  # the same content would fail again
OVERWRITE: Final = "overwrite"  # in the key of a job by which a person lets the record win over a hand edit
_OPEN: Final = (JobState.QUEUED, JobState.RUNNING)


def fail_sync(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Queue the sync again, later each time; a withdrawal goes on until it is proved, whatever stood in its way."""
    del detail
    dataset = session.get(Dataset, job.dataset_id) if job.dataset_id else None
    if dataset is None or code in HOPELESS or _has_open(session, dataset.id, job.id):
        return
    link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset.id))
    release = session.get(Release, dataset.current_release_id) if dataset.current_release_id else None
    is_withdrawal = release is None or release.state != ReleaseState.PUBLISHED
    longest = LONGEST_WITHDRAWAL_PAUSE if is_withdrawal else LONGEST_PAUSE
    doublings = min((link.failures if link else 0) // TRIES_A_JOB, 16)
    jobs.queue(
        session,
        "sync",
        f"sync:{dataset.id}:again:{job.id}",
        dataset=dataset,
        release=release,
        priority=jobs.PRIORITY_WITHDRAW if is_withdrawal else jobs.PRIORITY_SYNC,
        run_after=deps.clock() + min(FIRST_PAUSE * 2**doublings, longest),
    )


def queue_due_reconcile(*, deps: Deps, every_seconds: float) -> bool:
    """Queue the comparison once in each span of `every_seconds`, however many processes ask; tell whether it was.

    Raises:
        RecordDamaged: no database.
    """
    span = int(deps.clock().timestamp() // every_seconds)
    return queue_reconcile(f"reconcile:{span}:{int(every_seconds)}", deps=deps)


def queue_reconcile_now(*, deps: Deps) -> bool:
    """Queue the comparison now, unless one is waiting or running; tell whether it was."""
    return queue_reconcile(f"reconcile:now:{uuid4()}", deps=deps)


def queue_reconcile(effect_key: str, *, deps: Deps) -> bool:
    """Queue a comparison under this key; see the two above."""
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions() as session:
        begin_write(session)
        is_known = select(Job.id).where(Job.effect_key == effect_key)
        is_open = select(Job.id).where(Job.kind == "reconcile", Job.state.in_(_OPEN))
        if session.scalars(is_known.limit(1)).first() or session.scalars(is_open.limit(1)).first():
            session.rollback()
            return False
        jobs.queue(session, "reconcile", effect_key, dataset=None, priority=jobs.PRIORITY_RECONCILE)
        session.commit()
    deps.wake()
    return True


def _has_open(session: Session, dataset_id: UUID, but: UUID) -> bool:
    """Tell whether another sync of the dataset waits already."""
    query = select(Job.id).where(
        Job.dataset_id == dataset_id, Job.kind == "sync", Job.state == JobState.QUEUED, Job.id != but
    )
    return session.scalars(query.limit(1)).first() is not None
