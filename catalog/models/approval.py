"""Approval 审核: what a second person said of a version; the database itself refuses the uploader."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, Dated, Identified


class Approval(Identified, Dated, Base):
    """One verdict of a reviewer, bound to the typed table's hash, the plan and the edition it was made on."""

    __tablename__ = "approval"
    __table_args__ = (CheckConstraint("approver_id <> uploader_id", name="two_people"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id"), index=True)
    uploader_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    verdict: Mapped[str] = mapped_column(String(12))  # approve, send_back, stricter, looser
    reason: Mapped[str] = mapped_column(default="")
    answered: Mapped[list[str]] = mapped_column(default=list)  # codes of the questions the reviewer confirmed
    comments: Mapped[list[Any]] = mapped_column(default=list)  # {column, text}
    typed_hash: Mapped[str] = mapped_column(String(64))
    edition_id: Mapped[str] = mapped_column(String(64))
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("masking_plan.id"))
