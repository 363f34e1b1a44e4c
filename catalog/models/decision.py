"""Decision 定级结论 with its clause hits, the facts it used, findings and the masking plan; never a value."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.base import Base, Dated, Identified


class NegativeListEdition(Dated, Base):
    """An edition 版次 of the negative list as enacted; its id is the hash of its content."""

    __tablename__ = "negative_list_edition"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    content: Mapped[str]  # the YAML
    approver: Mapped[str] = mapped_column(String(100), default="")
    approval_number: Mapped[str] = mapped_column(String(100), default="")
    enacted_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    is_current: Mapped[bool] = mapped_column(default=False)


class Decision(Identified, Dated, Base):
    """What was decided of a version under one edition; a later one replaces an earlier, which stays."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_current",
            "version_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id"), index=True)
    edition_id: Mapped[str] = mapped_column(String(64), index=True)
    is_current: Mapped[bool] = mapped_column(default=True)
    tier: Mapped[str] = mapped_column(String(12))
    release: Mapped[str] = mapped_column(String(20))
    rules_release: Mapped[str] = mapped_column(String(20))  # what the rules said, before any person changed it
    deciding_clause: Mapped[str | None] = mapped_column(String(16))
    theme_code: Mapped[str | None] = mapped_column(String(8))
    sector_code: Mapped[str | None] = mapped_column(String(8))
    resource_kind: Mapped[str | None] = mapped_column(String(8))
    confidence: Mapped[float | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))  # a person who overrode; none: the rules
    override_reason: Mapped[str] = mapped_column(default="")
    body: Mapped[dict[str, Any]]  # classifiers.decision.Decision as JSON
    facts: Mapped[dict[str, Any]]  # classifiers.subject.Subject as JSON
    facts_version: Mapped[int] = mapped_column(default=1)
    hits: Mapped[list["ClauseHit"]] = relationship(order_by="ClauseHit.position", cascade="all, delete-orphan")


class ClauseHit(Identified, Base):
    """命中条款: one clause that caught the dataset, by which matcher, on what evidence (place, count, kind)."""

    __tablename__ = "clause_hit"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    clause_id: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    consequence: Mapped[str] = mapped_column(String(12))
    matcher: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    legal_basis: Mapped[str] = mapped_column(default="")
    overruled_by: Mapped[str | None] = mapped_column(String(16))


class Finding(Identified, Base):
    """识别结果, summed up: kind, place (column, title, page …) and count; never the value."""

    __tablename__ = "finding"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    entity: Mapped[str] = mapped_column(String(24), index=True)
    place_kind: Mapped[str] = mapped_column(String(12))  # column, header, title, summary, file_name, page, sheet …
    place: Mapped[str] = mapped_column(String(40), default="")  # column position or page number
    count: Mapped[int]
    first_row: Mapped[int | None]


class MaskingPlan(Identified, Dated, Base):
    """脱敏方案: operator for each column and for text, as decided and as a reviewer changed it."""

    __tablename__ = "masking_plan"
    __table_args__ = (
        Index(
            "uq_masking_plan_current",
            "version_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    is_current: Mapped[bool] = mapped_column(default=True)
    recipe_version: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]]  # desensitize.plan.MaskingPlan as JSON
    # five rows: `before` with every personal piece covered, `after` as released; and notes of the plan
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict)
    risk: Mapped[dict[str, Any]] = mapped_column(default=dict)  # k, small cells: counts only
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
