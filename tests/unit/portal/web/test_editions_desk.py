"""The negative list in pages: draft, clause form, file, trial, proposal, the second administrator, the public page."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.editions import edition_row
from catalog.models import EditionChange, EditionDraft, EditionRun, Version
from tests.fakes.editions import APPROVER, BAN, enact, judged, run_jobs, second_admin, with_ban, without_ban
from tests.fakes.record import Record
from tests.fakes.site import Site, make_site
from tests.unit.catalog.conftest import Desk

TITLE = "小额贷款市场平均利率"
ADMIN = "/workspace/admin/editions"


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)


@pytest.fixture
def site(record: Record, tmp_path: Any) -> Site:
    second_admin(record)
    return make_site(record, tmp_path)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def begin(site: Site, client: FlaskClient) -> tuple[UUID, str]:
    answer = site.post(client, ADMIN)
    assert answer.status_code == 302
    path = answer.headers["Location"]
    return UUID(path.rsplit("/", 1)[1]), path


def revision(record: Record, draft_id: UUID) -> int:
    with record.session() as session:
        return session.get_one(EditionDraft, draft_id).revision


def test_from_the_first_word_to_the_enacted_edition(site: Site, record: Record, desk: Desk) -> None:
    out = desk.published(outcome=judged(TITLE))
    one, two = site.window("admin"), site.window("admin2")
    draft_id, path = begin(site, one)
    assert "全部样例通过" in page(one, path)
    answer = site.post(one, f"{path}/clauses/new", do="form", revision="1", id="NL-B90", title="平均利率暂缓开放",
                       title_en="Average rates withheld", consequence="SHARE", level="3", basis="试行规定第1条",
                       **{"w.when.0.keywords.any": "平均利率、平均费率"},
                       hit="- {title: 小额贷款市场平均利率}", miss="- {title: 小额贷款公司名录}")  # fmt: skip
    assert answer.status_code == 302, answer.get_data(as_text=True)
    shown = page(one, path)
    assert "+ 新增" in shown
    assert "NL-B90" in shown
    answer = site.post(one, path, do="try", revision="2")
    run_jobs(record)
    trial = page(one, answer.headers["Location"])
    assert TITLE in trial
    assert "从严 1" in trial
    assert "NL-B90" in trial
    refused = site.post(one, path, do="propose", revision="2", approver="待定", approval_number="数开办〔2026〕12号")
    assert refused.status_code == 422
    assert "批准" in refused.get_data(as_text=True)
    site.post(one, path, do="propose", revision="2", approver=APPROVER, approval_number="数开办〔2026〕12号")
    assert "须由另一名管理员确认" in page(one, path)
    assert site.post(one, path, do="enact", revision="3", confirm="yes").status_code == 403
    assert site.post(two, path, do="enact", revision="3").status_code == 422  # not confirmed
    assert site.post(two, path, do="enact", revision="3", confirm="yes").headers["Location"] == ADMIN
    run_jobs(record)
    with record.session() as session:
        assert session.get_one(Version, out).state == "received"
        assert edition_row(session, record.clock()).number == 2
    public = page(site.visitor(), "/negative-list")
    assert 'id="NL-B90"' in public
    assert "数开办〔2026〕12号" in public
    assert "新增 1，修改 0，删除 0" in public
    assert "平均利率暂缓开放" in page(site.visitor(), "/negative-list/compare?old=1&new=2")
    assert 'id="NL-B90"' in page(site.visitor(), "/negative-list?edition=1")  # pages that point at it still find it
    assert "NL-B90" in page(one, f"{ADMIN}/runs/{run_of(record, 'reclassify')}")
    english = site.visitor()
    english.set_cookie("lang", "en")
    for path_of in ("/negative-list", "/negative-list/compare?old=1&new=2"):
        assert "Average rates withheld" in page(english, path_of)
    assert (
        site.post(one, path, do="head", revision="4", name="x", number="3", in_force_from="2026-01-01").status_code
        == 409
    )
    assert draft_id


def run_of(record: Record, kind: str) -> UUID:
    with record.session() as session:
        return session.scalars(select(EditionRun.id).where(EditionRun.kind == kind)).one()


def test_a_clause_is_changed_and_removed_in_its_form(site: Site, record: Record) -> None:
    client = site.window("admin")
    draft_id, path = begin(site, client)
    form = page(client, f"{path}/clauses/NL-B05")
    assert "w.when.0." in form
    values = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', form))
    areas = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
    from html import unescape

    sent = {name: unescape(value) for name, value in {**values, **areas}.items() if name not in ("csrf_token", "yaml")}
    sent |= {"do": "form", "revision": "1", "consequence": "CONDITIONAL"}
    answer = site.post(client, f"{path}/clauses/NL-B05", **sent)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "SHARE" not in answer.headers["Location"]
    assert "内部 → 申请" in page(client, path)
    wrong = site.post(client, f"{path}/clauses/NL-B05", do="yaml", revision="2", yaml="id: NL-B05\ntitle: [")
    assert wrong.status_code == 422
    wrong = site.post(client, f"{path}/clauses/NL-B05", do="yaml", revision="2", yaml="id: NL-B05\ntitle: 缺项")
    assert wrong.status_code == 422
    assert "is missing" in wrong.get_data(as_text=True)
    assert revision(record, draft_id) == 2
    twice = site.post(client, f"{path}/clauses/NL-B05", do="yaml", revision="2", yaml=BAN.replace("NL-B90", "NL-B06"))
    assert "已有这个条款号" in twice.get_data(as_text=True)
    wrong = site.post(
        client, f"{path}/clauses/NL-B05", **(sent | {"revision": "2", "hit": "- {title: 甲}\n- {title: ["})
    )
    assert wrong.status_code == 422
    assert "第2行 examples.hit" in wrong.get_data(as_text=True)
    site.post(client, f"{path}/clauses/NL-C01", do="remove", revision="2")
    assert "− 删除" in page(client, path)
    page(client, f"{path}/clauses/NL-C01", 404)
    stale = site.post(client, f"{path}/clauses/NL-C02", do="remove", revision="2")
    assert stale.status_code == 422
    assert "草案已有改动" in stale.get_data(as_text=True)


def test_a_draft_as_a_file(site: Site, record: Record) -> None:
    client = site.window("admin")
    draft_id, path = begin(site, client)
    answer = client.get(f"{path}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    content = answer.get_data(as_text=True)
    sent = {"do": "replace", "revision": "1", "file": (BytesIO(with_ban(content).encode()), "list.yaml")}
    assert site.post(client, path, **sent).status_code == 302
    assert "NL-B90" in page(client, path)
    broken = content.replace("consequence: REFUSE", "consequence: NEVER", 1)
    sent = {"do": "replace", "revision": "2", "file": (BytesIO(broken.encode()), "list.yaml")}
    site.post(client, path, **sent)
    line = content[: content.index("consequence: REFUSE")].count("\n") + 1
    assert f"第{line}行 NL-A01" in page(client, path)
    sent = {"do": "replace", "revision": "3", "file": (BytesIO(b"\xff\xfe"), "list.yaml")}
    assert site.post(client, path, **sent).status_code == 422
    sent = {"do": "replace", "revision": "3", "file": (BytesIO(b"clauses: ["), "list.yaml")}
    assert site.post(client, path, **sent).status_code == 422
    assert revision(record, draft_id) == 3
    assert site.post(client, path, do="drop", revision="3").status_code == 302
    assert site.post(client, path, do="nonsense").status_code == 422


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: &a [x]\nb: [*a, *a]\nedition: {}\nclauses: []\n", "第2行 file"),
        (b"edition: " + b"[" * 100_000, "第1行 file"),
        ("edition: {}\nclauses:\n  - id: 甲".encode("gb18030"), "第3行 file"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(site: Site, content: bytes, words: str) -> None:
    client = site.window("admin")
    answer = site.post(client, ADMIN, file=(BytesIO(content), "list.yaml"))
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_the_officer_decides_what_became_looser(site: Site, record: Record, desk: Desk) -> None:
    enact(record, with_ban)
    run_jobs(record)
    held = judged(TITLE)
    first = held["decision"]["clauses"][0]
    held["decision"] |= {"release": "share_only", "opening": "none", "deciding_clause": "NL-B90"}
    held["decision"]["clauses"] = [{**first, "clause_id": "NL-B90", "consequence": "SHARE"}]
    desk.published(outcome=held, rows=None)
    enact(record, without_ban, number="数开办〔2026〕13号")
    run_jobs(record)
    officer = site.window("officer")
    shown = page(officer, "/workspace/edition-changes")
    assert TITLE in shown
    with record.session() as session:
        change = session.scalars(select(EditionChange.id).where(EditionChange.state == "waiting")).one()
    told = officer.get("/api/v1/edition-changes?start=0&rows=1").get_json()
    assert (told["total"], [one["id"] for one in told["items"]]) == (1, [str(change)])
    assert officer.get("/api/v1/edition-changes?start=1&rows=1").get_json() == {"total": 1, "items": []}
    path = f"/workspace/edition-changes/{change}"
    assert site.post(officer, path, do="keep", reason="").status_code == 422
    assert site.post(site.window("other_officer"), path, do="again").status_code == 404
    assert site.post(officer, path, do="keep", reason="仍由部门内部使用").status_code == 302
    assert "没有待处理的" in page(officer, "/workspace/edition-changes")


def test_a_long_trial_has_pages_and_can_be_read_by_direction(
    site: Site, record: Record, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.editions_desk.PAGE_ROWS", 2)
    for n in range(3):
        desk.published(outcome=judged(f"{TITLE}{n}"))
    client = site.window("admin")
    draft_id, path = begin(site, client)
    with record.session() as session:
        content = with_ban(session.get_one(EditionDraft, draft_id).content)
    file = (BytesIO(content.encode()), "list.yaml")
    site.post(client, path, do="replace", revision="1", file=file)
    where = site.post(client, path, do="try", revision="2").headers["Location"]
    run_jobs(record)
    first, last = page(client, where), page(client, f"{where}?page=2")
    assert "第 1–2 个，共 3 个" in first
    assert "第 3–3 个，共 3 个" in last
    assert sum(f"{TITLE}{n}</a>" in first for n in range(3)) == 2
    assert sum(f"{TITLE}{n}</a>" in last for n in range(3)) == 1
    assert f'href="{where}?direction=stricter"' in first
    only = page(client, f"{where}?direction=stricter&page=9")
    assert "第 3–3 个，共 3 个" in only
    assert "direction=stricter&amp;page=1" in only
    assert "会变的数据集" not in page(client, f"{where}?direction=looser")
