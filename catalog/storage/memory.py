"""Objects in the memory of one process: for tests and for trying the pipeline without a folder."""

import io
from collections.abc import Iterator
from typing import BinaryIO, Self

from catalog.storage import check_key
from catalog.storage.errors import ObjectMissing, StorageError, StorageFull


class MemoryWriter:
    """One object being written; see `catalog.storage.ObjectWriter`."""

    def __init__(self, storage: "MemoryStorage", key: str) -> None:
        self._storage = storage
        self._key = key
        self._buffer: bytearray | None = bytearray()

    def write(self, data: bytes | memoryview, /) -> int:
        """Append; refuses what goes over the storage's capacity."""
        if self._buffer is None:
            raise StorageError
        capacity = self._storage.capacity
        if capacity is not None and self._storage.used() + len(self._buffer) + len(data) > capacity:
            self.abort()
            raise StorageFull
        self._buffer += data
        return len(data)

    def commit(self) -> None:
        """Make the object visible."""
        if self._buffer is None:
            raise StorageError
        self._storage.objects[self._key] = bytes(self._buffer)
        self._buffer = None

    def abort(self) -> None:
        """Forget it."""
        self._buffer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None and self._buffer is not None:
            self.commit()
        else:
            self.abort()


class MemoryStorage:
    """A dictionary of objects; see `catalog.storage.Storage`.

    Args:
        capacity: bytes it will keep before `StorageFull`; None for no limit.
    """

    def __init__(self, capacity: int | None = None) -> None:
        self.objects: dict[str, bytes] = {}
        self.capacity = capacity

    def used(self) -> int:
        """Bytes kept now."""
        return sum(map(len, self.objects.values()))

    def writer(self, key: str) -> MemoryWriter:
        """Open a new object for streaming."""
        return MemoryWriter(self, check_key(key))

    def put(self, key: str, data: bytes) -> None:
        """Keep a small object whole."""
        with self.writer(key) as out:
            out.write(data)

    def open(self, key: str) -> BinaryIO:
        """Open for reading."""
        return io.BytesIO(self._get(key))

    def size(self, key: str) -> int:
        """Bytes of the object."""
        return len(self._get(key))

    def exists(self, key: str) -> bool:
        """Whether the object is kept."""
        return check_key(key) in self.objects

    def delete(self, key: str) -> None:
        """Remove."""
        self.objects.pop(check_key(key), None)

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below the prefix."""
        gone = [*self.list(prefix)]
        for key in gone:
            del self.objects[key]
        return len(gone)

    def list(self, prefix: str = "") -> Iterator[str]:
        """Names below the prefix, sorted."""
        start = f"{check_key(prefix)}/" if prefix else ""
        return iter(sorted(key for key in self.objects if key.startswith(start)))

    def free_bytes(self) -> int | None:
        """What is left of the capacity; None without one."""
        return None if self.capacity is None else self.capacity - self.used()

    def _get(self, key: str) -> bytes:
        try:
            return self.objects[check_key(key)]
        except KeyError:
            raise ObjectMissing from None
