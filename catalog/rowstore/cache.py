"""Row stores at hand: the file itself where storage is a folder, else a bounded cache of fetched ones.

A row store is immutable and named by its content, so a cached one is never stale; it leaves the cache when the release
is withdrawn (`forget`) or when room is needed, the longest unused first.
"""

import os
import shutil
import tempfile
from pathlib import Path
from threading import Lock

from catalog.rowstore import RowStore
from catalog.storage import Storage

MAX_CACHE_BYTES = 2 << 30


class RowCache:
    """Opens row stores by storage key.

    Args:
        storage: where releases are kept.
        folder: for fetched files; private to this process's user.
        max_bytes: how much may stay there.
    """

    def __init__(self, storage: Storage, folder: Path, *, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self._storage = storage
        self._folder = folder
        self._max_bytes = max_bytes
        self._lock = Lock()

    def open(self, key: str) -> RowStore:
        """Open the row store kept under `key`.

        Raises:
            ObjectMissing: it is not (or no longer) kept. NotARowStore: damaged.
        """
        path_of = getattr(self._storage, "path", None)
        if path_of is not None:
            with self._storage.open(key):  # raises ObjectMissing where there is none
                return RowStore.open(path_of(key))
        return RowStore.open(self._fetch(key))

    def forget(self, key: str) -> None:
        """Remove a fetched file; nothing happens when there is none."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key.replace("/", "--")

    def _fetch(self, key: str) -> Path:
        path = self._path(key)
        with self._lock:
            # asked every time: a withdrawn release must not be read from here
            size = self._storage.size(key)
            if path.exists():
                os.utime(path)
                return path
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(size)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".fetch-")
            with os.fdopen(handle, "wb") as target, self._storage.open(key) as source:
                shutil.copyfileobj(source, target, 1 << 20)
            Path(name).rename(path)
        return path

    def _make_room(self, wanted: int) -> None:
        files = sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime)
        used = sum(path.stat().st_size for path in files)
        while files and used + wanted > self._max_bytes:
            used -= files[0].stat().st_size
            files.pop(0).unlink()  # a reader that has it open keeps it
