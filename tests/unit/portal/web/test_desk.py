"""Uploader's and officer's desks: what they show, what a verdict does, and what is typed is never lost."""

import random
import re

import pytest

from catalog.actions.send_back import send_back
from tests.fakes.outcomes import process_outcome
from tests.fakes.people import cn_id
from tests.fakes.record import Record
from tests.fakes.site import Site
from tests.unit.catalog.conftest import Desk

LONG = "经集体研究，该数据依法应当主动公开，且已隐去全部个人信息。"


def hidden(page: str) -> dict[str, str]:
    """The binding that the review form carries."""
    found = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)
        for name in ("typed_hash", "edition_id", "decision_id", "plan_id")
    }
    return {name: match[1] for name, match in found.items() if match}


def test_a_version_on_its_way_says_where_it_is(site: Site) -> None:
    version = site.record.upload().version_id
    window = site.window("uploader")
    page = window.get(f"/workspace/versions/{version}").get_data(as_text=True)
    assert "正在检查的报送" in page  # no title before the secrecy gate
    assert "小额贷款市场平均利率" not in page
    assert 'aria-current="step"' in page
    assert f'hx-get="/workspace/versions/{version}/progress"' in page
    moving = window.get(f"/workspace/versions/{version}/progress")
    assert "HX-Refresh" not in moving.headers
    assert "<html" not in moving.get_data(as_text=True)


def test_when_nothing_moves_the_page_is_asked_to_load_anew(site: Site, desk: Desk) -> None:
    version = desk.processed()
    answer = site.window("uploader").get(f"/workspace/versions/{version}/progress")
    assert answer.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in answer.get_data(as_text=True)


def test_the_decision_is_told_with_clause_place_and_law(site: Site, desk: Desk) -> None:
    page = site.window("uploader").get(f"/workspace/versions/{desk.processed()}").get_data(as_text=True)
    for words in (
        "脱敏后开放",
        "NL-D01",
        "/negative-list#NL-D01",
        "“证件号”列",
        "3 处",
        "个人信息保护法第28条",
        "遮蔽",
    ):
        assert words in page
    assert "等待另一位审核员" in page


def test_the_list_goes_by_state_and_page(site: Site, desk: Desk) -> None:
    desk.processed()
    window = site.window("uploader")
    assert "小额贷款市场平均利率" in window.get("/workspace/uploads").get_data(as_text=True)
    assert "这里还没有报送" in window.get("/workspace/uploads?state=failed").get_data(as_text=True)
    assert "小额贷款市场平均利率" in window.get("/workspace/uploads?state=nonsense").get_data(as_text=True)
    part = window.get("/workspace/uploads", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert window.get("/workspace/uploads?page=99").status_code == 200


def test_approval_is_bound_to_what_was_seen(site: Site, desk: Desk) -> None:
    version = desk.processed()
    window = site.window("officer")
    page = window.get(f"/workspace/review/{version}").get_data(as_text=True)
    binding = hidden(page)
    assert len(binding) == 4
    path = f"/workspace/review/{version}"
    stale = site.post(window, path, verdict="approve", reason="可以", **{**binding, "typed_hash": "f" * 64})
    assert stale.status_code == 409
    assert "请重新核对" in stale.get_data(as_text=True)
    assert ">可以</textarea>" in stale.get_data(as_text=True)
    done = site.post(window, path, verdict="approve", **binding)
    assert done.status_code == 302
    assert done.headers["Location"] == "/workspace/review"
    assert "已通过" in window.get("/workspace/review").get_data(as_text=True)
    again = site.post(window, path, verdict="approve", **binding)
    assert again.status_code == 409


def test_what_is_only_shared_is_not_shown_as_what_the_public_sees(site: Site, desk: Desk) -> None:
    version = desk.processed(outcome=process_outcome(release="share_only"))
    page = site.window("officer").get(f"/workspace/review/{version}").get_data(as_text=True)
    assert "只有获得授权的部门和人员可以读取。" in page
    assert "公开后的样子" not in page
    assert "没有需要隐去的内容" not in page
    own = site.window("uploader").get(f"/workspace/versions/{version}").get_data(as_text=True)
    assert "原样公开" not in own


def test_a_document_says_what_is_hidden_in_its_text(site: Site, desk: Desk) -> None:
    plan = {**process_outcome()["plan"], "columns": []}
    preview = {"columns": ["正文"], "before": [], "after_columns": ["正文"], "after": [["身份证号:***"]]}
    outcome = process_outcome(
        row_count=None, columns=[], findings=[], plan=plan, preview={**preview, "entities": ["CN_ID", "PERSON"]}
    )
    version = desk.processed(outcome=outcome)
    page = site.window("officer").get(f"/workspace/review/{version}").get_data(as_text=True)
    assert page.count("在正文中隐去") == 2
    assert "<b>居民身份证号</b>" in page
    assert "没有需要隐去的内容" not in page
    assert "原样公开 0 项" not in page
    own = site.window("uploader").get(f"/workspace/versions/{version}").get_data(as_text=True)
    assert "在正文中隐去：居民身份证号、" in own
    assert "0 列" not in own


def test_own_upload_is_refused_with_a_clear_sentence(site: Site, desk: Desk) -> None:
    version = desk.processed(by="both")
    window = site.window("both")
    page = window.get(f"/workspace/review/{version}").get_data(as_text=True)
    assert "不能由你审核" in page
    assert 'name="verdict"' not in page
    forged = site.post(
        window,
        f"/workspace/review/{version}",
        verdict="approve",
        **hidden(site.window("officer").get(f"/workspace/review/{version}").get_data(as_text=True)),
    )
    assert forged.status_code == 403
    assert "不能审核本人报送的数据，请由另一位审核员办理" in forged.get_data(as_text=True)


def test_send_back_points_at_a_column(site: Site, desk: Desk) -> None:
    version = desk.processed()
    window = site.window("officer")
    short = site.post(window, f"/workspace/review/{version}", verdict="send_back", reason="")
    assert short.status_code == 422
    sent = site.post(
        window,
        f"/workspace/review/{version}",
        verdict="send_back",
        reason="请核对后重新上传",
        column=["证件号", ""],
        remark=["第 2 行少一位", "没有选列的意见不收"],
    )
    assert sent.status_code == 302
    page = site.window("uploader").get(f"/workspace/versions/{version}").get_data(as_text=True)
    assert "审核员退回了这份报送" in page
    assert "第 2 行少一位" in page
    assert "没有选列的意见不收" not in page
    assert "上传改好的文件" in page


@pytest.mark.parametrize(("reason", "status"), [("太严", 422), (LONG, 302)])
def test_looser_needs_twenty_characters(site: Site, desk: Desk, reason: str, status: int) -> None:
    version = desk.processed(outcome=process_outcome(release="conditional"))
    window = site.window("officer")
    answer = site.post(
        window, f"/workspace/review/{version}", verdict="looser", release_looser="open_after_masking", reason=reason
    )
    assert answer.status_code == status
    if status == 422:
        page = answer.get_data(as_text=True)
        assert "不少于20个字" in page
        assert f">{reason}</textarea>" in page
        assert re.search(r'value="looser" checked', page)


def test_stricter_is_shown_at_once(site: Site, desk: Desk) -> None:
    version = desk.processed()
    window = site.window("officer")
    answer = site.post(
        window,
        f"/workspace/review/{version}",
        verdict="stricter",
        release_stricter="conditional",
        reason="先收紧，核对后再放",
    )
    assert answer.headers["Location"] == f"/workspace/review/{version}"
    assert "依申请开放" in window.get(f"/workspace/review/{version}").get_data(as_text=True)


def test_discard_destroys_and_the_page_stays(site: Site, desk: Desk) -> None:
    version = desk.processed()
    window = site.window("uploader")
    assert site.post(window, f"/workspace/versions/{version}/discard").status_code == 302
    assert "已作废" in window.get(f"/workspace/versions/{version}").get_data(as_text=True)


def test_withdrawal_needs_a_reason_and_leaves_a_page(site: Site, desk: Desk) -> None:
    version = desk.published()
    window = site.window("officer")
    path = f"/workspace/versions/{version}/withdraw"
    empty = site.post(window, path, reason="")
    assert empty.status_code == 422
    assert 'aria-invalid="true"' in empty.get_data(as_text=True)
    personal = site.post(window, path, reason=f"误含身份证号{cn_id(random.Random(3), '1990-01-01')}")
    assert personal.status_code == 422
    address = re.search(r'href="(/datasets/[^"?]+)"', window.get("/").get_data(as_text=True))
    assert address is not None
    assert site.post(window, path, reason="公示期届满，不再公开", clause="NL-B20").status_code == 302
    gone = site.visitor().get(address[1])
    page = gone.get_data(as_text=True)
    assert gone.status_code == 410
    for words in ("已撤回", "公示期届满，不再公开", "NL-B20", "云川市地方金融监督管理局"):
        assert words in page
    assert site.visitor().get(f"{address[1]}/rows").status_code == 410
    assert gone.headers["Cache-Control"] == "no-store"


def test_the_audit_log_is_read_and_verified(site: Site, desk: Desk) -> None:
    desk.published()
    page = site.window("admin").get("/workspace/admin/audit?verify=1").get_data(as_text=True)
    assert "校验通过" in page
    assert "approve" in page


def test_administration_of_agencies_and_people(site: Site) -> None:
    window = site.window("admin")
    form = {"name": "云川市财政局", "kind_code": "CZ", "code": "YC-CZ", "slug": "yc-cz", "description": ""}
    assert site.post(window, "/workspace/admin/agencies", **form).status_code == 302
    assert "云川市财政局" in site.visitor().get("/agencies").get_data(as_text=True)
    again = site.post(window, "/workspace/admin/agencies", **form)
    assert again.status_code == 422
    assert "已被使用" in again.get_data(as_text=True)
    person = {"name": "林某", "email": "lin@example.cn", "password": "a long enough password", "roles": ["officer"]}
    assert site.post(window, "/workspace/admin/people", **person).status_code == 302
    listed = window.get("/workspace/admin/people").get_data(as_text=True)
    assert "lin@example.cn" in listed
    assert person["password"] not in listed
    short = site.post(window, "/workspace/admin/people", **{**person, "email": "x@example.cn", "password": "short"})
    assert short.status_code == 422
    assert "至少12个字符" in short.get_data(as_text=True)


def test_a_verdict_of_an_unknown_kind_is_asked_again(site: Site, desk: Desk, record: Record) -> None:
    version = desk.processed()
    window = site.window("officer")
    assert site.post(window, f"/workspace/review/{version}", verdict="").status_code == 422
    with record.session() as session:
        send_back(session, version, actor=record.actor(session, "officer"), deps=record.deps, reason="请核对后再报")
    assert window.get(f"/workspace/review/{version}").status_code == 409
    assert site.post(window, f"/workspace/review/{version}", verdict="approve").status_code in (404, 409)
