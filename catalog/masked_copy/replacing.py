"""A file that is there when it is whole, and not before: whatever ends the process leaves no half of it."""

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

_UNNAMED = getattr(os, "O_TMPFILE", 0)
_NOT_HERE = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT})
"""What file systems and kernels answer that know no files without a name."""


def replacing(target: Path, write: Callable[[BinaryIO], dict[str, Any]]) -> dict[str, Any]:
    """Write a file, and give it its name when all is well; an old target goes first, so that none is left behind.

    target: in a folder that is there. write: fills the file, readable and seekable, and returns the report.
    """
    target.unlink(missing_ok=True)
    with ExitStack() as stack:
        out = _without_name(target.parent)
        part = None
        if out is None:
            part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
            stack.callback(part.unlink, missing_ok=True)
            out = part.open("x+b")
        stack.enter_context(out)
        report = write(out)
        out.flush()
        os.fsync(out.fileno())
        if part is None:
            # With a descriptor of a folder beside it, or the link itself would be linked.
            os.link(f"/proc/self/fd/{out.fileno()}", target, src_dir_fd=out.fileno(), follow_symlinks=True)
        else:
            part.replace(target)
    return report


def _without_name(folder: Path) -> BinaryIO | None:
    """A file that is gone when it is closed before it got a name; None where the system has no such files."""
    if not _UNNAMED or not Path("/proc/self/fd").is_dir():
        return None
    try:
        descriptor = os.open(folder, os.O_RDWR | _UNNAMED, 0o666)
    except OSError as error:
        if error.errno in _NOT_HERE:
            return None
        raise
    return os.fdopen(descriptor, "w+b")
