"""The sync of one dataset and of all: one writer at a time, withdrawals that win, drift, other portals, what comes again."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from catalog import jobs
from catalog.actions import sync_turn
from catalog.actions.ckan_decide import decide, reconcile_now
from catalog.actions.ckan_state import list_states, read_state, summarise
from catalog.actions.reconcile import reconcile, run_reconcile
from catalog.actions.sync import run_sync, sync_dataset
from catalog.actions.sync_again import fail_sync, queue_due_reconcile, queue_reconcile_now
from catalog.actions.sync_turn import take_turn
from catalog.actions.withdraw import withdraw
from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanBusy, CkanDenied, CkanFileDiffers, CkanOvertaken, CkanUnfit
from catalog.ckan.options import CkanOptions
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.reconcile import Listed, Ours, make_plan
from catalog.errors import InvalidField, MoveRefused, NotFound
from catalog.models import CkanLink, Dataset, Job
from catalog.models.base import utc_now
from tests.fakes.ckan import PLAIN_TOKEN
from tests.unit.catalog.ckan.record import TITLES

REASON = "数据有误，撤回更正后另行发布。"


def take_back(room, number=0):
    release_id = room.release_id(number)
    with room.record.session() as session:
        officer = room.record.actor(session, "officer")
        withdraw(session, release_id, actor=officer, deps=room.record.deps, reason=REASON)


def shown(room, number=0):
    return CkanClient(room.fake.url).read("package_show", id=str(room.ids[number]))


def edit(room, number=0, **more):
    room.record.deps.ckan.client.write("package_patch", id=str(room.ids[number]), **more)


def test_a_release_goes_out_and_the_link_remembers(room):
    assert sync_dataset(room.ids[0], deps=room.record.deps) == "created"
    assert shown(room)["title"] == TITLES[0]
    link = room.link()
    assert (link.state, link.error_code, link.failures, link.busy_by) == ("synced", None, 0, None)
    assert link.metadata_modified == shown(room)["metadata_modified"]
    assert sync_dataset(room.ids[0], deps=room.record.deps) == "unchanged"


def test_what_a_listing_missed_is_not_closed_again_when_it_came_in_meanwhile(room):
    """A comparison lists a dataset as missing while another worker brings it in: readers keep it."""
    sync_dataset(room.ids[0], deps=room.record.deps)
    before = shown(room)["metadata_modified"]
    assert sync_dataset(room.ids[0], deps=room.record.deps, is_missing=True) == "unchanged"
    assert shown(room)["metadata_modified"] == before
    room.record.deps.ckan.client.write("dataset_purge", id=str(room.ids[0]))
    assert sync_dataset(room.ids[0], deps=room.record.deps, is_missing=True) == "created"


def test_a_file_that_does_not_come_back_as_it_was_sent_keeps_the_dataset_private(room):
    options = CkanOptions(upload_bytes=1 << 20)
    publisher = CkanPublisher(room.record.deps.ckan.client, CkanClient(room.fake.url), options)
    deps = replace(room.record.deps, ckan=publisher)
    with pytest.raises(CkanFileDiffers):  # the desk's files are made up: their hashes are of other bytes
        sync_dataset(room.ids[0], deps=deps)
    assert (room.link().state, room.link().error_code) == ("failed", "ckan.file_differs")
    with pytest.raises(CkanDenied):  # it stayed private
        shown(room)


def test_a_withdrawal_in_the_middle_of_a_sync_wins(room):
    """Whoever set out to write a dataset stops when it is withdrawn, and the withdrawal waits for that."""
    done = []

    def in_the_middle(action):
        if action == "datastore_create" and not done:
            done.append(action)
            take_back(room)

    room.fake.before = in_the_middle
    with pytest.raises(CkanOvertaken):
        sync_dataset(room.ids[0], deps=room.record.deps)
    assert sync_dataset(room.ids[0], deps=room.record.deps) == "withdrawn"
    assert (room.fake.store.packages, room.fake.store.tables) == ({}, {})
    assert not any(row["is_open"] for row in room.link().evidence)
    assert sync_dataset(room.ids[0], deps=room.record.deps) == "none"


def test_two_workers_on_one_dataset_write_one_after_the_other(room):
    room.fake.store.pause = 0.3
    told = []
    threads = [
        threading.Thread(target=lambda: told.append(sync_dataset(room.ids[0], deps=room.record.deps))) for _ in range(3)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["created", "unchanged", "unchanged"]
    assert room.fake.calls["package_create"] == 1
    assert len(next(iter(room.fake.store.tables.values())).rows) == 2


def test_a_turn_is_refused_while_held_and_taken_over_when_its_holder_died(room, monkeypatch):
    sessions = room.record.deps.sessions
    with take_turn(sessions, room.ids[0], wait_seconds=0), pytest.raises(CkanBusy):
        sync_dataset(room.ids[0], deps=room.record.deps, wait_seconds=0)
    with room.record.session() as session:
        session.execute(update(CkanLink).values(busy_by="dead", busy_until=utc_now() + timedelta(seconds=0.3)))
        session.commit()
    assert sync_dataset(room.ids[0], deps=room.record.deps, wait_seconds=5) == "created"
    monkeypatch.setattr(sync_turn, "RENEW_SECONDS", 0.05)
    with take_turn(sessions, room.ids[0], wait_seconds=0) as turn:
        with room.record.session() as session:
            session.execute(update(CkanLink).values(busy_by="another"))
            session.commit()
        assert turn.is_lost.wait(5)
        with pytest.raises(CkanOvertaken):
            turn.check()


def test_a_bad_token_writes_nothing_and_says_why(room):
    publisher = CkanPublisher(CkanClient(room.fake.url, PLAIN_TOKEN), CkanClient(room.fake.url))
    with pytest.raises(CkanUnfit):
        sync_dataset(room.ids[0], deps=replace(room.record.deps, ckan=publisher))
    link = room.link()
    assert (link.state, link.error_code, link.failures) == ("failed", "ckan.rights", 1)


def test_a_failed_sync_comes_again_and_a_withdrawal_soon(room):
    with room.record.session() as session:
        job = session.scalars(select(Job).where(Job.kind == "sync", Job.dataset_id == room.ids[0])).one()
        job.state = "failed"
        fail_sync(session, job, "ckan.down", None, deps=room.record.deps)
        fail_sync(session, job, "ckan.down", None, deps=room.record.deps)
        again = session.scalars(select(Job).where(Job.effect_key.contains(":again:"))).one()
        assert again.priority == jobs.PRIORITY_SYNC
        assert again.run_after > room.record.clock.now
        other = session.scalars(select(Job).where(Job.kind == "sync", Job.dataset_id == room.ids[1])).one()
        other.state = "failed"
        fail_sync(session, other, "ckan.extra", None, deps=room.record.deps)
        assert session.scalars(select(Job).where(Job.effect_key.contains(f":again:{other.id}"))).all() == []
        session.commit()
    sync_dataset(room.ids[2], deps=room.record.deps)
    take_back(room, 2)
    with room.record.session() as session:
        session.execute(update(CkanLink).values(failures=300))
        for job in session.scalars(select(Job).where(Job.kind == "sync", Job.dataset_id == room.ids[2])):
            job.state = "failed"
            last = job
        fail_sync(session, last, "ckan.denied", None, deps=room.record.deps)
        again = session.scalars(select(Job).where(Job.effect_key.contains(f":again:{last.id}"))).one()
        assert again.priority == jobs.PRIORITY_WITHDRAW
        assert again.run_after - room.record.clock.now <= timedelta(seconds=60)


def test_a_hand_edit_waits_for_a_person_who_keeps_it_or_overwrites_it(room):
    deps = room.record.deps
    for number in (0, 1):
        sync_dataset(room.ids[number], deps=deps)
        edit(room, number, notes="改过", tags=[{"name": "手工"}])
        assert sync_dataset(room.ids[number], deps=deps) == "drift"
    fields = {row["field"]: row["theirs"] for row in room.link().evidence}
    assert fields["notes"] == "改过"
    assert fields["tags"] == "手工"
    with room.record.session() as session:
        officer, stranger = (room.record.actor(session, one) for one in ("officer", "other_officer"))
        assert read_state(session, room.ids[0], actor=officer).row.state == "drift"
        with pytest.raises(NotFound):
            decide(session, room.ids[0], "accept", actor=stranger, deps=deps)
        with pytest.raises(InvalidField):
            decide(session, room.ids[0], "nonsense", actor=officer, deps=deps)
        decide(session, room.ids[0], "accept", actor=officer, deps=deps)
        decide(session, room.ids[1], "overwrite", actor=officer, deps=deps)
        with pytest.raises(MoveRefused):
            decide(session, room.ids[0], "overwrite", actor=officer, deps=deps)
        job = session.scalars(select(Job.id).where(Job.effect_key.contains(":overwrite:"))).one()
    assert sync_dataset(room.ids[0], deps=deps) == "unchanged"
    assert shown(room, 0)["notes"] == "改过"
    assert run_sync(job, deps=deps) == {"did": "updated"}
    assert shown(room, 1)["notes"] != "改过"


def test_the_whole_is_compared_and_mended(room):
    deps, store = room.record.deps, room.fake.store
    assert reconcile(deps=deps, repair=True).done == {"created": 3}
    assert reconcile(deps=deps, repair=False).plan.is_clean
    store.ghost(str(room.ids[0]))
    assert CkanClient(room.fake.url).read("package_search", fq=f"id:{room.ids[0]}")["count"] == 1
    edit(room, 1, notes="改过")
    take_back(room, 2)
    report = reconcile(deps=deps, repair=True)
    assert {kind: count for kind, count in report.plan.counts().items() if count} == {
        "withdrawn": 1,
        "drifted": 1,
        "ghosts": 1,
        "unchanged": 1,
    }
    assert shown(room, 0)["title"] == TITLES[0]
    assert report.failed == {}
    assert room.link(1).state == "drift"
    assert room.link(2).state == "withdrawn"
    again = reconcile(deps=deps, repair=True).plan
    assert again.drifted == (str(room.ids[1]),)
    assert again.withdrawn == ()


def test_what_another_portal_sent_to_the_same_server_is_left_alone(room):
    deps = room.record.deps
    reconcile(deps=deps, repair=True)
    foreign = {**room.record.deps.extras, "site_url": "https://other.example.cn"}
    with room.record.session() as session:
        session.execute(update(Dataset).values(current_release_id=None))
        session.commit()
    others = replace(deps, extras=foreign)
    plan = reconcile(deps=others, repair=False).plan
    assert plan.extra == ()
    assert plan.orphan_tables == ()


def test_the_guard_stops_when_too_much_would_vanish(room):
    deps, server = room.record.deps, room.record.deps.ckan.client
    reconcile(deps=deps, repair=True)
    sample = shown(room)
    for number in range(6):
        extra = {name: sample[name] for name in ("title", "owner_org", "extras")}
        server.write("package_create", **extra, id=str(uuid4()), name=f"stray-{number}", url=sample["url"])
    report = reconcile(deps=deps, repair=True)
    assert report.plan.is_guarded
    assert len(room.fake.store.packages) == 9
    assert reconcile(deps=deps, repair=True, force=True).done["removed"] == 6
    assert len(room.fake.store.packages) == 3


def test_a_server_with_smaller_pages_is_read_to_the_end(room):
    deps = room.record.deps
    reconcile(deps=deps, repair=True)
    room.fake.store.page_cap = 1
    assert reconcile(deps=deps, repair=False).plan.is_clean


def test_the_comparison_is_queued_once_in_its_time_and_once_by_hand(room):
    deps = room.record.deps
    assert queue_due_reconcile(deps=deps, every_seconds=86_400.0)
    assert not queue_due_reconcile(deps=deps, every_seconds=86_400.0)
    assert not queue_reconcile_now(deps=deps)
    with room.record.session() as session:
        job_id = session.scalars(select(Job.id).where(Job.kind == "reconcile")).one()
    assert run_reconcile(job_id, deps=deps)["plan"]["missing"] == 3
    with room.record.session() as session:
        job = session.get_one(Job, job_id)
        job.state, job.finished_at = "done", room.record.clock()
        job.outcome = {"plan": {"missing": 3}}
        session.commit()
    assert not queue_due_reconcile(deps=deps, every_seconds=86_400.0)
    with room.record.session() as session:
        assert reconcile_now(session, actor=room.record.actor(session, "admin"), deps=deps)
        assert summarise(session, now=room.record.clock()).is_reconciling


def test_lists_and_numbers(room):
    deps = room.record.deps
    sync_dataset(room.ids[0], deps=deps)
    edit(room, 0, notes="改过")
    sync_dataset(room.ids[0], deps=deps)
    sync_dataset(room.ids[1], deps=deps)
    with room.record.session() as session:
        officer = room.record.actor(session, "officer")
        total, rows = list_states(session, actor=officer)
        assert (total, [one.state for one in rows]) == (3, ["drift", "pending", "pending"])
        assert rows[0].error_text.startswith("CKAN 中的数据集被人工改动")
        assert list_states(session, actor=officer, state="pending")[0] == 2
        assert list_states(session, actor=room.record.actor(session, "other_officer"))[0] == 0
        assert list_states(session, actor=room.record.actor(session, "admin"))[0] == 3
        found = summarise(session, now=room.record.clock())
        assert found.states == {"drift": 1, "pending": 2}  # the record's clock runs: their jobs are the newer
        assert found.queued == 3
        assert found.lag_seconds is not None


@pytest.mark.parametrize("fraction", ["", ".12", ".120", ".123"])
def test_the_index_leaves_zeros_out_of_its_moments(fraction):
    listed = Listed("a", "a", f"2026-11-23T01:02:03{fraction}", "h", is_private=False, url="http://a/x")
    known = f"2026-11-23T01:02:03.{fraction.removeprefix('.') or '000':0<3}456"
    plan = make_plan({"a": Ours("h", known)}, [listed], site_url="http://a")
    assert plan.is_clean
    assert plan.unchanged == 1
