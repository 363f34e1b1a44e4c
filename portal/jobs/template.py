"""The template process: imports what children need once, then forks one confined child for each job.

Importing Polars, Presidio and the recognizers takes seconds; a fork takes milliseconds. The template itself never
touches data: it only imports (a process that has *used* Polars cannot be forked safely) and holds no key. It refuses to
fork when an import started a thread. When the runner goes away its control socket closes, the template ends, and every
child dies with it (parent-death signal).

Started as `python -m portal.jobs.template FD MODULE…`.
"""

import gc
import importlib
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

# Polars' cleaner of spilled files waits on an empty channel from import on; a child without it only leaves spilled
# files to the wiping of its private folder. (jemalloc's own threads are switched off by the nursery.)
IDLE = frozenset({"polars-ooc-clea"})
READY = b"R"
FORK = b"F"
REAP_SECONDS = 1.0


def main(control: socket.socket, warm: list[str]) -> None:
    """Import the named modules, say so, then fork on demand until the runner is gone."""
    for name in warm:
        importlib.import_module(name)
    if unknown := busy_threads():
        sys.exit(f"portal.jobs.template: an import started {'/'.join(unknown)}; forking would not be safe")
    gc.collect()
    gc.freeze()  # children share the imported pages instead of copying them at their first collection
    try:
        control.send(READY)
    except BrokenPipeError:
        return  # the runner was gone before this was ready
    while True:
        readable, _, _ = select.select([control], [], [], REAP_SECONDS)
        _reap()
        if not readable:
            continue
        order, handed, _, _ = socket.recv_fds(control, 1, 1)
        if order != FORK or len(handed) != 1:
            return
        channel = socket.socket(fileno=handed[0])
        pid = os.fork()
        if pid == 0:
            _be_child(control, channel)
        channel.close()
        # not reaped yet, so the id still is this child's even when it has ended
        handle = os.pidfd_open(pid)
        socket.send_fds(control, [pid.to_bytes(4, "big")], [handle])
        os.close(handle)


def busy_threads() -> list[str]:
    """Names of this process's threads beyond the first and those known to sleep until there is work for them."""
    names = sorted(task.joinpath("comm").read_text().strip() for task in Path("/proc/self/task").iterdir())
    own = Path("/proc/self/comm").read_text().strip()
    names.remove(own)
    return [name for name in names if name not in IDLE]


def _be_child(control: socket.socket, channel: socket.socket) -> NoReturn:
    from portal.jobs.child import run_child

    status = 1
    try:
        control.close()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        run_child(channel)
        status = 0
    finally:
        os._exit(status)


def _reap() -> None:
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the runner's to handle
    with socket.socket(fileno=int(sys.argv[1])) as _control:
        main(_control, sys.argv[2:])
