"""What runs of an edition found, and what waits for a person because an edition changed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.recall import reason_of, recall
from catalog.actions.workspace import visible_to
from catalog.deps import Deps
from catalog.editions import drafted
from catalog.errors import MoveRefused
from catalog.lifecycle import VersionState
from catalog.models import Actor, Dataset, EditionChange, EditionRun, Version
from catalog.policies import Verb, may
from catalog.reasons import MIN_REASON, check_reason
from catalog.transaction import begin_write, load
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier

MAX_ROWS: Final = 500
PAGE_ROWS: Final = 50
DIRECTIONS: Final = ("stricter", "looser", "other")  # in the order they are read
STATE_LABELS: Final = {
    "noted": "试算",
    "pending": "待执行",
    "withdrawn": "已撤下，重新审核",
    "waiting": "等人处理",
    "kept": "维持现状",
    "rejudged": "已重新定级",
    "none": "无须处理",
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as people read it."""

    id: UUID
    version_id: UUID
    title: str
    agency_name: str
    slug: str | None
    direction: str
    tier_before: str
    tier_after: str
    release_before: str
    release_before_label: str
    release_after: str
    release_after_label: str
    deciding_before: str | None
    deciding_after: str | None
    clauses_added: tuple[str, ...]
    clauses_removed: tuple[str, ...]
    needs_scan: tuple[str, ...]
    masks: tuple[tuple[str, ...], ...]
    state: str
    state_label: str
    reason: str
    edition_number: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with its progress, and one page of what it found.

    `found` counts the changes that the page is one of, which begins at `start`; `unknown` counts the changes that ask
    for what nobody scanned.
    """

    id: UUID
    kind: str
    draft_id: UUID | None
    edition_number: int
    done: int
    total: int
    seconds: float
    created_at: datetime
    finished_at: datetime | None
    error_code: str | None
    stricter: int
    looser: int
    other: int
    unknown: int
    found: int
    start: int
    changes: tuple[ChangeView, ...]


def count_changes(session: Session, run_id: UUID) -> dict[str, int]:
    """Return how many changes of each direction a run found."""
    query = select(EditionChange.direction, func.count()).where(EditionChange.run_id == run_id)
    found = {row[0]: row[1] for row in session.execute(query.group_by(EditionChange.direction))}
    return {name: found.get(name, 0) for name in DIRECTIONS}


def show_run(
    session: Session,
    run_id: UUID,
    *,
    actor: Actor | None,
    direction: str | None = None,
    start: int = 0,
    rows: int = PAGE_ROWS,
) -> RunView:
    """Return a run with one page of what it found so far, the stricter first, then by title.

    Args:
        direction: stricter, looser or other; None or anything else: all. start: changes to leave out before; past
            the last one, the last page is given.

    Raises:
        NotPermitted, NotFound.
    """
    may(actor, Verb.RECLASSIFY).require()
    run = load(session, EditionRun, run_id)
    where = EditionChange.run_id == run_id
    asked = where & (EditionChange.direction == direction) if direction in DIRECTIONS else where
    counts = count_changes(session, run_id)
    found = counts[direction] if direction in DIRECTIONS else sum(counts.values())
    start = first_of_page(start, found, rows)
    unknown = select(EditionChange.needs_scan).where(where, EditionChange.direction == "stricter")
    return _run_view(
        run,
        counts,
        unknown=sum(map(bool, session.scalars(unknown))),
        found=found,
        start=start,
        changes=_changes(session, asked, start=start, rows=rows),
    )


def list_runs(session: Session, *, actor: Actor | None) -> tuple[RunView, ...]:
    """Return the newest runs without their changes."""
    may(actor, Verb.RECLASSIFY).require()
    runs = session.scalars(select(EditionRun).order_by(EditionRun.created_at.desc()).limit(10))
    return tuple(_run_view(run, count_changes(session, run.id)) for run in runs)


def first_of_page(start: int, found: int, rows: int) -> int:
    """Return where a page begins; one past the end becomes the last page."""
    return max(min(start, (found - 1) // rows * rows), 0)


def _run_view(
    run: EditionRun,
    counts: dict[str, int],
    *,
    unknown: int = 0,
    found: int = 0,
    start: int = 0,
    changes: tuple[ChangeView, ...] = (),
) -> RunView:
    return RunView(
        id=run.id,
        kind=run.kind,
        draft_id=run.draft_id,
        edition_number=drafted(run.content).number,
        done=run.done,
        total=run.total,
        seconds=run.seconds,
        created_at=run.created_at,
        finished_at=run.finished_at,
        error_code=run.error_code,
        unknown=unknown,
        found=found,
        start=start,
        changes=changes,
        **counts,
    )


def list_waiting(
    session: Session, *, actor: Actor | None, start: int = 0, rows: int = MAX_ROWS
) -> tuple[ChangeView, ...]:
    """Return a page of what an edition would open further, in this officer's reach: a person decides.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.REVIEW).require()
    return _changes(session, (EditionChange.state == "waiting") & visible_to(actor), start=start, rows=rows)


def count_waiting(session: Session, *, actor: Actor | None) -> int:
    """Return how many of these there are."""
    query = (
        select(func.count())
        .select_from(EditionChange)
        .join(Version, Version.id == EditionChange.version_id)
        .join(Dataset, Dataset.id == Version.dataset_id)
        .where(EditionChange.state == "waiting", visible_to(actor))
    )
    return session.scalar(query) or 0


def keep_as_is(session: Session, change_id: UUID, *, actor: Actor | None, deps: Deps, reason: str) -> None:
    """Leave a dataset as it is although the list would open more of it; the reason is audited.

    Raises:
        NotFound, NotPermitted, MoveRefused, ReasonNeeded, ReasonPersonal.
    """
    version, change = _open(session, change_id, actor)
    kept = check_reason(reason, minimum=MIN_REASON)
    _settle(change, "kept", actor, deps)
    change.reason = kept
    detail = {"change": str(change.id), "reason": kept}
    audit.record(session, "keep_as_is", version, actor=actor, detail=detail, at=deps.clock())
    session.commit()


def judge_by_edition(session: Session, change_id: UUID, *, actor: Actor | None, deps: Deps) -> None:
    """Take a dataset down and judge it anew under the list in force, so that it may open further after a review.

    Raises:
        NotFound, NotPermitted, MoveRefused.
    """
    version, change = _open(session, change_id, actor)
    reason = reason_of(session, change)
    recall(session, version, deps=deps, actor=actor, clause=None, reason=f"{reason}撤下后重新定级、审核，再行发布。")
    _settle(change, "rejudged", actor, deps)
    change.reason = reason
    session.commit()
    deps.wake()


def notice_of(session: Session, version_id: UUID) -> str:
    """Return why a version is before a reviewer again because of an edition; empty when it is not."""
    query = select(EditionChange.reason).where(
        EditionChange.version_id == version_id, EditionChange.state.in_(("withdrawn", "rejudged"))
    )
    return session.scalars(query.order_by(EditionChange.settled_at.desc()).limit(1)).first() or ""


def _open(session: Session, change_id: UUID, actor: Actor | None) -> tuple[Version, EditionChange]:
    begin_write(session)
    version = load(session, Version, load(session, EditionChange, change_id).version_id, is_locked=True)
    may(actor, Verb.RECALL, version).require()
    change = load(session, EditionChange, change_id, is_locked=True)
    if change.state != "waiting" or version.state != VersionState.PUBLISHED:
        raise MoveRefused
    return version, change


def _settle(change: EditionChange, state: str, actor: Actor | None, deps: Deps) -> None:
    change.state, change.settled_at, change.settled_by = state, deps.clock(), actor.id if actor else None


def _changes(session: Session, where: ColumnElement[bool], *, start: int, rows: int) -> tuple[ChangeView, ...]:
    query = (
        select(EditionChange, Version)
        .join(Version, Version.id == EditionChange.version_id)
        .join(Dataset, Dataset.id == Version.dataset_id)
        .where(where)
        .order_by(
            case({name: rank for rank, name in enumerate(DIRECTIONS)}, value=EditionChange.direction),
            Dataset.title,
            EditionChange.version_id,
        )
        .offset(max(start, 0))
        .limit(min(max(rows, 1), MAX_ROWS))
    )
    return tuple(_view(change, version) for change, version in session.execute(query).unique())


def _view(change: EditionChange, version: Version) -> ChangeView:
    return ChangeView(
        id=change.id,
        version_id=version.id,
        title=(version.described or {}).get("title", "") or version.dataset.title or "",
        agency_name=version.dataset.agency.name,
        slug=version.dataset.slug,
        direction=change.direction,
        tier_before=Tier(change.tier_before).label,
        tier_after=Tier(change.tier_after).label,
        release_before=change.release_before,
        release_before_label=Outcome(change.release_before).label,
        release_after=change.release_after,
        release_after_label=Outcome(change.release_after).label,
        deciding_before=change.deciding_before,
        deciding_after=change.deciding_after,
        clauses_added=tuple(change.clauses_added),
        clauses_removed=tuple(change.clauses_removed),
        needs_scan=tuple(change.needs_scan),
        masks=tuple(tuple(one or "" for one in mask) for mask in change.masks),
        state=change.state,
        state_label=STATE_LABELS[change.state],
        reason=change.reason,
        edition_number=drafted(change.run.content).number,
    )
