"""Two people, bound approvals, overrides with reasons, holding what cannot be proved."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import errors
from catalog.actions.approve import approve
from catalog.actions.override import looser, stricter
from catalog.actions.publish import commit_publish, fail_publish, prepare_publish
from catalog.actions.review import list_queue, show_review
from catalog.actions.send_back import send_back
from catalog.actions.workspace import show_version
from catalog.lifecycle import VersionState
from catalog.models import Approval, AuditEvent, Decision, Job, Version
from tests.fakes.outcomes import process_outcome, publish_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

LONG = "经集体研究，该数据依法应当主动公开，且已隐去全部个人信息。"


def state_of(record: Record, version_id: UUID) -> str:
    with record.session() as session:
        return session.get_one(Version, version_id).state


def test_the_queue_shows_what_waits(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    with record.session() as session:
        for name, seen in (("officer", 1), ("platform_officer", 1), ("other_officer", 0), ("both", 1)):
            total, rows = list_queue(session, actor=record.actor(session, name))
            assert total == len(rows) == seen
        assert rows[0].version_id == version_id
        assert rows[0].masked_columns == 1
        with pytest.raises(errors.NotPermitted):
            list_queue(session, actor=record.actor(session, "uploader"))


def test_the_sheet_says_what_leaves_and_what_is_changed(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    with record.session() as session:
        sheet = show_review(session, version_id, actor=record.actor(session, "officer"))
    assert [column.name for column in sheet.leaves] == ["地区"]
    assert [(column.name, column.operator_label) for column in sheet.changed] == [("证件号", "居民身份证号遮蔽")]
    assert sheet.version.decision is not None
    assert sheet.version.decision.hits[0].evidence[0].kind_label == "居民身份证号"
    assert sheet.version.plan is not None
    assert sheet.version.plan.preview.before == (("东湖区", "●●●"),)
    assert [choice.code for choice in sheet.stricter_choices] == ["conditional", "share_only"]
    assert sheet.looser_choices == ()
    assert sheet.version.row.title == "小额贷款市场平均利率"


def test_approval_is_bound_and_queues_publishing(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    desk.approved(version_id)
    assert state_of(record, version_id) == VersionState.APPROVED
    with record.session() as session:
        approval = session.scalars(select(Approval)).one()
        assert approval.typed_hash == "a" * 64
        assert session.scalars(select(Job.effect_key).where(Job.kind == "publish")).one() == (
            f"publish:{version_id}:{approval.id}"
        )
        with pytest.raises(errors.MoveRefused):
            show_review(session, version_id, actor=record.actor(session, "officer"))


@pytest.mark.parametrize(
    "change",
    [
        {"typed_hash": "0" * 64},
        {"edition_id": "0" * 64},
        {"decision_id": uuid4()},
        {"plan_id": uuid4()},
    ],
)
def test_a_stale_binding_is_refused(record: Record, desk: Desk, change: dict[str, object]) -> None:
    version_id = desk.processed()
    with record.session() as session:
        officer = record.actor(session, "officer")
        seen = replace(show_review(session, version_id, actor=officer).binding, **change)
        with pytest.raises(errors.ApprovalStale):
            approve(session, version_id, actor=officer, deps=record.deps, binding=seen)
    assert state_of(record, version_id) == VersionState.AWAITING_REVIEW


def test_nobody_approves_their_own_upload_not_even_the_database(record: Record, desk: Desk) -> None:
    version_id = desk.processed(by="both")
    with record.session() as session:
        both = record.actor(session, "both")
        binding = show_review(session, version_id, actor=both).binding
        with pytest.raises(errors.OwnUpload):
            approve(session, version_id, actor=both, deps=record.deps, binding=binding)
    with record.session() as session:
        session.add(
            Approval(
                version_id=version_id,
                uploader_id=record.people["both"],
                approver_id=record.people["both"],
                verdict="approve",
                typed_hash=binding.typed_hash,
                edition_id=binding.edition_id,
                decision_id=binding.decision_id,
                plan_id=binding.plan_id,
            )
        )
        with pytest.raises(IntegrityError):
            session.flush()


def test_questions_have_to_be_answered(record: Record, desk: Desk) -> None:
    outcome = process_outcome()
    outcome["decision"]["questions"] = [{"code": "sector", "text_zh": "行业是否正确？", "text_en": "Right sector?"}]
    version_id = desk.processed(outcome=outcome)
    with pytest.raises(errors.QuestionsOpen):
        desk.approved(version_id)
    desk.approved(version_id, answered=frozenset({"sector"}))


def test_sent_back_with_remarks(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    with record.session() as session:
        officer = record.actor(session, "officer")
        with pytest.raises(errors.ReasonNeeded):
            send_back(session, version_id, actor=officer, deps=record.deps, reason=" 不 ")
        with pytest.raises(errors.ReasonPersonal):
            send_back(session, version_id, actor=officer, deps=record.deps, reason="请联系 138 0013 8000 核对")
        send_back(
            session,
            version_id,
            actor=officer,
            deps=record.deps,
            reason="请补充单位",
            comments=(("地区", "用全称"), ("证件号", " ")),
        )
        sheet = show_version(session, version_id, actor=record.actor(session, "uploader"))
    assert sheet.row.state == "sent_back"
    assert sheet.verdicts[0].comments == (("地区", "用全称"),)
    assert sheet.allowed == {"discard", "describe"}


def test_stricter_with_a_reason_replaces_the_decision(record: Record, desk: Desk) -> None:
    version_id = desk.processed(outcome=process_outcome(release="open"))
    with record.session() as session:
        officer = record.actor(session, "officer")
        old = show_review(session, version_id, actor=officer).binding
        made = stricter(
            session, version_id, actor=officer, deps=record.deps, release="share_only", reason="涉及未公布数据"
        )
        with pytest.raises(errors.ApprovalStale):
            approve(session, version_id, actor=officer, deps=record.deps, binding=old)
        sheet = show_review(session, version_id, actor=officer)
    assert sheet.binding == made.binding
    assert sheet.version.decision is not None
    assert (sheet.version.decision.release, sheet.version.decision.tier) == ("share_only", "internal")
    assert sheet.version.decision.rules_release == "open"
    assert sheet.version.decision.decided_by == "officer"
    with record.session() as session:
        assert len(session.scalars(select(Decision).where(Decision.version_id == version_id)).all()) == 2
        event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "stricter")).one()
        assert event.detail["from"] == "open"


def test_looser_needs_a_long_reason_and_stops_at_the_mask(record: Record, desk: Desk) -> None:
    version_id = desk.processed(outcome=process_outcome(release="share_only"))
    with record.session() as session:
        officer = record.actor(session, "officer")
        with pytest.raises(errors.ReasonNeeded):
            looser(
                session,
                version_id,
                actor=officer,
                deps=record.deps,
                release="open_after_masking",
                reason="可以公开的数据",
            )
        with pytest.raises(errors.OverrideUseless):
            looser(session, version_id, actor=officer, deps=record.deps, release="open", reason=LONG)
        with pytest.raises(errors.InvalidField):
            looser(session, version_id, actor=officer, deps=record.deps, release="refuse", reason=LONG)
        looser(session, version_id, actor=officer, deps=record.deps, release="open_after_masking", reason=LONG)
        sheet = show_review(session, version_id, actor=officer)
    assert sheet.version.decision is not None
    assert (sheet.version.decision.release, sheet.version.decision.tier) == ("open_after_masking", "internal")
    assert sheet.version.decision.override_reason == LONG


def test_a_refusing_clause_is_never_overridden(record: Record, desk: Desk) -> None:
    outcome = process_outcome(release="share_only")
    outcome["decision"]["clauses"][0]["consequence"] = "REFUSE"
    version_id = desk.processed(outcome=outcome)
    with record.session() as session:
        officer = record.actor(session, "officer")
        assert show_review(session, version_id, actor=officer).looser_choices == ()
        with pytest.raises(errors.OverrideRefused):
            looser(session, version_id, actor=officer, deps=record.deps, release="open_after_masking", reason=LONG)


def test_publishing_something_else_than_was_approved_is_refused(record: Record, desk: Desk) -> None:
    version_id = desk.approved(desk.processed())
    job_id = desk.job(version_id, "publish")
    with record.session() as session:
        version = session.get_one(Version, version_id)
        version.typed_hash = "9" * 64
        session.commit()
        with pytest.raises(errors.ApprovalStale):
            prepare_publish(session, session.get_one(Job, job_id), deps=record.deps)
    with record.session() as session, pytest.raises(errors.ApprovalStale):
        commit_publish(session, session.get_one(Job, job_id), publish_outcome("x", str(version_id)), deps=record.deps)
    assert state_of(record, version_id) == VersionState.APPROVED


def test_what_cannot_be_proved_goes_back_before_the_reviewer(record: Record, desk: Desk) -> None:
    version_id = desk.approved(desk.processed())
    first = desk.job(version_id, "publish")
    with record.session() as session:
        job = session.get_one(Job, first)
        fail_publish(session, job, "publish.residual", {"identifier": 2}, deps=record.deps)
        session.commit()
        sheet = show_review(session, version_id, actor=record.actor(session, "officer"))
    assert sheet.version.row.error is not None
    assert sheet.version.row.error.code == "publish.residual"
    assert "核验未通过" in sheet.version.row.error.message
    desk.approved(version_id)
    assert desk.job(version_id, "publish") != first
