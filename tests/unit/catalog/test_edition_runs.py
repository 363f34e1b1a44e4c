"""Runs of an edition: trials, blocks, kills in the middle, facts nobody can read, a run that failed and goes on."""

from typing import Any

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions import reclassify as carrying_out
from catalog.actions.edition_results import show_run
from catalog.actions.edition_runs import fail_compare, resume_run, start_what_if
from catalog.actions.editions import what_if
from catalog.actions.reclassify import reclassify, run_reclassify
from catalog.audit import verify_chain
from catalog.editions import edition_row
from catalog.models import AuditEvent, Decision, EditionChange, EditionRun, Job, Version
from tests.fakes.editions import enact, judged, run_job, run_jobs, with_ban
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

TITLE = "小额贷款市场平均利率"
HARMLESS = "某指标月度汇总"


def test_killed_between_blocks_and_inside_one(record: Record, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.actions.edition_runs.BLOCK", 2)
    out = [desk.published(outcome=judged(TITLE)) for _ in range(5)]
    enact(record, with_ban)
    with record.session() as session:
        first = session.scalars(select(Job).where(Job.kind == "compare")).one().id
    run_job(record, first)
    run_job(record, first)  # its worker died after the commit: the block is behind, nothing is written twice
    with record.session() as session:
        assert len(session.scalars(select(EditionChange.id)).all()) == 2
        carrying = session.scalars(select(Job.id).where(Job.effect_key.like("reclassify:%:0"))).one()
    done = 0

    def die(*args: Any, **more: Any) -> None:
        nonlocal done
        done += 1
        if done == 2:
            raise KeyboardInterrupt
        return original(*args, **more)

    original = carrying_out.recall
    monkeypatch.setattr(carrying_out, "recall", die)
    with pytest.raises(KeyboardInterrupt):
        run_reclassify(carrying, deps=record.deps)
    with record.session() as session:
        assert sorted(session.scalars(select(EditionChange.state))) == ["pending", "withdrawn"]
        assert session.scalars(select(Version.state).where(Version.state == "received")).all() == ["received"]
    monkeypatch.setattr(carrying_out, "recall", original)
    run_job(record, carrying)
    run_jobs(record)
    with record.session() as session:
        run = session.scalars(select(EditionRun)).one()
        assert (run.done, run.total, run.finished_at is not None) == (5, 5, True)
        assert set(session.scalars(select(EditionChange.state))) == {"withdrawn"}
        assert {one.state for one in session.scalars(select(Version)).unique()} == {"received"}
        recalls = session.scalars(select(AuditEvent.object_id).where(AuditEvent.verb == "recall")).all()
        assert sorted(recalls) == sorted(str(one) for one in out)
        verify_chain(session)


def test_a_trial_changes_nothing_and_says_what_would(record: Record, desk: Desk) -> None:
    out, waiting = desk.published(outcome=judged(TITLE)), desk.processed(outcome=judged(TITLE))
    desk.published(outcome=judged(HARMLESS))
    with record.session() as session:
        content = with_ban(edition_row(session, record.clock()).content)
        admin = record.actor(session, "admin")
        with pytest.raises(errors.NotPermitted):
            what_if(session, content, actor=record.actor(session, "officer"), deps=record.deps)
        told: list[tuple[int, int]] = []
        changes = what_if(session, content, actor=admin, deps=record.deps, report=lambda *one: told.append(one))
        assert {one.version_id for one in changes} == {out, waiting}
        assert told[-1] == (3, 3)
        assert {(one.direction, one.release_before, one.release_after) for one in changes} == {
            ("stricter", "open_after_masking", "share_only")
        }
        assert {one.clauses_added for one in changes} == {("NL-B90",)}
        run_id = start_what_if(session, content, actor=admin, deps=record.deps)
    run_jobs(record)
    with record.session() as session:
        run = show_run(session, run_id, actor=record.actor(session, "admin"))
        assert (run.done, run.total, run.stricter, run.finished_at is not None) == (3, 3, 2, True)
        assert {one.version_id for one in run.changes} == {out, waiting}
        assert {one.state for one in session.scalars(select(EditionChange))} == {"noted"}
        assert session.get_one(Version, out).state == "published"
        assert not session.scalars(select(Job.id).where(Job.kind == "reclassify")).all()


def test_a_persons_override_is_not_compared_and_what_is_shut_already_stays(record: Record, desk: Desk) -> None:
    out = desk.published(outcome=judged(TITLE), rows=None)
    with record.session() as session:
        decision = session.scalars(select(Decision).where(Decision.version_id == out)).one()
        decision.body = {**decision.body, "release": "share_only", "tier": "internal"}
        decision.release, decision.decided_by = "share_only", record.people["officer"]
        session.commit()
        same = what_if(
            session,
            edition_row(session, record.clock()).content,
            actor=record.actor(session, "admin"),
            deps=record.deps,
        )
        assert same == ()
    enact(record, with_ban)
    run_jobs(record)
    with record.session() as session:
        assert session.get_one(Version, out).state == "published"
        assert session.scalars(select(EditionChange.state)).all() == ["none"]


def test_facts_nobody_can_read_are_withdrawn_and_one_damaged_row_stops_nothing(record: Record, desk: Desk) -> None:
    damaged, whole = desk.published(outcome=judged(TITLE)), desk.published(outcome=judged(HARMLESS))
    with record.session() as session:
        session.scalars(select(Decision).where(Decision.version_id == damaged)).one().facts = {"version": 99}
        session.commit()
    with record.session() as session:
        reclassify(session, actor=record.actor(session, "admin"), deps=record.deps)
    run_jobs(record)
    with record.session() as session:
        assert session.get_one(Version, damaged).state == "received"
        assert session.get_one(Version, whole).state == "published"
        change = session.scalars(select(EditionChange)).one()
        assert (change.needs_scan, change.direction) == (["*"], "stricter")
        assert "重新扫描" in change.reason


def test_a_run_that_failed_goes_on(record: Record, desk: Desk) -> None:
    desk.published(outcome=judged(TITLE))
    enact(record, with_ban)
    with record.session() as session:
        job = session.scalars(select(Job).where(Job.kind == "compare")).one()
        fail_compare(session, job, "job.memory", None, deps=record.deps)
        job.state = "failed"
        session.commit()
        run = session.scalars(select(EditionRun)).one()
        assert (run.error_code, run.finished_at) == ("job.memory", None)
        with pytest.raises(errors.NotPermitted):
            resume_run(session, run.id, actor=record.actor(session, "officer"), deps=record.deps)
        resume_run(session, run.id, actor=record.actor(session, "admin"), deps=record.deps)
    run_jobs(record)
    with record.session() as session:
        run = session.scalars(select(EditionRun)).one()
        assert (run.error_code, run.done, run.finished_at is not None) == (None, 1, True)
        assert session.scalars(select(EditionChange.state)).all() == ["withdrawn"]


def test_what_a_run_found_is_read_page_by_page_and_by_direction(record: Record, desk: Desk) -> None:
    """However much there is, all of it is counted and every change stands on one page."""
    out = [desk.published(outcome=judged(f"{TITLE}{n}")) for n in range(5)]
    with record.session() as session:
        admin = record.actor(session, "admin")
        content = with_ban(edition_row(session, record.clock()).content)
        run_id = start_what_if(session, content, actor=admin, deps=record.deps)
    run_jobs(record)
    with record.session() as session:
        changes = session.scalars(select(EditionChange).order_by(EditionChange.version_id)).all()
        changes[0].direction, changes[1].direction = "looser", "other"
        changes[2].needs_scan = ["NL-B90"]
        session.commit()
    with record.session() as session:
        admin = record.actor(session, "admin")
        pages = [show_run(session, run_id, actor=admin, start=start, rows=2) for start in (0, 2, 4)]
        assert [one.direction for page in pages for one in page.changes] == [*["stricter"] * 3, "looser", "other"]
        assert sorted(str(one.version_id) for page in pages for one in page.changes) == sorted(map(str, out))
        assert {(page.stricter, page.looser, page.other, page.unknown, page.found) for page in pages} == {
            (3, 1, 1, 1, 5)
        }
        titles = [one.title for one in show_run(session, run_id, actor=admin, direction="stricter").changes]
        assert titles == sorted(titles)
        beyond = show_run(session, run_id, actor=admin, direction="stricter", start=400, rows=2)
        assert (beyond.found, beyond.start, len(beyond.changes)) == (3, 2, 1)
        assert show_run(session, run_id, actor=admin, direction="sideways").found == 5
