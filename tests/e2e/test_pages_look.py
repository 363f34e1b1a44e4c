"""Every page at both widths and in large type: no violation of WCAG 2.1 A/AA, nothing sideways, no broken policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLIC = (
    "/",
    "/datasets",
    "/datasets?q=没有这样的数据",
    "/agencies",
    "/negative-list",
    "/help",
    "/accessibility",
    "/licence",
    "/developers",
    "/sign-in",
    "/nowhere",
)
DESKS = {
    "uploader": ("/workspace/uploads", "/workspace/upload", "/workspace/datasets", "/workspace/review"),
    "officer": ("/workspace/review", "/workspace/versions"),
    "secrecy": ("/workspace/gate",),
    "admin": ("/workspace/admin/agencies", "/workspace/admin/people", "/workspace/admin/audit?verify=1", "/two-step"),
}


@pytest.mark.parametrize("width", [1280, 360])
def test_public_pages(visit, width):
    window = visit(width)
    for path in PUBLIC:
        window.open(path)
        assert window.violations() == [], path
        window.shoot("page" + path.split("?", 1)[0].replace("/", "-").rstrip("-"))


@pytest.mark.parametrize("width", [1280, 360])
def test_desks(visit, width):
    for who, paths in DESKS.items():
        window = visit(width)
        window.sign_in(who)
        for path in paths:
            assert window.open(path) == 200, path
            assert window.violations() == [], path
            window.shoot("desk" + path.split("?", 1)[0].replace("/workspace", "").replace("/", "-"))


@pytest.mark.parametrize("width", [1280, 360])
def test_large_type(visit, width):
    window = visit(width)
    window.open("/view/large?next=/")
    assert window.page.get_attribute("html", "data-view") == "large"
    for path in ("/", "/datasets", "/negative-list", "/sign-in"):
        window.open(path)
        assert window.violations() == [], path
        smallest = window.page.evaluate(
            "() => Math.min(...[...document.querySelectorAll('main *')]"
            ".filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 18 - 0.1, path
    window.open("/")
    window.shoot("08-large-home")


def test_interface_document_keeps_to_the_policy(visit):
    window = visit()
    window.open("/api/v1/docs")
    window.page.locator(".opblock").first.wait_for()
    assert window.page.locator(".opblock").count() > 10


def test_without_a_script_the_site_works(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(site.address("/"))
    page.click("summary.menu-btn")
    with page.expect_navigation():
        page.click(".menu-in a:has-text('数据目录')")
    assert page.url.endswith("/datasets")
    page.fill("#q", "贷款")
    with page.expect_navigation():
        page.click(".find button")
    assert "q=" in page.url
    context.close()
