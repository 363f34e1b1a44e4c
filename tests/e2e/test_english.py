"""The pages in English, as Chromium shows them: longer words, the same room, nothing sideways, no violation."""

import pytest

from tests.e2e.test_pages_look import DESKS, PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [1280, 360])
def test_public_pages_in_english(visit, width):
    window = visit(width)
    window.open("/language/en")
    for path in PUBLIC:
        window.open(path)
        assert window.page.get_attribute("html", "lang") == "en", path
        assert window.violations() == [], path
        window.shoot("en-page" + path.split("?", 1)[0].replace("/", "-").rstrip("-"))


@pytest.mark.parametrize("width", [1280, 360])
def test_desks_in_english(visit, width):
    for who, paths in DESKS.items():
        window = visit(width)
        window.open("/language/en")
        window.sign_in(who)
        for path in paths:
            assert window.open(path) == 200, path
            assert window.violations() == [], path
            window.shoot("en-desk" + path.split("?", 1)[0].replace("/workspace", "").replace("/", "-"))


def test_the_switch_is_on_every_page_and_comes_back_to_it(visit):
    window = visit()
    window.open("/help")
    window.follow(".util a[lang=en]")
    assert window.page.url.endswith("/help")
    assert window.page.locator("h1").inner_text() == "Help"
    window.follow(".util a[lang=zh-CN]")
    assert window.page.locator("h1").inner_text() == "使用帮助"
