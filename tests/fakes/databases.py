"""Databases for tests: a SQLite file, and a throw-away database on the PostgreSQL of the environment."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import ProgrammingError

VACUUM_SECONDS: Final = 30.0


@contextmanager
def postgres_database() -> Iterator[str]:
    """Make a database of its own, give its address, and drop it with whoever is still connected."""
    url = make_url(os.environ["PORTAL_TEST_DATABASE_URL"])
    name = f"test_{uuid4().hex[:12]}"
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            _drop(connection, name)
        server.dispose()


def _drop(connection: Connection, name: str) -> None:
    """Drop a database, after the server's own vacuum of it, which only an administrator may end, if one runs just now."""
    until = time.monotonic() + VACUUM_SECONDS
    while True:
        try:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        except ProgrammingError as error:
            if not isinstance(error.orig, InsufficientPrivilege) or time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
