"""The two long ways by keyboard alone: an edition in force on a wide screen, a dataset out on a telephone's.

Nothing is clicked and nothing is filled by a script: Tab goes to each field and button, and what has the focus must be
seen to have it.
"""

import random
from pathlib import Path

import pytest

from tests.e2e.conftest import PASSWORD, PEOPLE
from tests.fakes.people import person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STOPS = 150
WIDE, NARROW = 1280, 360
FOCUSED = """wanted => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {fits: one.matches(wanted), marked: outlined || style.boxShadow !== "none", seen: box.width > 0 && box.height > 0};
}"""


class Keys:
    """A window that only keys are pressed in."""

    def __init__(self, window) -> None:
        self.window, self.page = window, window.page

    def to(self, selector: str) -> None:
        """Press Tab until the first thing that fits has the focus, and see that it is marked."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(FOCUSED, selector)
            if now and now["fits"]:
                assert now["seen"], selector
                assert now["marked"], f"{selector}: the focus is not seen"
                return
        pytest.fail(f"Tab does not come to {selector}")

    def type(self, selector: str, words: str) -> None:
        self.to(selector)
        self.page.keyboard.type(words)

    def press(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        self.page.keyboard.press(key)

    def sign_in(self, address: str, password: str) -> None:
        self.window.open("/sign-in")
        self.type("#email", address)
        self.type("#password", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/workspace/**")


@pytest.fixture
def keys(visit):
    def make(who: str, width: int) -> Keys:
        made = Keys(visit(width))
        made.sign_in(PEOPLE[who][0], PASSWORD)
        return made

    return make


def test_an_edition_is_drafted_tried_proposed_and_enacted(keys) -> None:
    one, two = keys("admin", WIDE), keys("admin2", WIDE)
    one.window.open("/workspace/admin/editions")
    one.press("main form button:not(.o)")
    one.page.wait_for_url("**/drafts/*")
    draft = one.page.url
    one.press("button[value=try]")
    one.page.wait_for_url("**/runs/*")
    one.page.locator("main", has_text="没有数据集会变").or_(one.page.locator("table.tbl")).first.wait_for(
        timeout=60_000
    )
    assert one.window.violations() == []
    one.press("main a[href*='/drafts/']")
    one.page.wait_for_url("**/drafts/*")
    one.type("#approver", "云川市数据开放工作领导小组")
    one.type("#approval_number", "数开办〔2026〕21号")
    one.page.keyboard.press("Enter")
    one.page.locator("main", has_text="须由另一名管理员确认").wait_for()
    two.page.goto(draft)
    two.press("input[name=confirm]", "Space")
    two.press("button[value=enact]")
    two.page.wait_for_url("**/admin/editions")
    assert "已施行" in two.page.inner_text("main")
    assert two.window.violations() == []


def test_a_dataset_is_sent_reviewed_and_published(keys, tmp_path: Path) -> None:
    title = "云川市典当行名录"
    chance = random.Random(360)
    lines = ["典当行名称,所在区县,法定代表人,法定代表人手机"]
    people = [person(chance) for _ in range(20)]
    lines += [f"云川{k}号典当有限公司,东湖区,{one.name},{one.mobile}" for k, one in enumerate(people)]
    path = tmp_path / f"{title}.csv"
    path.write_text("\n".join(lines), "utf-8")
    sender, officer = keys("uploader", NARROW), keys("officer", NARROW)
    sender.window.open("/workspace/upload")
    with sender.page.expect_file_chooser() as chooser:
        sender.press("#files")
    chooser.value.set_files(str(path))
    sender.press("form#upload button[type=submit]")
    sender.page.wait_for_url("**/workspace/versions/**")
    sender.page.locator(".pt .state", has_text="待审核").wait_for(timeout=60_000)
    version = sender.page.url
    officer.window.open("/workspace/review")
    officer.press(f"main a[href$='{version.rsplit('/', 1)[-1]}']")
    officer.page.wait_for_url("**/workspace/review/*")
    for _ in officer.page.locator("input[name=answered]").all():
        officer.press("input[name=answered]", "Space")
    officer.press("input[name=verdict]", "Space")
    officer.press(".judge button[type=submit]")
    officer.page.wait_for_url("**/workspace/review")
    assert "已通过" in officer.page.inner_text("main")
    officer.page.goto(version)
    officer.page.locator(".pt .state", has_text="已发布").wait_for(timeout=60_000)
