"""Tables of the index: one row a dataset, its facet values, and the text index of the database at hand.

The text index is created by a migration through `create_text_index`: FTS5 on SQLite, a tsvector column and the bitmaps
of `postings` on PostgreSQL.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Float, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base

TEXT_COLUMNS = ("title", "agency", "sector", "columns", "summary", "pinyin")
# weight of a hit by place: a title says most, pinyin is a guess
WEIGHTS = {"title": 10.0, "agency": 3.0, "sector": 3.0, "columns": 4.0, "summary": 1.0, "pinyin": 0.5}


class SearchState(Base):
    """One row: the generation of the index. Raising it takes the row's lock, so that commits come in its order."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(default=0)


class SearchEntry(Base):
    """One dataset in the index; a removed one keeps its number and nothing else, so that caches can follow."""

    __tablename__ = "search_entry"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dataset_id: Mapped[UUID] = mapped_column(unique=True)
    generation: Mapped[int] = mapped_column(index=True)
    is_live: Mapped[bool]
    title_key: Mapped[str] = mapped_column(String(400), default="")
    slug: Mapped[str | None] = mapped_column(String(100), index=True)
    modified_at: Mapped[datetime | None]
    created_at: Mapped[datetime | None]
    body: Mapped[str] = mapped_column(Text, default="")
    usage: Mapped[float] = mapped_column(Float, default=0)


class SearchFacet(Base):
    """One facet value of one entry."""

    __tablename__ = "search_facet"
    __table_args__ = (Index("ix_search_facet_number", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    field: Mapped[str] = mapped_column(String(24))
    value: Mapped[str] = mapped_column(String(200))


def create_text_index(connection: Connection) -> None:
    """Create the text index for `connection`'s database; safe to repeat."""
    if connection.dialect.name == "sqlite":
        columns = ", ".join(TEXT_COLUMNS)
        connection.execute(
            text(
                f'CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5({columns}, tokenize="unicode61 '
                "remove_diacritics 0 tokenchars '=~.'\")"
            )
        )
        return
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS search_text (number integer PRIMARY KEY, terms tsvector NOT NULL)")
    )
    connection.execute(text("CREATE INDEX IF NOT EXISTS ix_search_text_terms ON search_text USING gin (terms)"))
    create_postings(connection)


def create_postings(connection: Connection) -> None:
    """Create PostgreSQL's table of `postings`; safe to repeat. Rows are written anew in place: some room is left."""
    connection.execute(
        text(
            'CREATE TABLE IF NOT EXISTS search_posting (term text COLLATE "C" NOT NULL, label varchar(1) NOT NULL, '
            "part integer NOT NULL, members bytea NOT NULL, PRIMARY KEY (label, term, part)) WITH (fillfactor = 70)"
        )
    )


def drop_text_index(connection: Connection) -> None:
    """Drop the text index."""
    connection.execute(text("DROP TABLE IF EXISTS search_text"))
    connection.execute(text("DROP TABLE IF EXISTS search_posting"))
