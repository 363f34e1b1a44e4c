"""Job 任务: the database is the queue; the broker only wakes workers."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, Dated, Identified


class JobState(StrEnum):
    """States of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Identified, Dated, Base):
    """One step to be done once; claimed by compare-and-set on (state, fence)."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("effect_key"),
        Index("ix_job_ready", "state", "priority", "run_after"),
    )

    kind: Mapped[str] = mapped_column(String(24))  # process, publish, sync, withdraw, part, join …
    effect_key: Mapped[str] = mapped_column(String(160))  # the same effect is queued once: kind:object:hash
    state: Mapped[str] = mapped_column(String(12), default=JobState.QUEUED)
    priority: Mapped[int] = mapped_column(default=50)  # smaller first; withdrawals 0
    run_after: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)  # raised at every claim; a stale worker's commit is refused
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(80))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)  # whose work it is
    dataset_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset.id"), index=True)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("version.id"), index=True)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id"), index=True)
    part: Mapped[int | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    step: Mapped[str] = mapped_column(String(24), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    steps: Mapped[list[Any]] = mapped_column(default=list)  # {step, seconds}: what is behind
    outcome: Mapped[dict[str, Any] | None]  # ids and counts only
    error_code: Mapped[str | None] = mapped_column(String(60))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
