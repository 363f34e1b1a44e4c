"""Corrections 更正 as rows and views: what is under way of a release, what waits for an officer."""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import jobs
from catalog.lifecycle import ReleaseState
from catalog.messages import explain
from catalog.models import Actor, Correction, CorrectionState, Dataset, Release, Version
from catalog.policies import Verb, may
from catalog.presenting import entity_label
from catalog.views import Choice, CorrectionRow

OPEN: Final = (CorrectionState.CHECKING, CorrectionState.WAITING)
MAX_ROWS: Final = 100
FIELD_LABELS: Final = {
    "title": "标题",
    "summary": "摘要",
    "tags": "标签",
    "update_cycle": "更新周期",
    "sharing_condition": "共享条件",
    "sharing_way": "共享方式",
    "opening_condition": "开放条件",
    "related_resource_code": "关联资源代码",
    "licence": "使用许可",
}
PART_LABELS: Final = {"title": "中文名称", "unit": "单位", "meaning": "含义"}


def open_of(session: Session, release_id: UUID) -> Correction | None:
    """Return the correction of a release that is under way; there is one at most."""
    query = select(Correction).where(Correction.release_id == release_id, Correction.state.in_(OPEN))
    return session.scalars(query).unique().one_or_none()


def corrections_of(session: Session, release_id: UUID) -> tuple[Correction, ...]:
    """Return a release's corrections, newest first."""
    query = select(Correction).where(Correction.release_id == release_id)
    return tuple(session.scalars(query.order_by(Correction.created_at.desc(), Correction.id)).unique())


def close_open(session: Session, release: Release) -> None:
    """Put what is under way aside, because the release is out no more or something newer was typed; in the caller's
    transaction.
    """
    correction = open_of(session, release.id)
    if correction is None:
        return
    correction.state, correction.sealed, correction.body = CorrectionState.REPLACED, None, None
    forget_key(session, correction)


def forget_key(session: Session, correction: Correction) -> None:
    """Queue the destruction of the key under which the correction was typed."""
    release = correction.release
    jobs.queue(
        session,
        "clear",
        f"clear:{correction.id}:correction",
        dataset=release.dataset,
        version=release.version,
        priority=jobs.PRIORITY_WITHDRAW,
    )


def list_corrections(
    session: Session, *, actor: Actor | None, start: int = 0, rows: int = 20
) -> tuple[int, tuple[CorrectionRow, ...]]:
    """Return how many corrections wait for this officer and one page of them, oldest first.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.REVIEW).require()
    where = [Correction.state == CorrectionState.WAITING, Release.state == ReleaseState.PUBLISHED]
    if actor is not None and actor.agency_id is not None:
        where.append(Dataset.agency_id == actor.agency_id)
    joined = (
        select(Correction)
        .join(Release, Release.id == Correction.release_id)
        .join(Dataset, Dataset.id == Release.dataset_id)
        .where(*where)
    )
    total = session.scalar(select(func.count()).select_from(joined.with_only_columns(Correction.id).subquery())) or 0
    page = joined.order_by(Correction.created_at, Correction.id).offset(max(start, 0)).limit(min(rows, MAX_ROWS))
    return total, tuple(view_correction(session, one) for one in session.scalars(page).unique())


def view_correction(session: Session, correction: Correction) -> CorrectionRow:
    """Return a correction as one line of a list."""
    release = correction.release
    judge = session.get(Actor, correction.decided_by) if correction.decided_by else None
    version = release.version
    return CorrectionRow(
        id=correction.id,
        version_id=release.version_id,
        dataset_id=release.dataset_id,
        title=release.title,
        agency_name=release.dataset.agency.name,
        state=correction.state,
        state_label=CorrectionState(correction.state).label,
        proposer_name=correction.proposer.name,
        proposed_at=correction.created_at,
        changed=tuple(Choice(one, field_label(one, version)) for one in correction.changed),
        problem=explain(correction.problem, {}) if correction.problem else "",
        places=tuple(
            Choice(place, f"{field_label(place, version)}：{'、'.join(entity_label(kind) for kind in kinds)}")
            for place, kinds in correction.found.items()
        ),
        decided_by=judge.name if judge else None,
        decided_at=correction.decided_at,
        reason=correction.reason,
    )


def field_label(field: str, version: Version) -> str:
    """Return the Chinese name of a field: `columns.3.meaning` is that of the third column."""
    if not field.startswith("columns."):
        return FIELD_LABELS.get(field, field)
    place, _, part = field.removeprefix("columns.").partition(".")
    names = [one.name for one in version.columns]
    name = names[int(place)] if place.isdigit() and int(place) < len(names) else place
    return f"数据项“{name}”" + (f"的{PART_LABELS[part]}" if part in PART_LABELS else "")
