"""Share a large table out: one job a row group, and one that joins when the last of them is done.

Part and join carry on the work of the job that is their parent (process: scan, publish: mask), so they ask the parent's
own halves what to do, and end as it would have ended.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import jobs
from catalog.actions.process import commit_process, fail_process, prepare_process
from catalog.actions.publish import commit_publish, fail_publish, prepare_publish
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.lifecycle import VersionState
from catalog.models import Job, JobState, MaskingPlan, Version
from catalog.transaction import load

WORKING = {"process": VersionState.RECEIVED, "publish": VersionState.APPROVED}


def prepare_part(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders for one row group; None when the version went another way meanwhile."""
    del deps
    parent, version = _family(session, job)
    if version.state != WORKING[parent.kind] or version.typed_ref is None:
        return None
    payload: dict[str, object] = {
        "keys": [str(version.id)],
        "typed_ref": version.typed_ref,
        "work": parent.kind,
        "index": job.part,
        "parent": str(parent.id),
        "damaged": None,
    }
    if parent.kind == "publish":
        plan = session.scalars(
            select(MaskingPlan).where(MaskingPlan.version_id == version.id, MaskingPlan.is_current)
        ).one()
        payload |= {"plan": plan.body, "damaged": (version.described or {}).get("damaged", [])}
    return payload


def commit_part(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """Queue the join when this was the last part; the version's lock lets one of two last parts see the other."""
    del outcome, deps
    parent, version = _family(session, job, is_locked=True)
    siblings = select(func.count()).where(Job.parent_id == parent.id, Job.kind == "part", Job.id != job.id)
    if session.scalar(siblings.where(Job.state != JobState.DONE)):
        return
    jobs.queue(
        session,
        "join",
        f"join:{parent.id}",
        dataset=version.dataset,
        version=version,
        actor_id=parent.actor_id,
        priority=parent.priority - jobs.AHEAD,
        parent_id=parent.id,
    )


def fail_part(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """One part that cannot be done ends the whole: the rest is cancelled, the version says why."""
    parent, _ = _family(session, job, is_locked=True)
    rest = select(Job).where(Job.parent_id == parent.id, Job.state == JobState.QUEUED, Job.id != job.id)
    for sibling in session.scalars(rest):
        sibling.state = JobState.CANCELLED
    _halves(parent)[2](session, job, code, detail, deps=deps)


def prepare_join(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders for the join."""
    parent, version = _family(session, job)
    payload: dict[str, object] | None = _halves(parent)[0](session, job, deps=deps)
    if payload is None:
        return None
    return {**payload, "of": parent.kind, "typed_ref": version.typed_ref, "keyed_digest": version.keyed_digest}


def commit_join(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """End as the parent would have ended."""
    parent, _ = _family(session, job)
    _halves(parent)[1](session, job, outcome, deps=deps)


def fail_join(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Fail as the parent would have failed."""
    parent, _ = _family(session, job)
    _halves(parent)[2](session, job, code, detail, deps=deps)


def _family(session: Session, job: Job, *, is_locked: bool = False) -> tuple[Job, Version]:
    if job.parent_id is None or job.version_id is None:
        raise RecordDamaged
    return load(session, Job, job.parent_id), load(session, Version, job.version_id, is_locked=is_locked)


def _halves(parent: Job) -> tuple[Any, Any, Any]:
    """Return the parent kind's prepare, commit and fail."""
    if parent.kind == "publish":
        return prepare_publish, commit_publish, fail_publish
    return prepare_process, commit_process, fail_process
