"""The pages and routes of descriptions, corrections and agencies, in the hands of their people."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.models import Agency, Correction, Version
from tests.fakes.descriptions import MEANING, NEW, checked, propose, typed
from tests.fakes.record import Record, make_record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk

TAG = re.compile(r'name="tag" value="([0-9a-f]{64})"')


@pytest.fixture
def record(tmp_path):
    made = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield made
    made.engine.dispose()


@pytest.fixture
def site(record: Record, tmp_path) -> Site:
    return make_site(record, tmp_path)


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)


def form(page: str, **changes: object) -> dict[str, object]:
    found = TAG.search(page)
    assert found is not None
    return {
        "tag": found[1],
        "title": "小额贷款市场平均利率",
        "summary": "按区县统计",
        "tags": "利率",
        "update_cycle": "每月",
        "licence": "cn-gov-open",
        "column": ["地区", "证件号"],
        "column_title": ["", ""],
        "column_unit": ["", ""],
        "column_meaning": [MEANING, ""],
        **changes,
    }


def state_of(record: Record, version_id: UUID) -> str:
    with record.session() as session:
        return session.get_one(Version, version_id).state


def test_an_uploader_fills_the_dictionary_in_and_the_version_is_judged_again(record, site, desk) -> None:
    version_id = desk.processed()
    window, path = site.window("uploader"), f"/workspace/versions/{version_id}/describe"
    page = window.get(path).get_data(as_text=True)
    assert "建议稿" in page
    answer = site.post(window, path, **form(page))
    assert answer.status_code == 302
    assert state_of(record, version_id) == "received"


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"title": ""}, "title-e"),
        ({"column_meaning": ["长" * 501, ""]}, "columns-0-meaning-e"),
        ({"column_unit": ["", "长" * 21]}, "columns-1-unit-e"),
        ({"update_cycle": "偶尔"}, "update_cycle-e"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_lost(record, site, desk, changes, at) -> None:
    version_id = desk.processed()
    window, path = site.window("uploader"), f"/workspace/versions/{version_id}/describe"
    sent = form(window.get(path).get_data(as_text=True), summary="已经打好的一段摘要", **changes)
    answer = site.post(window, path, **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{at}"' in page
    assert "已经打好的一段摘要" in page
    assert state_of(record, version_id) == "awaiting_review"


def test_who_is_late_is_told_and_keeps_what_was_typed(record, site, desk) -> None:
    version_id = desk.published()
    window, path = site.window("uploader"), f"/workspace/versions/{version_id}/describe"
    early = window.get(path).get_data(as_text=True)
    propose(record, version_id, typed(record, version_id, **NEW), who="colleague")
    answer = site.post(window, path, **form(early, title="我的标题"))
    assert answer.status_code == 412
    assert "我的标题" in answer.get_data(as_text=True)


def test_an_officer_puts_a_correction_in_force_from_the_queue(record, site, desk) -> None:
    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    window = site.window("officer")
    assert f"/workspace/corrections/{correction_id}" in window.get("/workspace/review").get_data(as_text=True)
    page = window.get(f"/workspace/corrections/{correction_id}").get_data(as_text=True)
    assert MEANING in page
    tag = TAG.search(page)
    assert tag is not None
    path = f"/workspace/corrections/{correction_id}"
    assert site.post(window, path, verdict="reject", reason="").status_code == 422
    assert site.post(window, path, verdict="accept", tag=tag[1]).status_code == 302
    with record.session() as session:
        slug = session.get_one(Version, version_id).dataset.slug
    fields = site.visitor().get(f"/datasets/{slug}/fields").get_data(as_text=True)
    assert MEANING in fields
    assert NEW["title"] in fields
    assert site.visitor().get("/datasets?q=公司平均利率").get_data(as_text=True).count(slug) >= 1


def test_a_program_reads_with_an_etag_and_changes_with_if_match(record, site, desk) -> None:
    version_id = desk.published()
    window, path = site.window("uploader"), f"/api/v1/versions/{version_id}/description"
    headers = {"X-CSRFToken": site.token(window)}
    read = window.get(path)
    etag = read.headers["ETag"]
    assert read.json["asked"]["columns"][0]["draft_from"] == "常用释义"
    change = {"title": NEW["title"], "columns": [{"name": "地区", "meaning": MEANING}]}
    missing = window.patch(path, json=change, headers=headers)
    assert (missing.status_code, missing.json["code"]) == (428, "describe.if_match")
    stale = window.patch(path, json=change, headers=headers | {"If-Match": '"x"'})
    assert (stale.status_code, stale.json["code"], stale.content_type) == (
        412,
        "describe.stale",
        "application/problem+json",
    )
    done = window.patch(path, json=change, headers=headers | {"If-Match": etag})
    assert (done.status_code, done.json["is_changed"]) == (202, True)
    assert window.patch(path, json=change, headers=headers | {"If-Match": etag}).status_code in {409, 412}
    wrong = window.patch(path, json={"columns": [{"name": "没有"}]}, headers=headers | {"If-Match": etag})
    assert wrong.status_code in {409, 412, 422}
    with record.session() as session:
        correction = session.scalars(select(Correction)).unique().one()
        assert sorted(correction.changed) == ["columns.0", "title"]


def test_a_program_judges_a_correction(record, site, desk) -> None:
    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    window = site.window("officer")
    headers = {"X-CSRFToken": site.token(window)}
    assert window.get("/api/v1/corrections").json["items"][0]["id"] == str(correction_id)
    path = f"/api/v1/corrections/{correction_id}"
    sheet = window.get(path).json
    assert {one["label"] for one in sheet["changes"]} >= {"标题", "数据项“地区”的含义"}
    assert window.post(f"{path}/accept", json={"tag": "x"}, headers=headers).status_code == 412
    done = window.post(f"{path}/accept", json={"tag": sheet["tag"]}, headers=headers)
    assert (done.status_code, done.json["state"]) == (200, "applied")
    with record.session() as session:
        dataset = session.get_one(Version, version_id).dataset.slug
    public = site.visitor().get(f"/api/v1/datasets/{dataset}").json
    assert (public["title"], public["fields"][0]["meaning"]) == (NEW["title"], MEANING)
    again = window.post(f"{path}/reject", json={"reason": "晚了一步的意见"}, headers=headers)
    assert again.status_code == 409


def test_strangers_are_told_nothing(record, site, desk) -> None:
    version_id = desk.published()
    correction_id = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    for who in ("stranger", "developer", "secrecy"):
        window = site.window(who)
        for path in (f"/api/v1/versions/{version_id}/description", f"/api/v1/corrections/{correction_id}"):
            assert window.get(path).status_code == 404, (who, path)
    assert site.visitor().get(f"/api/v1/corrections/{correction_id}").status_code == 401


def test_an_administrator_renames_and_merges_on_the_desk(record, site, desk) -> None:
    desk.published()
    window, ids = site.window("admin"), record.agencies
    path = f"/workspace/admin/agencies/{ids['jinrong']}"
    new = "云川市地方金融管理局"
    assert site.post(window, path, change="rename", name=new, valid_from="someday").status_code == 422
    assert site.post(window, path, change="rename", name=new, valid_from="2026-04-01").status_code == 302
    page = window.get(path).get_data(as_text=True)
    assert "2026-03-31" in page
    assert new in site.visitor().get("/datasets").get_data(as_text=True)
    done = site.post(window, path, change="merge", into=str(ids["shuiwu"]), valid_from="2026-05-01")
    assert done.headers["Location"].endswith(f"/workspace/admin/agencies/{ids['shuiwu']}")
    assert "国家税务总局云川市税务局" in site.visitor().get("/datasets?agency=jinrong").get_data(as_text=True)
    with record.session() as session:
        assert session.get_one(Agency, ids["jinrong"]).successor_id == ids["shuiwu"]
    answer = window.post(
        f"/api/v1/agencies/{ids['jinrong']}/merge",
        json={"into": str(ids["shuiwu"]), "valid_from": "2026-06-01"},
        headers={"X-CSRFToken": site.token(window)},
    )
    assert (answer.status_code, answer.json["code"]) == (409, "agency.inactive")
