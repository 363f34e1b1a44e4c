"""System packages the services need; installed where we may, named where we may not."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.services.place import ServiceError

APT = "apt-get"


def postgres_bin() -> Path | None:
    """Return the folder of the newest installed PostgreSQL server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def missing(*, with_ckan: bool) -> list[str]:
    """Return the Debian packages that are needed and not there."""
    wanted = []
    if postgres_bin() is None:
        wanted.append("postgresql")
    if shutil.which("redis-server") is None:
        wanted.append("redis-server")
    if with_ckan:
        if shutil.which("mvn") is None:
            wanted.append("maven")
        if shutil.which("java") is None:
            wanted.append("default-jdk-headless")
        if not list(Path("/usr/lib").glob("*/libmagic.so.1")):
            wanted.append("libmagic1")
    return wanted


def install(*, with_ckan: bool) -> None:
    """Install what is missing; raise `ServiceError` naming it when that is not allowed here."""
    wanted = missing(with_ckan=with_ckan)
    if not wanted:
        return
    if os.geteuid() != 0 or shutil.which(APT) is None:
        raise ServiceError(f"please install: {APT} install {' '.join(wanted)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([APT, "update", "-qq"], check=True, env=env, stdout=subprocess.DEVNULL)
    subprocess.run(
        [APT, "install", "-y", "-qq", "--no-install-recommends", *wanted],
        check=True,
        env=env,
        stdout=subprocess.DEVNULL,
    )
