"""Objects as files of one folder, fsynced with their folder before a write is answered.

obstore's local store does not fsync, so a power cut could lose an acknowledged upload; this one does. Files are
0600, folders 0700, written under a temporary name in the same folder and renamed when complete.
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from catalog.storage import check_key
from catalog.storage.errors import ObjectMissing, StorageError, StorageFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PARTIAL = ".partial-"


def storage_error(error: OSError) -> StorageError:
    """The portal's own error for an operating system's one, without its path."""
    return StorageFull() if error.errno in _FULL else StorageError()


def fsync_folder(path: Path) -> None:
    """Make the folder's entries durable (names of new, renamed and removed files)."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Create a folder and its parents, each 0700 and durable in its parent."""
    missing: list[Path] = []
    current = path
    while not current.exists():
        missing.append(current)
        current = current.parent
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        fsync_folder(folder.parent)


class LocalWriter:
    """One file being written; see `catalog.storage.ObjectWriter`."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self._partial = final.parent / f"{_PARTIAL}{secrets.token_hex(8)}"
        try:
            make_folder(final.parent)
            self._fd: int | None = os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise storage_error(error) from None

    def write(self, data: bytes | memoryview, /) -> int:
        """Append all of `data`; on a full disk nothing is kept and `StorageFull` is raised."""
        if self._fd is None:
            raise StorageError
        view = memoryview(data)
        done = 0
        try:
            while done < len(view):
                done += os.write(self._fd, view[done:])
        except OSError as error:
            self.abort()
            raise storage_error(error) from None
        return done

    def commit(self) -> None:
        """File content, then name, then folder: each on disk before the next."""
        if self._fd is None:
            raise StorageError
        is_named = False
        try:
            os.fsync(self._fd)
            self._partial.rename(self._final)
            is_named = True
            fsync_folder(self._final.parent)
        except OSError as error:
            if is_named:  # not certainly durable: then it is not there at all
                self._final.unlink(missing_ok=True)
            self.abort()
            raise storage_error(error) from None
        os.close(self._fd)
        self._fd = None

    def abort(self) -> None:
        """Remove the partial file."""
        if self._fd is None:
            return
        os.close(self._fd)
        self._fd = None
        self._partial.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None:
            if self._fd is not None:
                self.commit()
        else:
            self.abort()


class LocalStorage:
    """A folder of objects; see `catalog.storage.Storage`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            make_folder(root)
        except OSError as error:
            raise storage_error(error) from None

    def path(self, key: str) -> Path:
        """Where the object is kept; for readers that need a file (the row store, X-Accel)."""
        return self.root / check_key(key)

    def writer(self, key: str) -> LocalWriter:
        """Open a new object for streaming."""
        return LocalWriter(self.path(key))

    def put(self, key: str, data: bytes) -> None:
        """Keep a small object whole."""
        with self.writer(key) as out:
            out.write(data)

    def open(self, key: str) -> BinaryIO:
        """Open for reading."""
        try:
            return self.path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise ObjectMissing from None
        except OSError as error:
            raise storage_error(error) from None

    def size(self, key: str) -> int:
        """Bytes of the object."""
        try:
            return self.path(key).stat().st_size
        except OSError:
            raise ObjectMissing from None

    def exists(self, key: str) -> bool:
        """Whether the object is kept."""
        return self.path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove, and make the removal durable."""
        path = self.path(key)
        try:
            path.unlink()
            fsync_folder(path.parent)
        except FileNotFoundError:
            return
        except OSError as error:
            raise storage_error(error) from None

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below the prefix, partial files too, then the empty folders."""
        top = self.path(prefix)
        count = 0
        try:
            for folder, _, names in os.walk(top, topdown=False):
                here = Path(folder)
                for name in names:
                    (here / name).unlink(missing_ok=True)
                    count += not name.startswith(_PARTIAL)
                here.rmdir()
            if top.parent.exists():
                fsync_folder(top.parent)
        except OSError as error:
            raise storage_error(error) from None
        return count

    def list(self, prefix: str = "") -> Iterator[str]:
        """Names below the prefix, sorted; partial files are not objects."""
        top = self.path(prefix) if prefix else self.root
        found = [
            (Path(folder) / name).relative_to(self.root).as_posix()
            for folder, _, names in os.walk(top)
            for name in names
            if not name.startswith(_PARTIAL)
        ]
        return iter(sorted(found))

    def free_bytes(self) -> int | None:
        """Bytes this process may still write to the folder's file system."""
        try:
            return shutil.disk_usage(self.root).free
        except OSError as error:
            raise storage_error(error) from None

    def sweep(self, older_than_s: float) -> int:
        """Remove partial files that a killed writer left; returns how many.

        Args:
            older_than_s: seconds since their last write; longer than any writer pauses.
        """
        limit = time.time() - older_than_s
        count = 0
        for path in self.root.rglob(f"{_PARTIAL}*"):
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
                    count += 1
            except FileNotFoundError:
                continue  # its writer was not dead after all, or another sweep was quicker
        return count
