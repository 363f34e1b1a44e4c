"""Reclassify 重新定级: what a new edition of the negative list does to what is out, and to what waits.

Stricter: the release is taken down at once and the version is judged anew from its upload, so that it comes before a
reviewer with the reason. Refused by a clause that was really hit: taken down, its words and its upload destroyed.
Looser: nothing opens by itself; the change waits for a person. What waits for a reviewer is judged anew as a whole, so
that no approval rests on a list that is out of force. Every version is a transaction of its own, so a kill leaves each
one done or not begun.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.edition_runs import RECLASSIFY, add_run, queue_block
from catalog.actions.recall import judge_again, reason_of, recall, refuse_out
from catalog.deps import Deps
from catalog.editions import edition_row
from catalog.errors import EditionUnknown, RecordDamaged
from catalog.lifecycle import VersionState
from catalog.models import Actor, Decision, EditionChange, EditionRun, Job, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from classifiers.tiers import Release


@dataclass(frozen=True, slots=True)
class Reclassified:
    """A reclassification that was begun."""

    edition_id: str
    run_id: UUID


def reclassify(session: Session, *, actor: Actor | None, deps: Deps) -> Reclassified:
    """Begin to judge the whole record anew under the edition in force.

    Raises:
        SignInNeeded, NotPermitted, EditionUnknown.
    """
    may(actor, Verb.RECLASSIFY).require()
    row = edition_row(session, deps.clock())
    begin_write(session)
    run = begin_run(session, row.content, actor=actor)
    made = Reclassified(row.id, run.id)
    session.commit()
    deps.wake()
    return made


def begin_run(session: Session, content: str, *, actor: Actor | None) -> EditionRun:
    """Queue a reclassification under an edition in the caller's transaction; it begins on the edition's first day."""
    run = add_run(session, RECLASSIFY, content, actor=actor, draft_id=None)
    first = queue_block(session, run, actor_id=run.made_by)
    jobs.queue(
        session,
        "reclassify",
        f"reclassify:{run.id}:waiting",
        dataset=None,
        actor_id=run.made_by,
        run_after=first.run_after,
        priority=jobs.PRIORITY_PUBLISH,  # behind every withdrawal, before anything is published
    )
    return run


def run_reclassify(job_id: UUID, *, deps: Deps) -> dict[str, int]:
    """Carry out what is pending of a run, or judge anew what waits; idempotent, one transaction a version."""
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions() as session:
        job = load(session, Job, job_id)
        run = session.get(EditionRun, UUID(job.effect_key.split(":")[1]))
        if run is None:
            return {}
        if job.effect_key.endswith(":waiting"):
            keys = _waiting(session, run.edition_id)
            act: Callable[[Session, UUID, str, Deps], bool] = _again
        else:
            pending = select(EditionChange.id).where(EditionChange.run_id == run.id, EditionChange.state == "pending")
            keys = list(session.scalars(pending.order_by(EditionChange.id)))
            act = _carry_out
        edition_id = run.edition_id
        session.rollback()
    done = 0
    for key in keys:
        with deps.sessions() as session:
            done += act(session, key, edition_id, deps)
    return {"done": done}


def _waiting(session: Session, edition_id: str) -> list[UUID]:
    query = (
        select(Decision.version_id)
        .join(Version, Version.id == Decision.version_id)
        .where(Decision.is_current, Decision.edition_id != edition_id, Version.state == VersionState.AWAITING_REVIEW)
        .order_by(Decision.version_id)
    )
    return list(session.scalars(query))


def _again(session: Session, key: UUID, edition_id: str, deps: Deps) -> bool:
    """Send one version that waits back to processing; False when somebody was faster."""
    begin_write(session)
    version = load(session, Version, key, is_locked=True)
    if version.state != VersionState.AWAITING_REVIEW or version.sealed is None:
        session.rollback()
        return False
    version.state = lifecycle.next_state(Verb.RECLASSIFY, version.state)
    judge_again(session, version)
    audit.record(session, Verb.RECLASSIFY, version, actor=None, detail={"edition": edition_id}, at=deps.clock())
    session.commit()
    return True


def _carry_out(session: Session, key: UUID, edition_id: str, deps: Deps) -> bool:
    """Do to one version what its change asks for."""
    begin_write(session)
    version_id = load(session, EditionChange, key).version_id
    version = load(session, Version, version_id, is_locked=True)
    change = load(session, EditionChange, key, is_locked=True)
    if change.state != "pending":
        session.rollback()
        return False
    decision = session.scalars(
        select(Decision).where(Decision.version_id == version.id, Decision.is_current)
    ).one_or_none()
    if decision is None or version.state not in (VersionState.APPROVED, VersionState.PUBLISHED):
        change.state = "none"  # superseded, withdrawn or judged anew meanwhile
    elif change.direction == "stricter":
        _stricter(session, version, change, decision, deps)
    elif change.direction == "looser" and not _was_asked(session, change):
        change.state = "waiting"
    else:
        change.state = "none"
    if change.state != "waiting":
        change.settled_at = deps.clock()
    session.commit()
    del edition_id
    return True


def _stricter(session: Session, version: Version, change: EditionChange, decision: Decision, deps: Deps) -> None:
    """Take down what the list in force would open less; what a person had already shut as far stays as it is."""
    now, wanted = Release(decision.release), Release(change.release_after)
    by_person = (
        decision.decided_by is not None and now.severity >= wanted.severity > Release.OPEN_AFTER_MASKING.severity
    )
    if by_person and not change.needs_scan:
        change.state = "none"
        return
    change.reason = reason_of(session, change)
    is_certain = change.release_after == Release.REFUSE and change.deciding_after not in change.needs_scan
    if is_certain and version.state == VersionState.PUBLISHED:
        refuse_out(session, version, deps=deps, clause=change.deciding_after, reason=change.reason)
        change.state = "withdrawn"
        return
    recall(session, version, deps=deps, actor=None, clause=change.deciding_after, reason=change.reason)
    change.state = "withdrawn"


def _was_asked(session: Session, change: EditionChange) -> bool:
    """Whether a person was, or is being, asked the same of this version under this edition."""
    query = (
        select(EditionChange.id)
        .join(EditionRun, EditionRun.id == EditionChange.run_id)
        .where(
            EditionChange.version_id == change.version_id,
            EditionChange.id != change.id,
            EditionChange.state.in_(("waiting", "kept", "rejudged")),
            EditionRun.edition_id == change.run.edition_id,
        )
    )
    return session.scalars(query.limit(1)).first() is not None


def judge_waiting_anew(*, deps: Deps) -> int:
    """Send back to processing what waits under an edition out of force, however it got there; returns how many.

    A version whose processing began before an edition came into force ends under the old one; so does one that waits
    when an edition's last day has passed.
    """
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions() as session:
        try:
            edition_id = edition_row(session, deps.clock()).id
        except EditionUnknown:
            return 0  # nothing can be judged, and nothing can be approved
        keys = _waiting(session, edition_id)
        session.rollback()
    done = 0
    for key in keys:
        with deps.sessions() as session:
            done += _again(session, key, edition_id, deps)
    return done
