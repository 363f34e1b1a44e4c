"""Review 审核: the officer's queue, and one screen that says what leaves, what stays, and why."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.actions.edition_results import notice_of
from catalog.actions.override import choices
from catalog.actions.workspace import MAX_ROWS, view_release_ref, view_sheet, visible_to
from catalog.errors import MoveRefused, RecordDamaged
from catalog.judging import binding_of, current_decision, current_plan
from catalog.lifecycle import ReleaseState, VersionState
from catalog.models import Actor, Dataset, Decision, MaskingPlan, Release, Version
from catalog.policies import Verb, may
from catalog.transaction import load
from catalog.views import Choice, ColumnChange, ColumnView, QueueRow, ReviewSheet
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier


def list_queue(
    session: Session, *, actor: Actor | None, start: int = 0, rows: int = 20
) -> tuple[int, tuple[QueueRow, ...]]:
    """Return how many versions wait for this officer and one page of them, oldest first.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.REVIEW).require()
    where = (Version.state == VersionState.AWAITING_REVIEW, visible_to(actor))
    joined = select(Version).join(Dataset, Dataset.id == Version.dataset_id).where(*where)
    total = session.scalar(select(func.count()).select_from(joined.with_only_columns(Version.id).subquery())) or 0
    query = joined.order_by(Version.processed_at, Version.id).offset(max(start, 0)).limit(min(max(rows, 1), MAX_ROWS))
    found = session.scalars(query).unique().all()
    return total, tuple(_queue_row(session, version, actor) for version in found)


def _queue_row(session: Session, version: Version, actor: Actor | None) -> QueueRow:
    decision, plan = _decided(session, version)
    described = version.described or {}
    return QueueRow(
        version_id=version.id,
        title=described.get("title", ""),
        agency_name=version.dataset.agency.name,
        uploader_name=version.uploader.name,
        received_at=version.created_at,
        row_count=version.row_count,
        format=version.format,
        tier_label=Tier(decision.tier).label,
        release=decision.release,
        release_label=Outcome(decision.release).label,
        deciding_clause=decision.deciding_clause,
        question_count=len(decision.body.get("questions", ())),
        masked_columns=sum(1 for column in plan.body.get("columns", ()) if column["operator"] != "keep"),
        is_new_version=version.number > 1,
        is_own=actor is not None and actor.id == version.uploader_id,
        notice=notice_of(session, version.id),
    )


def show_review(session: Session, version_id: UUID, *, actor: Actor | None) -> ReviewSheet:
    """Return the review sheet of a version that waits for a verdict.

    Raises:
        NotFound, NotPermitted, MoveRefused: not before a reviewer.
    """
    version = load(session, Version, version_id)
    may(actor, Verb.REVIEW, version).require()
    if version.state != VersionState.AWAITING_REVIEW:
        raise MoveRefused
    decision, plan = _decided(session, version)
    sheet = view_sheet(session, version, actor)
    columns = sheet.plan.columns if sheet.plan else ()
    previous = (
        session.scalars(
            select(Release).where(Release.dataset_id == version.dataset_id, Release.state == ReleaseState.PUBLISHED)
        )
        .unique()
        .one_or_none()
    )
    return ReviewSheet(
        version=sheet,
        binding=binding_of(version, decision, plan),
        leaves=tuple(column for column in columns if column.is_kept),
        changed=tuple(column for column in columns if not column.is_kept and column.operator != "drop"),
        stays=tuple(column for column in columns if column.operator == "drop"),
        previous=view_release_ref(previous) if previous else None,
        column_changes=_changes(previous.fields, columns) if previous else (),
        stricter_choices=_labels(choices(decision, plan.body, Verb.STRICTER)),
        looser_choices=_labels(choices(decision, plan.body, Verb.LOOSER)),
        notice=notice_of(session, version.id),
    )


def _labels(outcomes: tuple[Outcome, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(outcome.value, outcome.label) for outcome in outcomes)


def _decided(session: Session, version: Version) -> tuple[Decision, MaskingPlan]:
    decision, plan = current_decision(session, version), current_plan(session, version)
    if decision is None or plan is None:
        raise RecordDamaged
    return decision, plan


def _changes(before: list[Any], after: tuple[ColumnView, ...]) -> tuple[ColumnChange, ...]:
    """Compare the columns that are out now with those that would leave."""
    old = {field["name"]: field for field in before}
    new = {column.name: column for column in after if column.operator != "drop"}
    found = [ColumnChange(name, "added") for name in new if name not in old]
    found += [ColumnChange(name, "removed") for name in old if name not in new]
    for name in (name for name in new if name in old):
        if new[name].type != old[name]["type"]:
            found.append(ColumnChange(name, "type"))
        if new[name].is_kept == bool(old[name].get("masked")):
            found.append(ColumnChange(name, "masking"))
    return tuple(found)
