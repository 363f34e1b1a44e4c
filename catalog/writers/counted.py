"""Output that counts and hashes its bytes: sizes are measured, never declared (SECURITY rule 19)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from catalog.writers.cells import FrameRows


class BytesOut(Protocol):
    """Anything that takes bytes: a file, an object writer, a buffer."""

    def write(self, data: bytes, /) -> object:
        """Take all of the bytes."""
        ...


@dataclass(frozen=True)
class Written:
    """What a writer wrote.

    Attributes:
        size: bytes.
        rows: data rows, without the header; pages for documents.
        sha256: of the bytes, hexadecimal.
    """

    size: int
    rows: int
    sha256: str


class Counted:
    """Passes bytes on and keeps count of them."""

    def __init__(self, out: BytesOut) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._size = 0
        self._rows = 0

    def write(self, data: bytes, /) -> int:
        """Pass on."""
        self._out.write(data)
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    def counting(self, rows: Iterable[Any]) -> Iterable[Any]:
        """The same rows, counted; those of a frame stay what they are."""
        if isinstance(rows, FrameRows):
            self._rows += rows.height
            return rows
        return self._each(rows)

    def _each(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self._rows += 1
            yield row

    def flush(self) -> None:
        """Nothing is held back."""

    def tell(self) -> int:
        """Bytes so far."""
        return self._size

    def written(self) -> Written:
        """The counts so far."""
        return Written(self._size, self._rows, self._digest.hexdigest())
