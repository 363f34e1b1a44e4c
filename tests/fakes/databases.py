"""Databases for tests: a SQLite file, and a throw-away database on the PostgreSQL of the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url


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
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.dispose()
