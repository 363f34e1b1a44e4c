"""The language of a page: Chinese unless chosen otherwise, remembered, said in `lang`, offered to English browsers."""

import re
from typing import Any

import pytest

from tests.fakes.site import Site, make_site

PATHS = (
    "/",
    "/datasets",
    "/negative-list",
    "/agencies",
    "/help",
    "/licence",
    "/accessibility",
    "/developers",
    "/sign-in",
)
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def read(client: Any, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def in_english(site: Site, client: Any | None = None) -> Any:
    client = client or site.visitor()
    answer = client.get("/language/en?next=/help")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/help")
    return client


def test_chinese_is_what_everybody_gets_first(site: Site) -> None:
    page = site.visitor().get("/")
    text = page.get_data(as_text=True)
    assert '<html lang="zh-CN"' in text
    assert "查找政府金融数据" in text
    assert "in English</a>" not in text
    assert {"Cookie", "Accept-Language"} <= {one.strip() for one in page.headers["Vary"].split(",")}


def test_an_english_browser_is_offered_english(site: Site) -> None:
    text = read(site.visitor(), "/", **ENGLISH)
    assert '<html lang="zh-CN"' in text
    assert "This site is also available" in text
    assert "This site is also available" not in read(site.visitor(), "/", **{"Accept-Language": "zh-CN,en;q=0.5"})


def test_a_site_may_follow_the_browser(record: Any, tmp_path: Any) -> None:
    site = make_site(record, tmp_path, negotiate_language="true")
    assert '<html lang="en"' in read(site.visitor(), "/", **ENGLISH)
    chosen = site.visitor()
    chosen.get("/language/zh-CN")
    assert '<html lang="zh-CN"' in read(chosen, "/", **ENGLISH)


@pytest.mark.parametrize("path", PATHS)
def test_english_pages_hold_no_chinese_but_data_and_names(site: Site, path: str) -> None:
    text = read(in_english(site), path)
    assert '<html lang="en"' in text
    body = re.sub(r'<a lang="zh-CN".*?</a>|<(\w+)[^>]* lang="zh-CN">.*?</\1>', "", text)
    body = re.sub(r"“[^”]*”|href=\"[^\"]*\"|<pre.*?</pre>", "", body, flags=re.DOTALL)
    if path == "/negative-list":  # the law, the approver and the list's own notes are quoted as they stand
        quoted = r'<td[^>]* data-th="(?:Basis|Approval|Number)">.*?</td>|<p class="ds-m">.*?</p>'
        body = re.sub(quoted, "", body, flags=re.DOTALL)
        assert "Carrier with a state secrecy mark" in body
    if path == "/agencies":
        body = re.sub(r"<ul class=\"depts\">.*?</ul>", "", body, flags=re.DOTALL)
    found = [line.strip()[:120] for line in body.splitlines() if HAN.search(line)]
    assert found == []


def test_the_choice_goes_back_only_to_this_site(site: Site) -> None:
    for target in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        assert site.visitor().get("/language/en", query_string={"next": target}).headers["Location"] == "/"
    assert site.visitor().get("/language/fr").status_code == 404


def test_errors_speak_the_pages_language(site: Site) -> None:
    client = in_english(site)
    page = client.get("/nowhere").get_data(as_text=True)
    assert "No such page" in page
    body = client.get("/api/v1/datasets/nowhere").get_json()
    assert (body["code"], HAN.search(body["detail"])) == ("access.not_found", None)
    assert HAN.search(site.visitor().get("/api/v1/datasets/nowhere").get_json()["detail"])
    body = site.visitor().get("/api/v1/nowhere").get_json()
    assert (body["title"], body["message_en"]) == (
        "没有这个页面",
        "The address may be mistyped, or the content has moved.",
    )


def test_numbers_and_dates_follow(site: Site) -> None:
    from flask import Flask

    app: Flask = site.app
    write = "{{ '2026-11-20T02:42:16' | second }}|{{ 75 | duration }}|{{ 1234567 | number }}"
    with app.test_request_context():
        assert app.jinja_env.from_string(write).render() == "2026-11-20 10:42:16|1 分 15 秒|1,234,567"
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert app.jinja_env.from_string(write).render() == "20 Nov 2026 10:42:16|1 min 15 s|1,234,567"


def test_the_desk_in_english(site: Site, desk: Any) -> None:
    version_id = desk.processed()
    client = in_english(site, site.window("uploader"))
    for path in (
        "/workspace/uploads",
        f"/workspace/versions/{version_id}",
        "/workspace/upload",
        "/workspace/datasets",
    ):
        text = read(client, path)
        assert '<html lang="en"' in text
    sheet = read(client, f"/workspace/versions/{version_id}")
    assert "Decision" in sheet
    assert "Received" in sheet
