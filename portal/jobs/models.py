"""WorkerSeen: which processes run jobs and when they last said so; the health page reads it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, utc_now


class WorkerSeen(Base):
    """One running worker process; rows of the dead are removed by the sweep after a day."""

    __tablename__ = "worker_seen"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    children: Mapped[int] = mapped_column(default=1)
