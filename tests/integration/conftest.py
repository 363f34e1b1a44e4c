"""A fresh database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.databases import postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database; PostgreSQL only where its server is given."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'record.db'}"
        return
    with postgres_database() as url:
        yield url
