"""Rules about the whole program that a machine can check."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("portal", "classifiers", "desensitize", "catalog")
MODULES = sorted(
    path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts
)
VAGUE = {"utils", "helpers", "services", "common", "manager", "misc"}


def test_there_is_something_to_check():
    assert len(MODULES) > 100


def test_no_module_is_longer_than_300_lines():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]
    assert long == []


def test_no_vague_names():
    vague = [path for path in MODULES if path.stem in VAGUE and "tests" not in path.parts]
    assert vague == []


def test_every_module_of_the_product_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in ROOMS
        and "versions" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_nothing_is_left_unfinished():
    marks = re.compile(r"\b(TODO|FIXME)\b|raise NotImplementedError")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in MODULES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


ONLY = [
    ("ckanapi", ("catalog/ckan",)),
    ("presidio_analyzer", ("desensitize",)),
    ("presidio_anonymizer", ("desensitize",)),
    ("flask", ("portal",)),
    ("celery", ("portal",)),
    ("sqlalchemy", ("catalog", "portal")),
    ("requests", ("catalog/ckan", "portal/cli", "portal/demo")),
    ("subprocess", ("portal",)),
]


@pytest.mark.parametrize(("package", "places"), ONLY)
def test_a_library_lives_in_its_room(package, places):
    strangers = []
    for path in MODULES:
        where = path.relative_to(ROOT).as_posix()
        if where.startswith(("tests/", *places)):
            continue
        if any(name == package or name.startswith(package + ".") for name in _imports(path)):
            strangers.append(where)
    assert strangers == []


def test_only_settings_reads_the_environment():
    readers = []
    for path in MODULES:
        where = path.relative_to(ROOT).as_posix()
        if where.startswith("tests/") or where == "portal/settings.py":
            continue
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8")):
            readers.append(where)
    # the last two hand a clean one on to the processes they start
    assert set(readers) <= {"portal/jobs/child.py", "portal/jobs/nursery.py"}, readers


def test_no_path_of_a_machine_and_no_registry_host_is_committed():
    forbidden = re.compile(
        r"(?<![\w.])/(?:work|root|farm)/|pypi\.org|pythonhosted|registry\.npm|repo1\.maven|deb\.debian"
    )
    suffixes = {".py", ".toml", ".txt", ".json", ".md", ".yaml", ".yml", ".html", ".css", ".js", ".sh", ".xml", ""}
    skip = {".git", ".venv", "node_modules", "vendor", "demo", "instance", ".mypy_cache", ".ruff_cache", ".hypothesis"}
    found = []
    for path in ROOT.rglob("*"):
        if path.suffix not in suffixes or not path.is_file() or skip & set(path.relative_to(ROOT).parts):
            continue
        if path == Path(__file__):
            continue
        if forbidden.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
