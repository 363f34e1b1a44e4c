"""kill -9 of server, worker, template and child at random moments: nothing acknowledged is lost, nothing is out twice.

`PORTAL_KILLS` says how many kills (default 4; the full count of the acceptance is 20).
"""

import hashlib
import os
import random
import sqlite3
import time

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from catalog.actions.audit_log import verify_log
from catalog.actions.people import system_actor
from catalog.models import Job, Release, Version
from catalog.storage.local import LocalStorage
from tests.integration.arena import Arena, Patient, make_arena, small_files

KILLS = int(os.environ.get("PORTAL_KILLS", "4"))
ROUND_SECONDS = 3.0
END_SECONDS = 400.0
MEET_SECONDS = 60.0
TRIES = 3  # the product's default, which these instances keep
KILLED = {"job.lost", "job.crashed"}  # the codes of an attempt whose worker, or whose child, was killed
SERVE = ["-m", "portal.cli", "serve", "--port", "{port}"]
GUNICORN = [
    "-m", "gunicorn", "--threads", "4", "--bind", "127.0.0.1:{port}", "--graceful-timeout", "3",
    "portal.app:create_app()",
]  # fmt: skip
WORKER = ["-m", "portal.cli", "worker"]


@pytest.fixture
def fresh_home(tmp_path):
    from portal import wiring

    wiring._built.clear()
    yield tmp_path / "home"
    for deps in wiring._built.values():
        deps.sessions.kw["bind"].dispose()
    wiring._built.clear()


def act(arena: Arena, seed: int) -> tuple[set[str], list[tuple[str, str]]]:
    """Upload, approve and kill in turns; then let everything come to its end.

    A version whose three tries all were killed ends failed; somebody then presses its button.

    Returns:
        The acknowledged versions; the versions whose tries were used up, each with the code it was given.
    """
    dice = random.Random(seed)
    agency = next(iter(arena.cast.uploaders))
    somebody, acknowledged, approved = Patient(arena, agency), set(), set()
    failures: list[tuple[str, str]] = []
    files = iter(small_files(4 * KILLS + 4, seed))
    while len(arena.kills) < KILLS:
        until = time.monotonic() + dice.uniform(0.2, ROUND_SECONDS)
        for _ in range(2):
            if (version_id := somebody.upload(next(files))) is not None:
                acknowledged.add(version_id)
        somebody.approve_waiting(approved)
        somebody.retry_failed(failures)
        time.sleep(max(0.0, until - time.monotonic()))
        if len(arena.kills) % 4:  # three of four kills meet a job at work; the fourth comes at any moment
            meet_a_job(arena, somebody, approved)
            time.sleep(dice.uniform(0.0, 0.6))
        arena.kill_something(dice)
    until = time.monotonic() + END_SECONDS
    while time.monotonic() < until:
        somebody.approve_waiting(approved)
        somebody.retry_failed(failures)
        if is_over(arena):
            return acknowledged, failures
        time.sleep(0.5)
    return acknowledged, failures


def meet_a_job(arena: Arena, somebody: Patient, approved: set[str]) -> None:
    """Wait until some job's child is at work."""
    until = time.monotonic() + MEET_SECONDS
    while time.monotonic() < until:
        if any(arena.children_of(role)[1] for role in arena.roles):
            return
        somebody.approve_waiting(approved)
        time.sleep(0.02)


def is_over(arena: Arena) -> bool:
    with reading(arena) as session:
        moving = session.scalar(
            select(func.count()).select_from(Version).where(Version.state.not_in(("published", "blocked")))
        )
        open_jobs = session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(("queued", "running"))))
    return not moving and not open_jobs


def tries(arena: Arena) -> dict[int, int]:
    """How many jobs needed how many attempts."""
    with reading(arena) as session:
        rows = session.execute(select(Job.attempts, func.count()).group_by(Job.attempts)).all()
    return {int(row[0]): int(row[1]) for row in rows}


def reading(arena: Arena) -> Session:
    from portal.settings import load_settings

    return Session(create_engine(load_settings(arena.home).database_url, poolclass=NullPool))


def check(arena: Arena, acknowledged: set[str], failures: list[tuple[str, str]]) -> None:
    """Every acknowledged upload has ended, each with one whole release; only kills used tries up."""
    assert {code for _, code in failures} <= KILLED
    storage = LocalStorage(arena.home / "storage")
    with reading(arena) as session:
        versions = {str(one.id): one for one in session.scalars(select(Version))}
        assert acknowledged <= set(versions)
        assert {one.state for one in versions.values()} == {"published"}, [
            (one.state, one.error_code) for one in versions.values()
        ]
        releases = session.scalars(select(Release)).all()
        assert sorted(str(one.version_id) for one in releases) == sorted(versions), "one release each"
        for release in releases:
            assert release.files
            for file in release.files:
                with storage.open(file.storage_key) as source:
                    content = source.read()
                assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256)
            with storage.open(release.row_store_key) as source:
                path = arena.home / "rows.check"
                path.write_bytes(source.read())
            with sqlite3.connect(path) as rows:
                assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        jobs = session.scalars(select(Job)).all()
        assert {one.state for one in jobs} <= {"done", "cancelled", "failed"}
        assert {one.error_code for one in jobs if one.state == "failed"} <= KILLED
        assert max(one.attempts for one in jobs) <= TRIES
        assert verify_log(session, actor=system_actor(session)) > 0


def say(name: str, arena: Arena, acknowledged: set[str], failures: list[tuple[str, str]]) -> None:
    kills = {what: arena.kills.count(what) for what in sorted(set(arena.kills))}
    print(f"{name}: {len(acknowledged)} acknowledged, kills {kills}, tries {tries(arena)}, pressed again {failures}")  # noqa: T201 - the counts are the finding


@pytest.mark.slow
def test_sqlite_survives_kills(fresh_home):
    arena = make_arena(fresh_home, {"web": SERVE}, {})
    try:
        arena.start("web")
        acknowledged, failures = act(arena, seed=int(os.environ.get("PORTAL_KILL_SEED", "7")))
        assert acknowledged
        check(arena, acknowledged, failures)
    finally:
        arena.stop()
    assert len(arena.kills) == KILLS
    say("sqlite", arena, acknowledged, failures)


@pytest.mark.slow
@pytest.mark.services
def test_postgresql_and_redis_survive_kills(fresh_home):
    settings = production_settings()
    arena = make_arena(fresh_home, {"web": GUNICORN, "worker-1": WORKER, "worker-2": WORKER}, settings)
    try:
        for role in arena.roles:
            arena.start(role)
        acknowledged, failures = act(arena, seed=int(os.environ.get("PORTAL_KILL_SEED", "11")))
        assert acknowledged
        check(arena, acknowledged, failures)
    finally:
        arena.stop()
    assert len(arena.kills) == KILLS
    say("postgresql", arena, acknowledged, failures)


def production_settings() -> dict[str, str]:
    """An empty database of its own on the test's PostgreSQL, and a Redis database that others leave alone."""
    from sqlalchemy import make_url, text

    url = make_url(os.environ["PORTAL_TEST_DATABASE_URL"])
    name = f"kill_{os.getpid()}_{random.randrange(1 << 30)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    redis = os.environ["PORTAL_TEST_REDIS_URL"].rpartition("/")[0] + "/12"
    database = url.set(database=name).render_as_string(hide_password=False)
    return {"database_url": database, "broker_url": redis, "embedded": "false", "children": "1"}
