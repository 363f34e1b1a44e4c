"""What a person decides about a dataset in CKAN: try again, keep a hand edit, or overwrite it."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit, jobs
from catalog.actions.sync_again import OVERWRITE, queue_reconcile_now
from catalog.deps import Deps
from catalog.errors import InvalidField, MoveRefused
from catalog.models import Actor, CkanLink, Dataset, Job, JobState
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load


class CkanChoice(StrEnum):
    """The choices. `ACCEPT` keeps what stands in CKAN until the dataset changes in the record again."""

    RETRY = "retry"
    ACCEPT = "accept"
    OVERWRITE = OVERWRITE


def decide(session: Session, dataset_id: UUID, choice: str, *, actor: Actor | None, deps: Deps) -> None:
    """Carry out a choice: queue a sync, or take CKAN's present state for known.

    Raises:
        NotFound, NotPermitted, OtherAgency; InvalidField: no such choice; MoveRefused: there is no drift to decide.
    """
    begin_write(session)
    dataset = load(session, Dataset, dataset_id, is_locked=True)
    may(actor, Verb.SYNC, dataset).require()
    if choice not in set(CkanChoice):
        raise InvalidField({"field": "choice"})
    link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id).with_for_update())
    if choice != CkanChoice.RETRY and (link is None or link.state != "drift"):
        raise MoveRefused
    if choice == CkanChoice.ACCEPT and link is not None:
        _accept(link)
    else:
        _queue(session, dataset, choice)
    audit.record(session, Verb.SYNC, dataset, actor=actor, detail={"choice": choice}, at=deps.clock())
    session.commit()
    deps.wake()


def reconcile_now(session: Session, *, actor: Actor | None, deps: Deps) -> bool:
    """Queue a comparison of the whole catalogue; False when one waits or runs already.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.OPERATE).require()
    session.rollback()  # nothing of this session may hold the record while another writes the job
    return queue_reconcile_now(deps=deps)


def _accept(link: CkanLink) -> None:
    """Take CKAN's mark of its last change for the portal's own."""
    marks = [one["theirs"] for one in link.evidence if one.get("field") == "metadata_modified"]
    if not marks:
        raise MoveRefused
    link.metadata_modified = marks[0]
    link.state, link.error_code, link.evidence, link.failures = "synced", None, [], 0


def _queue(session: Session, dataset: Dataset, choice: str) -> None:
    """Queue a sync, or bring forward the one that waits."""
    waiting = select(Job).where(Job.dataset_id == dataset.id, Job.kind == "sync", Job.state == JobState.QUEUED)
    job = session.scalars(waiting.order_by(Job.priority).limit(1)).one_or_none()
    if job is not None and choice == CkanChoice.RETRY:
        job.run_after = None
        return
    key = f"sync:{dataset.id}:{choice}:{uuid4()}"
    jobs.queue(session, "sync", key, dataset=dataset, priority=jobs.PRIORITY_SYNC)
