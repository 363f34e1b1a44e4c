"""Shares chunks of rows between processes. Chunks know nothing of each other, so the order of work does not matter."""

from collections import deque
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from desensitize.findings import Spans
from desensitize.scan import TableState, scan_chunk
from desensitize.scanning.matcher import Matcher

if TYPE_CHECKING:
    from concurrent.futures import Future

Scanned = tuple[pl.DataFrame, tuple[Spans, ...]]


def scan_chunks(frames: Iterable[pl.DataFrame], state: TableState, *, jobs: int = 1) -> Iterator[Scanned]:
    """Scan chunks of rows and give each back with its findings, in order.

    frames: chunks with the table's columns. state: how to read them. jobs: processes; at most two chunks a process are
    held in memory.
    """
    if jobs <= 1:
        matcher = Matcher()
        for frame in frames:
            yield frame, scan_chunk(frame, state, matcher)
        return
    # Imported late: one process needs none of it.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A process forked after Polars has run hangs for ever: spawn.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(state,)) as pool:
        waiting: deque[tuple[pl.DataFrame, Future[tuple[Spans, ...]]]] = deque()
        for frame in frames:
            waiting.append((frame, pool.submit(_scan, _pack(frame))))
            if len(waiting) >= 2 * jobs:
                done, spans = waiting.popleft()
                yield done, spans.result()
        for done, spans in waiting:
            yield done, spans.result()


_worker: dict[str, tuple[TableState, Matcher]] = {}


def _begin(state: TableState) -> None:
    _worker["state"] = (state, Matcher())


def _scan(packed: bytes) -> tuple[Spans, ...]:
    state, matcher = _worker["state"]
    return scan_chunk(pl.read_ipc(BytesIO(packed), use_pyarrow=False), state, matcher)


def _pack(frame: pl.DataFrame) -> bytes:
    out = BytesIO()
    frame.write_ipc(out)
    return out.getvalue()
