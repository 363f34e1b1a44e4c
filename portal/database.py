"""The database engine: safe settings asked for, then checked; a weaker database refuses to start.

Statements never show their parameters in errors or logs (`hide_parameters`, SECURITY rule 5).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

BUSY_TIMEOUT_MS = 15_000
# SECURITY, last lines: WAL, FULL, secure_delete, foreign keys, busy timeout
SQLITE_PRAGMAS: dict[str, tuple[str, str]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", "2"),
    "secure_delete": ("ON", "1"),
    "foreign_keys": ("ON", "1"),
    "busy_timeout": (str(BUSY_TIMEOUT_MS), str(BUSY_TIMEOUT_MS)),
}
# Set by the pages for safe methods (GET, HEAD): transactions of this context only read.
is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
POSTGRESQL_SETTINGS = {"fsync": ("on",), "synchronous_commit": ("on", "remote_apply", "remote_write")}


class UnsafeDatabaseError(Exception):
    """The database would not keep what it acknowledges, or would keep what was deleted."""

    code = "database.unsafe"

    def __init__(self, settings: tuple[str, ...]) -> None:
        self.settings = settings
        self.message_zh = f"数据库设置不安全，拒绝启动：{'、'.join(settings)}。"
        self.message_en = f"database.unsafe: {', '.join(settings)}"
        super().__init__(self.message_en)


def make_engine(url: str) -> Engine:
    """Make the engine for SQLite or PostgreSQL and check its settings with a first connection.

    Args:
        url: SQLAlchemy address; a plain `postgresql://` means psycopg 3.

    Raises:
        UnsafeDatabaseError: a setting that durability or erasure needs is off.
    """
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": address.get_backend_name() != "sqlite"}
    if address.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": BUSY_TIMEOUT_MS / 1000}
    engine = create_engine(address, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    with engine.connect() as connection:
        wrong = tuple(name for name, (value, allowed) in read_guards(connection).items() if value not in allowed)
    if wrong:
        engine.dispose()
        raise UnsafeDatabaseError(wrong)
    return engine


def is_full(error: DBAPIError) -> bool:
    """Whether the database had no room for what was written.

    SQLite says SQLITE_FULL, or SQLITE_IOERR_SHMSIZE when not even its index of the log fits; PostgreSQL says
    `disk_full`, class 53 of its error codes (insufficient resources), 53100.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code in _FULL or getattr(error.orig, "sqlstate", None) == "53100"


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after a commit (view models are made from them)."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session that only reads: on SQLite it neither takes the write lock nor waits for whoever holds it."""
    token = is_reading.set(True)
    try:
        with sessions() as session:
            yield session
    finally:
        is_reading.reset(token)


def read_guards(connection: Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Read the settings that durability and erasure rest on: name → (value in force, allowed values)."""
    if connection.dialect.name == "sqlite":
        return {
            name: (str(connection.execute(text(f"PRAGMA {name}")).scalar_one()).lower(), (wanted,))
            for name, (_, wanted) in SQLITE_PRAGMAS.items()
        }
    return {
        name: (str(connection.execute(text(f"SHOW {name}")).scalar_one()), allowed)
        for name, allowed in POSTGRESQL_SETTINGS.items()
    }


def _set_pragmas(raw: Any, record: object) -> None:
    del record
    # the driver's own transactions are switched off: SQLAlchemy's `begin` below says when one starts
    raw.isolation_level = None
    cursor = raw.cursor()
    for name, (value, _) in SQLITE_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that read first and writes later is refused at once when another writer came between
    # (SQLITE_BUSY_SNAPSHOT ignores the busy timeout). So a transaction takes the write lock at its beginning and
    # waits for it, unless its context said that it only reads: then readers and the writer do not wait. An action
    # that writes after all says so by the execution option `sqlite_begin` (`catalog.transaction.begin_write`).
    default = "DEFERRED" if is_reading.get() else "IMMEDIATE"
    mode = connection.get_execution_options().get("sqlite_begin", default)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "IMMEDIATE" else "BEGIN DEFERRED")
