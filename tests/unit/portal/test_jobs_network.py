"""Jobs without a child (sync, clearing up): their lease is kept while they last, and a withdrawal never waits for a slot."""

import threading
from dataclasses import replace

import pytest

from catalog.models import Job, utc_now
from portal.jobs import queue
from portal.jobs.kinds import Kind
from tests.unit.portal import network_kinds as net


@pytest.fixture
def worker(runner):
    net.reset()
    runner.kinds = {"toy": Kind(run="tests.unit.portal.network_kinds:run")}
    runner.bounds = replace(runner.bounds, lease=0.6)
    return runner


def job(sessions, job_id):
    with sessions() as session:
        return session.get_one(Job, job_id)


def test_a_long_one_keeps_its_lease_and_what_it_found_is_its_outcome(worker, toy, sessions):
    job_id, _ = toy("long")
    running = threading.Thread(target=worker.run_next)
    running.start()
    assert net.BEGUN.wait(20)
    net.LET_GO.wait(2)  # three leases long
    assert queue.list_dead(sessions, now=utc_now()) == []
    net.LET_GO.set()
    running.join()
    ended = job(sessions, job_id)
    assert (ended.state, ended.attempts) == ("done", 1)
    assert ended.outcome["did"] == "updated"


def test_one_that_was_taken_over_commits_nothing(worker, toy, sessions):
    job_id, _ = toy("long")
    running = threading.Thread(target=worker.run_next)
    running.start()
    assert net.BEGUN.wait(20)
    with sessions.begin() as session:
        session.get_one(Job, job_id).fence += 1
    net.LET_GO.wait(1)
    net.LET_GO.set()
    running.join()
    assert job(sessions, job_id).state == "running"


def test_a_withdrawal_does_not_wait_for_a_slot(worker, toy, sessions):
    running = []
    for _ in range(worker.bounds.children):
        toy("long", priority=60)
        running.append(threading.Thread(target=worker.run_next))
        running[-1].start()
    net.wait_for(worker.bounds.children)
    plain, _ = toy("quick", priority=60)
    assert worker.run_next() is False
    urgent, _ = toy("quick", priority=0)
    assert worker.run_next() is True
    assert job(sessions, urgent).state == "done"
    assert job(sessions, plain).state == "queued"
    net.LET_GO.set()
    for one in running:
        one.join()
