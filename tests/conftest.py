"""Shared by all tests: the services they need, what may be left out, the canary at the end."""

import os
import shutil
from pathlib import Path

import pytest

from tests.canary import CANARY, Canary

STRICT = bool(os.environ.get("PORTAL_TESTS_STRICT"))
NEEDS = {
    "services": ("PORTAL_TEST_DATABASE_URL", "PORTAL_TEST_REDIS_URL"),
    "ckan": ("PORTAL_TEST_CKAN_URL", "PORTAL_TEST_CKAN_TOKEN"),
}
CHROMIUM = "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what cannot run here, by name; in a strict run leave out nothing, so that it fails."""
    if STRICT:
        return
    for item in items:
        for marker, names in NEEDS.items():
            if item.get_closest_marker(marker) and not all(os.environ.get(name) for name in names):
                item.add_marker(pytest.mark.skip(reason=f"left out: needs {marker} (python -m tests.services)"))
        if item.get_closest_marker("browser") and not Path(CHROMIUM).exists():
            item.add_marker(pytest.mark.skip(reason="left out: needs Debian's chromium"))


@pytest.fixture(scope="session")
def canary() -> Canary:
    """Return the run's canary: plant values, watch folders."""
    return CANARY


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Search every watched byte for every planted value; a run that planted and searched nothing fails too."""
    del exitstatus
    if session.config.option.collectonly or hasattr(session.config, "workerinput"):
        return
    if not CANARY.values and not CANARY.folders and not STRICT:
        return
    if STRICT and not _is_whole_run(session):
        return
    report = CANARY.scan()
    writer = session.config.get_terminal_writer()
    writer.line()
    writer.line(f"canary: {report.values} planted values, {report.files} files, {report.bytes} bytes searched")
    for line in report.found:
        writer.line(f"canary: FOUND {line}", red=True)
    if not report.is_clean and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        writer.line("canary: the scan found a planted value, or had nothing to search", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_whole_run(session: pytest.Session) -> bool:
    """Tell whether the run was not narrowed to some tests."""
    option = session.config.option
    # leaving the timing tests out is the rule, not a narrowing
    is_marked = option.markexpr not in {"", "not timing"}
    return not option.keyword and not is_marked and not any("::" in arg for arg in session.config.args)


@pytest.fixture
def kept_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a fresh folder that stays until the canary has read it."""
    folder = tmp_path_factory.mktemp("kept")
    request.config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    return folder
