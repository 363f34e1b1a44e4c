"""PostgreSQL, Redis, two worker processes: they share one table by row groups, and its bytes are a single worker's."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from catalog.actions.agencies import create_agency
from catalog.actions.approve import approve
from catalog.actions.override import looser
from catalog.actions.people import create_actor, system_actor
from catalog.actions.review import show_review
from catalog.actions.submit import submit
from catalog.deps import Deps
from catalog.metadata import Metadata
from catalog.models import Actor, Job, Release, Version
from catalog.seed import seed_record
from catalog.storage import get
from portal.migrations import upgrade
from portal.settings import load_settings, write_env_file
from tests.canary import Canary
from tests.fakes.databases import postgres_database
from tests.integration.test_actions_shared_out import REASON, penalties

ROWS, GROUP, WAIT = 1200, 200, 180.0


@pytest.fixture
def instance(kept_folder: Path, canary: Canary) -> Iterator[tuple[Path, Deps, dict[str, UUID]]]:
    home = kept_folder / "home"
    redis = os.environ["PORTAL_TEST_REDIS_URL"].rpartition("/")[0] + "/11"
    with postgres_database() as url:
        write_env_file(
            home,
            {"database_url": url, "broker_url": redis, "embedded": "false", "children": "1", "sweep_seconds": "0.5"},
        )
        # built past the cache: the process's other tests have instances of their own
        from portal import wiring

        deps = wiring._build(load_settings(home))
        assert deps.sessions is not None
        upgrade(deps.sessions.kw["bind"])
        people = {}
        with deps.sessions() as session:
            seed_record(session)
            system = system_actor(session)
            agency = create_agency(
                session,
                actor=system,
                deps=deps,
                slug="jrj",
                code="JRJ1",
                kind_code="JRJ",
                name="云川市地方金融监督管理局",
            )
            for role in ("uploader", "officer"):
                people[role] = create_actor(
                    session, actor=system, deps=deps, name=role, agency_id=agency.id, roles=[role]
                )
        canary.watch(kept_folder)
        yield home, deps, people
        deps.sessions.kw["bind"].dispose()


@contextmanager
def workers(home: Path, count: int, fan_out_rows: int) -> Iterator[None]:
    """Run worker processes; what they share out is set by their environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= {
        "PORTAL_HOME": str(home),
        "PORTAL_FAN_OUT_ROWS": str(fan_out_rows),
        "PORTAL_GROUP_ROWS": str(GROUP),
        "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
    }
    logs = [(home / f"worker-{number}-{fan_out_rows}.log").open("wb") for number in range(count)]
    running = [
        subprocess.Popen([sys.executable, "-m", "portal.cli", "worker"], env=environment, stdout=log, stderr=log)
        for log in logs
    ]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)
        for log in logs:
            log.close()


def wait_for(deps: Deps, version_id: UUID, state: str) -> None:
    assert deps.sessions is not None
    until = time.monotonic() + WAIT
    seen = ""
    while time.monotonic() < until:
        with deps.sessions() as session:
            version = session.get_one(Version, version_id)
            seen = version.state
            if seen == state:
                return
            assert seen not in ("failed", "blocked"), version.error_code
        time.sleep(0.3)
    with deps.sessions() as session:
        jobs = session.scalars(select(Job).where(Job.version_id == version_id).order_by(Job.created_at))
        pytest.fail(
            f"{seen}, not {state}: {[(one.kind, one.part, one.state, one.attempts, one.error_code) for one in jobs]}"
        )


def publish(deps: Deps, people: dict[str, UUID], content: bytes) -> UUID:
    assert deps.sessions is not None
    upload = uuid4()
    deps.vault.new_key(str(upload))
    deps.vault.put(str(upload), "raw-00000", content)
    with deps.sessions() as session:
        submit(
            session,
            upload,
            Metadata("行政处罚.csv"),
            actor=session.get_one(Actor, people["uploader"]),
            deps=deps,
            parts=("raw-00000",),
            bytes_received=len(content),
        )
    wait_for(deps, upload, "awaiting_review")
    with deps.sessions() as session:
        officer = session.get_one(Actor, people["officer"])
        sheet = show_review(session, upload, actor=officer)
        decision, binding = sheet.version.decision, sheet.binding
        assert decision is not None
        if decision.release != "open_after_masking":
            made = looser(session, upload, actor=officer, deps=deps, release="open_after_masking", reason=REASON)
            assert made.binding is not None
            binding = made.binding
        answered = frozenset(one.code for one in decision.questions)
        approve(session, upload, actor=officer, deps=deps, binding=binding, answered=answered)
    wait_for(deps, upload, "published")
    return upload


@pytest.mark.services
@pytest.mark.slow
def test_two_workers_share_one_table(instance: tuple[Path, Deps, dict[str, UUID]], canary: Canary) -> None:
    home, deps, people = instance
    assert deps.sessions is not None
    ids: list[str] = []
    content = penalties(random.Random(21), ROWS, ids).encode("gb18030")
    canary.plant(*ids[:200])
    with workers(home, 1, 0):
        alone = publish(deps, people, content)
    with workers(home, 2, 500):
        together = publish(deps, people, content)
    with deps.sessions() as session:
        jobs = session.scalars(select(Job).where(Job.version_id == together)).all()
        kinds = sorted(one.kind for one in jobs)
        released = {
            one.version_id: {file.format: (file.sha256, file.bytes) for file in one.files}
            for one in session.scalars(select(Release)).unique()
        }
        rows = {one.version_id: one.row_store_key or "" for one in session.scalars(select(Release)).unique()}
        hashes = {one.id: one.typed_hash for one in session.scalars(select(Version)).unique()}
        hands = {one.worker for one in jobs if one.kind == "part"}
        assert not session.scalars(select(Job).where(Job.version_id == alone, Job.kind == "part")).all()
    assert kinds.count("part") == 2 * ROWS // GROUP
    assert kinds.count("join") == 2
    assert len(hands) == 2, "both workers took parts"
    assert set(released[together]) == {"CSV", "XLSX", "JSONL"}
    assert released[together] == released[alone]
    assert hashes[together] == hashes[alone]
    stores = [get(deps.storage, rows[one]) for one in (alone, together)]
    assert stores[0] == stores[1]
