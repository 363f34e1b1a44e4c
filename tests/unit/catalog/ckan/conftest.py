"""A fake CKAN over HTTP and a publisher on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.publisher import CkanPublisher
from tests.fakes.ckan import ADMIN_TOKEN, FakeCkan, serve
from tests.fakes.record import make_record
from tests.unit.catalog.ckan.record import Room, make_room


@pytest.fixture
def fake() -> Iterator[FakeCkan]:
    with serve() as one:
        yield one


@pytest.fixture
def publisher(fake: FakeCkan) -> CkanPublisher:
    return CkanPublisher(CkanClient(fake.url, ADMIN_TOKEN, read_seconds=5), CkanClient(fake.url, read_seconds=5))


@pytest.fixture
def room(tmp_path: Path, fake: FakeCkan, publisher: CkanPublisher) -> Iterator[Room]:
    record = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield make_room(record, fake, publisher, tmp_path)
    record.engine.dispose()
