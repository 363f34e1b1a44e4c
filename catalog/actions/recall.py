"""Recall 收回重审: a release goes down because the negative list changed, and its version is judged anew.

The upload stays under its key, because the version goes back to processing; a page stays that names the edition and
the clause. A dataset that the new list refuses is destroyed instead, as it would have been at the door.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.withdraw import take_down
from catalog.deps import Deps
from catalog.editions import known_clauses, parsed
from catalog.errors import RecordDamaged
from catalog.lifecycle import ReleaseState
from catalog.models import Actor, Dataset, EditionChange, Job, JobState, Release, Version
from catalog.policies import Verb
from catalog.scrubbing import scrub_dataset
from catalog.transaction import load
from classifiers.tiers import Release as Outcome


def reason_of(session: Session, change: EditionChange) -> str:
    """Return the sentence for a change: edition, clause, outcome; for the page that stays and for the reviewer."""
    edition = parsed(change.run.content)
    if "*" in change.needs_scan:
        why = "原定级依据已无法读取，须重新扫描"
    elif change.needs_scan:
        why = f"{'、'.join(change.needs_scan)} 需要的情况以前没有扫描过，先按从严处理"
    else:
        why = _clauses(session, change)
    after, before = Outcome(change.release_after), Outcome(change.release_before)
    outcome = "须隐去的内容增加" if after is before else f"由“{before.label}”改为“{after.label}”"
    return f"负面清单第 {edition.number} 版施行：{why}，{outcome}。"


def _clauses(session: Session, change: EditionChange) -> str:
    edition, known = parsed(change.run.content), known_clauses(session)
    ids = [*([change.deciding_after] if change.deciding_after else []), *change.clauses_added]
    named = [one for one in dict.fromkeys(ids) if not one.startswith("NL-X")][:3]
    titles = [(one, edition.clause(one) or known.get(one)) for one in named]
    return "、".join(f"{one} {clause.title}" if clause else one for one, clause in titles) or "条款变动"


def recall(
    session: Session, version: Version, *, deps: Deps, actor: Actor | None, clause: str | None, reason: str
) -> None:
    """Take a version's release down, if it has one out, and queue the version to be judged anew.

    Permission and commit are the caller's; the version is locked.

    Raises:
        MoveRefused: it is neither out nor about to be.
    """
    release = _lock_release(session, version)
    version.state = lifecycle.next_state(Verb.RECALL, version.state)
    jobs.cancel_open(session, version)
    if release is not None:
        release.withdrawn_by = actor.id if actor else None
        take_down(session, release, Verb.RECALL, deps=deps, reason=reason, clause=clause, keeps=True)
    judge_again(session, version)
    detail = {"reason": reason, "clause": clause, "release": str(release.id) if release else None}
    audit.record(session, Verb.RECALL, version, actor=actor, detail=detail, at=deps.clock())


def refuse_out(session: Session, version: Version, *, deps: Deps, clause: str | None, reason: str) -> None:
    """Take down what the list in force refuses, and destroy its words and its upload; nothing is judged anew."""
    release = _lock_release(session, version)
    if release is None:
        raise RecordDamaged
    release.withdrawn_by = None
    version.state = lifecycle.next_state(Verb.WITHDRAW, version.state)
    version.sealed = None
    take_down(session, release, Verb.WITHDRAW, deps=deps, reason=reason, clause=clause)
    scrub_dataset(session, release.dataset)
    detail = {"reason": reason, "clause": clause}
    audit.record(session, Verb.WITHDRAW, release, actor=None, detail=detail, at=deps.clock())


def judge_again(session: Session, version: Version) -> Job:
    """Queue the processing of a version that was processed before.

    Raises:
        RecordDamaged: the job of this try is there already.
    """
    kinds = (Job.version_id == version.id, Job.kind == "process")
    tried = len(session.scalars(select(Job.id).where(*kinds)).all())
    job = jobs.queue(
        session, "process", f"process:{version.id}:{tried}", dataset=version.dataset, version=version, actor_id=None
    )
    if job.state != JobState.QUEUED:
        raise RecordDamaged
    return job


def _lock_release(session: Session, version: Version) -> Release | None:
    """Return the version's release that is out, locked; the dataset first, as publishing does."""
    load(session, Dataset, version.dataset_id, is_locked=True)
    query = select(Release.id).where(Release.version_id == version.id, Release.state == ReleaseState.PUBLISHED)
    key: UUID | None = session.scalars(query).one_or_none()
    return load(session, Release, key, is_locked=True) if key is not None else None
