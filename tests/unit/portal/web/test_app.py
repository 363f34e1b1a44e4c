"""The frame: headers, errors in words, forms that cannot be forged, bounds."""

import re

import pytest
from flask import Flask

from portal.headers import POLICY
from tests.fakes.site import Site

SECRET = "440305199001011234"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/sign-in", "/api/v1/nowhere", "/static/css/tokens.css"])
def test_every_answer_carries_the_policy(site: Site, path: str) -> None:
    with site.visitor().get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_what_a_signed_in_person_saw_is_kept_nowhere(site: Site) -> None:
    assert site.visitor().get("/").headers["Cache-Control"] == "no-cache"
    assert site.window("uploader").get("/").headers["Cache-Control"] == "no-store"
    assert site.visitor().get("/nowhere").headers["Cache-Control"] == "no-store"


def test_named_static_files_are_kept_for_ever(site: Site) -> None:
    page = site.visitor().get("/").get_data(as_text=True)
    address = re.search(r'href="(/static/css/tokens\.css\?v=[0-9a-f]{12})"', page)
    assert address is not None
    for path, kept in ((address[1], "immutable"), ("/static/css/tokens.css", "no-cache")):
        with site.visitor().get(path) as answer:
            assert kept in answer.headers["Cache-Control"]


def test_an_unknown_host_is_not_answered(site: Site) -> None:
    assert site.visitor().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_an_error_page_gives_a_number_and_no_value(site: Site) -> None:
    answer = site.visitor().get(f"/datasets/{SECRET}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert re.search(r"E404-\d{8}-[2-9A-Z]{4}", page)
    assert SECRET not in re.sub(r'href="[^"]*"', "", page)


def test_programs_get_a_problem(site: Site) -> None:
    answer = site.visitor().get("/api/v1/nowhere")
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert body["status"] == 404
    assert body["code"] == "access.not_found"
    assert re.fullmatch(r"E404-\d{8}-[2-9A-Z]{4}", body["number"])


def test_the_text_of_a_foreign_error_is_shown_and_logged_nowhere(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise ValueError(f"could not convert {SECRET}")

    monkeypatch.setitem(site.app.view_functions, "pages.help_page", broken)
    answer = site.visitor().get("/help")
    assert answer.status_code == 500
    assert SECRET not in answer.get_data(as_text=True)
    assert "系统出错" in answer.get_data(as_text=True)
    captured = capsys.readouterr()
    assert "ValueError" in captured.out + captured.err
    assert SECRET not in captured.out + captured.err


def test_a_form_without_its_token_does_nothing(site: Site) -> None:
    window = site.window("admin")
    answer = window.post(
        "/workspace/admin/agencies", data={"name": "某局", "slug": "x", "code": "x", "kind_code": "CZ"}
    )
    assert answer.status_code == 400
    assert "这次提交没有生效" in answer.get_data(as_text=True)
    assert "某局" not in window.get("/workspace/admin/agencies").get_data(as_text=True)


def test_a_cookie_lends_no_authority_to_the_api(site: Site) -> None:
    window = site.window("officer")
    assert window.post("/api/v1/uploads", data={}).status_code == 400  # no form token
    assert site.visitor().post("/api/3/action/package_search", json={"q": ""}).status_code == 200  # nothing to lend


def test_an_ordinary_form_has_a_bound(site: Site) -> None:
    window = site.window("admin")
    answer = site.post(window, "/workspace/admin/agencies", name="x" * (2 << 20))
    assert answer.status_code == 413
    assert "文件太大" in answer.get_data(as_text=True)


def test_large_type_is_kept_in_a_cookie_and_leads_nowhere_else(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.get("/view/large?next=/help")
    assert answer.headers["Location"] == "/help"
    assert 'data-view="large"' in visitor.get("/help").get_data(as_text=True)
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert visitor.get("/view/standard", query_string={"next": target}).headers["Location"] == "/"
    assert 'data-view="large"' not in visitor.get("/help").get_data(as_text=True)


def test_no_default_secret(site: Site) -> None:
    assert isinstance(site.app, Flask)
    assert site.app.config["SECRET_KEY"] == site.settings.secret_key
    assert len(site.settings.secret_key) >= 32
