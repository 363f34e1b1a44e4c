"""Editions of the negative list 负面清单: list them, and try one on the whole record.

A trial judges every live decision again from its stored facts, without the data: nobody has to have kept them. What
an edition asks that nobody stored says so and counts as stricter (see `classifiers.compare`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.actions.edition_errors import EditionInvalid
from catalog.deps import Deps
from catalog.editions import drafted, edition_row, last_begun, parsed, standing_of, today_of
from catalog.lifecycle import VersionState
from catalog.models import Actor, Decision, NegativeListEdition, Version
from catalog.policies import Verb, may
from catalog.views import EditionView
from classifiers.compare import DatasetDifference, Direction, compare_rulings
from classifiers.errors import NegativeListError
from classifiers.negative_list import Edition
from classifiers.rerun import Mask, rule_on_stored, stored_ruling

_BLOCK: Final = 500
# versions whose decision still has an effect, or will
LIVE: Final = (
    VersionState.AWAITING_REVIEW,
    VersionState.SENT_BACK,
    VersionState.APPROVED,
    VersionState.PUBLISHED,
)
DIRECTIONS: Final = {Direction.STRICTER: "stricter", Direction.LOOSER: "looser", Direction.REASONS: "other"}


@dataclass(frozen=True, slots=True)
class Change:
    """A dataset that another edition would judge otherwise: what the rules said before, and would say.

    `needs_scan` names clauses that ask for a fact nobody stored; they count as stricter. `is_readable` is false when
    the stored facts cannot be read at all. `masks` lists what would be hidden, or hidden more: column (None: running
    text), entity, action.
    """

    version_id: UUID
    title: str
    state: str
    direction: str  # stricter, looser, other
    tier_before: str
    tier_after: str
    release_before: str
    release_after: str
    clauses_added: tuple[str, ...]
    clauses_removed: tuple[str, ...]
    deciding_before: str | None
    deciding_after: str | None
    needs_scan: tuple[str, ...]
    is_readable: bool
    masks: tuple[Mask, ...]


def list_editions(session: Session, *, deps: Deps) -> tuple[EditionView, ...]:
    """Return all editions, the newest first."""
    rows = session.scalars(select(NegativeListEdition).order_by(NegativeListEdition.number.desc())).all()
    return tuple(view_edition(row, last_begun(session, deps.clock()), deps=deps) for row in rows)


def current_edition(session: Session, *, deps: Deps) -> Edition:
    """Return the edition that binds today.

    Raises:
        EditionUnknown: none does.
    """
    return parsed(edition_row(session, deps.clock()).content)


def read_content(content: str, *, is_draft: bool = False) -> Edition:
    """Return the edition a text holds; of a draft the approval may still be missing.

    Raises:
        EditionInvalid: with every problem and its line.
    """
    try:
        return drafted(content) if is_draft else parsed(content)
    except NegativeListError as error:
        raise EditionInvalid({"problems": [str(one) for one in error.problems][:50]}) from None


def what_if(
    session: Session,
    content: str,
    *,
    actor: Actor | None,
    deps: Deps,
    report: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Change, ...]:
    """Return what would change for every live version if this edition were in force, at once and in this process.

    Args:
        content: the edition's YAML. report: told (done, total) after each decision.

    Raises:
        EditionInvalid: not an edition. NotPermitted: only administrators try editions.
    """
    may(actor, Verb.RECLASSIFY).require()
    edition = read_content(content, is_draft=True)
    day = max(today_of(deps.clock()), edition.in_force_from)
    return tuple(compare_all(session, edition, day, report))


def compare_all(
    session: Session, edition: Edition, today: date, report: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Change]:
    """Yield a change for every live version that `edition` would judge otherwise."""
    total = session.scalar(select(func.count()).select_from(live_decisions().subquery())) or 0
    rows = session.execute(live_decisions().execution_options(yield_per=_BLOCK))
    for done, (decision, version) in enumerate(rows, 1):
        change = compare_one(decision, version, edition, today)
        if change is not None:
            yield change
        report(done, total)


def live_decisions(states: tuple[VersionState, ...] = LIVE) -> Select[Decision, Version]:
    """Return the query for the current decisions of versions in these states, in the order of the versions' ids."""
    return (
        select(Decision, Version)
        .join(Version, Version.id == Decision.version_id)
        .where(Decision.is_current, Version.state.in_(states))
        .order_by(Version.id)
    )


def compare_one(decision: Decision, version: Version, edition: Edition, today: date) -> Change | None:
    """Return how `edition` would judge a version otherwise, or None when it would judge the same.

    What a person set by hand is left aside: compared is what the rules said then with what they would say.
    """
    after = rule_on_stored(decision.facts, edition, today=today)
    found = compare_rulings("", stored_ruling(decision.body, decision.rules_release), after)
    return None if found is None else _change(version, found)


def _change(version: Version, found: DatasetDifference) -> Change:
    return Change(
        version_id=version.id,
        title=(version.described or {}).get("title", "") or version.dataset.title or "",
        state=version.state,
        direction=DIRECTIONS[found.direction],
        tier_before=found.old.tier.value,
        tier_after=found.new.tier.value,
        release_before=found.old.release.value,
        release_after=found.new.release.value,
        clauses_added=found.gained,
        clauses_removed=found.lost,
        deciding_before=found.old.deciding_clause,
        deciding_after=found.new.deciding_clause,
        needs_scan=tuple(one for one in found.new.needs_scan if one in found.new.clauses),
        is_readable=found.new.is_readable,
        masks=found.masks,
    )


def view_edition(row: NegativeListEdition, last: NegativeListEdition, *, deps: Deps) -> EditionView:
    """Return an edition as people read it; last: what `catalog.editions.last_begun` returns."""
    edition = parsed(row.content)
    standing = standing_of(row, last, today_of(deps.clock()))
    return EditionView(
        id=row.id,
        number=row.number,
        approver=row.approver,
        approval_number=row.approval_number,
        in_force_from=edition.in_force_from,
        in_force_to=edition.in_force_to,
        approved_at=edition.approved_at,
        enacted_at=row.created_at,
        is_current=standing == "in_force",
        standing=standing,
        clause_count=len(edition.clauses),
    )
