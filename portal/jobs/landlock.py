"""A fence around files (Landlock): a process takes from itself all access it was not given, for good.

Linux 5.13 and later, without privileges. Layouts and numbers: `linux/landlock.h`; the three calls have the same
numbers on every architecture. Newer kernels add TCP, signals and abstract sockets, which are fenced too where known.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE
_FIRST_ABI = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_TCP = 0b11  # bind, connect
_SCOPED = 0b11  # abstract unix sockets, signals


def fence_files(libc: ctypes.CDLL, *, readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Leave this thread, and all it starts, only these folders.

    `no_new_privs` must be set. Open files stay usable, and so do memory files.

    Args:
        libc: for the system calls.
        readable: folders to read and execute below.
        writable: folders to read, write, make and remove below.

    Returns:
        Whether the fence stands; False where the kernel has none.
    """
    version = libc.syscall(_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)
    if version < 1:
        return False
    files = _FIRST_ABI
    files |= _REFER if version >= 2 else 0
    files |= _TRUNCATE if version >= 3 else 0
    files |= _IOCTL_DEV if version >= 5 else 0
    layout = [files]
    layout += [_TCP] if version >= 4 else []
    layout += [_SCOPED] if version >= 6 else []
    attributes = struct.pack(f"={len(layout)}Q", *layout)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, _READ)
        for path in writable:
            _allow(libc, ruleset, path, files & ~_EXECUTE & ~_IOCTL_DEV)
        _allow(libc, ruleset, Path("/dev/null"), _READ_FILE | _WRITE_FILE)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    """Allow access below a path; a path that is not there needs no rule."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = access if path.is_dir() else access & (_ON_FILES | _TRUNCATE)
        libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", allowed, handle), 0)
    finally:
        os.close(handle)
