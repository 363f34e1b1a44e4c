"""The public site: what a visitor finds, reads, filters and takes away."""

import csv
import io
import re
from pathlib import Path

import polars as pl
import pytest

from catalog.actions.read import read_dataset
from catalog.fields import Field, FieldType
from catalog.models import Release, Version
from catalog.rowstore.build import build_rowstore
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.fakes.site import Site
from tests.unit.catalog.conftest import Desk

ROWS = [("东湖区", "110101********1234"), ("西岭区", "=HYPERLINK(1)"), ("南浦县", "320101********5678")] * 9


@pytest.fixture
def published(desk: Desk, record: Record, tmp_path: Path) -> str:
    """Publish a table with a real row store; return the dataset's address."""
    version_id = desk.published(rows=len(ROWS))
    path = tmp_path / "rows.sqlite"
    frame = pl.DataFrame(ROWS, schema=["地区", "证件号"], orient="row")
    build_rowstore(path, [frame], [Field("地区"), Field("证件号", FieldType.TEXT)], content_hash="c" * 64)
    with record.session() as session:
        dataset_id = session.get_one(Version, version_id).dataset_id
        page = read_dataset(session, dataset_id)
        assert page.row_store_key is not None
        release = session.get_one(Release, page.release_id)
        release.row_store_key = "rows/real.sqlite"
        session.commit()
        record.deps.storage.put("rows/real.sqlite", path.read_bytes())
        return f"/datasets/{page.slug}"


def test_home_counts_finance_apart(site: Site, published: str) -> None:
    page = site.visitor().get("/").get_data(as_text=True)
    assert published in page
    assert "单列，不计入金融数据" in page
    for name in ("银行业", "保险业", "证券业", "小额贷款与典当", "财政", "税收", "经济"):
        assert name in page


def test_search_finds_by_a_word_inside_the_title_and_marks_it(site: Site, published: str) -> None:
    page = site.visitor().get("/datasets?q=市场平均").get_data(as_text=True)
    assert published in page
    assert "<mark>市场平均</mark>" in page
    assert "没有找到“不存在的词”" in site.visitor().get("/datasets?q=不存在的词").get_data(as_text=True)


def test_search_takes_nonsense(site: Site, published: str) -> None:
    for query in ("page=-3", "page=x", "sort=drop", "theme=%00", "q=" + "长" * 500, "sector=%3Cscript%3E", "q=%22%28"):
        answer = site.visitor().get(f"/datasets?{query}")
        assert answer.status_code == 200, query
        assert "<script>" not in answer.get_data(as_text=True).replace('<script src="', "")


def test_what_was_hidden_is_said_with_its_clause(site: Site, published: str) -> None:
    page = site.visitor().get(published).get_data(as_text=True)
    assert "隐去了什么，为什么" in page
    assert "/negative-list#NL-D01" in page
    fields = site.visitor().get(f"{published}/fields").get_data(as_text=True)
    assert "原样" in fields


def test_a_document_has_no_tabs_of_tables(site: Site, desk: Desk, record: Record) -> None:
    version_id = desk.published()
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, version_id).dataset_id)
        release = session.get_one(Release, page.release_id)
        release.resource_kind, release.fields = "text", []
        release.hidden = [{**one, "column": None} for one in release.hidden]
        session.commit()
    info = site.visitor().get(f"/datasets/{page.slug}").get_data(as_text=True)
    assert "正文中的下列内容已隐去" in info
    assert "0 项原样公开" not in info
    tabs = re.findall(rf'href="/datasets/{page.slug}/(\w+)"', info)
    assert {"api", "history"} <= set(tabs)
    assert not {"fields", "rows", "charts"} & set(tabs)


def test_a_document_is_read_on_its_page_part_by_part(site: Site, desk: Desk, record: Record) -> None:
    version_id = desk.published()
    text = "第一页：赵**说 <b>不</b>\n\f第二页\n" + "余额单位为万元。\n" * 3000
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, version_id).dataset_id)
        assert "没有可以在线阅读的正文" in site.visitor().get(f"/datasets/{page.slug}/text").get_data(as_text=True)
        release = session.get_one(Release, page.release_id)
        release.resource_kind, release.fields = "text", []
        release.files[0].format, release.files[0].bytes = "TXT", len(text.encode())
        record.deps.storage.put("released/text.txt", text.encode())
        release.files[0].storage_key = "released/text.txt"
        session.commit()
    first = site.visitor().get(f"/datasets/{page.slug}/text").get_data(as_text=True)
    assert "第一页：赵**说 &lt;b&gt;不&lt;/b&gt;</p><hr><p>第二页" in first
    assert f'href="/datasets/{page.slug}/text?page=2"' in first
    second = site.visitor().get(f"/datasets/{page.slug}/text?page=2").get_data(as_text=True)
    assert "第一页" not in second
    assert first.count("余额单位") + second.count("余额单位") == 3000


def test_rows_are_filtered_sorted_and_paged(site: Site, published: str) -> None:
    def cells(query: str) -> list[str]:
        page = site.visitor().get(f"{published}/rows{query}").get_data(as_text=True)
        return re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', page)

    assert len(cells("")) == 20
    assert len(cells("?page=2")) == 7
    assert set(cells("?column=地区&value=东湖")) == {"东湖区"}
    assert len(cells("?q=5678")) == 9
    assert cells("?sort=地区") == sorted(cells("?sort=地区"))
    assert cells("?sort=-地区") == sorted(cells("?sort=-地区"), reverse=True)
    assert len(cells("?column=没有这列&value=x&sort=也没有")) == 20
    assert "没有符合条件的行" in site.visitor().get(f"{published}/rows?q=没有").get_data(as_text=True)


def test_filtered_rows_come_as_an_attachment_with_formulas_made_harmless(site: Site, published: str) -> None:
    answer = site.visitor().get(f"{published}/rows.csv?column=地区&value=西岭")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0] == ["地区", "证件号"]
    assert len(rows) == 10
    assert all(not row[1].startswith("=") for row in rows)


def test_a_file_comes_as_an_attachment(site: Site, published: str) -> None:
    page = site.visitor().get(published).get_data(as_text=True)
    address = re.search(r'href="(/resources/[^"]+format=CSV)"', page)
    assert address is not None
    with site.visitor().get(address[1]) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
        assert answer.headers["ETag"]


def test_charts_are_drawn_without_a_script(site: Site, published: str) -> None:
    page = site.visitor().get(f"{published}/charts").get_data(as_text=True)
    assert '<svg class="chart"' in page
    assert "33.3" in page
    assert "style=" not in page


def test_every_clause_has_its_anchor(site: Site) -> None:
    page = site.visitor().get("/negative-list").get_data(as_text=True)
    for clause in ("NL-A01", "NL-D01", "NL-X01"):
        assert f'id="{clause}"' in page
    assert site.visitor().get("/negative-list?edition=99").status_code == 404
    assert "两版内容相同" in site.visitor().get("/negative-list/compare?old=1&new=1").get_data(as_text=True)


def test_shared_datasets_have_no_public_page(site: Site, desk: Desk, record: Record) -> None:
    version = desk.published(rows=None, outcome=process_outcome(release="share_only"))
    with record.session() as session:
        dataset_id = session.get_one(Version, version).dataset_id
    assert site.visitor().get(f"/datasets/{dataset_id}").status_code == 404
    assert site.visitor().get(f"/datasets/{dataset_id}/rows").status_code == 404
    assert "市场平均利率" not in site.visitor().get("/datasets").get_data(as_text=True)
