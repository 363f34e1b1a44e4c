"""One attempt at one job: relay a confined child's progress, renew the lease, end the child when it goes too far."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from portal.jobs import queue
from portal.jobs.errors import JobCrashedError, JobDeadlineError, JobMemoryError
from portal.jobs.frames import ChannelClosedError, plain
from portal.jobs.nursery import Child
from portal.jobs.queue import Claim

POLL_SECONDS = 0.1  # how often memory and deadline are looked at
NOTE_SECONDS = 0.5  # how often progress is written to the job's row
LOOK_SECONDS = 2.0  # how often is seen whether the job was cancelled, when there is no progress


class LostClaimError(Exception):
    """Another worker took the job over; this attempt must leave no trace."""


class ChildFailedError(Exception):
    """The child ended with an error.

    Attributes: `code` (empty: unknown error), `detail` (counts, positions), `retry`, `kind`, `place`.
    """

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("child failed")
        self.code = str(plain(answer.get("code")) or "")
        detail = plain(answer.get("detail"))
        self.detail: dict[str, Any] = detail if isinstance(detail, dict) else {}
        self.retry = bool(answer.get("retry", True))
        self.kind = str(plain(answer.get("kind")) or "")
        self.place = str(plain(answer.get("place")) or "")


@dataclass
class Attempt:
    """Progress and bounds of one attempt."""

    sessions: sessionmaker[Session]
    claim: Claim
    clock: Callable[[], datetime]
    lease: float
    seconds: float
    memory_bytes: int
    steps: list[dict[str, Any]] = field(default_factory=list)
    peak_bytes: int = 0
    _progress: dict[str, Any] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)
    _noted: float = 0.0
    _renewed: float = field(default_factory=time.monotonic)

    def follow(self, child: Child, order: dict[str, Any]) -> dict[str, Any]:
        """Order the work, follow it to its answer, and leave no process behind.

        Returns:
            The outcome the child gave.

        Raises:
            ChildFailedError, JobDeadlineError, JobMemoryError, JobCrashedError, LostClaimError.
        """
        started = time.monotonic()
        try:
            child.order(order)
            while True:
                message = child.receive(POLL_SECONDS)
                if message is not None and "outcome" in message:
                    self._end_step()
                    return dict(message["outcome"])
                if message is not None and "error" in message:
                    raise ChildFailedError(dict(message["error"]))
                if message is not None:
                    self._note(message)
                self.peak_bytes = max(self.peak_bytes, child.resident_bytes())
                if self.peak_bytes > self.memory_bytes:
                    raise JobMemoryError
                if time.monotonic() - started > self.seconds:
                    raise JobDeadlineError
                self.keep()
        except ChannelClosedError:
            raise JobCrashedError from None
        finally:
            child.close()

    def keep(self) -> None:
        """Renew the lease and write progress when it is time. Raises `LostClaimError`."""
        now = time.monotonic()
        is_due = now - self._renewed > min(self.lease / 3, LOOK_SECONDS)
        is_due = is_due or bool(self._progress and now - self._noted > NOTE_SECONDS)
        if not is_due:
            return
        until = queue.clock_of(self.clock, self.lease)
        if not queue.renew(self.sessions, self.claim, until=until, progress=self._progress):
            raise LostClaimError
        self._renewed = self._noted = now
        self._progress = {}

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease from a thread beside work that has no child to follow (network, clearing up).

        Raises:
            LostClaimError: at the end, when another worker took the job over meanwhile.
        """
        done, lost = threading.Event(), threading.Event()

        def renew() -> None:
            while not done.wait(self.lease / 3):
                with suppress(OperationalError):  # tried again before the lease ends
                    until = queue.clock_of(self.clock, self.lease)
                    if not queue.renew(self.sessions, self.claim, until=until, progress={}):
                        lost.set()
                        return

        keeper = threading.Thread(target=renew, name="lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()
        if lost.is_set():
            raise LostClaimError

    def _note(self, message: dict[str, Any]) -> None:
        step = str(plain(message.get("step")) or "")[:24]
        if not self.steps or self.steps[-1]["step"] != step:
            self._end_step()
            self.steps.append({"step": step, "seconds": 0.0})
            self._since = time.monotonic()
        done, total = int(message.get("done", 0)), int(message.get("total", 0))
        self._progress = {"step": step, "done": done, "total": total, "steps": [dict(item) for item in self.steps]}

    def _end_step(self) -> None:
        if self.steps:
            self.steps[-1]["seconds"] = round(time.monotonic() - self._since, 3)
