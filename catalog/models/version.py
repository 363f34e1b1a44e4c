"""Version 版本: what was uploaded, and its columns with their dictionary."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.actor import Actor
from catalog.models.base import Base, Dated, Identified
from catalog.models.dataset import Dataset


class Version(Identified, Dated, Base):
    """One upload of a dataset.

    Until the secrecy gate has passed, the file name and every typed text exist only in `sealed`: ciphertext under the
    upload's own key, which a refusal destroys.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("dataset_id", "number"),)

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("dataset.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), index=True)
    uploader_id: Mapped[UUID] = mapped_column(ForeignKey("actor.id"), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # file name, title, summary, tags … as sealed JSON
    parts: Mapped[list[str]] = mapped_column(default=list)  # generated names in the vault, in order
    bytes_received: Mapped[int] = mapped_column(BigInteger)
    keyed_digest: Mapped[str | None] = mapped_column(String(64))  # HMAC-SHA-256 of the bytes under a server key
    refused_clauses: Mapped[list[str]] = mapped_column(default=list)  # ids, after a refusal
    gate_passed_at: Mapped[datetime | None]
    # title, summary, tags, update_cycle, … as typed, personal information in them masked; after the gate
    described: Mapped[dict[str, Any] | None]
    # ids of those who changed its description after the upload: like the uploader, they do not judge it
    authors: Mapped[list[str]] = mapped_column(server_default="[]")
    file_name: Mapped[str | None] = mapped_column(String(255))  # after the gate
    format: Mapped[str | None] = mapped_column(String(12))
    encoding: Mapped[str | None] = mapped_column(String(20))
    header_row: Mapped[int | None]
    sheet: Mapped[str | None] = mapped_column(String(100))
    notes: Mapped[list[Any]] = mapped_column(default=list)  # what reading noticed: codes and counts
    row_count: Mapped[int | None]
    typed_hash: Mapped[str | None] = mapped_column(String(64))  # hash of the typed table; an approval binds it
    typed_ref: Mapped[dict[str, Any] | None]  # where its row groups are
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_detail: Mapped[dict[str, Any] | None]  # counts and positions only
    processed_at: Mapped[datetime | None]
    dataset: Mapped[Dataset] = relationship(lazy="joined")
    uploader: Mapped[Actor] = relationship(lazy="joined")
    columns: Mapped[list["VersionColumn"]] = relationship(
        order_by="VersionColumn.position", cascade="all, delete-orphan"
    )


class VersionColumn(Identified, Base):
    """数据项: one column with its dictionary entry, and what the scan and decision said of it."""

    __tablename__ = "version_column"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(63))  # ASCII code, from pinyin
    name: Mapped[str] = mapped_column(String(255))  # header as uploaded
    type: Mapped[str] = mapped_column(String(12))  # string, integer, number, date, boolean
    unit: Mapped[str] = mapped_column(String(40), default="")
    meaning: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(String(100), server_default="")  # 中文名称, where the header is none
    label: Mapped[str] = mapped_column(String(24), default="NONE")  # NONE, an entity, MIXED
    jr0197_level: Mapped[int | None]
    c_class: Mapped[str | None] = mapped_column(String(4))
