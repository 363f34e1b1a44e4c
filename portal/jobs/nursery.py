"""The runner's side of the template process: start it, ask it for children, watch and kill them."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.jobs import frames
from portal.jobs.errors import JobCrashedError
from portal.jobs.template import FORK, READY

START_SECONDS = 120.0
SAY_SECONDS = 2.0
STALL_SECONDS = 60.0  # a child that stops in the middle of a message is as good as dead
WARM = (
    *("catalog.actions.process_child", "catalog.actions.publish_child", "catalog.actions.part_child"),
    "desensitize.analyzer",  # the shadow sample's engine
)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Child:
    """One confined child: its channel, its id, and a handle that never means another process."""

    channel: socket.socket
    pid: int
    handle: int

    def order(self, message: dict[str, Any]) -> None:
        """Send the work order. Raises `ChannelClosedError`."""
        frames.send(self.channel, message)

    def receive(self, timeout: float) -> dict[str, Any] | None:
        """The next message; None when none came in time. Raises `ChannelClosedError` when the child ended."""
        readable, _, _ = select.select([self.channel], [], [], timeout)
        return frames.receive(self.channel) if readable else None

    def resident_bytes(self) -> int:
        """Resident memory now; 0 when it has ended."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
        except (OSError, IndexError, ValueError):
            return 0

    def close(self) -> None:
        """Kill it if it still runs; forget it."""
        try:
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            select.select([self.handle], [], [], 5.0)
        except ProcessLookupError:
            pass  # it ended by itself
        finally:
            os.close(self.handle)
            self.channel.close()


class Nursery:
    """Children of one runner, forked from one template that is started when first needed and again when it died.

    Args:
        threads: Polars threads of one child.
        warm: modules the template imports.
    """

    def __init__(self, threads: int = 1, warm: tuple[str, ...] = WARM) -> None:
        self._warm = warm
        self._threads = threads
        self._lock = threading.Lock()
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def warm(self) -> None:
        """Start the template ahead of the first job; returns when it is ready."""
        with self._lock:
            self._ready_control()

    def spawn(self) -> Child:
        """Fork one child. Raises `JobCrashedError` when the template cannot be started."""
        ours, theirs = socket.socketpair()
        ours.settimeout(STALL_SECONDS)
        try:
            with self._lock, theirs:
                for _ in range(2):  # a template that was killed meanwhile is replaced once
                    if (born := self._ask(theirs)) is not None:
                        return Child(ours, *born)
                    self._stop()
            raise JobCrashedError  # noqa: TRY301 - the socket is closed on every way out
        except BaseException:
            ours.close()
            raise

    def close(self) -> None:
        """End the template, and with it every child; does not wait for one that is still starting."""
        starting = self._template
        if starting is not None:
            starting.kill()  # whoever holds the lock is waiting for it to become ready
        with self._lock:
            self._stop()

    def _ask(self, theirs: socket.socket) -> tuple[int, int] | None:
        """Let the template fork a child that holds `theirs`; its process id and handle, None when the template died."""
        control = self._ready_control()
        try:
            socket.send_fds(control, [FORK], [theirs.fileno()])
            body, handles, _, _ = socket.recv_fds(control, 4, 1)
        except OSError:
            return None
        if len(body) != 4 or len(handles) != 1:
            return None
        return int.from_bytes(body, "big"), handles[0]

    def _ready_control(self) -> socket.socket:
        if self._control is not None and self._template is not None and self._template.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._template = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "portal.jobs.template", str(theirs.fileno()), *self._warm],
                pass_fds=[theirs.fileno()],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        readable, _, _ = select.select([ours], [], [], START_SECONDS)
        if not readable or ours.recv(1) != READY:
            ours.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._template.wait(SAY_SECONDS)  # it may just be saying why
            self._stop()
            raise JobCrashedError
        self._control = ours
        return ours

    def _environment(self) -> dict[str, str]:
        # No setting of the instance (they hold keys) and nothing else of the caller's surroundings.
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH")}
        single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        # no background threads of the allocator: the template must be able to fork
        single |= {"POLARS_MAX_THREADS": str(self._threads), "_RJEM_MALLOC_CONF": "background_thread:false"}
        paths = os.pathsep.join(part or str(Path.cwd()) for part in sys.path)
        return kept | single | {"PYTHONPATH": paths, "PYTHONSAFEPATH": "1"}

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._template is not None:
            self._template.kill()
            self._template.wait()
            self._template = None
