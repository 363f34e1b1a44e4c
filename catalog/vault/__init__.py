"""The vault: everything of an upload as ciphertext under the upload's own key.

Names and titles are sealed here too until the secrecy gate has passed (invariant 2). Destroying the key is the
deletion; `forget` removes the noise that is left. Reachable from web pages: no heavy imports.
"""

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag

from catalog.storage import Storage
from catalog.storage.errors import CiphertextDamaged
from catalog.vault.frames import FrameReader, FrameWriter, JoinedReader, object_cipher
from catalog.vault.keystore import KeyStore, MemoryKeyStore, check_upload_id

_TEXT_MAGIC = b"FODT1"
_TEXT_SALT = 16
_TEXT_NONCE = b"\0" * 12  # one message per derived key: the salt is fresh each time


class Vault:
    """Encrypted objects of uploads.

    Args:
        storage: where ciphertext is kept, below `staging/<upload id>/`.
        keys: where the uploads' keys are kept.
    """

    def __init__(self, storage: Storage, keys: KeyStore) -> None:
        self.storage = storage
        self._keys = keys

    def new_key(self, upload_id: str) -> None:
        """Make the upload's key, durable before the return; an existing key stays."""
        self._keys.new(upload_id)

    def open_writer(self, upload_id: str, part: str) -> FrameWriter:
        """Open one part for writing; a context manager that commits on success and keeps nothing on an exception.

        Args:
            upload_id: id whose key was made by `new_key`.
            part: generated name of the part, e.g. `raw-00000`; each resumed piece of an upload is a part of its own.

        Raises:
            KeyMissing: no key, or it was destroyed.
            StorageFull: no room.
        """
        key = self._keys.get(upload_id)
        name = self.object_name(upload_id, part)
        return FrameWriter(self.storage.writer(name), key, name)

    def put(self, upload_id: str, part: str, data: bytes) -> None:
        """Seal a small part whole."""
        with self.open_writer(upload_id, part) as out:
            out.write(data)

    def open_reader(self, upload_id: str, part: str | Sequence[str]) -> BinaryIO:
        """Open one part, or several as one, for reading: buffered, seekable, authenticated.

        Raises:
            KeyMissing, ObjectMissing, CiphertextDamaged.
        """
        if isinstance(part, str):
            return cast("BinaryIO", io.BufferedReader(self._reader(upload_id, part)))
        opened: list[FrameReader] = []
        try:
            opened.extend(self._reader(upload_id, one) for one in part)
        except BaseException:
            for reader in opened:
                reader.close()
            raise
        return cast("BinaryIO", io.BufferedReader(JoinedReader(opened)))

    def get(self, upload_id: str, part: str) -> bytes:
        """Open a small part whole."""
        with self.open_reader(upload_id, part) as source:
            return source.read()

    def plain_size(self, upload_id: str, part: str) -> int:
        """Plaintext bytes of a part, authenticated by its last frame."""
        with self._reader(upload_id, part) as reader:
            return reader.plain_size

    def parts(self, upload_id: str) -> Iterator[str]:
        """Names of the upload's parts, sorted."""
        prefix = f"staging/{check_upload_id(upload_id)}"
        return (name[len(prefix) + 1 :] for name in self.storage.list(prefix))

    def delete_part(self, upload_id: str, part: str) -> None:
        """Remove one part's ciphertext."""
        self.storage.delete(self.object_name(upload_id, part))

    def seal_text(self, upload_id: str, text: str) -> bytes:
        """Seal a name, title or other typed text for a database column."""
        salt = secrets.token_bytes(_TEXT_SALT)
        cipher = object_cipher(self._keys.get(upload_id), salt, f"text|{upload_id}")
        return _TEXT_MAGIC + salt + cipher.encrypt(_TEXT_NONCE, text.encode(), None)

    def open_text(self, upload_id: str, sealed: bytes) -> str:
        """Open what `seal_text` gave. Raises `KeyMissing` or `CiphertextDamaged`."""
        key = self._keys.get(upload_id)
        if not sealed.startswith(_TEXT_MAGIC):
            raise CiphertextDamaged
        salt, body = sealed[len(_TEXT_MAGIC) :][:_TEXT_SALT], sealed[len(_TEXT_MAGIC) + _TEXT_SALT :]
        try:
            return object_cipher(key, salt, f"text|{upload_id}").decrypt(_TEXT_NONCE, body, None).decode()
        except (InvalidTag, ValueError):
            raise CiphertextDamaged from None

    def destroy_key(self, upload_id: str) -> None:
        """Make everything of the upload unreadable, for good; idempotent."""
        self._keys.destroy(upload_id)

    def forget(self, upload_id: str) -> int:
        """Destroy the key, then remove the ciphertext; returns how many objects were removed."""
        self.destroy_key(upload_id)
        return self.storage.delete_prefix(f"staging/{check_upload_id(upload_id)}")

    def lend(self, upload_ids: Sequence[str]) -> dict[str, str]:
        """Keys for a confined child, hexadecimal, to be handed over its standard input and nowhere else."""
        return {upload_id: self._keys.get(upload_id).hex() for upload_id in upload_ids}

    @staticmethod
    def object_name(upload_id: str, part: str) -> str:
        """The storage name of a part."""
        return f"staging/{check_upload_id(upload_id)}/{part}"

    def _reader(self, upload_id: str, part: str) -> FrameReader:
        key = self._keys.get(upload_id)
        name = self.object_name(upload_id, part)
        size = self.storage.size(name)
        source = self.storage.open(name)
        try:
            return FrameReader(source, size, key, name)
        except BaseException:
            source.close()
            raise


def borrowed_vault(storage: Storage, lent: Mapping[str, str]) -> Vault:
    """The vault of a confined child: only the lent keys, and none can be made or destroyed.

    Args:
        storage: usually a `LocalStorage` on the same folder as the parent's.
        lent: what `Vault.lend` gave.
    """
    keys = {upload_id: bytes.fromhex(key) for upload_id, key in lent.items()}
    return Vault(storage, MemoryKeyStore(keys, may_create=False))
