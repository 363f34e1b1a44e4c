"""The doorbell: tell the workers, after a commit, that there is something to claim.

Losing a ring is harmless: the sweep looks by itself. So a broker that is down delays a job and never refuses an upload.
"""

import threading
from typing import TYPE_CHECKING

from portal.logs import log
from portal.settings import Settings

if TYPE_CHECKING:
    from celery import Celery


class Doorbell:
    """Rings by sending an empty Celery message; connects at the first ring.

    Args:
        settings: says which broker. With the in-memory one only a worker in this very process can hear; elsewhere (the
            command line beside a running server) the ring is left out and the server's sweep finds the job.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._app: Celery | None = None
        self.is_heard = not settings.broker_url.startswith("memory:")

    @property
    def celery(self) -> "Celery":
        """The Celery application of this process."""
        with self._lock:
            if self._app is None:
                from portal.jobs.celery_app import make_celery

                self._app = make_celery(self._settings)
            return self._app

    def __call__(self) -> None:
        """Ring once."""
        if not self.is_heard:
            return
        from kombu.exceptions import OperationalError

        from portal.jobs.tasks import run_next

        self.celery  # noqa: B018 - the task goes to this application's broker
        try:
            run_next.apply_async(retry=False, expires=3600)
        except (OperationalError, OSError):
            log().warning("doorbell.unheard")
