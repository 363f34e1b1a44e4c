"""The folder of one set of services: processes by id, logs, free ports."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120


class ServiceError(Exception):
    """A service that should be there is not; the message says which and where its log is."""


@dataclass(frozen=True)
class Place:
    """Folder `root` holds everything of one set of services."""

    root: Path

    def folder(self, name: str, *, owner: str | None = None) -> Path:
        """Return the sub-folder `name`, made if need be, readable by the service's own user."""
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o755)
        if owner and os.geteuid() == 0:
            shutil.chown(path, owner)
        return path

    def log(self, name: str) -> Path:
        """Return the log file of service `name`."""
        return self.folder("logs") / f"{name}.log"

    def run(self, name: str, command: Sequence[str | Path], *, user: str | None = None, **more: object) -> None:
        """Run `command` to its end, its output in the log of `name`."""
        with self.log(name).open("ab") as log:
            done = subprocess.run(  # type: ignore[call-overload]
                [str(part) for part in command], stdout=log, stderr=log, check=False, user=as_user(user), **more
            )
        if done.returncode:
            raise ServiceError(f"{name}: {Path(str(command[0])).name} failed ({done.returncode}); see {self.log(name)}")

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        user: str | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command` in the background and keep its process id."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                user=as_user(user),
                cwd=cwd,
                env=dict(env) if env is not None else None,
            )
        (self.folder("run") / f"{name}.pid").write_text(str(process.pid))

    def stop_all(self) -> list[str]:
        """Stop every process started here, the last one first; return their names."""
        files = sorted(self.folder("run").glob("*.pid"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files:
            stop_process(int(file.read_text()))
            file.unlink()
        return [file.stem for file in files]


def as_user(user: str | None) -> int | None:
    """Return the id to run as: `user` when we are root, ourselves otherwise."""
    return pwd.getpwnam(user).pw_uid if user and os.geteuid() == 0 else None


def stop_process(pid: int, grace: float = 15.0) -> None:
    """Ask process `pid` to end (SIGINT: PostgreSQL's fast stop), then end it; its own group goes with it."""
    for sign, seconds in ((signal.SIGINT, grace), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(ChildProcessError):  # not our own child: /proc tells
                os.waitpid(pid, os.WNOHANG)
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.05)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(name: str, is_there: Callable[[], bool], place: Place, seconds: float = START_SECONDS) -> None:
    """Wait until `is_there()`; a service that does not come is an error."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_there():
            return
        time.sleep(0.2)
    raise ServiceError(f"{name} did not answer in {seconds:.0f} s; see {place.log(name)}")


def answers(url: str) -> bool:
    """Tell whether `url` answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status < 400)
    except (urllib.error.URLError, OSError):
        return False
