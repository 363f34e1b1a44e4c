"""The state of each dataset in CKAN, for administrators and officers: a list, one's sheet, the whole in numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from catalog.ckan import errors as ckan_errors
from catalog.ckan.limits import CkanLimitError
from catalog.lifecycle import ReleaseState
from catalog.models import Actor, Agency, CkanLink, Dataset, Job, JobState, Release
from catalog.policies import PUBLIC_OUTCOMES, Verb, may
from catalog.transaction import load
from catalog.views.ckan import CkanRow, CkanSheet, CkanSummary

LABELS: Final[Mapping[str, str]] = {
    "pending": "待同步",
    "synced": "已同步",
    "drift": "被人工改动",
    "failed": "同步失败",
    "withdrawing": "正在撤回",
    "withdrawn": "已撤回并查证",
}
MAX_ROWS: Final = 500
_OPEN: Final = (JobState.QUEUED, JobState.RUNNING)


def list_states(
    session: Session, *, actor: Actor | None, state: str | None = None, start: int = 0, rows: int = 50
) -> tuple[int, tuple[CkanRow, ...]]:
    """Return how many datasets match and one page of them, those that need a person first.

    Args:
        state: only datasets in this state.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.SYNC).require()
    query = _query().where(_within(actor))
    if state in LABELS:
        query = query.where(_state() == state)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    urgent = case({"withdrawing": 0, "drift": 1, "failed": 2, "pending": 3}, value=_state(), else_=4)
    query = query.order_by(urgent, CkanLink.synced_at.desc(), Dataset.id)
    page = session.execute(query.offset(max(start, 0)).limit(min(max(rows, 1), MAX_ROWS)))
    return total, tuple(_row(*one) for one in page)


def read_state(session: Session, dataset_id: UUID, *, actor: Actor | None) -> CkanSheet:
    """Return one dataset's sheet.

    Raises:
        NotFound, NotPermitted, OtherAgency.
    """
    may(actor, Verb.SYNC, load(session, Dataset, dataset_id)).require()
    found = session.execute(_query(is_whole=True).where(Dataset.id == dataset_id)).one()
    evidence = tuple(found[1].evidence) if found[1] is not None else ()
    return CkanSheet(
        _row(*found),
        fields=tuple(one for one in evidence if "field" in one),
        probes=tuple(one for one in evidence if "surface" in one),
    )


def summarise(session: Session, *, now: datetime) -> CkanSummary:
    """Return the whole in numbers, for health, metrics and the page; it holds no names."""
    states = {str(row[0]): int(row[1]) for row in session.execute(_counted())}
    jobs = select(Job.state, func.count(), func.min(Job.created_at)).where(Job.kind == "sync", Job.state.in_(_OPEN))
    queue = {row[0]: (int(row[1]), row[2]) for row in session.execute(jobs.group_by(Job.state))}
    waiting = [row[1] for row in queue.values()]
    ended = select(Job).where(Job.kind == "reconcile", Job.finished_at.is_not(None)).order_by(Job.finished_at.desc())
    last = session.scalars(ended.limit(1)).one_or_none()
    is_open = select(Job.id).where(Job.kind == "reconcile", Job.state.in_(_OPEN)).limit(1)
    return CkanSummary(
        states=states,
        queued=queue.get(JobState.QUEUED, (0, None))[0],
        running=queue.get(JobState.RUNNING, (0, None))[0],
        lag_seconds=round((now - min(waiting)).total_seconds()) if waiting else None,
        last_synced_at=session.scalar(select(func.max(CkanLink.synced_at))),
        reconciled_at=last.finished_at if last else None,
        reconcile_state=str(last.state) if last else None,
        reconcile_counts=dict((last.outcome or {}).get("plan", {})) if last else {},
        is_reconciling=session.scalars(is_open).first() is not None,
    )


def _state() -> ColumnElement[str]:
    """A sync that waits makes a dataset pending; one that is public and unknown to CKAN too."""
    is_newer = or_(CkanLink.synced_at.is_(None), Job.created_at > CkanLink.synced_at)
    is_open = exists().where(Job.dataset_id == Dataset.id, Job.kind == "sync", Job.state.in_(_OPEN), is_newer)
    is_open = is_open.correlate(Dataset, CkanLink)
    settled = CkanLink.state.in_(("drift", "failed", "withdrawing"))
    return case(
        (settled, CkanLink.state), (is_open, "pending"), (CkanLink.state.is_(None), "pending"), else_=CkanLink.state
    )


def _is_concerned() -> ColumnElement[bool]:
    is_public = (Release.state == ReleaseState.PUBLISHED) & Release.outcome.in_(PUBLIC_OUTCOMES)
    return or_(CkanLink.id.is_not(None), is_public)


def _query(*, is_whole: bool = False) -> Select[Dataset, CkanLink, str, str]:
    query = (
        select(Dataset, CkanLink, Agency.name, _state())
        .join(Agency, Agency.id == Dataset.agency_id)
        .outerjoin(CkanLink, CkanLink.dataset_id == Dataset.id)
        .outerjoin(Release, Release.id == Dataset.current_release_id)
    )
    return query if is_whole else query.where(_is_concerned())


def _counted() -> Select[str, int]:
    state = _state().label("state")
    found = (
        select(state)
        .select_from(Dataset)
        .outerjoin(CkanLink, CkanLink.dataset_id == Dataset.id)
        .outerjoin(Release, Release.id == Dataset.current_release_id)
        .where(_is_concerned())
        .subquery()
    )
    return select(found.c.state, func.count()).group_by(found.c.state)


def _within(actor: Actor | None) -> ColumnElement[bool]:
    """An officer of an agency sees its datasets; administrators and officers of the platform all."""
    is_limited = actor is not None and actor.agency_id is not None and "admin" not in actor.role_names
    return Dataset.agency_id == (actor.agency_id if is_limited and actor else Dataset.agency_id)


def _row(dataset: Dataset, link: CkanLink | None, agency_name: str, state: str) -> CkanRow:
    code = link.error_code if link is not None else None
    return CkanRow(
        dataset_id=dataset.id,
        title=dataset.title or "",
        slug=dataset.slug or "",
        agency_name=agency_name,
        state=state,
        state_label=LABELS[state],
        synced_at=link.synced_at if link else None,
        error_code=code,
        error_text=MEANINGS.get(code or "", ""),
        failures=link.failures if link else 0,
    )


def _meanings() -> dict[str, str]:
    kinds = [one for one in vars(ckan_errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    known = {str(vars(one).get("code", "")): str(vars(one).get("message_zh", "")) for one in kinds}
    return known | dict(ckan_errors.UNFIT) | dict.fromkeys(("ckan.name", "ckan.extra"), CkanLimitError.message_zh)


MEANINGS: Final[Mapping[str, str]] = _meanings()
