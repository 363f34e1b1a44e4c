"""A description put right: before a release it is judged again, after one a second person puts it in force."""

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.approve import approve
from catalog.actions.check_correction import fail_correct
from catalog.actions.clear import run_clear
from catalog.actions.correct import accept_correction, reject_correction, show_correction
from catalog.actions.corrections import list_corrections
from catalog.actions.describe import describe
from catalog.actions.description import inherited_from, show_description
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.read import read_dataset
from catalog.actions.review import show_review
from catalog.actions.withdraw import withdraw
from catalog.editions import edition_row
from catalog.metadata import ColumnText, Description, Metadata
from catalog.models import AuditEvent, Correction, Job, Release, Version
from catalog.search import SearchQuery
from catalog.storage.errors import KeyMissing
from tests.fakes.descriptions import MEANING, NEW, accept, checked, propose, sheet_of, typed
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def test_a_correction_of_what_is_public_takes_two_people_and_shows_everywhere(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    before = typed(record, version_id)
    done = propose(record, version_id, typed(record, version_id, **NEW))
    assert done.is_changed
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, version_id).dataset_id)
        assert (page.title, page.fields[0].meaning) == (before.title, "")
    correction_id = checked(record, done)
    with record.session() as session:
        total, rows = list_corrections(session, actor=record.actor(session, "officer"))
        assert (total, rows[0].id, [one.code for one in rows[0].changed]) == (1, correction_id, ["title", "columns.0"])
        sheet = show_correction(session, correction_id, actor=record.actor(session, "officer"))
        assert {(one.label, one.before, one.after) for one in sheet.changes} == {
            ("标题", before.title, NEW["title"]),
            ("数据项“地区”的中文名称", "", "区县"),
            ("数据项“地区”的含义", "", MEANING),
        }
    accept(record, correction_id)
    with record.session() as session:
        version = session.get_one(Version, version_id)
        page = read_dataset(session, version.dataset_id)
        assert (page.title, page.fields[0].title, page.fields[0].meaning) == (NEW["title"], "区县", MEANING)
        assert page.slug.startswith("xiao-e-dai-kuan-shi-chang")  # links stay
        found = record.deps.search.search(session, SearchQuery(text="公司平均利率"))
        assert [hit.dataset_id for hit in found.hits] == [version.dataset_id]
        assert record.deps.search.search(session, SearchQuery(text="市场平均利率")).total == 0
        assert record.deps.search.search(session, SearchQuery(text="区县")).total == 1
        kept = Metadata.from_text(record.deps.vault.open_text(str(version_id), version.sealed or b""))
        assert (kept.title, kept.columns[0].meaning) == (NEW["title"], MEANING)
        text = " ".join(str(event.detail) for event in session.scalars(select(AuditEvent)))
        assert MEANING not in text
        assert NEW["title"] not in text
        jobs = session.scalars(select(Job).where(Job.dataset_id == version.dataset_id, Job.kind == "sync")).all()
        assert len(jobs) == 2
    assert sheet_of(record, version_id).corrections[0].state == "applied"


def test_the_proposer_does_not_decide_and_strangers_see_nothing(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW), who="both"))
    with record.session() as session:
        both = record.actor(session, "both")
        tag = show_correction(session, correction_id, actor=both).tag
        with pytest.raises(errors.OwnUpload):
            accept_correction(session, correction_id, actor=both, deps=record.deps, tag=tag)
        session.rollback()
        for who in ("stranger", "other_officer", "developer", "secrecy"):
            with pytest.raises(errors.NotFound):
                show_correction(session, correction_id, actor=record.actor(session, who))
        with pytest.raises(errors.NotPermitted):
            accept_correction(
                session, correction_id, actor=record.actor(session, "uploader"), deps=record.deps, tag=tag
            )
        session.rollback()
        with pytest.raises(errors.NotFound):
            show_description(session, version_id, actor=record.actor(session, "stranger"))
    accept(record, correction_id, "platform_officer")


def test_the_database_refuses_one_person_too(record: Record, desk: Desk) -> None:
    from sqlalchemy.exc import IntegrityError

    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    with record.session() as session:
        correction = session.get_one(Correction, correction_id)
        correction.decided_by = correction.proposer_id
        with pytest.raises(IntegrityError, match="two_people"):
            session.commit()


def test_what_was_read_before_somebody_else_wrote_is_refused(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    old = sheet_of(record, version_id).tag
    first = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    again = typed(record, version_id, title="另一个标题")
    with record.session() as session:
        colleague = record.actor(session, "colleague")
        with pytest.raises(errors.DescriptionStale):
            describe(session, version_id, again, actor=colleague, deps=record.deps, tag=old)
        session.rollback()
    second = checked(record, propose(record, version_id, again, who="colleague"))
    with record.session() as session:
        assert session.get_one(Correction, first).state == "replaced"
        assert session.get_one(Correction, first).body is None
        officer = record.actor(session, "officer")
        with pytest.raises(errors.DescriptionStale):
            accept_correction(session, second, actor=officer, deps=record.deps, tag="0" * 64)
        session.rollback()
    accept(record, second)
    assert typed(record, version_id).title == "另一个标题"


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [
        ({"found": {"columns.0.meaning": {"CN_ID": 1}}, "is_stricter": False}, "returned", "describe.personal"),
        ({"found": {}, "is_stricter": True}, "returned", "describe.stricter"),
        ({"refused": ["NL-A01"]}, "refused", "describe.refused"),
    ],
)
def test_what_must_not_be_public_comes_back(record: Record, desk: Desk, answer, state, problem) -> None:
    version_id = desk.published()
    done = propose(record, version_id, typed(record, version_id, **NEW))
    if "found" in answer:
        answer = {**answer, "body": typed(record, version_id, title="遮盖后的标题").to_json()}
    correction_id = checked(record, done, **answer)
    with record.session() as session:
        correction = session.get_one(Correction, correction_id)
        assert (correction.state, correction.problem, correction.sealed) == (state, problem, None)
        assert (correction.body is None) is (state == "refused")
        total, _ = list_corrections(session, actor=record.actor(session, "officer"))
        assert total == 0
        with pytest.raises(errors.MoveRefused):
            accept_correction(session, correction_id, actor=record.actor(session, "officer"), deps=record.deps, tag="")
    sheet = sheet_of(record, version_id)
    assert sheet.may_edit
    assert sheet.corrections[0].problem
    if answer.get("found"):
        assert sheet.corrections[0].places[0].label == "数据项“地区”的含义：居民身份证号"
    assert sheet.asked.title == ("小额贷款市场平均利率" if state == "refused" else "遮盖后的标题")


def test_the_key_of_a_correction_goes_when_it_was_looked_at(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    done = propose(record, version_id, typed(record, version_id, **NEW))
    with record.session() as session:
        sealed = session.get_one(Correction, done.correction_id).sealed or b""
    assert NEW["title"].encode() not in sealed
    checked(record, done)
    with record.session() as session:
        clear = session.scalars(select(Job.id).where(Job.effect_key == f"clear:{done.correction_id}:correction")).one()
    run_clear(clear, deps=record.deps)
    with pytest.raises(KeyMissing):
        record.deps.vault.open_text(str(done.correction_id), sealed)
    accept(record, done.correction_id)  # type: ignore[arg-type]


def test_a_check_that_fails_gives_the_correction_back(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    done = propose(record, version_id, typed(record, version_id, **NEW))
    with record.session() as session:
        fail_correct(session, session.get_one(Job, done.job_id), "job.memory", None, deps=record.deps)
        session.commit()
    row = sheet_of(record, version_id).corrections[0]
    assert row.state == "returned"
    assert "内存" in row.problem


def test_a_reason_turns_a_correction_down(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    with record.session() as session:
        officer = record.actor(session, "officer")
        with pytest.raises(errors.ReasonNeeded):
            reject_correction(session, correction_id, actor=officer, deps=record.deps, reason=" ")
        reject_correction(session, correction_id, actor=officer, deps=record.deps, reason="标题与数据不符")
    row = sheet_of(record, version_id).corrections[0]
    assert (row.state, row.reason, row.decided_by) == ("rejected", "标题与数据不符", "officer")


def test_a_withdrawal_and_a_newer_release_put_a_correction_aside(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    waiting = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    with record.session() as session:
        dataset_id = session.get_one(Version, version_id).dataset_id
    second = desk.published(dataset_id=dataset_id)
    open_ = checked(record, propose(record, second, typed(record, second, **NEW)))
    with record.session() as session:
        assert session.get_one(Correction, waiting).state == "replaced"
        release = session.scalars(select(Release).where(Release.version_id == second)).one()
        admin = record.actor(session, "admin")
        withdraw(session, release.id, actor=admin, deps=record.deps, reason="数据有误，撤回核对")
        assert session.get_one(Correction, open_).state == "replaced"


def test_before_a_release_the_text_is_judged_again(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    sheet = sheet_of(record, version_id)
    wanted = Description(title="新标题", columns=(ColumnText("地区", "区县", "个", MEANING),))
    with record.session() as session:
        done = describe(
            session, version_id, wanted, actor=record.actor(session, "uploader"), deps=record.deps, tag=sheet.tag
        )
        version = session.get_one(Version, version_id)
        assert (done.state, version.state, done.correction_id) == ("received", "received", None)
        payload = prepare_process(session, session.get_one(Job, done.job_id), deps=record.deps)
        assert payload is not None
        kept = Metadata.from_text(record.deps.vault.open_text(str(version_id), version.sealed or b""))
    assert kept.title == "新标题"
    assert kept.file_name == "小额贷款利率.csv"
    assert kept.columns == (ColumnText("地区", "区县", "个", MEANING), ColumnText("证件号", "", "", ""))


def test_who_typed_the_text_does_not_approve_it(record: Record, desk: Desk) -> None:
    version_id, who = desk.processed(), "officer"
    sheet = sheet_of(record, version_id, who)
    with record.session() as session:
        wanted = Description(title="新标题")
        done = describe(session, version_id, wanted, actor=record.actor(session, who), deps=record.deps, tag=sheet.tag)
    outcome = process_outcome()
    with record.session() as session:
        outcome["decision"]["edition"] = edition_row(session, record.clock()).id
        commit_process(session, session.get_one(Job, done.job_id), outcome, deps=record.deps)
        session.commit()
        officer = record.actor(session, who)
        binding = show_review(session, version_id, actor=officer).binding
        with pytest.raises(errors.OwnUpload):
            approve(session, version_id, actor=officer, deps=record.deps, binding=binding)
        session.rollback()
        other = record.actor(session, "platform_officer")
        approve(session, version_id, actor=other, deps=record.deps, binding=binding)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"update_cycle": "偶尔"}, "update_cycle"),
        ({"licence": "none"}, "licence"),
        ({"columns": (ColumnText("没有的列"),)}, "columns"),
        ({"columns": (ColumnText("地区"), ColumnText("地区"))}, "columns"),
        ({"columns": (ColumnText("地区", meaning="长" * 501),)}, "columns.0.meaning"),
        ({"columns": (ColumnText("地区", unit="长" * 21),)}, "columns.0.unit"),
    ],
)
def test_a_wrong_field_is_named(record: Record, desk: Desk, wrong, field) -> None:
    version_id = desk.published()
    with pytest.raises(errors.InvalidField) as refused:
        propose(record, version_id, typed(record, version_id, **wrong))
    assert refused.value.detail["field"] == field


def test_the_same_text_changes_nothing(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    assert not propose(record, version_id, typed(record, version_id)).is_changed
    with record.session() as session:
        assert session.scalars(select(Correction)).all() == []


def test_drafts_come_from_the_agency_and_from_usual_headers(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    sheet = sheet_of(record, version_id)
    assert sheet.asked.columns[0].draft_from == "常用释义"
    accept(record, checked(record, propose(record, version_id, typed(record, version_id, **NEW))))
    other = desk.processed()
    column = sheet_of(record, other).asked.columns[0]
    assert (column.meaning, column.draft, column.draft_from) == ("", MEANING, f"本单位“{NEW['title']}”")


def test_a_new_version_begins_with_what_was_put_right(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    accept(record, checked(record, propose(record, version_id, typed(record, version_id, **NEW))))
    with record.session() as session:
        version = session.get_one(Version, version_id)
        earlier = inherited_from(session, version.dataset)
        assert earlier is not None
        assert Description.from_json(earlier).columns[0].meaning == MEANING
        assert earlier["title"] == NEW["title"]
