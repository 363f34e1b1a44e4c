"""The import contracts of pyproject.toml hold, and the tool that checks them would see a breach."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*LINT, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_contracts_hold():
    done = run()
    assert done.returncode == 0, done.stdout[-3000:]
    assert " 0 broken" in done.stdout


def test_an_upward_import_and_an_unplaced_module_are_seen(tmp_path):
    (tmp_path / "room").mkdir()
    for name, text in (("__init__", ""), ("low", "from room import high\n"), ("high", ""), ("stray", "")):
        (tmp_path / "room" / f"{name}.py").write_text(text)
    (tmp_path / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["room"]\n[[tool.importlinter.contracts]]\nname = "x"\ntype = "layers"\n'
        'containers = ["room"]\nexhaustive = true\nlayers = ["high", "low"]\n'
    )
    done = run("--config", "contracts.toml", cwd=tmp_path)
    assert done.returncode != 0
    (tmp_path / "room" / "low.py").write_text("")
    assert run("--config", "contracts.toml", cwd=tmp_path).returncode != 0  # stray has no room
    (tmp_path / "room" / "stray.py").unlink()
    assert run("--config", "contracts.toml", cwd=tmp_path).returncode == 0
