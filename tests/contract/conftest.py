"""Servers with the same three datasets: the portal's own Action API, and a real CKAN."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.serving import make_server

from catalog.ckan.client import CkanClient
from portal.extensions import limiter
from tests.contract import content
from tests.fakes.ckan import ADMIN_TOKEN, serve
from tests.fakes.record import Record, make_record
from tests.fakes.site import make_site


@dataclass
class Server:
    """An address that speaks CKAN's Action API."""

    kind: str
    url: str


@pytest.fixture(scope="module")
def samples() -> tuple[content.Sample, ...]:
    """The datasets that the servers hold; a module may hold its own."""
    return content.SAMPLES


@pytest.fixture(scope="module")
def portal_site(
    tmp_path_factory: pytest.TempPathFactory, samples: tuple[content.Sample, ...]
) -> Iterator[tuple[Server, Record]]:
    folder = tmp_path_factory.mktemp("contract")
    record = make_record(f"sqlite:///{folder / 'record.db'}")
    limiter.enabled = False
    site = make_site(record, folder, api_calls_free="0")
    content.release_all(record, folder, samples)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    site.app.config["PORTAL"] = site.settings.model_copy(update={"public_url": address})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Server("portal", address), record
    server.shutdown()
    thread.join()
    limiter.enabled = True
    record.engine.dispose()


@pytest.fixture(scope="module")
def real_ckan(portal_site: tuple[Server, Record]) -> Iterator[Server]:
    portal, record = portal_site
    client = CkanClient(os.environ["PORTAL_TEST_CKAN_URL"], os.environ["PORTAL_TEST_CKAN_TOKEN"])
    content.clear_all(client)
    content.send_all(record, portal.url, client)
    yield Server("ckan", client.url)
    content.clear_all(client)


@pytest.fixture(scope="module")
def fake_ckan(portal_site: tuple[Server, Record]) -> Iterator[Server]:
    """The fake on which the sync is tested; the sync has filled it."""
    portal, record = portal_site
    with serve() as fake:
        content.send_all(record, portal.url, CkanClient(fake.url, ADMIN_TOKEN))
        yield Server("fake", fake.url)


REAL = pytest.param("real_ckan", id="ckan", marks=[pytest.mark.ckan, pytest.mark.services])


@pytest.fixture(scope="module", params=["portal", pytest.param("fake_ckan", id="fake"), REAL])
def server(request: pytest.FixtureRequest, portal_site: tuple[Server, Record]) -> Server:
    """One of the servers; all hold the same datasets."""
    if request.param == "portal":
        return portal_site[0]
    found: Server = request.getfixturevalue(request.param)
    return found
