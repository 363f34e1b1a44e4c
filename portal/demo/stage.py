"""The demonstration's server: the real `portal serve` as a process of its own, watched and stopped by its id."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from portal.demo.client import DoorError

START_SECONDS = 180.0
STOP_SECONDS = 20.0


def clear_demo(home: Path) -> None:
    """Remove an earlier demonstration; anything that is not one stays.

    Raises:
        NotADemoError: the folder holds something else.
    """
    if not home.exists() or not any(home.iterdir()):
        return
    env = home / "portal.env"
    if not env.is_file() or "PORTAL_DEMO=true" not in env.read_text("utf-8"):
        raise NotADemoError
    shutil.rmtree(home)


class NotADemoError(Exception):
    """The folder holds something that is not a demonstration."""

    code = "demo.not_a_demo"
    message_zh = "实例目录中已有非演示数据，演示不会覆盖它。请用 --home 指定另一个目录。"
    message_en = "The instance folder holds something that is not a demonstration; choose another with --home."


def free_port(wanted: int) -> int:
    """The wanted port when it is free, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise DoorError


@contextlib.contextmanager
def running_server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start `portal serve`, wait until it answers, stop it at the end.

    Raises:
        DoorError: it did not come up.
    """
    order = [sys.executable, "-m", "portal.cli", "--home", str(home), "serve", "--port", str(port)]
    with (home / "serve.log").open("ab") as out:
        server = subprocess.Popen(order, stdin=subprocess.DEVNULL, stdout=out, stderr=out)  # noqa: S603 - our own
    try:
        _wait(server, f"http://127.0.0.1:{port}/healthz")
        yield server
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    http, until = requests.Session(), time.monotonic() + START_SECONDS
    http.trust_env = False
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            if http.get(address, timeout=(1, 5)).ok:
                return
        time.sleep(0.1)
    raise DoorError({"status": 0})
