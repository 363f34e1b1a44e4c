"""Editions of the negative list 负面清单: list, try on the whole record, enact.

A trial decides every current decision again from its stored facts, under another edition, without the data: nobody has
to have kept them. What an edition asks that nobody stored says so and counts as stricter (see `classifiers`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog import audit
from catalog.deps import Deps
from catalog.editions import BEIJING, edition_row, parsed
from catalog.errors import CatalogError, RecordDamaged
from catalog.models import Actor, Decision, NegativeListEdition, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write
from catalog.views import EditionView
from classifiers.engine import decide
from classifiers.errors import ClassifierError, NegativeListError
from classifiers.negative_list import Edition
from classifiers.subject import Subject
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier

_BLOCK: Final = 500
# from loose to strict; a trial's direction is the difference of places
STRICTNESS: Final = (
    Outcome.OPEN,
    Outcome.OPEN_AFTER_MASKING,
    Outcome.CONDITIONAL,
    Outcome.SHARE_ONLY,
    Outcome.REFUSE,
)
_TIERS: Final = (Tier.PUBLIC, Tier.INTERNAL, Tier.CLASSIFIED)


class EditionInvalid(CatalogError):
    """The text is not an edition; `detail.problems` lists what is wrong, line by line."""

    code = "edition.invalid"
    message_zh = "负面清单文件有误，请按行号修改后重新提交。"
    message_en = "The negative list file has errors; correct them by line number."
    status_hint = 422


class EditionNumberTaken(CatalogError):
    """An edition's number must be higher than every one before."""

    code = "edition.number"
    message_zh = "版次号必须大于已有各版。"
    message_en = "The edition number must be higher than all before it."
    status_hint = 409


class ApprovalMissing(CatalogError):
    """An edition names who approved it and under which number (上海市数据条例 第38条)."""

    code = "edition.approval_missing"
    message_zh = "负面清单须写明批准单位与批准文号，才能施行。"
    message_en = "An edition needs its approver and approval number before it is enacted."
    status_hint = 422


@dataclass(frozen=True, slots=True)
class Change:
    """A dataset that another edition would judge otherwise."""

    version_id: UUID
    title: str
    direction: str  # stricter, looser, other
    tier_before: str
    tier_after: str
    release_before: str
    release_after: str
    clauses_added: tuple[str, ...]
    clauses_removed: tuple[str, ...]
    deciding_before: str | None
    deciding_after: str | None
    needs_scan: bool


def list_editions(session: Session) -> tuple[EditionView, ...]:
    """Return all editions, the newest first."""
    rows = session.scalars(select(NegativeListEdition).order_by(NegativeListEdition.number.desc()))
    return tuple(_view(row) for row in rows)


def current_edition(session: Session, *, deps: Deps) -> Edition:
    """Return the edition that binds today.

    Raises:
        EditionUnknown: none does.
    """
    return parsed(edition_row(session, deps.clock()).content)


def read_content(content: str) -> Edition:
    """Return the edition a text holds.

    Raises:
        EditionInvalid: with every problem and its line.
    """
    try:
        return parsed(content)
    except NegativeListError as error:
        raise EditionInvalid({"problems": [str(one) for one in error.problems][:50]}) from None


def what_if(session: Session, content: str, *, actor: Actor | None, deps: Deps) -> tuple[Change, ...]:
    """Return what would change for every current decision if this edition were in force today.

    Raises:
        EditionInvalid: not an edition. NotPermitted: only administrators try editions.
    """
    may(actor, Verb.RECLASSIFY).require()
    return tuple(compare_all(session, read_content(content), today_of(deps.clock())))


def today_of(now: datetime) -> date:
    """Return the day it is in China."""
    return (now + BEIJING).date()


def compare_all(session: Session, edition: Edition, today: date) -> Iterator[Change]:
    """Yield a change for every current decision of a live version that `edition` would judge otherwise."""
    query = (
        select(Decision, Version)
        .join(Version, Version.id == Decision.version_id)
        .where(Decision.is_current, Version.state.not_in(("blocked", "discarded", "withdrawn", "superseded")))
        .execution_options(yield_per=_BLOCK)
    )
    for decision, version in session.execute(query):
        change = compare_one(decision, version, edition, today)
        if change is not None:
            yield change


def compare_one(decision: Decision, version: Version, edition: Edition, today: date) -> Change | None:
    """Return how `edition` would judge a version otherwise, or None when it would judge the same.

    What a person decided by hand is compared with what the rules said then, not with the person's word.
    """
    try:
        after = decide(Subject.from_json(decision.facts), edition, today=today)
    except ClassifierError:
        raise RecordDamaged from None
    before = decision.body
    old, new = {one["clause_id"] for one in before["clauses"]}, {one.clause_id for one in after.clauses}
    if (before["tier"], before["release"]) == (after.tier.value, after.release.value) and old == new:
        return None
    moved = _place(after.release.value, after.tier.value) - _place(before["release"], before["tier"])
    return Change(
        version_id=version.id,
        title=version.dataset.title or "",
        direction="stricter" if moved > 0 else "looser" if moved < 0 else "other",
        tier_before=before["tier"],
        tier_after=after.tier.value,
        release_before=before["release"],
        release_after=after.release.value,
        clauses_added=tuple(sorted(new - old)),
        clauses_removed=tuple(sorted(old - new)),
        deciding_before=before.get("deciding_clause"),
        deciding_after=after.deciding_clause,
        needs_scan=bool(after.needs_scan),
    )


def _place(release: str, tier: str) -> int:
    return STRICTNESS.index(Outcome(release)) * len(_TIERS) + _TIERS.index(Tier(tier))


def enact_edition(session: Session, content: str, *, actor: Actor | None, deps: Deps) -> EditionView:
    """Put a new edition in force from its day on; earlier ones stay, for the decisions made under them.

    Raises:
        EditionInvalid, EditionNumberTaken, ApprovalMissing: the text does not do.
        NotPermitted: only administrators enact, in person.
    """
    may(actor, Verb.ENACT_EDITION).require()
    edition = read_content(content)
    if not edition.approver or not edition.approval_number:
        raise ApprovalMissing
    begin_write(session)
    numbers = session.scalars(select(NegativeListEdition.number)).all()
    if edition.number <= max(numbers, default=0):
        raise EditionNumberTaken({"highest": max(numbers, default=0)})
    session.execute(update(NegativeListEdition).values(is_current=False))
    row = NegativeListEdition(
        id=edition.id,
        number=edition.number,
        content=content,
        approver=edition.approver,
        approval_number=edition.approval_number,
        enacted_by=actor.id if actor else None,
        is_current=True,
    )
    session.add(row)
    audit.record(
        session,
        Verb.ENACT_EDITION,
        row,
        actor=actor,
        detail={"number": edition.number, "clauses": len(edition.clauses), "approval": edition.approval_number},
        at=deps.clock(),
    )
    view = _view(row)
    session.commit()
    deps.wake()
    return view


def _view(row: NegativeListEdition) -> EditionView:
    edition = parsed(row.content)
    return EditionView(
        id=row.id,
        number=row.number,
        approver=row.approver,
        approval_number=row.approval_number,
        in_force_from=edition.in_force_from,
        is_current=row.is_current,
        clause_count=len(edition.clauses),
    )
