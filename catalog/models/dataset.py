"""Dataset 数据集 and Resource 数据资源: one UUID each, the same over all versions, in URLs, both APIs, DCAT and CKAN.

Metadata are those of 政务信息资源目录 (GB/T 21063.3/.4-2007 and 政务信息资源目录编制指南): classification code,
name, provider, abstract, format, items, sharing kind/condition/way, opening, update cycle, publication date, related
resource.
Text fields stay empty until the secrecy gate of the first version has passed (till then: sealed in the version).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.agency import Agency
from catalog.models.base import Base, Dated, Identified


class Dataset(Identified, Dated, Base):
    """What an agency provides, over all its versions."""

    __tablename__ = "dataset"

    slug: Mapped[str | None] = mapped_column(String(100), unique=True)  # ASCII, from pinyin, set at first release
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    catalogue_code: Mapped[str | None] = mapped_column(String(60), unique=True)  # 信息资源代码, made by the system
    # working title, after the gate; the public one is the release's
    title: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    update_cycle: Mapped[str] = mapped_column(String(20), default="不定期")
    sharing: Mapped[str | None] = mapped_column(String(20))  # 无条件共享 / 有条件共享 / 不予共享
    sharing_condition: Mapped[str] = mapped_column(default="")
    sharing_way: Mapped[str] = mapped_column(default="")
    opening: Mapped[str | None] = mapped_column(String(20))  # 无条件开放 / 有条件开放 / 不予开放
    opening_condition: Mapped[str] = mapped_column(default="")
    related_resource_code: Mapped[str | None] = mapped_column(String(60))
    theme_code: Mapped[str | None] = mapped_column(ForeignKey("theme.code"), index=True)
    sector_code: Mapped[str | None] = mapped_column(ForeignKey("sector.code"), index=True)
    also_sectors: Mapped[list[str]] = mapped_column(default=list)
    resource_kind: Mapped[str | None] = mapped_column(String(8))
    tier: Mapped[str | None] = mapped_column(String(12), index=True)
    # use_alter: dataset and release point at each other
    current_release_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("release.id", use_alter=True, name="fk_dataset_current_release_id")
    )
    modified_at: Mapped[datetime | None]
    agency: Mapped[Agency] = relationship(lazy="joined")
    resources: Mapped[list["Resource"]] = relationship(order_by="Resource.position", cascade="all, delete-orphan")


class Resource(Identified, Dated, Base):
    """One representation of a dataset (CKAN resource, DCAT Distribution); its id outlives versions."""

    __tablename__ = "resource"

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    format: Mapped[str] = mapped_column(String(12))  # CSV, XLSX, JSON, TXT …
