"""Celery inside this process: a consumer thread over the in-memory broker, a small thread pool, and a static beat.

`portal serve` holds pages, API and this; the jobs themselves run in confined children, so the process stays light.
"""

import logging
import os
import threading
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService, Scheduler

from portal.jobs.current import set_runner
from portal.jobs.errors import JobCrashedError
from portal.jobs.runner import Runner
from portal.logs import log
from portal.wiring import doorbell

HELPERS = 2  # pool threads beyond the children: neither sweeps nor withdrawals wait for a long job


class EmbeddedWorker:
    """Claims and runs jobs in threads of this process until stopped.

    Args:
        runner: the process's runner.
        grace: seconds that running jobs get at the stop.
        beats: whether it also rings for what is regular; every process may, and one is enough.
    """

    def __init__(self, runner: Runner, grace: float, *, beats: bool = True) -> None:
        self._runner, self._grace, self._beats = runner, grace, beats
        self._bell = doorbell(runner.deps)
        self._app: Celery = self._bell.celery
        self._worker: Any = None
        self._beat: Any = None

    def start(self) -> None:
        """Start consuming in the background; returns at once."""
        set_runner(self._runner)
        logging.getLogger("celery").setLevel(logging.WARNING)
        self._worker = self._app.WorkController(
            pool_cls="threads",
            concurrency=self._runner.bounds.children + HELPERS,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        self._bell.is_heard = True
        threading.Thread(target=self._worker.start, name="claims", daemon=True).start()
        if self._beats:
            self._beat = EmbeddedService(self._app, thread=True, scheduler_cls=Scheduler)
            self._beat.daemon = True
            self._beat.start()
        threading.Thread(target=self._first, name="first-sweep", daemon=True).start()

    def stop(self) -> None:
        """Claim nothing more, end the children, and give running threads a moment.

        Celery's own stop waits without limit for a running task; here the children are killed, so tasks end at once,
        and what they did is repeated by the next process.
        """
        self._bell.is_heard = False
        self._runner.stop()
        if self._beat is not None:
            self._beat.service.stop(wait=False)
        if self._worker is not None:
            stopping = threading.Thread(target=self._worker.stop, daemon=True)
            stopping.start()
            stopping.join(self._grace)
        set_runner(None)

    def _first(self) -> None:
        """Look for what an earlier process left, and have the template ready before somebody waits for it."""
        self._runner.sweep()
        try:
            self._runner.nursery.warm()
        except JobCrashedError:
            log().error("template.failed", times=1)


def leave(status: int = 0) -> None:
    """End the process without waiting for pool threads (the interpreter would join them)."""
    log().info("process.ended", status=status)
    logging.shutdown()
    os._exit(status)
