"""Discard 作废: the agency gives up a version that is not public; its key is destroyed."""

from uuid import UUID

from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.deps import Deps
from catalog.models import Actor, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Judged


def discard(session: Session, version_id: UUID, *, actor: Actor | None, deps: Deps) -> Judged:
    """Give up a version, in the middle of its processing too, and queue the destruction of its bytes.

    Raises:
        NotFound, NotPermitted, MoveRefused.
    """
    begin_write(session)
    version = load(session, Version, version_id, is_locked=True)
    may(actor, Verb.DISCARD, version).require()
    version.state = lifecycle.next_state(Verb.DISCARD, version.state)
    version.sealed = None
    jobs.cancel_open(session, version)
    jobs.queue(
        session,
        "clear",
        f"clear:{version.id}:discard",
        dataset=version.dataset,
        version=version,
        priority=jobs.PRIORITY_WITHDRAW,
    )
    audit.record(session, Verb.DISCARD, version, actor=actor, at=deps.clock())
    session.commit()
    deps.wake()
    return Judged(version.id, version.state)
