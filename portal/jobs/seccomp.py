"""A system call filter (seccomp-bpf) for confined children: no sockets, no new programs, no tracing.

The second wall beside the network namespace, and the only one where namespaces are forbidden. `socketpair` stays
allowed: it reaches nothing but the process itself. io_uring is refused because it opens sockets past the filter.
Numbers: Linux `asm/unistd_64.h` (x86-64) and `asm-generic/unistd.h` (ARM64), `linux/seccomp.h`, `linux/bpf_common.h`.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Mapping

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_ERRNO = 0x00050000
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# machine: (audit architecture, call: number)
_MACHINES: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {"socket": 41, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "process_vm_readv": 310,
         "process_vm_writev": 311, "execveat": 322, "io_uring_setup": 425, "clone3": 435},
    ),
    "aarch64": (
        0xC00000B7,
        {"ptrace": 117, "socket": 198, "clone": 220, "execve": 221, "process_vm_readv": 270,
         "process_vm_writev": 271, "execveat": 281, "io_uring_setup": 425, "clone3": 435},
    ),
}  # fmt: skip
_ALWAYS = ("socket", "ptrace", "process_vm_readv", "process_vm_writev", "io_uring_setup")
_SPAWNING = ("fork", "vfork", "execve", "execveat")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def filter_program(machine: str, *, may_spawn: bool) -> bytes | None:
    """The filter as BPF instructions of 8 bytes; None for a machine it does not know.

    Args:
        machine: as `platform.machine()` names it.
        may_spawn: leave out what keeps the process from starting others.
    """
    if machine not in _MACHINES:
        return None
    architecture, numbers = _MACHINES[machine]
    refuse = _ERRNO | errno.EACCES
    code = [
        _step(_LOAD, _ARCH_AT),
        _step(_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":  # the x32 calls have other numbers for the same things
        code += [_step(_AT_LEAST, _X32, 0, 1), _step(_RETURN, refuse)]
    names = _ALWAYS if may_spawn else _ALWAYS + _SPAWNING
    for name in names:
        if name in numbers:
            code += [_step(_EQUAL, numbers[name], 0, 1), _step(_RETURN, refuse)]
    if not may_spawn:
        # clone3 hides its flags behind a pointer: "not implemented" sends libc back to clone, where threads pass.
        code += [_step(_EQUAL, numbers["clone3"], 0, 1), _step(_RETURN, _ERRNO | errno.ENOSYS)]
        code += [_step(_EQUAL, numbers["clone"], 0, 3), _step(_LOAD, _FIRST_ARGUMENT_AT)]
        code += [_step(_ANY_BIT, _CLONE_THREAD, 1, 0), _step(_RETURN, refuse)]
    code.append(_step(_RETURN, _ALLOW))
    return b"".join(code)


def install_filter(libc: ctypes.CDLL, *, may_spawn: bool) -> bool:
    """Install the filter for this process and what it starts; False when the machine or kernel has none."""
    program = filter_program(platform.machine(), may_spawn=may_spawn)
    if program is None:
        return False
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.addressof(buffer))
    installed: int = libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(header), 0, 0)
    return installed == 0


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
