"""A real portal on a free port, with an agency and its people, and Debian's Chromium to look at it."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PASSWORD = "correct horse battery staple"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
OUT = Path(__file__).parents[1] / "out"
PEOPLE = {
    "uploader": ("lu@example.cn", "陆某", ("uploader", "officer"), "yc-jrj"),
    "officer": ("zhou@example.cn", "周某", ("officer",), ""),
    "secrecy": ("bao@example.cn", "鲍某", ("secrecy",), ""),
    "admin": ("guan@example.cn", "管某", ("admin",), ""),
    "admin2": ("lian@example.cn", "连某", ("admin",), ""),
}


@dataclass
class Site:
    """The running portal."""

    base: str
    home: Path

    def address(self, path: str) -> str:
        return self.base + path


def portal(home: Path, *words: str) -> None:
    """Run one command of the product."""
    done = subprocess.run(
        [sys.executable, "-m", "portal.cli", "--home", str(home), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Make an instance with the product's own commands and serve it."""
    folder = tmp_path_factory.mktemp("site")
    home = folder / "instance"
    portal(home, "init")
    portal(home, "agency", "add", "yc-jrj", "--name", "云川市地方金融管理局", "--code", "YC0001", "--kind", "JRJ")
    for email, name, roles, agency in PEOPLE.values():
        words = ["user", "add", email, "--name", name, "--password", PASSWORD]
        words += [word for role in roles for word in ("--role", role)]
        portal(home, *words, *(["--agency", agency] if agency else []))
    log = folder / "serve.log"
    order = [sys.executable, "-m", "portal.cli", "--home", str(home), "serve", "--port", "0"]
    with ExitStack() as stack:
        out = stack.enter_context(log.open("wb"))
        server = subprocess.Popen(order, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        stack.callback(server.wait, 30)
        stack.callback(server.terminate)
        yield Site(_wait_for_address(log, server), home)


def _wait_for_address(log: Path, server: "subprocess.Popen[bytes]") -> str:
    for _ in range(240):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.25)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Visitor:
    """A browser window that keeps what it was sent, and complains about broken policies and scripts."""

    def __init__(self, browser: Browser, site: Site, width: int = 1280) -> None:
        self.site = site
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.seen: list[bytes] = []
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self._complain(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))

    def _complain(self, text: str) -> None:
        if "Failed to load resource" not in text:  # an answer of 4xx that the test asked for
            self.complaints.append(text)

    def open(self, path: str) -> int:
        """Open an address; keep the page and return the status."""
        answer = self.page.goto(self.site.address(path))
        assert answer is not None
        self.keep()
        return answer.status

    def keep(self) -> str:
        """Keep the page as it stands and return its text."""
        content = self.page.content()
        self.seen.append(content.encode())
        return content

    def follow(self, selector: str) -> str:
        """Click what leads to another page, wait for that one, keep it and return its text."""
        with self.page.expect_navigation():
            self.page.click(selector)
        return self.keep()

    def sign_in(self, who: str) -> None:
        """Sign in as one of the people."""
        self.open("/sign-in")
        self.page.fill("#email", PEOPLE[who][0])
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/workspace/**")

    def shoot(self, name: str) -> None:
        """Save a picture of the whole page."""
        OUT.mkdir(exist_ok=True)
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.page.screenshot(path=str(OUT / f"{name}-{width}.png"), full_page=True)

    def violations(self) -> list[str]:
        """Ask axe for WCAG 2.1 A and AA violations, and look for content that leaves the window sideways."""
        self.page.evaluate(AXE.read_text("utf-8") + ";null")
        found = self.page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
        lines = [f"{one['id']}: {one['nodes'][0]['target']}" for one in found["violations"]]
        extra = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return lines + ([f"overflow: {extra}px"] if extra else [])


@pytest.fixture
def visit(browser: Browser, site: Site):
    """Open windows; each is checked for complaints when the test ends."""
    windows: list[Visitor] = []

    def make(width: int = 1280) -> Visitor:
        windows.append(Visitor(browser, site, width))
        return windows[-1]

    yield make
    for window in windows:
        window.context.close()
        assert window.complaints == []
