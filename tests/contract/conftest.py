"""Servers with the same three datasets: the portal's own Action API, and a real CKAN."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from catalog.actions.read import read_dataset
from catalog.actions.sync import table_rows
from catalog.ckan.client import CkanClient
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.publisher import CkanPublisher
from catalog.models import Dataset, Release
from catalog.rowstore_build import build_rowstore, infer_fields
from portal.extensions import limiter
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record, make_record
from tests.fakes.site import make_site
from tests.unit.catalog.conftest import Desk

ROWS = pl.DataFrame(
    {
        "年份": ["2023", "2024", "2024", "2025"],
        "地区": ["东湖区", "北麓区", None, "安河县"],
        "余额": ["9", "10.5", None, "100"],
    }
)
TITLES = ("小额贷款市场平均利率", "融资担保机构名录", "典当行业务统计")


@dataclass
class Server:
    """An address that speaks CKAN's Action API."""

    kind: str
    url: str


def _released(record: Record, folder: Path) -> list[str]:
    desk = Desk(record)
    build_rowstore(folder / "rows.sqlite", [ROWS], infer_fields(ROWS), content_hash="c" * 64)
    slugs = []
    for title in TITLES:
        outcome = process_outcome(release="open")
        outcome["described"]["title"] = title
        outcome["described"]["tags"] = ["名录"] if "名录" in title else ["利率", "统计"]
        version = desk.published(outcome=outcome)
        with record.session() as session:
            release = session.scalars(select(Release).where(Release.version_id == version)).one()
            dataset = session.get_one(Dataset, release.dataset_id)
            slugs.append(str(dataset.slug))
            if release.row_store_key:
                record.deps.storage.put(release.row_store_key, (folder / "rows.sqlite").read_bytes())
    return slugs


@pytest.fixture(scope="module")
def portal_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Record]]:
    folder = tmp_path_factory.mktemp("contract")
    record = make_record(f"sqlite:///{folder / 'record.db'}")
    limiter.enabled = False
    site = make_site(record, folder)
    _released(record, folder)
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
    publisher = CkanPublisher(client, CkanClient(client.url))
    with record.session() as session:
        ids = [row.id for row in session.scalars(select(Dataset)).unique()]
    for dataset_id in ids:
        with record.session() as session:
            page = read_dataset(session, dataset_id)
        publisher.publish(at_site(package_json(page), portal.url), rows=table_rows(page, record.deps), force=True)
    yield Server("ckan", client.url)
    for dataset_id in ids:
        client.write("dataset_purge", id=str(dataset_id))
    for name in client.read("organization_list"):
        client.write("organization_purge", id=name)


@pytest.fixture(scope="module", params=["portal", pytest.param("ckan", marks=[pytest.mark.ckan, pytest.mark.services])])
def server(request: pytest.FixtureRequest, portal_site: tuple[Server, Record]) -> Server:
    """One of the servers; both hold the same datasets."""
    if request.param == "portal":
        return portal_site[0]
    found: Server = request.getfixturevalue("real_ckan")
    return found
