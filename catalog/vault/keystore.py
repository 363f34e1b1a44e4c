"""Keys of uploads: one random key each, wrapped by the master key, one file each, outside the database.

A key is destroyed by overwriting and removing its file; the ciphertext under it is then noise, wherever copies of it
lie. The store must therefore stay out of the database and out of long-lived backups.
Wrapping: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and the upload's id as associated data, so that two
key files cannot be exchanged.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from catalog.storage.errors import BadMasterKey, BadObjectKey, KeyMissing, StorageError, WrongMasterKey
from catalog.storage.local import fsync_folder, make_folder, storage_error

KEY_BYTES = 32
_MAGIC = b"FODK1"
_NONCE_BYTES = 12
_FILE_BYTES = len(_MAGIC) + _NONCE_BYTES + KEY_BYTES + 16
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,127}")


class KeyStore(Protocol):
    """Where the vault finds the key of an upload."""

    def new(self, upload_id: str) -> bytes:
        """Make a key, durable before it is returned; an existing one is kept and returned."""
        ...

    def get(self, upload_id: str) -> bytes:
        """The key, 32 bytes. Raises `KeyMissing`."""
        ...

    def destroy(self, upload_id: str) -> None:
        """Make the key unrecoverable; nothing happens when there is none."""
        ...


def check_master_key(master_key: bytes) -> bytes:
    """Return the master key if it can be one.

    Raises:
        BadMasterKey: not 32 bytes, or fewer than 8 different byte values (a typed pattern, not a random key).
    """
    if len(master_key) != KEY_BYTES or len(set(master_key)) < 8:
        raise BadMasterKey
    return master_key


def check_upload_id(upload_id: str) -> str:
    """Return the id when it is one the portal generates. Raises `BadObjectKey`."""
    if not _ID.fullmatch(upload_id):
        raise BadObjectKey
    return upload_id


class FileKeyStore:
    """Wrapped keys as files of a folder; see `KeyStore`.

    Args:
        root: folder of the key files; must not be inside the object storage.
        master_key: 32 random bytes from the settings; there is no default.
    """

    def __init__(self, root: Path, master_key: bytes) -> None:
        self._root = root
        self._wrap = AESGCM(check_master_key(master_key))
        try:
            make_folder(root)
        except OSError as error:
            raise storage_error(error) from None

    def new(self, upload_id: str) -> bytes:
        """Make, wrap and fsync a key; returns the existing one when there is one."""
        path = self._path(upload_id)
        if path.exists():
            return self.get(upload_id)
        key = secrets.token_bytes(KEY_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = _MAGIC + nonce + self._wrap.encrypt(nonce, key, upload_id.encode())
        try:
            make_folder(path.parent)
            won = _write_once(path, wrapped)
        except OSError as error:
            raise storage_error(error) from None
        return key if won else self.get(upload_id)

    def get(self, upload_id: str) -> bytes:
        """Read and unwrap."""
        try:
            data = self._path(upload_id).read_bytes()
        except FileNotFoundError:
            raise KeyMissing from None
        except OSError as error:
            raise storage_error(error) from None
        if len(data) != _FILE_BYTES or not data.startswith(_MAGIC):
            raise WrongMasterKey
        nonce, wrapped = data[len(_MAGIC) :][:_NONCE_BYTES], data[len(_MAGIC) + _NONCE_BYTES :]
        try:
            return self._wrap.decrypt(nonce, wrapped, upload_id.encode())
        except InvalidTag:
            raise WrongMasterKey from None

    def destroy(self, upload_id: str) -> None:
        """Overwrite with random bytes, fsync, unlink, fsync the folder."""
        path = self._path(upload_id)
        try:
            handle = os.open(path, os.O_WRONLY)
        except FileNotFoundError:
            return
        except OSError as error:
            raise storage_error(error) from None
        try:
            with contextlib.suppress(OSError):  # a full disk that copies on write: the name goes all the same
                os.pwrite(handle, secrets.token_bytes(_FILE_BYTES), 0)
                os.fsync(handle)
            path.unlink(missing_ok=True)
            fsync_folder(path.parent)
        except OSError as error:
            raise storage_error(error) from None
        finally:
            os.close(handle)

    def _path(self, upload_id: str) -> Path:
        # A hash prefix spreads the files; the id alone may share its first letters with all others.
        spread = hashlib.sha256(check_upload_id(upload_id).encode()).hexdigest()[:2]
        return self._root / spread / f"{upload_id}.key"


class MemoryKeyStore:
    """Keys in the memory of one process: for tests, and for a confined child that was lent a few keys."""

    def __init__(self, keys: dict[str, bytes] | None = None, *, may_create: bool = True) -> None:
        self._keys = dict(keys or {})
        self._may_create = may_create

    def new(self, upload_id: str) -> bytes:
        """Make a key, unless this store only holds lent ones."""
        if upload_id not in self._keys:
            if not self._may_create:
                raise KeyMissing
            self._keys[check_upload_id(upload_id)] = secrets.token_bytes(KEY_BYTES)
        return self._keys[upload_id]

    def get(self, upload_id: str) -> bytes:
        """The key."""
        try:
            return self._keys[upload_id]
        except KeyError:
            raise KeyMissing from None

    def destroy(self, upload_id: str) -> None:
        """Forget the key."""
        if not self._may_create:
            raise StorageError  # a child may not believe that it destroyed what its parent still holds
        self._keys.pop(upload_id, None)


def _write_once(path: Path, data: bytes) -> bool:
    """Write a complete file under its name, durable; False when another writer was first."""
    partial = path.with_name(f".{secrets.token_hex(8)}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
        path.hardlink_to(partial)
    except FileExistsError:
        return False
    finally:
        os.close(handle)
        partial.unlink(missing_ok=True)
        fsync_folder(path.parent)
    return True
