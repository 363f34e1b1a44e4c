"""The runner with real children: done, crashed, too big, too slow, reclaimed, and never twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.models import Dataset, Job, utc_now
from portal.jobs import queue
from portal.jobs.attempt import LostClaimError


def state_of(sessions, job_id):
    with sessions() as session:
        return session.get_one(Job, job_id)


def test_a_job_runs_in_a_child_of_its_own_and_commits_once(runner, toy, sessions):
    job_id, dataset_id = toy("plain")
    assert runner.run_next() is True
    assert runner.run_next() is False
    job = state_of(sessions, job_id)
    assert (job.state, job.attempts, job.fence) == ("done", 1, 1)
    assert [item["step"] for item in job.steps] == ["read"]
    with sessions() as session:
        dataset = session.get_one(Dataset, dataset_id)
    assert dataset.title == "+plain"
    folder = dataset.summary.split()[0]
    assert str(runner.jobs_folder) in folder
    assert not list(runner.jobs_folder.glob("*/*")), "the private folder is gone"
    assert runner.deps.wake.rings >= 1


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("crash", "job.crashed"),
        ("leak", "job.crashed"),
        ("grow", "job.memory"),
        ("burst", "job.memory"),
        ("sleep", "job.deadline"),
    ],
)
def test_a_child_that_goes_too_far_is_tried_three_times_then_failed_with_a_code(  # noqa: PLR0917 - fixtures
    runner, toy, sessions, mode, code, capfd
):
    runner.bounds = replace(runner.bounds, seconds=0.5 if mode == "sleep" else 20)
    job_id, dataset_id = toy(mode)
    for attempt in (1, 2, 3):
        assert runner.run_next() is True
        job = state_of(sessions, job_id)
        assert job.attempts == attempt
        if attempt < 3:
            assert job.state == "queued"
            assert job.run_after > utc_now()
            with sessions.begin() as session:
                session.get_one(Job, job_id).run_after = None
    assert (job.state, job.error_code) == ("failed", code)
    with sessions() as session:
        assert session.get_one(Dataset, dataset_id).title == f"failed {code}"
    assert "110101199003070000" not in "".join(capfd.readouterr())


def test_the_child_gets_no_setting_of_the_instance(runner, toy, sessions, monkeypatch):
    monkeypatch.setenv("PORTAL_MASTER_KEY", "x")
    assert "PORTAL_MASTER_KEY" not in runner.nursery._environment()


def test_two_workers_never_claim_the_same_job(runner, toy, sessions):
    toy("plain")
    first = queue.claim_next(sessions, "a", now=utc_now(), lease=60)
    second = queue.claim_next(sessions, "b", now=utc_now(), lease=60)
    assert first is not None
    assert second is None


def test_a_worker_that_lost_its_claim_commits_nothing(runner, toy, sessions):
    job_id, dataset_id = toy("plain")
    stale = queue.claim_next(sessions, "gone", now=utc_now() - timedelta(hours=1), lease=1)
    runner.sweep()
    assert state_of(sessions, job_id).state == "queued"
    assert runner.run_next() is True
    from portal.jobs.attempt import Attempt

    attempt = Attempt(sessions, stale, utc_now, 5, 5, 1 << 30)
    with pytest.raises(LostClaimError):
        runner._commit(stale, runner.kinds["toy"], {"mode": "again", "cwd": "", "pid": 0}, attempt)
    with sessions() as session:
        assert session.get_one(Dataset, dataset_id).title == "+plain"


def test_a_dead_worker_of_this_host_is_noticed_before_its_lease_ends(runner, toy, sessions):
    job_id, _ = toy("plain")
    dead = runner.name.rsplit(":", 3)[0] + ":999999999:1:aaaaaa"
    queue.claim_next(sessions, dead, now=utc_now(), lease=3600)
    assert runner.sweep() == 1
    job = state_of(sessions, job_id)
    assert (job.state, job.attempts) == ("queued", 1)


def test_a_lost_worker_counts_as_a_try(runner, toy, sessions):
    job_id, _ = toy("plain")
    for _ in range(3):
        assert queue.claim_next(sessions, "elsewhere:1:1:a", now=utc_now(), lease=-1)
        runner.sweep()
    job = state_of(sessions, job_id)
    assert (job.state, job.error_code) == ("failed", "job.lost")


def test_urgent_jobs_first_and_not_before_their_time(runner, toy, sessions):
    toy("plain", priority=50)
    urgent, _ = toy("plain", priority=0)
    toy("plain", priority=0, run_after=utc_now() + timedelta(hours=1))
    assert queue.claim_next(sessions, "a", now=utc_now(), lease=5).job_id == urgent
    assert queue.count_ready(sessions, now=utc_now()) == 1


def test_a_killed_template_is_replaced(runner, toy, sessions):
    toy("plain")
    runner.run_next()
    runner.nursery._template.kill()
    runner.nursery._template.wait()
    job_id, _ = toy("plain")
    runner.run_next()
    assert state_of(sessions, job_id).state == "done"


def test_a_full_disk_is_tried_again_then_said_and_leaves_nothing(runner, toy, sessions):
    runner.bounds = replace(runner.bounds, file_bytes=1 << 20)  # the system then refuses as it does without room
    job_id, _ = toy("fill")
    for _ in range(3):
        assert runner.run_next() is True
        with sessions.begin() as session:
            session.get_one(Job, job_id).run_after = None
    job = state_of(sessions, job_id)
    assert (job.state, job.error_code, job.attempts) == ("failed", "storage.full", 3)
    assert not list((runner.storage_root / "released").rglob("*"))
    runner.bounds = replace(runner.bounds, file_bytes=1 << 30)
    job_id, _ = toy("fill")
    runner.run_next()
    assert state_of(sessions, job_id).state == "done", "with room it works"


def test_a_bucket_is_worked_on_by_way_of_a_mirror(runner, toy, sessions):
    from catalog.storage.memory import MemoryStorage

    bucket = MemoryStorage()
    runner.deps = replace(runner.deps, storage=bucket)
    runner.storage_root = None
    job_id, _ = toy("fill")
    runner.run_next()
    assert state_of(sessions, job_id).state == "done"
    assert list(bucket.list()) == ["released/toy"]


def test_a_template_that_cannot_start_spends_no_try_at_first(runner, toy, sessions):
    from portal.jobs.nursery import Nursery

    runner.nursery = Nursery(warm=("no.such.module",))
    job_id, _ = toy("plain")
    for _ in range(5):
        assert runner.run_next() is False
    assert state_of(sessions, job_id).attempts == 0
    assert runner.run_next() is True, "in the end it is tried, so that it fails with a code"
    assert state_of(sessions, job_id).error_code == "job.crashed"
    runner.nursery.close()


def test_a_module_that_starts_a_thread_is_not_forked(capfd):
    from portal.jobs.errors import JobCrashedError
    from portal.jobs.nursery import Nursery

    room = Nursery(warm=("tests.unit.portal.threaded_module",))
    with pytest.raises(JobCrashedError):
        room.warm()
    assert "forking would not be safe" in capfd.readouterr().err


def test_a_clash_at_the_commit_is_tried_again_without_computing_anew(runner, toy, sessions):
    from tests.unit.portal import job_kinds

    job_kinds.CLASHES.clear()
    runner.kinds = {"toy": replace(runner.kinds["toy"], commit="tests.unit.portal.job_kinds:commit_after_a_clash")}
    job_id, dataset_id = toy("plain")
    assert runner.run_next() is True
    job = state_of(sessions, job_id)
    assert (job.state, job.attempts) == ("done", 1)
    with sessions() as session:
        assert session.get_one(Dataset, dataset_id).title == "+plain", "the first try left nothing"


def test_a_burst_between_two_looks_meets_a_wall(runner, toy, sessions, monkeypatch):
    from portal.jobs import attempt

    monkeypatch.setattr(attempt, "POLL_SECONDS", 30.0)  # the runner does not look in time
    job_id, _ = toy("burst")
    started = time.monotonic()
    assert runner.run_next() is True
    assert state_of(sessions, job_id).error_code == "job.memory"
    assert time.monotonic() - started < 20


def test_a_long_upload_has_more_time(runner):
    assert runner.bounds.seconds_for(0) == runner.bounds.seconds_for(64 << 20) == runner.bounds.seconds
    assert runner.bounds.seconds_for((64 << 20) + 1) == 2 * runner.bounds.seconds
    assert runner.bounds.seconds_for(512 << 20) == 8 * runner.bounds.seconds


def test_a_job_that_is_cancelled_ends_in_the_middle_of_its_work(runner, toy, sessions):
    job_id, dataset_id = toy("sleep")  # a minute, with a deadline of twenty seconds
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(runner.run_next)
        until = time.monotonic() + 60
        while state_of(sessions, job_id).step != "read" and time.monotonic() < until:
            time.sleep(0.05)
        with sessions.begin() as session:
            session.get_one(Job, job_id).state = "cancelled"
        started = time.monotonic()
        assert running.result() is True
    assert time.monotonic() - started < 15
    job = state_of(sessions, job_id)
    assert (job.state, job.attempts, job.error_code) == ("cancelled", 1, None)
    with sessions() as session:
        assert session.get_one(Dataset, dataset_id).title is None, "nothing of it was committed"
