"""Quotas of the APIs: free, then slower, then refused, for each client address and each token.

`ckanapi dump` dies on 429 and CKAN's harvester takes any JSON without `result` for the last page, silently. So a client
that is fast is slowed down first, by sleeps short enough and few enough that threads are left for others; only one that
does not let itself be slowed is told 429, as plain text with Retry-After. Three `ckanapi` workers, which wait for each
answer, cannot reach that. Reads of `/api/v1` count in the same minute and are refused in that API's own form. Counts
are kept where `rate_limit_url` says: in Redis they hold over all processes.
"""

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final, Protocol

from flask import Flask, Response, current_app, g, request
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from prometheus_client import Counter, Gauge
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from portal.api.identity import ScopeMissing, TokenRefused, caller
from portal.extensions import SAFE_METHODS
from portal.metrics import REGISTRY
from portal.settings import Settings

WINDOW_SECONDS: Final = 60
SLEEPERS: Final = 6  # of a process's threads (`portal.serving.THREADS`), so that pages always find one
SLEEPERS_A_CLIENT: Final = 4  # more than the three workers of a usual dump
BUSY_RETRY_SECONDS: Final = 2
RAMP: Final = 10  # the full delay is reached after a tenth of the free calls more
STEPS = Counter("portal_api_calls_total", "Calls of the APIs by what happened.", ["step", "who"], registry=REGISTRY)
SLEEPING = Gauge("portal_api_sleeping", "Calls of the Action API that are being slowed down now.", registry=REGISTRY)


@dataclass(frozen=True, slots=True)
class Ladder:
    """One client's quota a minute.

    Attributes:
        free: calls answered at once.
        most: calls after which the rest of the minute is refused.
        delay: longest sleep before an answer, seconds.
    """

    free: int
    most: int
    delay: float

    def wait(self, used: int) -> float:
        """Return how long the `used`-th call of a minute has to wait, in seconds."""
        if used <= self.free:
            return 0.0
        return self.delay * min(1.0, (used - self.free) * RAMP / max(1, self.free))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a call: step (free, delayed, refused, busy), sleep and time to come back, seconds."""

    step: str
    sleep: float = 0.0
    retry_after: int = 0


class Clock(Protocol):
    """A clock of seconds."""

    def __call__(self) -> float: ...


class Quotas:
    """Counts calls and says what becomes of them.

    Args:
        storage: where counts are kept.
        clock: seconds since the epoch.
        sleepers: how many calls may sleep at the same time.
    """

    def __init__(self, storage: Storage, *, clock: Clock = time.time, sleepers: int = SLEEPERS) -> None:
        self._storage = storage
        self._spare = MemoryStorage()
        self._clock = clock
        self._sleepers = sleepers
        self._asleep: dict[str, int] = {}
        self._lock = Lock()

    def judge(self, client: str, ladder: Ladder) -> Verdict:
        """Count one call of `client` and say what becomes of it.

        Args:
            client: who calls, in words that name no person.
            ladder: its quota.
        """
        now = self._clock()
        window = int(now // WINDOW_SECONDS)
        used = self._count(f"api/{client}/{window}")
        if used > ladder.most:
            return Verdict("refused", retry_after=max(1, int((window + 1) * WINDOW_SECONDS - now) + 1))
        seconds = ladder.wait(used)
        return Verdict("delayed", sleep=seconds) if seconds else Verdict("free")

    def _count(self, key: str) -> int:
        """Return how many calls there were; a store that does not answer is stood in for by this process's own."""
        try:
            return int(self._storage.incr(key, WINDOW_SECONDS * 2))
        except StorageError:
            return int(self._spare.incr(key, WINDOW_SECONDS * 2))

    @contextmanager
    def bed(self, client: str) -> Iterator[bool]:
        """Whether there is room for this client to sleep, held while the block runs."""
        with self._lock:
            own = self._asleep.get(client, 0)
            has_bed = own < SLEEPERS_A_CLIENT and sum(self._asleep.values()) < self._sleepers
            if has_bed:
                self._asleep[client] = own + 1
        try:
            yield has_bed
        finally:
            if has_bed:
                with self._lock:
                    self._asleep[client] -= 1
                    if not self._asleep[client]:
                        del self._asleep[client]


def init_quotas(app: Flask, settings: Settings) -> None:
    """Give the application its counts."""
    storage = storage_from_string(settings.rate_limit_url, wrap_exceptions=True)
    if not isinstance(storage, Storage):
        raise TypeError("rate_limit_url names a store for asynchronous servers")
    app.extensions["api_quotas"] = Quotas(storage)


def keep_quota() -> Response | None:
    """Let a call of the Action API through, at once or after a sleep; return the refusal, if it is one."""
    verdict = _judged()
    if not verdict.retry_after:
        return None
    status, sentence = (429, "Too many requests") if verdict.step == "refused" else (503, "The service is busy")
    text = f"{sentence}; please come back in {verdict.retry_after} s.\n"
    answer = Response(text, status, content_type="text/plain; charset=utf-8")
    answer.headers["Retry-After"] = str(verdict.retry_after)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def keep_read_quota() -> None:
    """Let a read of `/api/v1` through, at once or after a sleep; what writes is limited where it is.

    Raises:
        TooManyRequests, ServiceUnavailable: refused; problem+json with Retry-After.
    """
    if request.method not in SAFE_METHODS:
        return
    verdict = _judged()
    if verdict.retry_after:
        refused = TooManyRequests if verdict.step == "refused" else ServiceUnavailable
        raise refused(retry_after=verdict.retry_after)


def _judged() -> Verdict:
    """Count this call, sleep where it has to, and say what becomes of it."""
    settings: Settings = current_app.config["PORTAL"]
    if not settings.api_calls_free or request.method == "OPTIONS":
        return Verdict("free")
    quotas: Quotas = current_app.extensions["api_quotas"]
    who, client = _client()
    factor = settings.api_token_factor if who == "token" else 1
    ladder = Ladder(settings.api_calls_free * factor, settings.api_calls_most * factor, settings.api_delay_ms / 1000)
    verdict = quotas.judge(client, ladder)
    if verdict.sleep:
        with quotas.bed(client) as has_bed:
            if has_bed:
                with SLEEPING.track_inprogress():
                    time.sleep(verdict.sleep)
            else:
                verdict = Verdict("busy", retry_after=BUSY_RETRY_SECONDS)
    STEPS.labels(verdict.step, who).inc()
    return verdict


def _client() -> tuple[str, str]:
    """Return what is counted, a token or an address, and its key; a bad token counts for its address."""
    if "Authorization" in request.headers:
        try:
            caller()
        except TokenRefused:
            pass
        except ScopeMissing:  # said where the call is answered
            return "token", f"token/{g.api_token.id}"
        else:
            return "token", f"token/{g.api_token.id}"
    address = ipaddress.ip_address((request.remote_addr or "0.0.0.0").partition("%")[0])  # noqa: S104 - stands for unknown
    if address.version == 6:  # one subscriber has a whole /64
        return "address", f"address/{ipaddress.ip_network((address, 64), strict=False).network_address}"
    return "address", f"address/{address}"
