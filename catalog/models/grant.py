"""Grant: an agency or actor may read an internal dataset, for a purpose and a term."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, Dated, Identified


class Grant(Identified, Dated, Base):
    """Right of a grantee to read one internal dataset."""

    __tablename__ = "grant"

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"), index=True)
    purpose: Mapped[str]
    legal_basis: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[str]] = mapped_column(default=list)  # empty: all
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("actor.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
