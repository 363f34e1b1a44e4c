"""Other processes that work beside this one on one table.

They are started before they are needed, and load what they need while this process looks at the file. Work is handed
out in small pieces; while this process waits for its results it does the last of those that nobody has begun.
"""

import atexit
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType

_UNDONE: Final = object()
_WORTH_READING: Final = 4 << 20
_WORTH_SHARING: Final = 32 << 20
"""Bytes of a table from which a further process does more than it takes to start: read for names, and for patterns."""


@dataclass(slots=True, eq=False)
class Piece:
    """A call that any process may make. future: None as long as it waits, or when it is left to this process."""

    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: "Future[Any] | None" = None
    result: Any = _UNDONE


class Workers:
    """This process and others. One alone starts nothing and does everything itself.

    A piece is given to a process when that one has nothing to do, no earlier: the executor's own queue would hold some
    that nobody has begun and that this process could not take back.
    """

    def __init__(self, jobs: int, *, names: bool = True, modules: tuple[str, ...] = ()) -> None:
        """jobs: processes in all. names: whether they load what reads names. modules: others that they will need."""
        self.jobs = jobs
        self._waiting: deque[Piece] = deque()
        self._given = 0
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            self._pool = _started(jobs - 1, names=names, modules=modules)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.forget()
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def begin(self, call: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]) -> list[Piece]:
        """Hand out calls of one function of a module; the results come from `results`."""
        pieces = [Piece(call, each) for each in arguments]
        if self._pool is not None:
            with self._lock:
                self._waiting.extend(pieces)
            self._give()
        return pieces

    def results(self, pieces: Sequence[Piece], *, is_helping: bool = False) -> list[Any]:
        """The results in order. A process that died leaves its pieces to this one.

        is_helping: whether this process, instead of waiting, does what waits behind them.
        """
        for piece in reversed(pieces):
            if self._is_left(piece):
                piece.result = piece.call(*piece.arguments)
        return [
            self._waited(piece, is_helping=is_helping) if piece.result is _UNDONE else piece.result for piece in pieces
        ]

    def forget(self) -> None:
        """Begin nothing more of what was handed out."""
        with self._lock:
            self._waiting.clear()

    def _give(self) -> None:
        """Give waiting pieces to processes that have nothing to do."""
        while True:
            with self._lock:
                if self._pool is None or self._given >= self.jobs - 1 or not self._waiting:
                    return
                piece = self._waiting.popleft()
                try:
                    piece.future = self._pool.submit(piece.call, *piece.arguments)
                except RuntimeError:  # the pool is broken or shut: the piece is left to this process
                    return
                self._given += 1
            piece.future.add_done_callback(self._given_back)

    def _given_back(self, done: "Future[Any]") -> None:
        del done
        with self._lock:
            self._given -= 1
        self._give()

    def _is_left(self, piece: Piece) -> bool:
        """Take a piece that no process has begun."""
        if piece.result is not _UNDONE:
            return False
        with self._lock:
            if piece in self._waiting:
                self._waiting.remove(piece)
            return piece.future is None

    def _waited(self, piece: Piece, *, is_helping: bool) -> Any:
        """The result of a piece that another process does."""
        from concurrent.futures.process import BrokenProcessPool

        if piece.future is None:
            raise AssertionError("what was not handed out was done here")
        while is_helping and not piece.future.done() and (other := self._next_waiting()) is not None:
            other.result = other.call(*other.arguments)
        try:
            return piece.future.result()
        except BrokenProcessPool:
            return piece.call(*piece.arguments)

    def _next_waiting(self) -> Piece | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None


def jobs_worth(size: int, jobs: int, *, names: bool) -> int:
    """How many of the processes asked for a table of so many bytes is worth. names: whether it is read for names."""
    return jobs if size >= (_WORTH_READING if names else _WORTH_SHARING) else 1


def _started(count: int, *, names: bool, modules: tuple[str, ...]) -> "ProcessPoolExecutor":
    # Imported late: one process needs none of it.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A process forked after Polars has run hangs for ever: spawn.
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_load, initargs=(names, modules))
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


def _load(names: bool, modules: tuple[str, ...]) -> None:
    import polars as pl

    from desensitize.scanning.judgement import CellContext
    from desensitize.scanning.shares import find_patterns, read_names

    for module in modules:
        import_module(module)
    # Nobody waits for what a process takes down: it holds neither files nor locks.
    atexit.register(os._exit, 0)
    find_patterns([(pl.Series(["电话 138"] * 20), CellContext())])  # compiles the rules
    if names:
        from desensitize.places.finder import find_addresses

        read_names(["张三来电"], None)  # loads the tagger's model
        find_addresses(["文三路1号"], header="地址")
