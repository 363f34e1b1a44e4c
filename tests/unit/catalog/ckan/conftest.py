"""A fake CKAN over HTTP and a publisher on it."""

from collections.abc import Iterator

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.publisher import CkanPublisher
from tests.fakes.ckan import ADMIN_TOKEN, FakeCkan, serve


@pytest.fixture
def fake() -> Iterator[FakeCkan]:
    with serve() as one:
        yield one


@pytest.fixture
def publisher(fake: FakeCkan) -> CkanPublisher:
    return CkanPublisher(CkanClient(fake.url, ADMIN_TOKEN, read_seconds=5), CkanClient(fake.url, read_seconds=5))
