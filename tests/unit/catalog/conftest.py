"""A record on a SQLite file of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.approve import approve
from catalog.actions.process import commit_process
from catalog.actions.publish import commit_publish
from catalog.actions.review import show_review
from catalog.editions import edition_row
from catalog.models import Approval, Job
from tests.fakes.outcomes import process_outcome, publish_outcome
from tests.fakes.record import Record, make_record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    made = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield made
    made.engine.dispose()


class Desk:
    """Takes a version along its way with hand-written answers in place of the confined child."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def job(self, version_id: UUID, kind: str) -> UUID:
        with self.record.session() as session:
            query = select(Job.id).where(Job.version_id == version_id, Job.kind == kind).order_by(Job.created_at.desc())
            return session.scalars(query).first() or pytest.fail(f"no {kind} job")

    def commit(self, version_id: UUID, kind: str, half: Callable[..., None], outcome: dict[str, Any]) -> None:
        job_id = self.job(version_id, kind)
        with self.record.session() as session:
            half(session, session.get_one(Job, job_id), outcome, deps=self.record.deps)
            session.commit()

    def processed(self, *, outcome: dict[str, Any] | None = None, **upload: Any) -> UUID:
        version_id = self.record.upload(**upload).version_id
        outcome = outcome or process_outcome()
        with self.record.session() as session:
            outcome["decision"]["edition"] = edition_row(session, self.record.clock()).id
        self.commit(version_id, "process", commit_process, outcome)
        return version_id

    def approved(self, version_id: UUID, *, by: str = "officer", **more: Any) -> UUID:
        with self.record.session() as session:
            actor = self.record.actor(session, by)
            sheet = show_review(session, version_id, actor=actor)
            approve(session, version_id, actor=actor, deps=self.record.deps, binding=sheet.binding, **more)
        return version_id

    def published(self, *, rows: int | None = 3, rows_kept: bool = False, **more: Any) -> UUID:
        version_id = self.approved(self.processed(**more))
        with self.record.session() as session:
            approval = session.scalars(select(Approval.id).where(Approval.version_id == version_id)).one()
        outcome = publish_outcome(str(approval), str(version_id), rows=rows, rows_kept=rows_kept)
        for file in outcome["files"]:
            self.record.deps.storage.put(file["key"], b"x" * file["bytes"])
        if outcome["row_store"]:
            self.record.deps.storage.put(outcome["row_store"], b"rows")
        self.commit(version_id, "publish", commit_publish, outcome)
        return version_id


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)
