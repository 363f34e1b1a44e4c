"""What is refused as too large: more is allowed than of an upload, but never more than there is memory for."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from catalog.ingest import DEFAULT_LIMITS
from catalog.ingest.limits import Limits

LIMITS: Final = replace(
    DEFAULT_LIMITS, file_bytes=8 << 30, columns=16_384, cells=500_000_000, rows=100_000_000, cell_chars=4 << 20
)
"""Wider than an upload's: a file on the caller's own disk."""

_OF_A_FILE: Final = 10
"""Bytes of memory for a byte of JSON or of irregular CSV: 7 measured on 28 MB, with the masked table and its proof."""
_OF_A_MEMBER: Final = 8
"""The same for a byte of a workbook's unpacked XML: 5 measured on 34 MB."""
_OF_A_CELL: Final = 64
"""The same for a cell of a Parquet file, whose bytes say little: a view and its copies."""
_MEMINFO: Final = Path("/proc/meminfo")
_CGROUP: Final = Path("/sys/fs/cgroup")


def fitting(limits: Limits, memory: int | None) -> Limits:
    """Limits under which a file that is read whole fits into memory, so that it is refused before it is all taken.

    memory: free bytes, None when nobody knows.
    """
    if memory is None:
        return limits
    return replace(
        limits,
        file_bytes=min(limits.file_bytes, memory // _OF_A_FILE),
        unpacked_bytes=min(limits.unpacked_bytes, memory // _OF_A_MEMBER),
        cells=min(limits.cells, memory // _OF_A_CELL),
    )


def free_memory(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int | None:
    """Bytes this process may still take: what Linux calls available, or what its control group leaves, if that is less.

    Returns None where neither can be read.
    """
    found = re.search(r"^MemAvailable:\s+([0-9]+) kB", _text(meminfo), re.MULTILINE)
    known = [int(found[1]) * 1024] if found else []
    limit, used = (_text(cgroup / name).strip() for name in ("memory.max", "memory.current"))
    if limit.isdigit() and used.isdigit():
        known.append(max(int(limit) - int(used), 0))
    return min(known, default=None)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
