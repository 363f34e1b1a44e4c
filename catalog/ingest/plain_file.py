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
    if len(head) <= _IN_MEMORY:
        opened = os.fdopen(os.memfd_create("plain", os.MFD_CLOEXEC), "wb")
    else:
        # O_TMPFILE, or where the file system has none, a file that loses its name before it gets a byte
        opened = tempfile.TemporaryFile("wb")  # noqa: SIM115 -- closed by the with below
    with opened as out:
        done = 0
        chunk = head
        while chunk:
            done += len(chunk)
            if done > limits.file_bytes:
                raise TooLarge(limit=limits.file_bytes)
            out.write(chunk)
            chunk = source.read(_CHUNK)
        out.flush()
        yield f"/proc/self/fd/{out.fileno()}"
