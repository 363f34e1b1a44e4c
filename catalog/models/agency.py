"""Agency 数源单位: who provides data; nine kinds; names have dates, bodies have successors."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.base import Base, Dated, Identified


class AgencyKind(Base):
    """One of the nine kinds of department (CZ, SW, SWJ, JRJ, RH, YBJ, ZJJ, SCJG, TJ)."""

    __tablename__ = "agency_kind"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)


class Agency(Identified, Dated, Base):
    """A body that provides data; CKAN organization."""

    __tablename__ = "agency"

    slug: Mapped[str] = mapped_column(String(100), unique=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    kind_code: Mapped[str] = mapped_column(ForeignKey("agency_kind.code"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[AgencyKind] = relationship(lazy="joined")
    predecessors: Mapped[list["Agency"]] = relationship(
        foreign_keys="Agency.successor_id", remote_side="Agency.successor_id", viewonly=True
    )
    names: Mapped[list["AgencyName"]] = relationship(order_by="AgencyName.valid_from", cascade="all, delete-orphan")


class AgencyName(Identified, Base):
    """A name an agency bore, with the days it was in force; search finds by any of them."""

    __tablename__ = "agency_name"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
