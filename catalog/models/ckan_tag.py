"""CkanTagTurn: a tag that one worker is bringing into CKAN for the first time, for as long as it writes."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base


class CkanTagTurn(Base):
    """One tag and who brings it; the key lets only one be the first."""

    __tablename__ = "ckan_tag_turn"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    busy_by: Mapped[str] = mapped_column(String(40))
    busy_until: Mapped[datetime]
