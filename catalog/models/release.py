"""Release 发布版: what the public sees of a version; its files; how it was withdrawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.base import Base, Dated, Identified
from catalog.models.dataset import Dataset
from catalog.models.version import Version


class Release(Identified, Dated, Base):
    """A masked, verified, approved version.

    `outcome` is the public outcome: open, open_after_masking (data), conditional (a page with the way to apply, no
    data), share_only (departments; no public page). Title, summary and fields here are the public ones, verified too.
    """

    __tablename__ = "release"
    __table_args__ = (
        Index(  # one release of a version stands; one taken down by a new edition may be followed by another
            "uq_release_standing",
            "version_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index(  # one release of a dataset is out at a time
            "uq_release_published",
            "dataset_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id"), index=True)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"))
    state: Mapped[str] = mapped_column(String(12), index=True)  # published, superseded, withdrawn
    outcome: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    theme_code: Mapped[str | None] = mapped_column(String(8), index=True)
    sector_code: Mapped[str | None] = mapped_column(String(8), index=True)
    also_sectors: Mapped[list[str]] = mapped_column(default=list)
    resource_kind: Mapped[str] = mapped_column(String(8), default="data")
    # {name, code, type, unit, meaning, masked, operator, clause}
    fields: Mapped[list[Any]] = mapped_column(default=list)
    hidden: Mapped[list[Any]] = mapped_column(default=list)  # {column, entity, operator, clause, reason}
    row_count: Mapped[int | None]
    bytes_cleared_at: Mapped[datetime | None]  # when files and rows of a withdrawn release were gone
    content_hash: Mapped[str | None] = mapped_column(String(64))
    row_store_key: Mapped[str | None] = mapped_column(String(200))
    edition_id: Mapped[str] = mapped_column(String(64))
    recipe_version: Mapped[str] = mapped_column(String(40), default="")
    # catalogue metadata as it stood when published: update_cycle, sharing, opening and their conditions
    described: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verification: Mapped[dict[str, Any]] = mapped_column(default=dict)  # counts of what was proved
    licence: Mapped[str] = mapped_column(String(40), default="cn-gov-open")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("actor.id"))
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    withdrawal_clause: Mapped[str | None] = mapped_column(String(16))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("dataset.id"))
    dataset: Mapped[Dataset] = relationship(lazy="joined", foreign_keys=[dataset_id])
    version: Mapped[Version] = relationship(foreign_keys=[version_id])
    files: Mapped[list["ReleaseFile"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class ReleaseFile(Identified, Base):
    """One written file of a release (the resource's bytes at this version)."""

    __tablename__ = "release_file"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resource.id"), index=True)
    format: Mapped[str] = mapped_column(String(12))
    media_type: Mapped[str] = mapped_column(String(100))
    storage_key: Mapped[str] = mapped_column(String(200))
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
