"""Killed at any write: the job runs again and the end is the same, with nothing half out and nothing left behind."""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from catalog.actions.clear import run_clear
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.publish import commit_publish, prepare_publish
from catalog.actions.read import read_dataset
from catalog.actions.withdraw import withdraw
from catalog.audit import verify_chain
from catalog.metadata import Metadata
from catalog.models import AuditEvent, Job, Release, Version
from catalog.storage.memory import MemoryStorage
from catalog.vault import Vault
from catalog.vault.keystore import MemoryKeyStore
from portal.database import make_engine, make_sessions
from tests.fakes.record import Record, make_record
from tests.integration.test_actions_real import Path2Release, penalties


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it runs."""


class Fuse:
    """Counts writes and dies at the chosen one; `None` never dies."""

    def __init__(self, at: int | None) -> None:
        self.at, self.count = at, 0

    def burn(self) -> None:
        self.count += 1
        if self.at is not None and self.count >= self.at:
            raise Killed


class FusedStorage(MemoryStorage):
    """Dies before a write becomes visible, or before something is removed."""

    fuse: Fuse

    def writer(self, key: str) -> Any:
        made, fuse = super().writer(key), self.fuse
        commit = made.commit

        def fused() -> None:
            fuse.burn()
            commit()

        made.commit = fused  # type: ignore[method-assign]
        return made

    def delete(self, key: str) -> None:
        self.fuse.burn()
        super().delete(key)

    def delete_prefix(self, prefix: str) -> int:
        gone = [*self.list(prefix)]
        for key in gone:
            self.delete(key)
        return len(gone)


class Still:
    """A record as it stood at one moment, to begin from again and again."""

    def __init__(self, record: Record, folder: Path) -> None:
        self.record, self.folder, self.number = record, folder, 0
        path = record.engine.url.database
        assert path is not None
        with record.session() as session:
            session.commit()
        record.engine.dispose()
        self.path = Path(path)
        self.objects = dict(record.deps.storage.objects)  # type: ignore[attr-defined]
        self.keys = dict(record.deps.vault._keys._keys)  # type: ignore[attr-defined]

    def again(self, at: int | None) -> tuple[Record, Fuse]:
        """Open a copy whose storage dies at its `at`-th write."""
        self.number += 1
        copy = self.folder / f"copy-{self.number}.db"
        shutil.copy(self.path, copy)
        engine = make_engine(f"sqlite:///{copy}")
        storage, fuse = FusedStorage(), Fuse(at)
        storage.fuse = fuse
        storage.objects.update(self.objects)
        deps = replace(
            self.record.deps,
            storage=storage,
            vault=Vault(storage, MemoryKeyStore(dict(self.keys))),
            sessions=make_sessions(engine),
        )
        return replace(self.record, engine=engine, deps=deps), fuse


def run(
    record: Record, job_id: UUID, prepare: Callable[..., Any], compute: Callable[..., Any], commit: Callable[..., Any]
) -> None:
    with record.session() as session:
        payload = prepare(session, session.get_one(Job, job_id), deps=record.deps)
        session.rollback()
    if payload is None:
        return
    outcome = compute(json.loads(json.dumps(payload)), deps=record.deps, report=lambda *_: None)
    with record.session() as session:
        commit(session, session.get_one(Job, job_id), json.loads(json.dumps(outcome)), deps=record.deps)
        session.commit()


def summary(record: Record) -> dict[str, Any]:
    with record.session() as session:
        events = session.scalar(select(func.count()).select_from(AuditEvent))
        assert verify_chain(session) == events
        return {
            "versions": sorted(
                (one.number, one.state, one.typed_hash) for one in session.scalars(select(Version)).unique()
            ),
            "releases": sorted((one.state, one.content_hash) for one in session.scalars(select(Release)).unique()),
            "events": events,
            "jobs": sorted(session.scalars(select(Job.kind))),
            "released": {key: record.deps.storage.objects[key] for key in record.deps.storage.list("released")},  # type: ignore[attr-defined]
            "staging": sorted(record.deps.storage.list("staging")),
        }


def every_kill(still: Still, act: Callable[[Record], None]) -> int:
    """Kill `act` at each of its writes, run it again, and compare with a run that nobody killed."""
    whole, fuse = still.again(None)
    act(whole)
    wanted, writes = summary(whole), fuse.count
    whole.engine.dispose()
    for at in range(1, writes + 1):
        record, fuse = still.again(at)
        with pytest.raises(Killed):
            act(record)
        fuse.at = None
        act(record)
        assert summary(record) == wanted, f"killed at write {at} of {writes}"
        record.engine.dispose()
    return writes


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return make_record(f"sqlite:///{tmp_path / 'record.db'}")


def job_of(record: Record, kind: str) -> UUID:
    with record.session() as session:
        return session.scalars(select(Job.id).where(Job.kind == kind).order_by(Job.created_at.desc())).first() or UUID(
            int=0
        )


def test_processing(record: Record, tmp_path: Path) -> None:
    from catalog.actions.process_child import compute_process

    record.upload(penalties(random.Random(1), 40, []).encode(), metadata=Metadata("行政处罚.csv"))
    job_id = job_of(record, "process")
    writes = every_kill(
        Still(record, tmp_path), lambda one: run(one, job_id, prepare_process, compute_process, commit_process)
    )
    assert writes >= 2


def test_publishing_over_a_former_release(record: Record, tmp_path: Path) -> None:
    from catalog.actions.publish_child import compute_publish

    way = Path2Release(record)
    content = "".join(f"2024-{month:02d},{month}.5\n" for month in range(1, 13))
    first = way.process(f"月份,余额\n{content}".encode(), Metadata("小额贷款余额.csv"))
    way.approve(first)
    way.publish(first)
    with record.session() as session:
        dataset_id = session.get_one(Version, first).dataset_id
    second = way.process(
        f"月份,余额\n{content}2025-01,9.5\n".encode(), Metadata("小额贷款余额.csv"), dataset_id=dataset_id
    )
    way.approve(second)
    job_id = job_of(record, "publish")
    writes = every_kill(
        Still(record, tmp_path), lambda one: run(one, job_id, prepare_publish, compute_publish, commit_publish)
    )
    assert writes == 4


def test_refusing_and_withdrawing(record: Record, tmp_path: Path) -> None:
    way = Path2Release(record)
    way.process("机密★10年\n内容\n".encode(), Metadata("报告.txt"))
    refused = job_of(record, "clear")
    content = "".join(f"2024-{month:02d},{month}.5\n" for month in range(1, 13))
    version_id = way.process(f"月份,余额\n{content}".encode(), Metadata("小额贷款余额.csv"))
    way.approve(version_id)
    page = way.publish(version_id)
    with record.session() as session:
        made = withdraw(
            session, page.release_id, actor=record.actor(session, "admin"), deps=record.deps, reason="统计口径有误"
        )

    def act(one: Record) -> None:
        run_clear(refused, deps=one.deps)
        run_clear(made.job_id, deps=one.deps)

    writes = every_kill(Still(record, tmp_path), act)
    assert writes >= 6
    last, _ = Still(record, tmp_path).again(None)
    act(last)
    assert list(last.deps.storage.list()) == []
    with last.session() as session:
        assert read_dataset(session, page.id).state == "withdrawn"
    last.engine.dispose()
