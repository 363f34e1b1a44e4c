"""Corrections on a real CKAN: title and dictionary, an agency renamed and merged, a sector; ids stay, nothing doubles."""

import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.agencies import merge_agency, rename_agency
from catalog.actions.follow import set_subject
from catalog.actions.reconcile import reconcile
from catalog.actions.sync import run_sync
from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanMissing
from catalog.ckan.publisher import CkanPublisher
from catalog.metadata import ColumnText, Metadata
from catalog.models import Dataset, Job, JobState, Version
from catalog.rowstore.cache import RowCache
from catalog.views import DatasetPage
from tests.fakes.record import make_record
from tests.integration.test_describe_real import Describing

pytestmark = [pytest.mark.ckan, pytest.mark.services]

TABLE = "统计月份,地区,平均利率(%)\n" + "".join(f"2025-{m:02d},东湖区,{10 + m / 4:.2f}\n" for m in range(1, 13))
OLD, NEW, TAX = "云川市地方金融监督管理局", "云川市地方金融管理局", "国家税务总局云川市税务局"


@pytest.fixture(scope="module")
def server() -> CkanClient:
    return CkanClient(os.environ["PORTAL_TEST_CKAN_URL"], os.environ["PORTAL_TEST_CKAN_TOKEN"])


@pytest.fixture(scope="module")
def anybody() -> CkanClient:
    return CkanClient(os.environ["PORTAL_TEST_CKAN_URL"])


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory, server: CkanClient, anybody: CkanClient):
    folder = tmp_path_factory.mktemp("ckan")
    record = make_record(f"sqlite:///{folder / 'record.db'}")
    record.deps = replace(
        record.deps,
        ckan=CkanPublisher(server, anybody),
        extras={"rows": RowCache(record.deps.storage, folder / "cache"), "site_url": "http://127.0.0.1:8000"},
    )
    yield Describing(record)
    for one in server.read("package_search", q="*:*", fl="id", rows=1000, include_private="true")["results"]:
        server.write("dataset_purge", id=one["id"])
    for agency_id in record.agencies.values():  # the one that was merged is closed there, not gone
        with suppress(CkanMissing):
            server.write("organization_purge", id=str(agency_id))
    record.engine.dispose()


@pytest.fixture(scope="module")
def pages(way: Describing) -> list[tuple[UUID, DatasetPage]]:
    """Two datasets, both in CKAN."""
    found = []
    for title in ("小额贷款市场平均利率", "融资担保市场平均费率"):
        version_id = way.process(TABLE.encode(), Metadata(file_name="表.csv", title=title))
        way.approve(version_id)
        found.append((version_id, way.publish(version_id)))
    follow(way)
    return found


def follow(way: Describing) -> int:
    """Run the sync jobs that wait, as a worker would."""
    with way.record.session() as session:
        waiting = select(Job).where(Job.kind == "sync", Job.state == JobState.QUEUED).order_by(Job.created_at)
        ids = [one.id for one in session.scalars(waiting)]
    for job_id in ids:
        run_sync(job_id, deps=way.record.deps)
        with way.record.session() as session:
            session.get_one(Job, job_id).state = JobState.DONE
            session.commit()
    return len(ids)


def table_of(package: dict) -> dict:
    return next(one for one in package["resources"] if one["datastore_active"])


def found(anybody: CkanClient, words: str) -> set[str]:
    return {one["id"] for one in anybody.read("package_search", q=words)["results"]}


def test_a_new_title_and_dictionary(way, pages, anybody):
    version_id, page = pages[0]
    key = str(page.id)
    before = anybody.read("package_show", id=key)
    rows = anybody.read("datastore_search", resource_id=table_of(before)["id"], limit=0)["total"]
    columns = (ColumnText("平均利率(%)", "加权平均利率", "%", "按发放金额加权的年化利率"),)
    row = way.check(way.typed(version_id, title="网络小贷加权平均利率", columns=columns))
    way.accept(row.id)
    assert follow(way) == 1
    after = anybody.read("package_show", id=key)
    assert (after["title"], after["name"], after["private"]) == ("网络小贷加权平均利率", before["name"], False)
    assert [one["id"] for one in after["resources"]] == [one["id"] for one in before["resources"]]
    field = table_of(after)["schema"]["fields"][2]
    assert (field["title"], field["unit"], field["description"]) == (
        "加权平均利率",
        "%",
        "按发放金额加权的年化利率",
    )
    info = anybody.read("datastore_info", id=table_of(after)["id"])["fields"][2]["info"]
    assert (info["label"], info["notes"], info["unit"]) == ("加权平均利率", "按发放金额加权的年化利率", "%")
    assert anybody.read("datastore_search", resource_id=table_of(after)["id"], limit=0)["total"] == rows == 12
    assert found(anybody, "网络小贷") == {key}
    assert key not in found(anybody, "小额贷款市场")


def test_another_sector(way, pages, anybody):
    with way.record.session() as session:
        dataset = session.get_one(Dataset, pages[1][1].id)
        set_subject(session, dataset, deps=way.record.deps, theme_code="FIN", sector_code="INS")
        session.commit()
    assert follow(way) == 1
    after = anybody.read("package_show", id=str(pages[1][1].id))
    assert {one["name"] for one in after["groups"]} == {"theme-fin", "sector-ins"}
    assert {one["key"]: one["value"] for one in after["extras"]}["sector"] == "INS"


def test_an_agency_renamed(way, pages, anybody):
    agency_id = way.record.agencies["jinrong"]
    with way.record.session() as session:
        admin = way.record.actor(session, "admin")
        rename_agency(session, agency_id, actor=admin, deps=way.record.deps, name=NEW, valid_from=date(2026, 4, 1))
    assert follow(way) == 2
    organization = anybody.read("organization_show", id=str(agency_id))
    assert (organization["title"], organization["name"], organization["package_count"]) == (NEW, "jinrong", 2)
    ids = {str(page.id) for _, page in pages}
    assert found(anybody, NEW) == found(anybody, OLD) == ids
    assert {anybody.read("package_show", id=key)["organization"]["title"] for key in ids} == {NEW}


def test_an_agency_merged(way, pages, anybody):
    ids, keys = way.record.agencies, {str(page.id) for _, page in pages}
    with way.record.session() as session:
        admin = way.record.actor(session, "admin")
        done = merge_agency(
            session, ids["jinrong"], actor=admin, deps=way.record.deps, into=ids["shuiwu"], valid_from=date(2026, 5, 1)
        )
    assert done.datasets == 2
    assert follow(way) == 2
    for key in keys:
        package = anybody.read("package_show", id=key)
        assert (package["owner_org"], package["organization"]["title"]) == (str(ids["shuiwu"]), TAX)
        assert package["private"] is False
    assert anybody.read("organization_list") == ["shuiwu"]
    assert found(anybody, OLD) == found(anybody, NEW) == found(anybody, TAX) == keys
    assert {one["id"] for one in anybody.read("package_search", fq="organization:shuiwu")["results"]} == keys
    with way.record.session() as session:
        assert {session.get_one(Version, one).dataset.agency_id for one, _ in pages} == {ids["shuiwu"]}


def test_nothing_is_left_to_mend(way, pages):
    assert reconcile(deps=way.record.deps, repair=False).plan.is_clean
    assert follow(way) == 0
