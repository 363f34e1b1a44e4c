"""Plaintext for a library that wants a file: memory without a name, or an unnamed file; a kill erases both.

Small ones go into memory (memfd), large ones into an `O_TMPFILE` of the private folder: no directory entry ever exists,
so there is nothing to wipe and nothing to find (invariants 1 and 2).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from catalog.ingest.errors import TooLarge
from catalog.ingest.limits import Limits

_IN_MEMORY = 64 << 20
_CHUNK = 4 << 20


@contextmanager
def plain_file(source: BinaryIO, limits: Limits) -> Iterator[str]:
    """Copy the source, counted, and give a path to it that only this process can open.

    Raises:
        TooLarge: over `limits.file_bytes`.
    """
    source.seek(0)
    head = source.read(_IN_MEMORY + 1)
    handle = os.memfd_create("plain", os.MFD_CLOEXEC) if len(head) <= _IN_MEMORY else _unnamed_file()
    try:
        done = 0
        chunk = head
        while chunk:
            done += len(chunk)
            if done > limits.file_bytes:
                raise TooLarge(limit=limits.file_bytes)
            view = memoryview(chunk)
            while view:
                view = view[os.write(handle, view) :]
            chunk = source.read(_CHUNK)
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)


def _unnamed_file() -> int:
    try:
        return os.open(tempfile.gettempdir(), os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:  # a file system without unnamed files: memory then, whatever the size
        return os.memfd_create("plain", os.MFD_CLOEXEC)
