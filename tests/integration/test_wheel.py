"""The wheel alone: built with its browser parts, installed beside the locked packages, it runs the demonstration.

Nothing of the source tree is in reach: another folder, another home, another Python environment.
"""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import bootstrap

pytestmark = pytest.mark.slow
NEEDED = (
    "portal/static/vendor/htmx.min.js",
    "portal/static/vendor/tus.min.js",
    "portal/static/vendor/icons.svg",
    "portal/static/vendor/swagger-ui-bundle.js",
    "portal/static/css/tokens.css",
    "portal/templates/layout.html",
    "portal/translations/en.po",
    "portal/docs/errors.md",
    "classifiers/data/taxonomy.yaml",
    "desensitize/data/masking_policy.yaml",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this folder by the build backend of the development environment."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=bootstrap.ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment of the locked packages and the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    try:
        bootstrap.fill_environment(folder / "env", "runtime.txt", wheel)
    except SystemExit:
        if os.environ.get(bootstrap.STRICT):
            raise
        pytest.skip("left out: the locked packages are neither cached nor to be had from an index here")
    return folder


def test_the_wheel_carries_what_it_needs_and_no_leavings(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert set(NEEDED) <= set(names), set(NEEDED) - set(names)
    assert any(name.startswith("portal/migrations/versions/") for name in names)
    assert any(name.startswith("classifiers/data/negative_list/") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "demo/", "instance/"))]


def test_it_runs_the_demonstration_outside_the_tree(clean: Path) -> None:
    home = clean / "home"
    home.mkdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "160"}
    where = [clean / "env" / "bin" / "python", "-c", "import portal, catalog; print(portal.__file__, catalog.__file__)"]
    found = subprocess.run(where, cwd=home, env=environment, check=True, capture_output=True, text=True).stdout
    assert str(bootstrap.ROOT) not in found
    words = [
        clean / "env" / "bin" / "portal",
        "--home",
        home / "demo",
        "demo",
        "--no-serve",
        "--summary",
        home / "s.json",
    ]
    done = subprocess.run(
        [*words, "--port", "8770"], cwd=home, env=environment, check=False, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Traceback" not in done.stdout + done.stderr
    summary = json.loads((home / "s.json").read_text("utf-8"))
    assert len(summary["datasets"]) == 41
    assert summary["counts"].get("failed", 0) == 0
    assert summary["agreement"]["outcome"] == summary["agreement"]["sector"] == 41, summary["agreement"]
