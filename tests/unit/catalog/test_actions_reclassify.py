"""A new edition: what became stricter goes down at once and is judged anew; what became looser waits for a person."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.approve import approve
from catalog.actions.clear import run_clear
from catalog.actions.edition_results import (
    count_waiting,
    judge_by_edition,
    keep_as_is,
    list_waiting,
    notice_of,
)
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.publish import commit_publish
from catalog.actions.read import read_dataset
from catalog.actions.reclassify import judge_waiting_anew, reclassify
from catalog.actions.review import list_queue, show_review
from catalog.actions.search import search_datasets
from catalog.actions.sweep import sweep_storage
from catalog.audit import verify_chain
from catalog.editions import edition_row
from catalog.models import (
    Approval,
    AuditEvent,
    Decision,
    Job,
    Release,
    Version,
)
from catalog.search import SearchQuery
from tests.fakes.editions import enact, judged, run_jobs, with_ban, without_ban
from tests.fakes.outcomes import publish_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

TITLE = "小额贷款市场平均利率"
HARMLESS = "某指标月度汇总"


def release_of(record: Record, version_id: UUID) -> Release:
    with record.session() as session:
        query = select(Release).where(Release.version_id == version_id).order_by(Release.created_at.desc())
        return session.scalars(query).unique().first() or pytest.fail("no release")


def test_stricter_goes_down_at_once_and_comes_before_a_reviewer(record: Record, desk: Desk) -> None:
    out = desk.published(outcome=judged(TITLE))
    other = desk.published(outcome=judged(HARMLESS))
    view = enact(record, with_ban)
    assert release_of(record, out).state == "published"
    assert run_jobs(record) >= 3
    page = release_of(record, out)
    assert (page.state, page.withdrawal_clause) == ("withdrawn", "NL-B90")
    assert "第 2 版" in page.withdrawal_reason
    assert "NL-B90 平均利率暂缓开放" in page.withdrawal_reason
    assert release_of(record, other).state == "published"
    with record.session() as session:
        assert read_dataset(session, page.dataset_id).state == "withdrawn"
        assert search_datasets(session, SearchQuery("平均利率"), deps=record.deps).total == 0
        jobs = session.scalars(select(Job).where(Job.state == "queued").order_by(Job.priority, Job.created_at)).all()
        assert {(one.kind, one.priority) for one in jobs} >= {("clear", 0), ("sync", 0), ("process", 50)}
        assert [one.kind for one in jobs if one.release_id == page.id and not one.priority] == ["clear", "sync"]
        clear = next(one.id for one in jobs if one.kind == "clear")
        version = session.get_one(Version, out)
        assert (version.state, version.sealed is not None) == ("received", True)
        assert session.scalars(select(AuditEvent.verb).where(AuditEvent.object_id == str(out))).all()[-1] == "recall"
        verify_chain(session)
    run_clear(clear, deps=record.deps)
    assert list(record.deps.storage.list(f"released/{out}")) == []
    assert record.deps.vault.open_text(str(out), version.sealed)
    desk.commit(out, "process", commit_process, {**judged(TITLE), **stricter_answer(view.id)})
    with record.session() as session:
        total, rows = list_queue(session, actor=record.actor(session, "officer"))
        assert (total, rows[0].release) == (1, "share_only")
        assert "NL-B90" in rows[0].notice
        assert notice_of(session, out) == page.withdrawal_reason
        assert show_review(session, out, actor=record.actor(session, "officer")).notice == rows[0].notice


def stricter_answer(edition_id: str) -> dict[str, Any]:
    decision = {**judged(TITLE)["decision"], "release": "share_only", "opening": "none", "edition": edition_id}
    return {"decision": {**decision, "deciding_clause": "NL-B90"}}


def test_a_version_judged_anew_is_released_again(record: Record, desk: Desk) -> None:
    out = desk.published(outcome=judged(TITLE))
    view = enact(record, with_ban)
    run_jobs(record)
    answer = judged(TITLE)
    answer["decision"] |= {"edition": view.id, "release": "conditional", "opening": "conditional"}
    desk.commit(out, "process", commit_process, answer)
    desk.approved(out)
    with record.session() as session:
        approvals = select(Approval.id).where(Approval.version_id == out).order_by(Approval.created_at.desc())
        approval = session.scalars(approvals).first()
        clear = session.scalars(select(Job.id).where(Job.kind == "clear", Job.release_id.is_not(None))).one()
    desk.commit(out, "publish", commit_publish, publish_outcome(str(approval), str(out), rows=None))
    record.deps.storage.put(f"released/{out}/data.csv", b"of the new release")
    run_clear(clear, deps=record.deps)  # late: it must not take the new release's files
    assert f"released/{out}/data.csv" in set(record.deps.storage.list(f"released/{out}"))
    dataset_id = release_of(record, out).dataset_id
    with record.session() as session:
        states = session.scalars(select(Release.state).where(Release.version_id == out).order_by(Release.created_at))
        assert states.all() == ["withdrawn", "published"]
        assert read_dataset(session, dataset_id).state == "published"


def test_looser_waits_for_a_person(record: Record, desk: Desk) -> None:
    enact(record, with_ban)
    run_jobs(record)
    held = judged(TITLE)
    held["decision"] |= {
        "release": "share_only",
        "opening": "none",
        "deciding_clause": "NL-B90",
        "clauses": [{**held["decision"]["clauses"][0], "clause_id": "NL-B90", "consequence": "SHARE"}],
    }
    one = desk.published(outcome=held, rows=None)
    two = desk.published(outcome=held, rows=None)
    enact(record, without_ban, number="数开办〔2026〕13号")
    run_jobs(record)
    with record.session() as session:
        officer, stranger = record.actor(session, "officer"), record.actor(session, "other_officer")
        waiting = list_waiting(session, actor=officer)
        assert {change.version_id for change in waiting} == {one, two}
        assert {(change.direction, change.state) for change in waiting} == {("looser", "waiting")}
        assert count_waiting(session, actor=officer) == 2
        assert list_waiting(session, actor=stranger) == ()
        assert set(session.scalars(select(Release.state))) == {"published"}
        assert set(session.scalars(select(Release.outcome))) == {"share_only"}
        first = next(change.id for change in waiting if change.version_id == one)
        second = next(change.id for change in waiting if change.version_id == two)
        with pytest.raises(errors.NotFound):
            judge_by_edition(session, first, actor=stranger, deps=record.deps)
        with pytest.raises(errors.ReasonNeeded):
            keep_as_is(session, first, actor=officer, deps=record.deps, reason="")
        keep_as_is(session, first, actor=officer, deps=record.deps, reason="仍由部门内部使用")
        judge_by_edition(session, second, actor=officer, deps=record.deps)
        with pytest.raises(errors.MoveRefused):
            judge_by_edition(session, second, actor=officer, deps=record.deps)
        assert session.get_one(Version, one).state == "published"
        assert session.get_one(Version, two).state == "received"
        reclassify(session, actor=record.actor(session, "admin"), deps=record.deps)
    run_jobs(record)
    with record.session() as session:
        assert count_waiting(session, actor=record.actor(session, "officer")) == 0  # nobody is asked twice


def test_refused_content_is_destroyed(record: Record, desk: Desk) -> None:
    out = desk.published(outcome=judged(TITLE))
    shared, refused = (
        f"consequence: {consequence}\n    level: 3\n    basis: 试行" for consequence in ("SHARE", "REFUSE")
    )
    enact(record, lambda text: with_ban(text).replace(shared, refused))
    run_jobs(record)
    page = release_of(record, out)
    assert (page.state, page.title) == ("withdrawn", "（已撤回）")
    with record.session() as session:
        version = session.get_one(Version, out)
        assert (version.state, version.sealed, version.described) == ("withdrawn", None, None)
        assert session.scalars(select(Decision.facts).where(Decision.version_id == out)).all() == [{}]
        clear = session.scalars(select(Job.id).where(Job.kind == "clear")).one()
    run_clear(clear, deps=record.deps)
    assert list(record.deps.storage.list()) == []


def test_what_was_approved_and_is_not_out_yet_does_not_go_out(record: Record, desk: Desk) -> None:
    approved = desk.approved(desk.processed(outcome=judged(TITLE)))
    enact(record, with_ban)
    run_jobs(record)
    with record.session() as session:
        assert session.get_one(Version, approved).state == "received"
        states = session.scalars(select(Job.state).where(Job.version_id == approved, Job.kind == "publish")).all()
        assert states == ["cancelled"]


def test_what_waits_is_judged_anew_and_no_approval_rests_on_the_old_list(record: Record, desk: Desk) -> None:
    waiting = desk.processed(outcome=judged(HARMLESS))
    with record.session() as session:
        binding = show_review(session, waiting, actor=record.actor(session, "officer")).binding
    view = enact(record, with_ban)
    with record.session() as session:
        officer = record.actor(session, "officer")
        with pytest.raises(errors.ApprovalStale):
            approve(session, waiting, actor=officer, deps=record.deps, binding=binding)
    run_jobs(record)
    with record.session() as session:
        assert session.get_one(Version, waiting).state == "received"
        queued = session.scalars(select(Job).where(Job.version_id == waiting, Job.state == "queued")).all()
        payload = prepare_process(session, queued[-1], deps=record.deps)
        assert payload is not None
        assert payload["edition"] == edition_row(session, record.clock()).content
    # the processing had begun before: it ends under the old list, and is sent back
    desk.commit(waiting, "process", commit_process, judged(HARMLESS))
    assert judge_waiting_anew(deps=record.deps) == 1
    answer = judged(HARMLESS)
    answer["decision"]["edition"] = view.id
    desk.commit(waiting, "process", commit_process, answer)
    assert judge_waiting_anew(deps=record.deps) == 0
    desk.approved(waiting)


def test_the_sweep_removes_what_the_record_does_not_want(record: Record, desk: Desk) -> None:
    public = desk.published()
    waiting = desk.processed()
    store = record.deps.storage
    before = sorted(store.list(f"released/{public}"))
    store.put(f"released/{waiting}/data.csv", b"left by a killed worker")
    stray = UUID(int=7)
    store.put(f"released/{stray}/data.csv", b"of nothing at all")
    store.put(f"staging/{stray}/raw-00000", b"an upload under way")
    with record.session() as session:
        session.get_one(Version, waiting).state = "discarded"
        session.commit()
    assert sweep_storage(deps=record.deps) == 3
    assert sorted(store.list("released")) == before
    assert len(before) == 4
    assert list(store.list(f"staging/{stray}")) == [f"staging/{stray}/raw-00000"]
    assert sweep_storage(deps=record.deps) == 0
    with pytest.raises(errors.RecordDamaged):
        sweep_storage(deps=replace(record.deps, sessions=None))
