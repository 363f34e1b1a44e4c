"""A CKAN client a fifth of whose calls fail on the wire, in five ways."""

import random
from collections import Counter
from threading import Lock
from typing import Any, Final

import requests
from ckanapi import RemoteCKAN
from requests.adapters import HTTPAdapter

from catalog.ckan.client import CkanClient

# what happens, and whether the server gets the call
FAULTS: Final = {
    "answers 500": False,
    "cut before": False,
    "times out after": True,
    "answer lost": True,
    "killed before": False,
    "killed after": True,
}


class KilledError(BaseException):
    """The worker is gone: nothing that catches exceptions may go on."""


class _FaultyAdapter(HTTPAdapter):
    def __init__(self, owner: "FaultyClient") -> None:
        self._owner = owner
        super().__init__()

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:  # type: ignore[override]  # keyword pass-through
        fault = self._owner.draw()
        if fault is None or FAULTS[fault]:
            more["timeout"] = more.get("timeout") or 60
            answer = super().send(request, **more)
            if fault is None:
                return answer
        if fault.startswith("killed"):
            raise KilledError
        if fault == "answers 500":
            broken = requests.Response()
            broken.status_code = 500
            broken._content = b"Internal Server Error"
            broken.request = request
            broken.url = str(request.url)
            return broken
        raise requests.ReadTimeout if fault == "times out after" else requests.ConnectionError


class FaultyClient(CkanClient):
    """Reads and writes that fail; counts what it did."""

    def __init__(self, url: str, token: str, rng: random.Random, share: float = 0.2) -> None:
        """Take the server, and how large a share of calls fails."""
        super().__init__(url, token)
        self._rng, self._share, self._lock = rng, share, Lock()
        self.calls = 0
        self.faults: Counter[str] = Counter()

    def draw(self) -> str | None:
        """Return what happens to the next call, None for nothing."""
        with self._lock:
            self.calls += 1
            if self._rng.random() >= self._share:
                return None
            fault = self._rng.choice(list(FAULTS))
            self.faults[fault] += 1
            return fault

    def _remote(self) -> RemoteCKAN:
        remote = super()._remote()
        if not getattr(self._threads, "is_faulty", False):
            remote.session.mount("http://", _FaultyAdapter(self))
            self._threads.is_faulty = True
        return remote
