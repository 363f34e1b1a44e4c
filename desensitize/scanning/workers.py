"""Other processes that work beside this one on one table.

They are started before they are needed, and load what they need while this process looks at the file. Work is handed
out in small pieces; while this process waits for its results it does the last of those that nobody has begun.
"""

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType

_UNDONE: Final = object()
_WORTH_READING: Final = 4 << 20
_WORTH_SHARING: Final = 32 << 20
"""Bytes of a table from which a further process does more than it takes to start: read for names, and for patterns."""


@dataclass(slots=True)
class Piece:
    """A call that any process may make. future: None when it is left to this one."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: "Future[Any] | None"
    result: Any = _UNDONE


class Workers:
    """This process and others. One alone starts nothing and does everything itself."""

    def __init__(self, jobs: int, *, names: bool = True) -> None:
        """jobs: processes in all. names: whether they load what reads names."""
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            self._pool = _started(jobs - 1, names=names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def begin(self, call: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]) -> list[Piece]:
        """Hand out calls of one function of a module; the results come from `results`."""
        return [Piece(call, each, self._submitted(call, each)) for each in arguments]

    def results(self, pieces: Sequence[Piece]) -> list[Any]:
        """The results in order. A process that died leaves its pieces to this one."""
        for piece in reversed(pieces):
            if piece.future is None or piece.future.cancel():
                piece.result = piece.call(*piece.arguments)
        return [self._waited(piece) if piece.result is _UNDONE else piece.result for piece in pieces]

    def _submitted(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> "Future[Any] | None":
        if self._pool is None:
            return None
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._pool.submit(call, *arguments)
        except BrokenProcessPool:
            return None

    @staticmethod
    def _waited(piece: Piece) -> Any:
        from concurrent.futures.process import BrokenProcessPool

        if piece.future is None:
            raise AssertionError("what was not handed out was done here")
        try:
            return piece.future.result()
        except BrokenProcessPool:
            return piece.call(*piece.arguments)


def jobs_worth(size: int, jobs: int, *, names: bool) -> int:
    """How many of the processes asked for a table of so many bytes is worth. names: whether it is read for names."""
    return jobs if size >= (_WORTH_READING if names else _WORTH_SHARING) else 1


def _started(count: int, *, names: bool) -> "ProcessPoolExecutor":
    # Imported late: one process needs none of it.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A process forked after Polars has run hangs for ever: spawn.
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_load, initargs=(names,))
    # The terminal's interrupt goes to all processes; this one ends the others. What is ignored stays so in children.
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    try:
        for _ in range(count):
            pool.submit(_nothing)
    finally:
        if is_main:
            signal.signal(signal.SIGINT, before)
    return pool


def _nothing() -> None:
    """The first call starts a process."""


def _load(names: bool) -> None:
    from desensitize.scanning.shares import read_addresses, read_names

    if names:
        read_names(["张三来电"], None)  # loads the tagger's model
        read_addresses(["文三路1号"], "地址")
