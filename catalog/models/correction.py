"""Correction 更正: another description of what is public, proposed by one person and put in force by a second.

What was typed exists only in `sealed`, under a key of its own (the correction's id), until it was looked at in a
confined child; then `body` holds it, identifiers in it covered, and the key is destroyed.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.actor import Actor
from catalog.models.base import Base, Dated, Identified
from catalog.models.release import Release


class CorrectionState(StrEnum):
    """Where a correction stands."""

    CHECKING = "checking"
    WAITING = "waiting"
    RETURNED = "returned"  # what was typed cannot be published; `problem` says why, `found` where
    REFUSED = "refused"  # a secrecy mark: nothing of it was kept
    APPLIED = "applied"
    REJECTED = "rejected"
    REPLACED = "replaced"  # by a newer one, or by a newer release

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "checking": "检查中",
            "waiting": "待审核",
            "returned": "须修改",
            "refused": "已拒收",
            "applied": "已生效",
            "rejected": "未通过",
            "replaced": "已被替代",
        }[self.value]


class Correction(Identified, Dated, Base):
    """A proposed description of one release."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> proposer_id", name="two_people"),
        Index(  # one correction of a release is under way at a time
            "uq_correction_open",
            "release_id",
            unique=True,
            sqlite_where=text("state IN ('checking', 'waiting')"),
            postgresql_where=text("state IN ('checking', 'waiting')"),
        ),
    )

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    proposer_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    base: Mapped[str] = mapped_column(String(64))  # tag of the description it was made from
    body: Mapped[dict[str, Any] | None]  # catalog.metadata.Description as JSON, covered
    changed: Mapped[list[str]] = mapped_column(default=list)  # names of the fields that differ; never a value
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what was covered: place → kind → count
    problem: Mapped[str | None] = mapped_column(String(60))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    release: Mapped[Release] = relationship(lazy="joined", foreign_keys=[release_id])
    proposer: Mapped[Actor] = relationship(lazy="joined", foreign_keys=[proposer_id])
