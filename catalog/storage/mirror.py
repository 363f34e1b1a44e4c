"""A local folder in place of a remote storage for the time of one job.

A confined child has no network: the runner fetches the ciphertext it needs, the child works on the folder, and the
runner sends back what is new. Everything in the folder is ciphertext or already masked.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from catalog.storage import Storage
from catalog.storage.local import LocalStorage

_CHUNK = 1 << 20


class Mirror:
    """Objects of a storage in a folder.

    Args:
        remote: the storage.
        folder: private to the job; wiped with it.
    """

    def __init__(self, remote: Storage, folder: Path) -> None:
        self.local = LocalStorage(folder)
        self._remote = remote
        self._seen: dict[str, tuple[int, int]] = {}

    def fetch(self, prefixes: Iterable[str]) -> int:
        """Copy every object below the prefixes; returns how many. Raises `StorageError`."""
        count = 0
        for prefix in prefixes:
            for name in self._remote.list(prefix):
                _copy(self._remote, self.local, name)
                self._seen[name] = self._mark(name)
                count += 1
        return count

    def send_back(self) -> list[str]:
        """Send what is new or changed since `fetch`, each object whole; returns the names. Raises `StorageError`.

        Sending is repeatable: a runner that dies in between starts the job anew and overwrites.
        """
        sent = [name for name in self.local.list() if self._seen.get(name) != self._mark(name)]
        for name in sent:
            _copy(self.local, self._remote, name)
        for name in self._seen:
            if not self.local.exists(name):
                self._remote.delete(name)
        return sent

    def _mark(self, name: str) -> tuple[int, int]:
        found = self.local.path(name).stat()
        return found.st_ino, found.st_mtime_ns  # a rewrite is a new file under the old name


def _copy(source: Storage, target: Storage, name: str) -> None:
    with source.open(name) as opened, target.writer(name) as out:
        shutil.copyfileobj(opened, out, _CHUNK)
