"""Migrations of the whole database (the record's tables and the accounts'), one line, plain Alembic.

On SQLite a table rebuilt with foreign keys on would take its child rows with it: they are off while a migration runs,
and what the migration leaves is checked before the commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

SCRIPTS = Path(__file__).parent
# made by the search index itself, in raw SQL that differs by database
OWN_TABLES = ("search_text", "search_posting")


class BrokenReferences(Exception):
    """A migration would leave rows that point at nothing; it was rolled back."""

    code = "migration.broken_references"
    message_zh = "数据库升级会破坏数据关联，已全部撤销。"
    message_en = "The migration would break references; it was rolled back."


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, all or nothing.

    Raises:
        BrokenReferences: SQLite only; nothing was changed.
    """
    with _locked(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision ("base": empty).

    Raises:
        BrokenReferences: SQLite only; nothing was changed.
    """
    with _locked(engine) as connection:
        command.downgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """Return the database's revision; None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """Return the newest revision this code knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Tell Alembic's comparison to leave the text index's own tables aside."""
    del parents
    return kind != "table" or not (name or "").startswith(OWN_TABLES)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """One connection in one transaction that no other migration shares."""
    with engine.connect() as plain:
        is_sqlite = engine.dialect.name == "sqlite"
        connection = plain.execution_options(sqlite_begin="IMMEDIATE") if is_sqlite else plain
        if is_sqlite:
            _foreign_keys(connection, is_on=False)
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7046029254386353131)")
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise BrokenReferences
        finally:
            if is_sqlite:
                _foreign_keys(connection, is_on=True)


def _foreign_keys(connection: Connection, *, is_on: bool) -> None:
    # the pragma does nothing inside a transaction, so it goes past SQLAlchemy, which would begin one
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA foreign_keys={'ON' if is_on else 'OFF'}")
