"""Reclassify 重新定级: after an edition of the negative list came into force, what waits is judged anew under it.

What waits for a reviewer is processed again from the upload (the plan needs the scan), so no approval can rest on a
list that is out of force. What is public and would be judged stricter now is named: taking it down is a person's act.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.editions import compare_one, today_of
from catalog.deps import Deps
from catalog.editions import edition_row, parsed
from catalog.errors import RecordDamaged
from catalog.lifecycle import VersionState
from catalog.models import Actor, Decision, Job, JobState, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load

BLOCK = 200


@dataclass(frozen=True, slots=True)
class Reclassified:
    """Versions that are judged anew, and published ones that the list in force would treat more strictly."""

    edition_id: str
    again: tuple[UUID, ...]
    published_stricter: tuple[UUID, ...]
    needs_scan: tuple[UUID, ...]


def reclassify(session: Session, *, actor: Actor | None, deps: Deps) -> Reclassified:
    """Queue anew what waits under an older edition, and name what is public and should not be as it is.

    Raises:
        SignInNeeded, NotPermitted, EditionUnknown.
    """
    may(actor, Verb.RECLASSIFY).require()
    row = edition_row(session, deps.clock())
    old = (
        select(Decision.version_id)
        .join(Version, Version.id == Decision.version_id)
        .where(Decision.is_current, Decision.edition_id != row.id)
    )
    waiting = session.scalars(old.where(Version.state == VersionState.AWAITING_REVIEW)).all()
    again = tuple(key for key in waiting if _again(session, key, row.id, actor=actor, deps=deps))
    edition, today = parsed(row.content), today_of(deps.clock())
    stricter: list[UUID] = []
    needs_scan: list[UUID] = []
    public = (
        select(Decision, Version)
        .join(Version, Version.id == Decision.version_id)
        .where(Decision.is_current, Version.state == VersionState.PUBLISHED, Decision.edition_id != row.id)
        .execution_options(yield_per=BLOCK)
    )
    for decision, version in session.execute(public):
        change = compare_one(decision, version, edition, today)
        if change is not None and change.direction == "stricter":
            stricter.append(version.id)
        if change is not None and change.needs_scan:
            needs_scan.append(version.id)
    deps.wake()
    return Reclassified(row.id, again, tuple(stricter), tuple(needs_scan))


def _again(session: Session, version_id: UUID, edition_id: str, *, actor: Actor | None, deps: Deps) -> bool:
    """Send one version back to processing; False when somebody was faster."""
    begin_write(session)
    version = load(session, Version, version_id, is_locked=True)
    if not may(actor, Verb.RECLASSIFY, version) or version.sealed is None:
        session.rollback()
        return False
    version.state = lifecycle.next_state(Verb.RECLASSIFY, version.state)
    kinds = (Job.version_id == version.id, Job.kind == "process")
    tried = len(session.scalars(select(Job.id).where(*kinds)).all())
    job = jobs.queue(
        session,
        "process",
        f"process:{version.id}:{tried}",
        dataset=version.dataset,
        version=version,
        actor_id=actor.id if actor else None,
    )
    if job.state != JobState.QUEUED:
        raise RecordDamaged
    audit.record(session, Verb.RECLASSIFY, version, actor=actor, detail={"edition": edition_id}, at=deps.clock())
    session.commit()
    return True
