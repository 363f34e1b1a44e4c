"""The record's actions on both databases, and two people at the same button."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from catalog import errors
from catalog.actions.approve import approve
from catalog.actions.clear import run_clear
from catalog.actions.discard import discard
from catalog.actions.override import looser, stricter
from catalog.actions.publish import commit_publish
from catalog.actions.read import home, read_dataset
from catalog.actions.reclassify import reclassify
from catalog.actions.retry import retry
from catalog.actions.review import list_queue, show_review
from catalog.actions.search import search_datasets
from catalog.actions.send_back import send_back
from catalog.actions.sweep import sweep_storage
from catalog.actions.withdraw import withdraw
from catalog.actions.workspace import list_datasets, list_versions, show_version
from catalog.audit import verify_chain
from catalog.models import Approval, Dataset, Job, Release, Version
from catalog.search import SearchQuery
from tests.fakes.outcomes import process_outcome, publish_outcome
from tests.fakes.record import Record, make_record
from tests.unit.catalog.conftest import Desk

LONG = "经集体研究，该数据依法应当主动公开，且已隐去全部个人信息。"


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    made = make_record(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all at the same time; an error is a result too."""

    def guarded(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except errors.CatalogError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(guarded, acts))


def test_the_whole_way(record: Record, desk: Desk) -> None:
    deps = record.deps
    public = desk.published(outcome=process_outcome(release="share_only"), rows=None)
    waiting = desk.processed(outcome=process_outcome(release="share_only"))
    returned = desk.processed()
    with record.session() as session:
        officer = record.actor(session, "officer")
        looser(session, waiting, actor=officer, deps=deps, release="open_after_masking", reason=LONG)
        stricter(session, waiting, actor=officer, deps=deps, release="conditional", reason="口径待核")
        send_back(session, returned, actor=officer, deps=deps, reason="请补充单位", comments=(("地区", "用全称"),))
        assert list_queue(session, actor=officer)[0] == 1
    with record.session() as session:
        uploader = record.actor(session, "uploader")
        discard(session, returned, actor=uploader, deps=deps)
        assert list_versions(session, actor=uploader)[0] == 3
        assert show_version(session, returned, actor=uploader).verdicts[0].comments == (("地区", "用全称"),)
        assert len(list_datasets(session, actor=uploader)) == 3
        assert reclassify(session, actor=record.actor(session, "admin"), deps=deps).edition_id
    third = desk.published(dataset_id=dataset_of(record, public))
    with record.session() as session:
        page = read_dataset(session, dataset_of(record, third))
        assert (page.state, page.outcome, len(page.files)) == ("published", "open_after_masking", 3)
        assert home(session).total == 1
        assert search_datasets(session, SearchQuery("利率", facets=("sector",)), deps=deps).total == 1
        made = withdraw(
            session, page.release_id, actor=record.actor(session, "officer"), deps=deps, reason="统计口径有误"
        )
    run_clear(made.job_id, deps=deps)
    with record.session() as session:
        clear = session.scalars(select(Job.id).where(Job.version_id == returned, Job.kind == "clear")).one()
    run_clear(clear, deps=deps)
    assert sweep_storage(deps=deps) == 0
    with record.session() as session:
        assert search_datasets(session, SearchQuery("利率"), deps=deps).total == 0
        assert read_dataset(session, page.id).state == "withdrawn"
        assert verify_chain(session) > 15


def dataset_of(record: Record, version_id: UUID) -> UUID:
    with record.session() as session:
        return session.get_one(Version, version_id).dataset_id


def test_two_officers_at_one_button(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    with record.session() as session:
        binding = show_review(session, version_id, actor=record.actor(session, "officer")).binding

    def press(name: str) -> str:
        with record.session() as session:
            return approve(
                session, version_id, actor=record.actor(session, name), deps=record.deps, binding=binding
            ).state

    results = at_once(*(lambda name=name: press(name) for name in ("officer", "platform_officer", "both", "officer")))
    assert sorted(results) == ["approved", *["lifecycle.state"] * 3]
    with record.session() as session:
        assert session.scalar(select(func.count()).select_from(Approval)) == 1
        assert session.scalar(select(func.count()).select_from(Job).where(Job.kind == "publish")) == 1
        verify_chain(session)


def test_one_upload_submitted_four_times_at_once(record: Record) -> None:
    upload_id = uuid4()
    results = at_once(*(lambda: record.upload(upload_id=upload_id) for _ in range(4)))
    assert len({(one.version_id, one.dataset_id, one.job_id) for one in results}) == 1
    assert sorted(one.is_new for one in results) == [False, False, False, True]
    with record.session() as session:
        assert session.scalar(select(func.count()).select_from(Version)) == 1
        assert session.scalar(select(func.count()).select_from(Dataset)) == 1


def test_versions_of_one_dataset_at_once_are_numbered(record: Record) -> None:
    first = record.upload()
    results = at_once(*(lambda: record.upload(dataset_id=first.dataset_id) for _ in range(4)))
    assert sorted(one.number for one in results) == [2, 3, 4, 5]


def test_withdrawn_and_superseded_at_once(record: Record, desk: Desk) -> None:
    first = desk.published()
    second = desk.approved(desk.processed(dataset_id=dataset_of(record, first)))
    with record.session() as session:
        release_id = session.scalars(select(Release.id)).one()
        approval = session.scalars(select(Approval.id).where(Approval.version_id == second)).one()

    def take_down() -> str:
        with record.session() as session:
            actor = record.actor(session, "admin")
            withdraw(session, release_id, actor=actor, deps=record.deps, reason="统计口径有误")
            return "withdrawn"

    def publish() -> str:
        desk.commit(second, "publish", commit_publish, publish_outcome(str(approval), str(second)))
        return "published"

    results = at_once(take_down, publish)
    assert results[1] == "published"
    dataset_id = dataset_of(record, second)
    with record.session() as session:
        states = {one.version_id: one.state for one in session.scalars(select(Release)).unique()}
        assert states[second] == "published"
        assert states[first] == ("withdrawn" if results[0] == "withdrawn" else "superseded")
        page = read_dataset(session, dataset_id)
        assert page.state == "published"
        assert search_datasets(session, SearchQuery("利率"), deps=record.deps).total == 1
        verify_chain(session)


def test_retried_twice_at_once(record: Record) -> None:
    from catalog.actions.process import fail_process

    made = record.upload()
    with record.session() as session:
        fail_process(session, session.get_one(Job, made.job_id), "job.memory", None, deps=record.deps)
        session.commit()

    def press() -> str:
        with record.session() as session:
            return retry(session, made.version_id, actor=record.actor(session, "uploader"), deps=record.deps).state

    assert sorted(at_once(press, press, press)) == ["lifecycle.state", "lifecycle.state", "received"]
