"""CkanLink: what of a dataset stands in the CKAN server the portal syncs to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, Dated, Identified


class CkanLink(Identified, Dated, Base):
    """State of one dataset in CKAN."""

    __tablename__ = "ckan_link"

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), unique=True)
    package_id: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[str] = mapped_column(String(16))  # pending, synced, drift, withdrawing, withdrawn, failed
    content_hash: Mapped[str | None] = mapped_column(String(64))
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"))
    metadata_modified: Mapped[str | None] = mapped_column(String(40))
    # after a withdrawal the probes (surface, what, is_open, at); in a drift what differs (field, ours, theirs)
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    error_code: Mapped[str | None] = mapped_column(String(60))
    synced_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")  # in a row; sets how long the next try waits
    busy_by: Mapped[str | None] = mapped_column(String(40))  # who writes it in CKAN now: one at a time
    busy_until: Mapped[datetime | None]
