"""Themes 主题 and sectors 二级行业; filled from the taxonomy that `classifiers` ships."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base


class Theme(Base):
    """First level: FIN 金融, FISC 财政, TAX 税收, ECON 经济, OTHER 其他."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)


class Sector(Base):
    """Second level under 金融: BANK 银行业, INS 保险业, SEC 证券业 …; CKAN group."""

    __tablename__ = "sector"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), default="FIN")
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
