"""A site in memory, and a version taken along its way without the confined child."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.record import Record, make_record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    made = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield made
    made.engine.dispose()


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)


@pytest.fixture
def site(record: Record, tmp_path: Path) -> Site:
    return make_site(record, tmp_path)
