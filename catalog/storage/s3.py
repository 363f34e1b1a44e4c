"""Objects in S3 or a compatible store (MinIO, OBS, OSS), through obstore.

Bytes wait in an unnamed local file until `commit`, which sends them as one object (multipart when large): an object is
there in full or not at all, and an aborted write leaves no parts behind. They are ciphertext or public, never plaintext
of an upload. Every call has timeouts and few retries (SECURITY rule 10).
"""

import errno
import io
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

import obstore
from obstore import store as stores
from obstore.exceptions import BaseError, NotFoundError

from catalog.storage import check_key
from catalog.storage.errors import ObjectMissing, StorageError, StorageFull

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 20
# obstore raises the built-in error for a missing object, and for a missing bucket too
_FAILED = (BaseError, OSError)
_MISSING = (NotFoundError, FileNotFoundError)


class SpooledWriter:
    """One object being written; see `catalog.storage.ObjectWriter`."""

    def __init__(self, store: Any, path: str) -> None:
        self._store = store
        self._path = path
        self._file: Any = tempfile.TemporaryFile()  # noqa: SIM115 -- lives until commit or abort

    def write(self, data: bytes | memoryview, /) -> int:
        """Append to the waiting file."""
        if self._file is None:
            raise StorageError
        try:
            self._file.write(data)
        except OSError as error:
            self.abort()
            raise (StorageFull if error.errno == errno.ENOSPC else StorageError) from None
        return len(data)

    def commit(self) -> None:
        """Send the whole object; the store answers when it keeps it."""
        if self._file is None:
            raise StorageError
        try:
            self._file.seek(0)
            obstore.put(self._store, self._path, self._file)
        except _FAILED:
            raise StorageError from None
        finally:
            self.abort()

    def abort(self) -> None:
        """Drop the waiting file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None and self._file is not None:
            self.commit()
        else:
            self.abort()


class _Reading(io.RawIOBase):
    """An obstore reader as the standard library's raw stream."""

    def __init__(self, store: Any, path: str) -> None:
        super().__init__()
        self._reader = obstore.open_reader(store, path, buffer_size=_BUFFER)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._reader.seek(offset, whence)

    def tell(self) -> int:
        return self._reader.tell()

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = memoryview(self._reader.read(len(view)))
        except _FAILED:
            raise StorageError from None
        view[: len(data)] = data
        return len(data)


class ObjectStorage:
    """Objects of any obstore store; see `catalog.storage.Storage`.

    Args:
        store: an obstore store.
        prefix: put before every name, without a slash at its end; empty for none.
    """

    def __init__(self, store: Any, prefix: str = "") -> None:
        self._store = store
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def writer(self, key: str) -> SpooledWriter:
        """Open a new object for streaming."""
        return SpooledWriter(self._store, self._path(key))

    def put(self, key: str, data: bytes) -> None:
        """Keep a small object whole."""
        try:
            obstore.put(self._store, self._path(key), data)
        except _FAILED:
            raise StorageError from None

    def open(self, key: str) -> BinaryIO:
        """Open for reading; fetched by ranges as it is read."""
        path = self._path(key)
        try:
            return cast("BinaryIO", io.BufferedReader(_Reading(self._store, path), _BUFFER))
        except _MISSING:
            raise ObjectMissing from None
        except _FAILED:
            raise StorageError from None

    def size(self, key: str) -> int:
        """Bytes of the object."""
        path = self._path(key)
        try:
            return int(obstore.head(self._store, path)["size"])
        except _MISSING:
            raise ObjectMissing from None
        except _FAILED:
            raise StorageError from None

    def exists(self, key: str) -> bool:
        """Whether the object is kept."""
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove."""
        path = self._path(key)
        try:
            obstore.delete(self._store, path)
        except _MISSING:
            return
        except _FAILED:
            raise StorageError from None

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below the prefix."""
        names = [*self.list(prefix)]
        for name in names:
            self.delete(name)
        return len(names)

    def list(self, prefix: str = "") -> Iterator[str]:
        """Names below the prefix, sorted."""
        start = f"{self._path(prefix)}/" if prefix else self._prefix
        try:
            found = [entry["path"] for page in obstore.list(self._store, start or None) for entry in page]
        except _FAILED:
            raise StorageError from None
        return iter(sorted(path[len(self._prefix) :] for path in found if path.startswith(start)))

    def free_bytes(self) -> int | None:
        """A bucket does not say."""
        return None

    def _path(self, key: str) -> str:
        return self._prefix + check_key(key)


def s3_storage(
    bucket: str,
    *,
    prefix: str = "",
    endpoint: str = "",
    region: str = "us-east-1",
    access_key: str,
    secret_key: str,
) -> ObjectStorage:
    """A bucket of S3 or of a compatible store.

    Args:
        bucket: its name.
        prefix: folder inside it.
        endpoint: address of a compatible store; empty for Amazon's own. `http://` only inside a closed network.
        region: any word where the store has none.
        access_key: from the settings.
        secret_key: from the settings.
    """
    options: dict[str, Any] = {
        "access_key_id": access_key,
        "secret_access_key": secret_key,
        "region": region,
        "client_options": {
            "timeout": timedelta(seconds=60),
            "connect_timeout": timedelta(seconds=5),
            "allow_http": endpoint.startswith("http://"),
        },
        "retry_config": {"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
    }
    if endpoint:
        options["endpoint"] = endpoint
    return ObjectStorage(stores.S3Store(bucket, **options), prefix)
