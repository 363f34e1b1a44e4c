"""Withdraw 撤回: one act takes a release down everywhere; a page stays that says who, when, why and what replaces it.

A clause that refuses content takes every word of it out of the record as well.
In one transaction the release is closed to readers, leaves the search index and two jobs of the highest priority are
queued: one removes files, rows and the upload's key, one takes it out of CKAN.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.corrections import close_open
from catalog.deps import Deps
from catalog.errors import InvalidField
from catalog.models import Actor, Dataset, Job, Release
from catalog.policies import Verb, may
from catalog.reasons import check_reason, check_text
from catalog.scrubbing import is_refusing, scrub_dataset
from catalog.transaction import begin_write, load
from catalog.views import Withdrawn


def withdraw(
    session: Session,
    release_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    reason: str,
    clause: str | None = None,
    replaced_by: UUID | None = None,
) -> Withdrawn:
    """Take a release down.

    Args:
        reason: shown to the public on the page that stays.
        clause: clause of the negative list it rests on, if any.
        replaced_by: another dataset that takes its place.

    Raises:
        NotFound, NotPermitted, MoveRefused, ReasonNeeded, ReasonPersonal, InvalidField.
    """
    reason = check_reason(reason)
    clause = check_text("clause", clause or "", 16) or None
    begin_write(session)
    # the dataset first, as publishing does: two who lock in one order never wait for each other in a ring
    load(session, Dataset, load(session, Release, release_id).dataset_id, is_locked=True)
    release = load(session, Release, release_id, is_locked=True)
    may(actor, Verb.WITHDRAW, release).require()
    if replaced_by is not None:
        _check_successor(session, release, replaced_by)
    release.withdrawn_by = actor.id if actor else None
    release.replaced_by_id = replaced_by
    release.version.state = lifecycle.next_state(Verb.WITHDRAW, release.version.state)
    release.version.sealed = None
    job = take_down(session, release, Verb.WITHDRAW, deps=deps, reason=reason, clause=clause)
    dataset, now = release.dataset, deps.clock()
    if is_refusing(session, clause):
        scrub_dataset(session, dataset)
    detail = {"reason": reason, "clause": clause, "replaced_by": str(replaced_by) if replaced_by else None}
    audit.record(session, Verb.WITHDRAW, release, actor=actor, detail=detail, at=now)
    session.commit()
    deps.wake()
    return Withdrawn(release.id, dataset.id, release.withdrawn_at or now, job.id)


def take_down(
    session: Session, release: Release, verb: Verb, *, deps: Deps, reason: str, clause: str | None, keeps: bool = False
) -> Job:
    """Close a release to every reader in the caller's transaction, and queue what follows before everything else.

    Whoever takes a release down, a person or a new edition of the list, does it here; permission, what becomes of the
    version, audit and commit are the caller's.

    Args:
        verb: withdraw or recall, for the lifecycle.
        clause: clause of the negative list it rests on, if any.
        keeps: the upload and its key stay, because the version is judged anew.

    Returns:
        The job that removes the files.

    Raises:
        MoveRefused: it is not out.
    """
    dataset, now = release.dataset, deps.clock()
    release.state = lifecycle.next_state(verb, release.state, of_release=True)
    release.withdrawn_at, release.withdrawal_reason, release.withdrawal_clause = now, reason, clause
    close_open(session, release)
    dataset.modified_at = now
    if deps.search is not None:
        deps.search.remove(session, dataset.id)
    job = jobs.queue(
        session,
        "clear",
        f"clear:{release.id}:withdraw",
        dataset=dataset,
        version=None if keeps else release.version,
        release=release,
        actor_id=release.withdrawn_by,
        priority=jobs.PRIORITY_WITHDRAW,
    )
    jobs.queue(
        session,
        "sync",
        f"sync:{dataset.id}:{release.id}:withdraw",
        dataset=dataset,
        release=release,
        priority=jobs.PRIORITY_WITHDRAW,
    )
    return job


def _check_successor(session: Session, release: Release, replaced_by: UUID) -> None:
    """A successor is another dataset with something public."""
    successor = session.get(Dataset, replaced_by)
    if successor is None or successor.id == release.dataset_id or successor.current_release_id is None:
        raise InvalidField({"field": "replaced_by"})
