"""The production shape is a valid Compose file that holds what production needs, and no secret."""

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / "compose.yaml"


def check(path: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "check-jsonschema"),
        "--builtin-schema",
        "vendor.compose-spec",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_file_fits_the_compose_specification(tmp_path):
    done = check(FILE)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "compose.yaml"
    broken.write_text(FILE.read_text(encoding="utf-8").replace("healthcheck:", "healthchek:"), encoding="utf-8")
    assert check(broken).returncode != 0


def test_it_has_every_process_and_no_secret():
    services = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    assert {"nginx", "web", "worker", "postgres", "redis", "solr", "ckan"} <= set(services)
    assert services["worker"]["command"] == ["portal", "worker"]
    for service in services.values():
        for name, value in (service.get("environment") or {}).items():
            if "PASSWORD" in name or "TOKEN" in name:
                assert str(value).startswith("${"), name
    assert "noeviction" in services["redis"]["command"]
