"""Drafts of the negative list: begun, written, proposed with its approval, and enacted by a second administrator.

The edition in force is never written in. A draft is YAML that may have problems while people work on it; proposing
wants it whole: no problem, every clause doing what its examples say, and a real approval. Whoever wrote in it or
proposed it does not enact it; the database refuses that too.
"""

from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.approvals import check_approval
from catalog.actions.edition_errors import (
    DraftChanged,
    EditionInvalid,
    EditionNumberTaken,
    EditionOver,
    ExamplesFailed,
    NotProposed,
    SecondAdministrator,
)
from catalog.actions.editions import read_content, view_edition
from catalog.actions.reclassify import begin_run
from catalog.deps import Deps
from catalog.editions import drafted, last_begun, parsed, today_of
from catalog.errors import MoveRefused, SignInNeeded
from catalog.models import Actor, EditionDraft, NegativeListEdition
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import EditionView
from classifiers.edition_source import MAX_BYTES
from classifiers.edition_text import head_values, with_head
from classifiers.errors import ListProblem, NegativeListError
from classifiers.list_words import TOO_LONG
from classifiers.negative_list import Edition
from classifiers.selftest import ExampleFailure, failed_examples

OPEN: Final = "open"
PROPOSED: Final = "proposed"


def list_drafts(session: Session, *, actor: Actor | None) -> tuple[EditionDraft, ...]:
    """Return the drafts that are neither enacted nor dropped, the newest first."""
    may(actor, Verb.DRAFT_EDITION).require()
    query = select(EditionDraft).where(EditionDraft.state.in_((OPEN, PROPOSED)))
    return tuple(session.scalars(query.order_by(EditionDraft.changed_at.desc())))


def show_draft(session: Session, draft_id: UUID, *, actor: Actor | None) -> EditionDraft:
    """Return a draft.

    Raises:
        NotPermitted, NotFound.
    """
    may(actor, Verb.DRAFT_EDITION).require()
    return load(session, EditionDraft, draft_id)


def begin_draft(session: Session, *, actor: Actor | None, deps: Deps, content: str | None = None) -> UUID:
    """Begin a draft, from the edition in force or from a file; the approval is left to be filled in.

    Raises:
        EditionInvalid: the file is no list at all. NotPermitted.
    """
    may(actor, Verb.DRAFT_EDITION).require()
    person = _person(actor)
    begin_write(session)
    base = last_begun(session, deps.clock())
    highest = session.scalar(select(func.max(NegativeListEdition.number))) or 0
    number = highest + 1
    if content is None:
        content = with_head(
            base.content,
            number=number,
            name=f"{parsed(base.content).name}（第 {number} 版草案）",
            in_force_from=today_of(deps.clock()),
            in_force_to=None,
            approver="",
            approval_number="",
            approved_at=None,
        )
    else:
        _require_list(content)
    draft = EditionDraft(
        number=_number_of(content, number),
        content=content,
        based_on=base.id,
        drafted_by=person.id,
        editors=[str(person.id)],
        changed_by=person.id,
        changed_at=deps.clock(),
    )
    session.add(draft)
    audit.record(session, Verb.DRAFT_EDITION, draft, actor=actor, detail={"number": draft.number}, at=deps.clock())
    draft_id = draft.id
    session.commit()
    return draft_id


def write_draft(
    session: Session, draft_id: UUID, content: str, *, actor: Actor | None, deps: Deps, revision: int
) -> None:
    """Put another text in the draft's place; a proposal is taken back by it.

    Args:
        revision: of the draft the person saw.

    Raises:
        DraftChanged: somebody wrote in it since. EditionInvalid: no list at all. MoveRefused: enacted or dropped.
    """
    _require_list(content)
    draft, person = _open_draft(session, draft_id, actor, revision)
    draft.content, draft.number = content, _number_of(content, draft.number)
    draft.state, draft.revision = OPEN, draft.revision + 1
    draft.changed_by, draft.changed_at = person.id, deps.clock()
    draft.editors = sorted({*draft.editors, str(person.id)})
    draft.proposed_by = draft.proposed_at = None
    detail = {"number": draft.number, "revision": draft.revision}
    audit.record(session, Verb.DRAFT_EDITION, draft, actor=actor, detail=detail, at=deps.clock())
    session.commit()


def check_draft(content: str) -> tuple[ListProblem, ...]:
    """Return what is wrong with a draft, by line; that its approval is missing yet is not wrong."""
    try:
        drafted(content)
    except NegativeListError as error:
        return error.problems
    return ()


def check_examples(content: str) -> tuple[ExampleFailure, ...]:
    """Return the examples that are not judged as they must be, by line; nothing while the draft has other problems."""
    return () if check_draft(content) else _failures(content)


@lru_cache(maxsize=8)
def _failures(content: str) -> tuple[ExampleFailure, ...]:
    return failed_examples(drafted(content))


def propose_draft(
    session: Session,
    draft_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    revision: int,
    approver: str,
    approval_number: str,
    approved_at: date | None,
) -> None:
    """Write the approval into the draft and lay it before the second administrator.

    Raises:
        ApprovalMissing: not a real approval. EditionInvalid, ExamplesFailed: the list is not whole.
        EditionNumberTaken, DraftChanged, NotPermitted, MoveRefused.
    """
    may(actor, Verb.DRAFT_EDITION).require()
    draft, person = _open_draft(session, draft_id, actor, revision)
    approver, approval_number = approver.strip(), approval_number.strip()
    check_approval(session, approver, approval_number, approved_at, today=today_of(deps.clock()))
    content = with_head(
        draft.content, approver=approver, approval_number=approval_number, approved_at=approved_at, number=draft.number
    )
    require_whole(session, content)
    draft.content, draft.state, draft.revision = content, PROPOSED, draft.revision + 1
    draft.approver, draft.approval_number, draft.approved_at = approver, approval_number, approved_at
    draft.proposed_by, draft.proposed_at = person.id, deps.clock()
    detail = {"number": draft.number, "approval": approval_number, "edition": parsed(content).id}
    audit.record(session, "propose_edition", draft, actor=actor, detail=detail, at=deps.clock())
    session.commit()


def require_whole(session: Session, content: str) -> None:
    """Return when a text may become an edition.

    Raises:
        EditionInvalid, ExamplesFailed, EditionNumberTaken.
    """
    edition = read_content(content)
    if failures := _failures(content):
        raise ExamplesFailed({"problems": [str(one) for one in failures][:50]})
    highest = session.scalar(select(func.max(NegativeListEdition.number))) or 0
    if edition.number <= highest:
        raise EditionNumberTaken({"highest": highest})


def drop_draft(session: Session, draft_id: UUID, *, actor: Actor | None, deps: Deps, revision: int) -> None:
    """Put a draft aside for good.

    Raises:
        DraftChanged, NotPermitted, MoveRefused.
    """
    draft, _ = _open_draft(session, draft_id, actor, revision)
    draft.state = "dropped"
    audit.record(session, "drop_edition", draft, actor=actor, detail={"number": draft.number}, at=deps.clock())
    session.commit()


def enact_draft(session: Session, draft_id: UUID, *, actor: Actor | None, deps: Deps, revision: int) -> EditionView:
    """Put a proposed draft in force from its day on, and begin to judge the record anew under it.

    Raises:
        SecondAdministrator: the actor wrote or proposed it. EditionOver: its last day is past. NotProposed,
        DraftChanged, EditionNumberTaken. NotPermitted: only administrators enact, in person.
    """
    may(actor, Verb.ENACT_EDITION).require()
    draft, person = _open_draft(session, draft_id, actor, revision)
    edition = _enactable(session, draft, person, today=today_of(deps.clock()))
    row = _put_in_force(session, edition, draft.content, person)
    draft.state, draft.revision, draft.edition_id = "enacted", draft.revision + 1, edition.id
    draft.enacted_by, draft.enacted_at = person.id, deps.clock()
    run = begin_run(session, draft.content, actor=actor)
    size: dict[str, object] = {"number": edition.number, "clauses": len(edition.clauses)}
    detail = size | {"approval": edition.approval_number, "drafted_by": str(draft.drafted_by), "run": str(run.id)}
    audit.record(session, Verb.ENACT_EDITION, row, actor=actor, detail=detail, at=deps.clock())
    view = view_edition(row, last_begun(session, deps.clock()), deps=deps)
    session.commit()
    deps.wake()
    return view


def _enactable(session: Session, draft: EditionDraft, person: Actor, *, today: date) -> Edition:
    """Return the edition that a proposed draft holds, if this person may put it in force today."""
    if draft.state != PROPOSED:
        raise NotProposed
    if str(person.id) in {*draft.editors, str(draft.proposed_by), str(draft.drafted_by)}:
        raise SecondAdministrator
    require_whole(session, draft.content)
    edition = parsed(draft.content)
    if edition.in_force_to is not None and edition.in_force_to < today:
        raise EditionOver
    return edition


def _put_in_force(session: Session, edition: Edition, content: str, person: Actor) -> NegativeListEdition:
    session.execute(update(NegativeListEdition).values(is_current=False))
    row = NegativeListEdition(
        id=edition.id,
        number=edition.number,
        content=content,
        approver=edition.approver,
        approval_number=edition.approval_number,
        enacted_by=person.id,
        is_current=True,
    )
    session.add(row)
    session.flush()
    return row


def find_proposed(session: Session, content: str) -> EditionDraft:
    """Return the proposed draft that says exactly what a text says.

    Raises:
        NotProposed, EditionInvalid.
    """
    wanted = read_content(content).id
    for draft in session.scalars(select(EditionDraft).where(EditionDraft.state == PROPOSED)):
        if parsed(draft.content).id == wanted:
            return draft
    raise NotProposed


def _open_draft(session: Session, draft_id: UUID, actor: Actor | None, revision: int) -> tuple[EditionDraft, Actor]:
    may(actor, Verb.DRAFT_EDITION).require()
    begin_write(session)
    draft = load(session, EditionDraft, draft_id, is_locked=True)
    if draft.state not in (OPEN, PROPOSED):
        raise MoveRefused
    if draft.revision != revision:
        raise DraftChanged
    return draft, _person(actor)


def _person(actor: Actor | None) -> Actor:
    if actor is None:
        raise SignInNeeded
    return actor


def _require_list(content: str) -> None:
    if len(content) > MAX_BYTES:
        raise EditionInvalid({"problems": [str(ListProblem(0, "file", TOO_LONG, ("2",)))]})
    try:
        head_values(content)
    except NegativeListError as error:
        raise EditionInvalid({"problems": [str(one) for one in error.problems]}) from None


def _number_of(content: str, otherwise: int) -> int:
    number = head_values(content).get("number")
    return number if isinstance(number, int) and not isinstance(number, bool) else otherwise
