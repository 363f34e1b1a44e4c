"""A throw-away process that confines itself, tries to break out, and prints what held. Run by `confine.probe`."""

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from portal.jobs.confine import confine_child


def main(inside: Path, outside: Path) -> None:
    """Print `network=…`, `files=…`, `programs=…`.

    Args:
        inside: folder it is given.
        outside: folder it is not given, with a file `secret`.
    """
    limits = {"seconds": 10, "file_bytes": 1 << 20, "storage": str(inside), "is_confined": False}
    network = confine_child(inside, limits)
    found = {
        "network": "none" if _works(_connect) else network,
        "files": "none" if _works(Path(outside, "secret").read_bytes) else "landlock",
        "programs": "allowed" if _works(_run) else "refused",
    }
    sys.stdout.write("".join(f"{name}={value}\n" for name, value in found.items()))
    sys.stdout.flush()


def _works(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def _connect() -> None:
    """Works when packets can leave: a datagram needs no answer. 192.0.2.0/24 is for documentation (RFC 5737)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("192.0.2.1", 9))


def _run() -> None:
    subprocess.run([sys.executable, "-c", ""], check=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
