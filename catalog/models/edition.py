"""Editions at work: drafts of the negative list, and runs that judge the whole record anew under one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.actor import Actor
from catalog.models.base import Base, Dated, Identified


class EditionDraft(Identified, Dated, Base):
    """草案: an edition that administrators write; it binds nobody until a second administrator enacts it.

    `state`: open (may be written), proposed (with approver and number, waits for the second person), enacted, dropped.
    """

    __tablename__ = "edition_draft"
    # whoever wrote the last word or proposed it does not enact it
    __table_args__ = (CheckConstraint("enacted_by <> changed_by AND enacted_by <> proposed_by", name="two_people"),)

    number: Mapped[int]
    content: Mapped[str]  # YAML; may have problems while it is being written
    based_on: Mapped[str | None] = mapped_column(String(64))  # edition it began from
    state: Mapped[str] = mapped_column(String(12), default="open", index=True)
    revision: Mapped[int] = mapped_column(default=1)  # raised at every change; a form of an older one is refused
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    editors: Mapped[list[str]] = mapped_column(default=list)  # ids of everybody who wrote in it
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    changed_at: Mapped[datetime]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    proposed_at: Mapped[datetime | None]
    approver: Mapped[str] = mapped_column(String(100), default="")
    approval_number: Mapped[str] = mapped_column(String(100), default="")
    approved_at: Mapped[date | None]
    enacted_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    enacted_at: Mapped[datetime | None]
    edition_id: Mapped[str | None] = mapped_column(String(64))  # once enacted


class EditionRun(Identified, Dated, Base):
    """One pass over every live decision under another edition, block by block.

    `kind`: what_if (nothing changes) or reclassify. `position` is the last version that was compared.
    """

    __tablename__ = "edition_run"

    kind: Mapped[str] = mapped_column(String(12), index=True)
    edition_id: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[str]
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition_draft.id"), index=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    position: Mapped[UUID | None]
    block: Mapped[int] = mapped_column(default=0)  # blocks that are behind
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)  # processor time of the judging
    finished_at: Mapped[datetime | None]
    error_code: Mapped[str | None] = mapped_column(String(60))


class EditionChange(Identified, Base):
    """One version that an edition judges otherwise than the rules did before, and what became of it.

    `state`: noted (a trial), pending (to be carried out), withdrawn, again (judged anew), waiting (looser: a person
    decides), kept, rejudged, none.
    """

    __tablename__ = "edition_change"
    __table_args__ = (UniqueConstraint("run_id", "version_id"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("edition_run.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    direction: Mapped[str] = mapped_column(String(12))  # stricter, looser, other
    tier_before: Mapped[str] = mapped_column(String(12))
    tier_after: Mapped[str] = mapped_column(String(12))
    release_before: Mapped[str] = mapped_column(String(20))
    release_after: Mapped[str] = mapped_column(String(20))
    deciding_before: Mapped[str | None] = mapped_column(String(16))
    deciding_after: Mapped[str | None] = mapped_column(String(16))
    clauses_added: Mapped[list[str]] = mapped_column(default=list)
    clauses_removed: Mapped[list[str]] = mapped_column(default=list)
    needs_scan: Mapped[list[str]] = mapped_column(default=list)  # clauses that ask what nobody stored
    masks: Mapped[list[Any]] = mapped_column(default=list)  # [column or null, entity, action] hidden more than before
    state: Mapped[str] = mapped_column(String(12), default="noted", index=True)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    run: Mapped[EditionRun] = relationship()


class SectorExample(Identified, Dated, Base):
    """更正先例: an uploader's correction of theme and sector, kept for later datasets of the same shape; no value."""

    __tablename__ = "sector_example"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))  # without numbers, dates and places that change
    columns: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[list[Any]] = mapped_column(default=list)  # {code, word, place}: what had decided
    theme_before: Mapped[str | None] = mapped_column(String(8))
    sector_before: Mapped[str | None] = mapped_column(String(8))
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"))
    sector_code: Mapped[str | None] = mapped_column(ForeignKey("sector.code"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    maker: Mapped[Actor] = relationship(lazy="joined")
