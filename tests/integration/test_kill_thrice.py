"""The third loss of one job: it fails with a code a person understands, and one click, or one command, ends it well."""

import os
import signal
import subprocess
import time

import pytest
from sqlalchemy import select

from catalog.models import Job, Version
from portal.demo.client import Program
from tests.integration.arena import Arena, Patient, make_arena, small_files
from tests.integration.test_kill import SERVE, TRIES, fresh_home, reading  # noqa: F401 - a fixture is used by its name

WAIT_SECONDS = 120.0


def job_of(arena: Arena, version_id: str) -> Job:
    """The newest job of a version."""
    with reading(arena) as session:
        jobs = session.scalars(select(Job)).all()
    return max((one for one in jobs if str(one.version_id) == version_id), key=lambda one: one.created_at)


def wait_for(condition, what: str):
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def lose(arena: Arena, version_id: str, number: int, what: str) -> None:
    """Wait until the job's attempt of this number has a child at work, then kill the child or the whole server."""

    def at_work() -> list[int]:
        job = job_of(arena, version_id)
        children = arena.children_of("web")[1]
        return children if job.state == "running" and job.attempts == number else []

    children = wait_for(at_work, f"attempt {number}")
    if what == "child":
        os.kill(children[0], signal.SIGKILL)
    else:
        os.killpg(arena.processes["web"].pid, signal.SIGKILL)
        arena.processes["web"].wait()
        arena.start("web")


def state_of(arena: Arena, version_id: str) -> tuple[str, str | None]:
    with reading(arena) as session:
        row = next(one for one in session.scalars(select(Version)) if str(one.id) == version_id)
        return row.state, row.error_code


@pytest.mark.slow
def test_after_three_losses_a_person_has_the_last_word(fresh_home):  # noqa: F811 - the fixture imported above
    arena = make_arena(fresh_home, {"web": SERVE}, {})
    agency = next(iter(arena.cast.uploaders))
    somebody, approved, failures = Patient(arena, agency), set(), []
    by_page, by_command = small_files(2, 5, rows=6_000)  # long enough to be met at work
    try:
        arena.start("web")
        for file, what, code in ((by_page, "web", "job.lost"), (by_command, "child", "job.crashed")):
            version_id = somebody.upload(file)
            assert version_id is not None
            for number in range(1, TRIES + 1):
                lose(arena, version_id, number, what)
            wait_for(lambda version_id=version_id: state_of(arena, version_id)[0] == "failed", "the failure")
            assert state_of(arena, version_id) == ("failed", code)
            assert job_of(arena, version_id).attempts == TRIES
            player = arena.cast.uploaders[agency]
            program = Program(arena.address, player.email, player.password, ("read", "upload"))
            row = program.get(f"/api/v1/versions/{version_id}")["row"]
            assert row["error"]["code"] == code
            assert "重新处理" in row["error"]["message"]
            if file is by_page:
                wait_for(lambda: somebody.retry_failed(failures) or failures, "a server that takes the click")
            else:
                words = [arena.roles["web"][0], "-m", "portal.cli", "publish", version_id, "--as", player.email]
                subprocess.run(words, env=arena.environment, check=True, capture_output=True)
            wait_for(
                lambda version_id=version_id: (
                    somebody.approve_waiting(approved) or state_of(arena, version_id)[0] == "published"
                ),
                "the release",
            )
        assert [code for _, code in failures] == ["job.lost"]
    finally:
        arena.stop()
