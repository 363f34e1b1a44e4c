"""What runs inside the confined child: one job's compute half, on lent keys, without database and network.

Everything that crosses back is progress, the outcome (made to be values-free by the action), or a code.
"""

import ctypes
import os
import random
import signal
import socket
import tempfile
from pathlib import Path
from typing import Any

from portal.jobs import frames
from portal.jobs.errors import JobMemoryError

_PR_SET_PDEATHSIG = 1


def run_child(channel: socket.socket) -> None:
    """Do one job as ordered over the channel, answer, end.

    Args:
        channel: socket to the runner; it sends one order `{compute, payload, deps, workdir, limits}`, and gets
            `{step, done, total}` while the work goes on, then `{outcome}` or `{error}`.
    """
    _silence()
    try:
        order = frames.receive(channel)
        answer = _work(order, channel)
    except frames.ChannelClosedError:
        return  # the runner is gone: whoever reclaims the job starts anew
    except MemoryError as error:  # the wall of `confine`
        answer = {"error": {**frames.describe_error(error), "code": JobMemoryError.code}}
    except BaseException as error:  # noqa: BLE001 - whatever it was, only its code leaves
        answer = {"error": frames.describe_error(error)}
    frames.send(channel, answer)


def _work(order: dict[str, Any], channel: socket.socket) -> dict[str, Any]:
    from portal.jobs.confine import confine_child
    from portal.jobs.kinds import load
    from portal.jobs.lending import child_deps

    compute = load(order["compute"])  # the program may be read here; after confinement only what the work needs
    workdir = Path(order["workdir"])
    tempfile.tempdir = str(workdir)
    os.environ["TMPDIR"] = os.environ["POLARS_TEMP_DIR"] = str(workdir)  # also where Polars spills
    os.chdir(workdir)
    confine_child(workdir, order["limits"])

    def report(step: str, done: int, total: int) -> None:
        frames.send(channel, {"step": step, "done": done, "total": total})

    return {"outcome": compute(order["payload"], deps=child_deps(order["deps"]), report=report)}


def _silence() -> None:
    """Die with the template; say nothing on the inherited outputs; draw other random numbers than other children."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    random.seed()
