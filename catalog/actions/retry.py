"""Retry 重试: process a version again after a failure of the machinery (deadline, memory, lost worker)."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.deps import Deps
from catalog.models import Actor, Job, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Judged


def retry(session: Session, version_id: UUID, *, actor: Actor | None, deps: Deps) -> Judged:
    """Queue the processing of a failed version once more.

    Raises:
        NotFound, NotPermitted, MoveRefused.
    """
    begin_write(session)
    version = load(session, Version, version_id, is_locked=True)
    may(actor, Verb.RETRY, version).require()
    version.state = lifecycle.next_state(Verb.RETRY, version.state)
    version.error_code = None
    version.error_detail = None
    tried = session.scalar(
        select(func.count()).select_from(Job).where(Job.version_id == version.id, Job.kind == "process")
    )
    job = jobs.queue(
        session,
        "process",
        f"process:{version.id}:{tried}",
        dataset=version.dataset,
        version=version,
        actor_id=actor.id if actor else None,
    )
    audit.record(session, Verb.RETRY, version, actor=actor, detail={"tried": tried}, at=deps.clock())
    session.commit()
    deps.wake()
    return Judged(version.id, version.state, job.id)
