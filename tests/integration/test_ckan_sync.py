"""The sync against a real CKAN: publish, change, drift, faults, reconcile, withdrawal proved from outside."""

import os
import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.reconcile import reconcile
from catalog.actions.sync import sync_dataset
from catalog.actions.withdraw import withdraw
from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows, load_rows
from catalog.ckan.errors import CkanAmbiguous, CkanUnfit
from catalog.ckan.preflight import check_server
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.withdrawal import probe
from catalog.fields import Field, FieldType
from catalog.metadata import Metadata
from catalog.models import CkanLink
from catalog.rowstore.cache import RowCache
from catalog.views import DatasetPage
from tests.fakes.record import make_record
from tests.integration.test_actions_real import Path2Release

pytestmark = [pytest.mark.ckan, pytest.mark.services]

TABLE = "统计月份,地区,加权平均年化利率(%),贷款余额(万元)\n" + "".join(
    f"2025-{month:02d},{area},{rate},{rate * 1000:.2f}\n"
    for month in range(1, 13)
    for area, rate in (("东湖区", 12.5), ("北麓区", 13.75), ("安河县", 15.0))
)
TITLES = ["小额贷款市场平均利率", "融资担保市场平均费率", "典当行业务季度统计", "商业保理业务月度统计"]


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
        extras={
            "rows": RowCache(record.deps.storage, folder / "cache"),
            "site_url": "http://127.0.0.1:8000",
        },
    )
    yield Path2Release(record)
    for one in server.read("package_search", q="*:*", fl="id", rows=1000, include_private="true")["results"]:
        server.write("dataset_purge", id=one["id"])
    for name in server.read("organization_list"):
        server.write("organization_purge", id=name)
    record.engine.dispose()


def release(way: Path2Release, title: str, **more: object) -> DatasetPage:
    version = way.process(TABLE.encode(), Metadata(file_name="表.csv", title=title, tags=("利率", "月度")), **more)
    way.approve(version)
    return way.publish(version)


@pytest.fixture(scope="module")
def pages(way: Path2Release) -> list[DatasetPage]:
    return [release(way, title) for title in TITLES]


def shown(anybody: CkanClient, page: DatasetPage) -> dict:
    return anybody.read("package_show", id=str(page.id))


def link(way: Path2Release, dataset_id: UUID) -> CkanLink:
    with way.record.session() as session:
        return session.scalars(select(CkanLink).where(CkanLink.dataset_id == dataset_id)).one()


def test_preflight_knows_the_server_and_refuses_a_bad_token(server):
    found = check_server(server)
    assert found.has_datastore
    assert found.version.startswith("2.12")
    with pytest.raises(CkanUnfit) as caught:
        check_server(CkanClient(server.url, "not-a-token"))
    assert caught.value.code in {"ckan.identity", "ckan.rights"}


def test_a_release_is_there_with_rows_and_found_by_chinese_words(way, pages, anybody):
    page = pages[0]
    assert sync_dataset(page.id, deps=way.record.deps) == "created"
    package = shown(anybody, page)
    assert package["private"] is False
    assert package["title"] == TITLES[0]
    assert {one["name"] for one in package["groups"]} >= {"theme-fin"}
    table = next(one for one in package["resources"] if one["datastore_active"])
    rows = anybody.read("datastore_search", resource_id=table["id"], limit=1)
    assert rows["total"] == 36
    assert {field["id"]: field["type"] for field in rows["fields"]}["贷款余额(万元)"] == "numeric"
    for words in ("小额贷款", "平均利率", "金融监督", "贷款余额", "利率"):
        found = anybody.read("package_search", q=words)["results"]
        assert str(page.id) in {one["id"] for one in found}, words
    assert anybody.read("package_search", q="没有这个词")["count"] == 0


def test_unchanged_is_not_written_again(way, pages, anybody):
    before = shown(anybody, pages[0])["metadata_modified"]
    assert sync_dataset(pages[0].id, deps=way.record.deps) == "unchanged"
    assert shown(anybody, pages[0])["metadata_modified"] == before


def test_a_new_version_keeps_ids_and_replaces_rows(way, pages, anybody):
    page = pages[0]
    old = {one["id"] for one in shown(anybody, page)["resources"]}
    newer = TABLE + "2026-01,东湖区,11.9,11900.00\n"
    version = way.process(newer.encode(), Metadata(file_name="表.csv", title=TITLES[0]), dataset_id=page.id)
    way.approve(version)
    way.publish(version)
    assert sync_dataset(page.id, deps=way.record.deps) == "updated"
    package = shown(anybody, page)
    assert {one["id"] for one in package["resources"]} == old
    assert package["version"] == "2"
    table = next(one for one in package["resources"] if one["datastore_active"])
    assert anybody.read("datastore_search", resource_id=table["id"], limit=0)["total"] == 37


def test_a_hand_edit_is_reported_not_overwritten(way, pages, server, anybody):
    page = pages[1]
    sync_dataset(page.id, deps=way.record.deps)
    server.write("package_patch", id=str(page.id), notes="改过")
    version = way.process(TABLE.encode(), Metadata(file_name="表.csv", title=TITLES[1]), dataset_id=page.id)
    way.approve(version)
    way.publish(version)
    assert sync_dataset(page.id, deps=way.record.deps) == "drift"
    assert link(way, page.id).state == "drift"
    assert shown(anybody, page)["notes"] == "改过"
    assert sync_dataset(page.id, deps=way.record.deps, force=True) == "updated"
    assert shown(anybody, page)["notes"] != "改过"


class Flaky(CkanClient):
    """A fifth of the writes fail: half of them before they happen, half after (the answer is lost)."""

    def __init__(self, inner: CkanClient, seed: int) -> None:
        super().__init__(inner.url, inner._token)
        self.rng = random.Random(seed)
        self.faults = 0

    def write(self, action: str, **params: object) -> object:
        fault = self.rng.random()
        if fault < 0.1:
            self.faults += 1
            raise CkanAmbiguous
        answer = super().write(action, **params)
        if fault < 0.2:
            self.faults += 1
            raise CkanAmbiguous
        return answer


def test_faults_leave_neither_doubles_nor_orphans(way, pages, server, anybody):
    flaky = Flaky(server, 7)
    deps = replace(way.record.deps, ckan=CkanPublisher(flaky, anybody))
    for attempt in range(40):
        page = pages[2 + attempt % 2]
        try:
            sync_dataset(page.id, deps=deps, force=True)
            if attempt % 4 == 3:
                server.write("package_patch", id=str(page.id), version=f"x{attempt}")
        except CkanAmbiguous:
            continue
    assert flaky.faults > 5
    for page in pages[2:]:
        assert sync_dataset(page.id, deps=way.record.deps, force=True) in {"updated", "unchanged"}
    listed = server.read("package_search", q="*:*", rows=1000, include_private="true")["results"]
    ids = [one["id"] for one in listed]
    assert sorted(ids) == sorted({str(page.id) for page in pages})
    assert len(server.read("organization_list")) == 1
    names = [one["name"] for one in server.read("tag_list", all_fields="true")]
    assert len(names) == len(set(names))


def test_rows_go_on_where_a_killed_worker_stopped(pages, server, anybody):
    rid = str(pages[3].row_resource_id)
    total = 2500
    table = TableRows(
        (Field("序号", FieldType.INTEGER), Field("说明")),
        total,
        "resumable",
        lambda start: ((str(one), f"第{one}行") for one in range(start, total)),
    )

    class Killed(CkanClient):
        calls = 0

        def write(self, action: str, **params: object) -> object:
            if action == "datastore_upsert":
                Killed.calls += 1
                if Killed.calls == 3:
                    raise KeyboardInterrupt
            return super().write(action, **params)

    with pytest.raises(KeyboardInterrupt):
        load_rows(Killed(server.url, server._token), rid, table, chunk_rows=500)
    assert anybody.read("datastore_search", resource_id=rid, limit=0)["total"] == 1500
    load_rows(server, rid, table, chunk_rows=500)
    rows = anybody.read("datastore_search", resource_id=rid, limit=5000, fields=["序号"], sort="序号")["records"]
    assert [one["序号"] for one in rows] == list(range(total))


def test_reconcile_finds_and_mends_what_differs(way, pages, server, anybody):
    deps = way.record.deps
    reconcile(deps=deps, repair=True, force=True)
    assert reconcile(deps=deps, repair=False).plan.is_clean
    server.write("dataset_purge", id=str(pages[0].id))
    server.write("package_patch", id=str(pages[1].id), notes="改过")
    stray = {**shown(anybody, pages[2]), "id": "99999999-9999-4999-8999-999999999999", "name": "stray"}
    stray.pop("resources")
    server.write("package_create", **{key: stray[key] for key in ("id", "name", "title", "owner_org", "url", "extras")})
    plan = reconcile(deps=deps, repair=False).plan
    assert plan.missing == (str(pages[0].id),)
    assert plan.drifted == (str(pages[1].id),)
    assert plan.extra == (stray["id"],)
    report = reconcile(deps=deps, repair=True)
    assert report.failed == {}
    assert report.done["created"] == 1
    assert report.done["removed"] == 1
    assert shown(anybody, pages[1])["notes"] == "改过"  # a person decides
    assert reconcile(deps=deps, repair=False).plan.counts() | {"unchanged": 0} == {
        **dict.fromkeys(
            ("missing", "changed", "extra", "withdrawn", "hidden", "ghosts", "orphan_tables", "unchanged"), 0
        ),
        "drifted": 1,
    }


def test_a_withdrawal_closes_every_surface_and_keeps_the_evidence(way, pages, anybody):
    page = pages[3]
    resources = [str(file.resource_id) for file in page.files]
    assert any(row["is_open"] for row in probe(anybody, str(page.id), resources, page.slug))
    with way.record.session() as session:
        officer = way.record.actor(session, "officer")
        withdraw(session, page.release_id, actor=officer, deps=way.record.deps, reason="数据有误，撤回更正。")
    assert sync_dataset(page.id, deps=way.record.deps) == "withdrawn"
    assert not any(row["is_open"] for row in probe(anybody, str(page.id), resources, page.slug))
    kept = link(way, page.id)
    assert kept.state == "withdrawn"
    assert {row["surface"] for row in kept.evidence} >= {"package_show", "package_search", "datastore_search", "dump"}
    assert sync_dataset(page.id, deps=way.record.deps) == "none"


def test_cache_folder_is_private(way, tmp_path: Path):
    cache = RowCache(way.record.deps.storage, tmp_path / "rows")
    key = next(one for one in way.record.deps.storage.list("released") if one.endswith("sqlite"))
    cache.open(key).close()
    assert (tmp_path / "rows").stat().st_mode & 0o077 == 0
