"""Drafts: written line by line, proposed with a real approval, enacted by a second administrator."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import errors
from catalog.actions import edition_errors
from catalog.actions.approvals import check_approval
from catalog.actions.edition_drafts import (
    begin_draft,
    check_draft,
    check_examples,
    drop_draft,
    enact_draft,
    find_proposed,
    list_drafts,
    propose_draft,
    show_draft,
    write_draft,
)
from catalog.actions.editions import list_editions
from catalog.editions import edition_row, today_of
from catalog.models import AuditEvent, EditionDraft, Job, NegativeListEdition
from classifiers.edition_text import remove_clause, with_head
from tests.fakes.editions import APPROVER, draft_of, enact, second_admin, with_ban
from tests.fakes.record import Record

NUMBER = "数开办〔2026〕12号"


def propose(record: Record, draft_id: UUID, **changes: Any) -> None:
    approval = {"approver": APPROVER, "approval_number": NUMBER, "approved_at": None, "revision": 2, "by": "admin"}
    approval |= changes
    with record.session() as session:
        actor = record.actor(session, str(approval.pop("by")))
        propose_draft(session, draft_id, actor=actor, deps=record.deps, **approval)  # type: ignore[arg-type]


def press(record: Record, draft_id: UUID, by: str, revision: int = 3) -> None:
    with record.session() as session:
        enact_draft(session, draft_id, actor=record.actor(session, by), deps=record.deps, revision=revision)


def test_a_draft_begins_from_the_list_in_force_and_leaves_it_alone(record: Record) -> None:
    with record.session() as session:
        before = edition_row(session, record.clock()).content
        draft_id = begin_draft(session, actor=record.actor(session, "admin"), deps=record.deps)
        draft = show_draft(session, draft_id, actor=record.actor(session, "admin"))
        assert (draft.number, draft.approver, draft.state) == (2, "", "open")
        assert check_draft(draft.content) == ()
        assert check_examples(draft.content) == ()
        assert edition_row(session, record.clock()).content == before
        assert [one.id for one in list_drafts(session, actor=record.actor(session, "admin"))] == [draft_id]


@pytest.mark.parametrize("who", ["officer", "uploader", "secrecy", "developer"])
def test_only_administrators_draft(record: Record, who: str) -> None:
    with record.session() as session, pytest.raises(errors.NotPermitted):
        begin_draft(session, actor=record.actor(session, who), deps=record.deps)
    with record.session() as session, pytest.raises(errors.SignInNeeded):
        begin_draft(session, actor=None, deps=record.deps)


def test_two_people_in_the_action_and_in_the_database(record: Record) -> None:
    second_admin(record)
    draft_id = draft_of(record, with_ban)
    with pytest.raises(edition_errors.NotProposed):
        press(record, draft_id, "admin2", revision=2)
    propose(record, draft_id)
    with pytest.raises(edition_errors.SecondAdministrator):
        press(record, draft_id, "admin")
    with pytest.raises(errors.NotPermitted):
        press(record, draft_id, "officer")
    with record.session() as session:
        session.get_one(EditionDraft, draft_id).enacted_by = record.people["admin"]
        with pytest.raises(IntegrityError):
            session.flush()
    press(record, draft_id, "admin2")
    with record.session() as session:
        assert [one.number for one in list_editions(session, deps=record.deps)] == [2, 1]
        assert edition_row(session, record.clock()).number == 2
        assert session.scalars(select(NegativeListEdition.enacted_by).where(NegativeListEdition.number == 2)).one()
        assert {"compare", "reclassify"} <= set(session.scalars(select(Job.kind)))
        assert {"draft_edition", "propose_edition", "enact_edition"} <= set(session.scalars(select(AuditEvent.verb)))
    with pytest.raises(errors.MoveRefused):
        press(record, draft_id, "admin2", revision=4)


def test_whoever_writes_after_the_proposal_takes_it_back_and_does_not_enact(record: Record) -> None:
    second_admin(record)
    draft_id = draft_of(record, with_ban)
    propose(record, draft_id)
    with record.session() as session:
        actor = record.actor(session, "admin2")
        content = show_draft(session, draft_id, actor=actor).content
        write_draft(session, draft_id, content + "# 改一个字\n", actor=actor, deps=record.deps, revision=3)
    with pytest.raises(edition_errors.NotProposed):
        press(record, draft_id, "admin2", revision=4)
    propose(record, draft_id, revision=4)
    with pytest.raises(edition_errors.SecondAdministrator):
        press(record, draft_id, "admin2", revision=5)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("approver", one) for one in ("", "待定", "  ", "XX", "某某办公室", "示例办公室", "TBD", "……")),
        *(("approval_number", one) for one in ("", "待填", "〔2026〕XX号", "xx号", "12", "无", "数开办〔2025〕1号")),
        ("approval_number", "数开办〔２０２５〕1 号"),
        ("approved_at", date(2099, 1, 1)),
    ],
)
def test_no_placeholder_is_an_approval(record: Record, field: str, value: Any) -> None:
    approval = {"approver": APPROVER, "approval_number": NUMBER, "approved_at": date(2026, 3, 1), field: value}
    with record.session() as session:
        with pytest.raises(edition_errors.ApprovalMissing) as refused:
            check_approval(session, *approval.values(), today=date(2026, 3, 2))
        check_approval(session, APPROVER, NUMBER, None, today=date(2026, 3, 2))
    assert refused.value.detail["field"] == field


def test_nothing_is_proposed_without_an_approval(record: Record) -> None:
    draft_id = draft_of(record, with_ban)
    with pytest.raises(edition_errors.ApprovalMissing):
        propose(record, draft_id, approver="待定")
    with record.session() as session:
        assert session.get_one(EditionDraft, draft_id).state == "open"


def test_a_list_that_is_not_whole_is_not_proposed(record: Record) -> None:
    second_admin(record)
    with record.session() as session:
        actor = record.actor(session, "admin")
        with pytest.raises(edition_errors.EditionInvalid) as refused:
            begin_draft(session, actor=actor, deps=record.deps, content="clauses: [")
        assert refused.value.detail["problems"][0] == "第1行 file：不是有效的 YAML（line 1: not valid YAML）"
    wrong = draft_of(record, lambda text: text.replace("level: 5", "level: 9", 1))
    with record.session() as session:
        problems = check_draft(show_draft(session, wrong, actor=record.actor(session, "admin")).content)
    assert problems
    assert problems[0].line > 0
    with pytest.raises(edition_errors.EditionInvalid):
        propose(record, wrong)
    misses = draft_of(record, lambda text: with_ban(text).replace("{title: 小额贷款市场平均利率}", "{title: 别的}"))
    with pytest.raises(edition_errors.ExamplesFailed) as failed:
        propose(record, misses)
    assert "NL-B90" in failed.value.detail["problems"][0] or "must hit" in failed.value.detail["problems"][0]
    old = draft_of(record, lambda text: with_head(text, number=1))
    with pytest.raises(edition_errors.EditionNumberTaken):
        propose(record, old)


def test_two_at_one_draft_and_a_draft_put_aside(record: Record) -> None:
    draft_id = draft_of(record, with_ban)
    with record.session() as session:
        actor = record.actor(session, "admin")
        with pytest.raises(edition_errors.DraftChanged):
            write_draft(session, draft_id, "clauses: []\n", actor=actor, deps=record.deps, revision=1)
        drop_draft(session, draft_id, actor=actor, deps=record.deps, revision=2)
        assert list_drafts(session, actor=actor) == ()
        with pytest.raises(errors.MoveRefused):
            write_draft(session, draft_id, "clauses: []\n", actor=actor, deps=record.deps, revision=2)


def test_an_edition_of_a_later_day_waits_for_it(record: Record) -> None:
    view = enact(record, lambda text: with_head(with_ban(text), in_force_from=date(2026, 4, 1)))
    assert view.in_force_from == date(2026, 4, 1)
    with record.session() as session:
        assert edition_row(session, record.clock()).number == 1
        standings = {one.number: one.standing for one in list_editions(session, deps=record.deps)}
        assert (view.standing, standings) == ("planned", {2: "planned", 1: "in_force"})
        begins = session.scalars(select(Job.run_after).where(Job.kind.in_(("compare", "reclassify")))).all()
        assert [one.isoformat() for one in begins if one] == ["2026-03-31T16:00:01+00:00"] * 2


def test_after_an_edition_ended_none_binds_and_the_one_before_does_not_come_back(record: Record) -> None:
    last_day = today_of(record.clock())
    enact(record, lambda text: with_head(with_ban(text), in_force_to=last_day))
    with record.session() as session:
        assert edition_row(session, record.clock()).number == 2
        record.clock.now += timedelta(days=1)
        with pytest.raises(errors.EditionUnknown):
            edition_row(session, record.clock())
        assert [one.standing for one in list_editions(session, deps=record.deps)] == ["ended", "replaced"]
        actor = record.actor(session, "admin")
        draft = show_draft(session, begin_draft(session, actor=actor, deps=record.deps), actor=actor)
        assert draft.number == 3


def test_an_edition_whose_last_day_is_past_is_not_enacted(record: Record) -> None:
    day = today_of(record.clock()) - timedelta(days=1)
    with pytest.raises(edition_errors.EditionOver):
        enact(record, lambda text: with_head(with_ban(text), in_force_from=day, in_force_to=day))
    with record.session() as session:
        assert edition_row(session, record.clock()).number == 1


def test_a_proposed_draft_is_found_by_what_it_says(record: Record) -> None:
    draft_id = draft_of(record, with_ban)
    propose(record, draft_id)
    with record.session() as session:
        content = session.get_one(EditionDraft, draft_id).content
        assert find_proposed(session, "# 另存\n" + content).id == draft_id
        with pytest.raises(edition_errors.NotProposed):
            find_proposed(session, remove_clause(content, "NL-C01"))
