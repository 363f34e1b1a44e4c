"""Confinement of a job's child from inside, before it touches a byte of an upload. Standard library only.

Walls, from outside in: a network namespace without any interface that is up; a file system fence (Landlock) that lets
it read programs and its own storage, and write only its folder and the storage, so that neither settings nor key store
can be read; a system call filter (seccomp) that refuses sockets, new programs, tracing and io_uring; limits on
processor time, file size, open files and private memory; no capabilities, no core dump. Resident memory and wall time
are watched by the runner from outside; the limit on private memory (`RLIMIT_DATA`) is the wall behind that watch, for a
burst between two looks. It is wide, because what is asked for is more than what is used: an address-space limit would
kill Polars at 71 MB resident.
"""

import ctypes
import os
import resource
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.jobs.landlock import fence_files
from portal.jobs.seccomp import install_filter

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 4096
_DATA_SHARE = 2  # private memory a child may ask for, by what it may use
_PROBE_SECONDS = 30


class ConfinementError(Exception):
    """The child cannot be confined, so it must not open anything."""

    code = "job.unconfined"
    message_zh = "无法隔离处理进程，文件未被打开；请联系管理员检查系统设置。"
    message_en = "The worker process cannot be confined, so the file was not opened."


def confine_child(workdir: Path, limits: Mapping[str, Any]) -> str:
    """Confine this process for good; it must have a single thread.

    Args:
        workdir: its private folder.
        limits: `seconds` (processor time of one core), `file_bytes` (largest file it may write), and optionally
            `memory_bytes` (what it may use resident), `storage` (folder of the objects; without it no file system fence
            is drawn), `readable` (further folders it may read), `may_spawn` (may start processes; default no),
            `is_confined` (refuse to go on when no network wall can be built; default yes).

    Returns:
        How the network was cut: `namespace`, `seccomp` (both stand wherever both can), or `none` when allowed.

    Raises:
        ConfinementError: no network wall can be built.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    os.umask(0o077)
    has_namespace = _leave_network(libc)
    # A core dump would hold plaintext, and a pipe handler ignores the size limit: so not even dumpable.
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, int(limits["seconds"]) * (os.cpu_count() or 1) + 1)
    _limit(resource.RLIMIT_FSIZE, int(limits["file_bytes"]))
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if limits.get("memory_bytes"):
        _limit(resource.RLIMIT_DATA, int(limits["memory_bytes"]) * _DATA_SHARE)
    has_filter = False
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        if limits.get("storage"):
            own = [workdir, Path(limits["storage"])]
            fence_files(libc, readable=[*_programs(own), *map(Path, limits.get("readable", ()))], writable=own)
        _drop_capabilities(libc)
        has_filter = install_filter(libc, may_spawn=bool(limits.get("may_spawn")))
    if not (has_namespace or has_filter) and limits.get("is_confined", True):
        raise ConfinementError
    return "namespace" if has_namespace else "seccomp" if has_filter else "none"


def probe() -> dict[str, str]:
    """Confine a throw-away process and let it try to break out; for `portal doctor` and the check at start.

    Returns:
        `network`: `namespace`, `seccomp` or `none` (also when an attempt to open a socket succeeded);
        `files`: `landlock` or `none`; `programs`: `refused` or `allowed`.
    """
    found = {"network": "none", "files": "none", "programs": "allowed"}
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as inside, tempfile.TemporaryDirectory() as outside:
        Path(outside, "secret").touch()
        try:
            done = subprocess.run(  # noqa: S603 -- our own interpreter and module
                [sys.executable, "-P", "-m", "portal.jobs.confine_probe", inside, outside],
                capture_output=True,
                check=False,
                env=environment,
                timeout=_PROBE_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return found
    words = dict(line.split("=", 1) for line in done.stdout.decode().split() if "=" in line)
    return found if done.returncode else {name: words.get(name, value) for name, value in found.items()}


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _leave_network(libc: ctypes.CDLL) -> bool:
    """A network namespace of its own: directly with the right to, else inside a user namespace."""
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path("/proc/self", name).write_text(text, encoding="ascii")
        except OSError:
            break  # files then seem to belong to another user, but access to them is unchanged
    return True


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up what root has beyond owning files: with it a child could read the runner's environment, keys included.

    `capset` with an empty set, `linux/capability.h`, version 3.
    """
    header = struct.pack("=Ii", 0x20080522, 0)
    libc.capset(header, bytes(24))


def _programs(own: Sequence[Path]) -> list[Path]:
    """What the interpreter and its libraries have to read.

    Not a folder that holds the child's own ones: that would be the instance, with its settings and keys beside them.
    The project's folder and the one Python was started in are such; of the first only the packages are needed.
    """
    project = Path(__file__).resolve().parents[2]
    packages = [project / name for name in ("portal", "catalog", "classifiers", "desensitize")]
    system = [Path(name) for name in ("/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev")]
    imported = [Path(entry).resolve() for entry in sys.path if entry]
    private = [project, *(path.resolve() for path in own)]
    safe = [entry for entry in imported if not any(path.is_relative_to(entry) for path in private)]
    return [Path(sys.prefix), Path(sys.base_prefix), *safe, *packages, *system]
