"""The framed, authenticated format of every encrypted object.

Layout: a header (magic, 32-byte salt), then frames of 1 MiB plaintext, each sealed by AES-256-GCM (NIST SP 800-38D) and
16 bytes longer than its plaintext. Only the last frame may be shorter, and it is always there (an empty object has one
empty frame). The scheme is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the nonce is the frame's number
and a last-frame flag, so a cut, repeated, exchanged or appended frame does not authenticate. Each object has its own
key, HKDF-SHA-256 (RFC 5869) of the upload's key, the salt and the object's name: two objects cannot be exchanged, and a
rewritten object never meets an old nonce under the same key.
"""

import io
import secrets
import struct
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from catalog.storage import ObjectWriter
from catalog.storage.errors import CiphertextDamaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FRAME_BYTES = 1 << 20
TAG_BYTES = 16
_MAGIC = b"FODV\x01\x00\x00\x00"
_SALT_BYTES = 32
HEADER_BYTES = len(_MAGIC) + _SALT_BYTES
_SEALED_BYTES = FRAME_BYTES + TAG_BYTES


def object_cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    """The cipher of one object: bound to the upload's key, the object's name and a random salt."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"fodv1|" + name.encode()).derive(key)
    return AESGCM(derived)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">3xQB", number, is_last)


class FrameWriter:
    """Seals what is written to it, frame by frame, into an object writer.

    Args:
        out: where the ciphertext goes; committed or aborted together with this writer.
        key: the upload's key, 32 bytes.
        name: the object's name, authenticated.
    """

    def __init__(self, out: ObjectWriter, key: bytes, name: str) -> None:
        self._out = out
        salt = secrets.token_bytes(_SALT_BYTES)
        self._cipher = object_cipher(key, salt, name)
        self._pending = bytearray()
        self._number = 0
        self._is_open = True
        self.plain_bytes = 0
        out.write(_MAGIC + salt)

    def write(self, data: bytes | memoryview, /) -> int:
        """Append plaintext; seals every full frame but a possible last one."""
        self._pending += data
        self.plain_bytes += len(data)
        done = 0
        while len(self._pending) - done > FRAME_BYTES:
            self._seal(bytes(self._pending[done : done + FRAME_BYTES]), is_last=False)
            done += FRAME_BYTES
        del self._pending[:done]
        return len(data)

    def commit(self) -> None:
        """Seal the last frame and make the object durable."""
        self._seal(bytes(self._pending), is_last=True)
        self._pending.clear()
        self._is_open = False
        self._out.commit()

    def abort(self) -> None:
        """Forget what was written."""
        self._pending.clear()
        self._is_open = False
        self._out.abort()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), plain, None))
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abort()
        elif self._is_open:
            self.commit()


class FrameReader(io.RawIOBase):
    """Seekable plaintext of one object; every byte it gives was authenticated.

    Opening authenticates the last frame, so a truncated object fails at once and not after its first gigabyte.

    Args:
        source: the ciphertext, seekable; closed with this reader.
        size: bytes of the ciphertext.
        key: the upload's key, 32 bytes.
        name: the object's name.

    Raises:
        CiphertextDamaged: on opening or reading, when anything does not authenticate.
    """

    def __init__(self, source: BinaryIO, size: int, key: bytes, name: str) -> None:
        super().__init__()
        self._source = source
        header = source.read(HEADER_BYTES)
        body = size - HEADER_BYTES
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC) or body < TAG_BYTES:
            raise CiphertextDamaged
        self._cipher = object_cipher(key, header[len(_MAGIC) :], name)
        self._frames = -(-body // _SEALED_BYTES)
        if body - (self._frames - 1) * _SEALED_BYTES < TAG_BYTES:
            raise CiphertextDamaged
        self.plain_size = body - self._frames * TAG_BYTES
        self._position = 0
        self._cached: tuple[int, bytes] | None = None
        self._frame(self._frames - 1)

    def _frame(self, number: int) -> bytes:
        if self._cached is not None and self._cached[0] == number:
            return self._cached[1]
        self._source.seek(HEADER_BYTES + number * _SEALED_BYTES)
        sealed = self._source.read(_SEALED_BYTES)
        try:
            plain = self._cipher.decrypt(_nonce(number, is_last=number == self._frames - 1), sealed, None)
        except (InvalidTag, ValueError):
            raise CiphertextDamaged from None
        self._cached = (number, plain)
        return plain

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Position in the plaintext, bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move in the plaintext; beyond the end reads give nothing."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.plain_size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill from one frame."""
        if self._position >= self.plain_size:
            return 0
        number, start = divmod(self._position, FRAME_BYTES)
        view = memoryview(buffer).cast("B")
        chunk = memoryview(self._frame(number))[start : start + len(view)]
        view[: len(chunk)] = chunk
        self._position += len(chunk)
        return len(chunk)

    def close(self) -> None:
        """Close the source and drop the last plaintext frame."""
        if not self.closed:
            self._cached = None
            self._source.close()
        super().close()


class JoinedReader(io.RawIOBase):
    """Several readers as one: the parts of a resumed upload, in order.

    Args:
        readers: opened parts; closed with this reader.
    """

    def __init__(self, readers: list[FrameReader]) -> None:
        super().__init__()
        self._readers = readers
        self.plain_size = sum(reader.plain_size for reader in readers)
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Position in the joined plaintext, bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move in the joined plaintext."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.plain_size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill from the part that holds the position."""
        start = self._position
        for reader in self._readers:
            if start < reader.plain_size:
                reader.seek(start)
                count = reader.readinto(buffer)
                self._position += count
                return count
            start -= reader.plain_size
        return 0

    def close(self) -> None:
        """Close every part."""
        if not self.closed:
            for reader in self._readers:
                reader.close()
        super().close()
