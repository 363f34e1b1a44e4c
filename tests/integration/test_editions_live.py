"""An edition enacted over a record, on both databases, its workers killed in the middle: nothing open stays open."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from catalog.actions import edition_runs, reclassify
from catalog.actions.edition_results import count_waiting
from catalog.actions.read import find_file, read_dataset
from catalog.actions.search import search_datasets
from catalog.audit import verify_chain
from catalog.errors import NotFound
from catalog.models import AuditEvent, EditionChange, EditionRun, Job, Release, Version
from catalog.search import SearchQuery
from portal.database import make_engine, make_sessions
from portal.jobs import queue
from tests.fakes.editions import enact, judged, run_job, run_jobs, with_ban, without_ban
from tests.fakes.record import Record, make_record
from tests.fakes.site import make_site
from tests.unit.catalog.conftest import Desk

TITLE = "小额贷款市场平均利率"
HARMLESS = "某指标月度汇总"


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    made = make_record(database_url)
    yield made
    made.engine.dispose()


def killed_in(record: Record, module: Any, name: str, *, at_call: int, act: Callable[[Record], None]) -> None:
    """Run `act` in a process of its own that dies by SIGKILL when `module.name` is called for the n-th time."""
    url = record.engine.url.render_as_string(hide_password=False)
    record.engine.dispose()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            engine = make_engine(url)
            own = replace(record, engine=engine, deps=replace(record.deps, sessions=make_sessions(engine)))
            original, calls = getattr(module, name), [0]

            def fatal(*args: Any, **more: Any) -> Any:
                calls[0] += 1
                if calls[0] == at_call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*args, **more)

            setattr(module, name, fatal)
            act(own)
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(ended)
    assert os.WTERMSIG(ended) == signal.SIGKILL


def job_id(record: Record, like: str) -> UUID:
    with record.session() as session:
        query = select(Job.id).where(Job.effect_key.like(like), Job.state == "queued").order_by(Job.created_at)
        return session.scalars(query).first() or pytest.fail(like)


def states(record: Record, column: Any) -> dict[str, int]:
    with record.session() as session:
        return {row[0]: row[1] for row in session.execute(select(column, func.count()).group_by(column))}


def test_enacted_killed_and_carried_out(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition_runs, "BLOCK", 3)
    desk = Desk(record)
    out = [desk.published(outcome=judged(TITLE)) for _ in range(4)]
    kept = [desk.published(outcome=judged(HARMLESS)) for _ in range(2)]
    with record.session() as session:
        pages = {one: read_dataset(session, session.get_one(Version, one).dataset_id) for one in (*out, *kept)}
    enact(record, with_ban)
    first = job_id(record, "compare:%:0")
    killed_in(record, edition_runs, "queue_block", at_call=1, act=lambda own: run_job(own, first))
    assert states(record, EditionChange.state) == {}  # the block's transaction never was
    assert states(record, Release.state) == {"published": 6}
    run_job(record, first)
    found = sum(states(record, EditionChange.state).values())
    carrying = job_id(record, "reclassify:%:0") if found else None
    if carrying is not None and found > 1:
        killed_in(record, reclassify, "recall", at_call=2, act=lambda own: run_job(own, carrying))
        assert states(record, EditionChange.state) == {"withdrawn": 1, "pending": found - 1}
    run_jobs(record)
    assert states(record, EditionChange.state) == {"withdrawn": 4}
    assert states(record, Release.state) == {"withdrawn": 4, "published": 2}
    with record.session() as session:
        run = session.scalars(select(EditionRun)).one()
        assert (run.done, run.total, run.finished_at is not None) == (6, 6, True)
        assert search_datasets(session, SearchQuery("平均利率"), deps=record.deps).total == 0
        assert search_datasets(session, SearchQuery("月度汇总"), deps=record.deps).total == 2
        for version_id in out:
            page = read_dataset(session, pages[version_id].id)
            assert (page.state, page.withdrawal and page.withdrawal.clause) == ("withdrawn", "NL-B90")
            with pytest.raises(NotFound):
                find_file(session, pages[version_id].files[0].resource_id)
            assert session.get_one(Version, version_id).state == "received"
        recalls = session.scalars(select(AuditEvent.object_id).where(AuditEvent.verb == "recall")).all()
        assert sorted(recalls) == sorted(str(one) for one in out)
        verify_chain(session)
    assert_first_in_the_queue(record)
    assert_shut_everywhere(record, tmp_path, [pages[one] for one in out], [pages[one] for one in kept])


def assert_first_in_the_queue(record: Record) -> None:
    """What takes files and CKAN's copy away is claimed before anything else that waits."""
    assert record.deps.sessions is not None
    kinds = []
    while True:
        claim = queue.claim_next(record.deps.sessions, "test", now=record.clock(), lease=60)
        if claim is None:
            break
        kinds.append(claim.kind)
    withdrawals = 2 * 4
    assert set(kinds[:withdrawals]) == {"clear", "sync"}
    assert {"clear"}.isdisjoint(kinds[withdrawals:])


def assert_shut_everywhere(record: Record, folder: Path, shut: list[Any], still_open: list[Any]) -> None:
    visitor = make_site(record, folder).visitor()
    for page in shut:
        assert visitor.get(f"/datasets/{page.slug}").status_code == 410
        assert visitor.get(f"/api/3/action/package_show?id={page.id}").status_code == 404
        assert visitor.get(f"/api/3/action/datastore_search?resource_id={page.row_resource_id}").status_code == 404
        assert visitor.get(f"/resources/{page.files[0].resource_id}/download").status_code in {404, 410}
        assert visitor.get(f"/api/v1/datasets/{page.id}/rows").status_code in {404, 410}
    listed = visitor.get("/api/3/action/package_search?rows=100").get_json()["result"]["results"]
    assert {one["id"] for one in listed} == {str(page.id) for page in still_open}
    assert "NL-B90" in visitor.get(f"/datasets/{shut[0].slug}").get_data(as_text=True)


def test_looser_opens_nothing(record: Record) -> None:
    desk = Desk(record)
    enact(record, with_ban)
    run_jobs(record)
    held = judged(TITLE)
    first = held["decision"]["clauses"][0]
    held["decision"] |= {"release": "share_only", "opening": "none", "deciding_clause": "NL-B90"}
    held["decision"]["clauses"] = [{**first, "clause_id": "NL-B90", "consequence": "SHARE"}]
    shared = [desk.published(outcome=held, rows=None) for _ in range(3)]
    enact(record, without_ban, number="数开办〔2026〕13号")
    run_jobs(record)
    with record.session() as session:
        assert count_waiting(session, actor=record.actor(session, "officer")) == len(shared)
        assert set(session.scalars(select(Release.outcome))) == {"share_only"}
        assert {session.get_one(Version, one).state for one in shared} == {"published"}
        assert search_datasets(session, SearchQuery("平均利率"), deps=record.deps).total == 0
