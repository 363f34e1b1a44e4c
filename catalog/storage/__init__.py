"""What every object storage of the portal can do, and the names it accepts.

Names are generated (ids, hashes, part numbers), never taken from an upload (SECURITY rule 20). Writing is
all-or-nothing: an object is there in full and durable after `commit`, or it is not there at all.
This module is reachable from web pages: no heavy imports.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol, Self

from catalog.storage.errors import BadObjectKey, StorageFull

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,127}")
MAX_KEY_CHARS = 512


def check_key(key: str) -> str:
    """Return the key when it is a relative path of generated names.

    Args:
        key: segments joined by `/`; each begins with a letter, digit or underscore.

    Raises:
        BadObjectKey: anything else (empty, absolute, `..`, hidden, too long).
    """
    if len(key) > MAX_KEY_CHARS or not all(_SEGMENT.fullmatch(part) for part in key.split("/")):
        raise BadObjectKey
    return key


class ObjectWriter(Protocol):
    """A file-like object that becomes an object on `commit` and leaves nothing on `abort`."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Append bytes; raises `StorageFull` when there is no room (and keeps nothing)."""
        ...

    def commit(self) -> None:
        """Make the object visible and durable; after a return it survives a power cut."""
        ...

    def abort(self) -> None:
        """Forget what was written. Safe to call after `commit` (does nothing then)."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None:
        """Commit on success, abort on an exception."""
        ...


class Storage(Protocol):
    """Objects by name. Implementations: local folder, memory, S3."""

    def writer(self, key: str) -> ObjectWriter:
        """Open a new object for streaming; replaces an object of the same name on commit."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep a small object whole."""
        ...

    def open(self, key: str) -> BinaryIO:
        """Open for reading; seekable. Raises `ObjectMissing`."""
        ...

    def size(self, key: str) -> int:
        """Bytes of the object. Raises `ObjectMissing`."""
        ...

    def exists(self, key: str) -> bool:
        """Whether an object of this name is kept."""
        ...

    def delete(self, key: str) -> None:
        """Remove; nothing happens when it is not there (idempotent)."""
        ...

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below `prefix/`; returns how many."""
        ...

    def list(self, prefix: str = "") -> Iterator[str]:
        """Names below `prefix/` (all when empty), sorted."""
        ...

    def free_bytes(self) -> int | None:
        """Bytes that may still be kept; None when nobody can say (a bucket)."""
        ...


def require_room(storage: Storage, *, wanted: int, spare: int) -> None:
    """Refuse what would leave less than the spare room.

    Args:
        storage: where the bytes would go.
        wanted: bytes still to come.
        spare: bytes that must stay free afterwards, for what the portal itself has to write.

    Raises:
        StorageFull: there is not enough room.
    """
    free = storage.free_bytes()
    if free is not None and free - wanted < spare:
        raise StorageFull


def get(storage: Storage, key: str) -> bytes:
    """Read a small object whole. Raises `ObjectMissing`."""
    with storage.open(key) as source:
        return source.read()
