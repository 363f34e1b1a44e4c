"""Answers that hold while the index stays as it is: bounded, and kept by the generation they were given for.

Who began in an older generation writes under that one, so what was withdrawn since is never given to a newer reader.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Up to so many answers; the oldest goes when there is no room."""

    def __init__(self, most: int) -> None:
        """Start empty; `most` answers are kept at once."""
        self._most = most
        self._answers: dict[tuple[int, Hashable], Answer] = {}
        self._lock = Lock()

    def recall(self, generation: int, key: Hashable) -> Answer | None:
        """Return what was remembered under `key` for a generation of the index, None when nothing was."""
        return self._answers.get((generation, key))

    def remember(self, generation: int, key: Hashable, answer: Answer) -> None:
        """Keep an answer for a generation of the index."""
        with self._lock:
            if len(self._answers) >= self._most:
                del self._answers[next(iter(self._answers))]
            self._answers[generation, key] = answer

    def clear(self) -> None:
        """Forget all: the index has changed."""
        with self._lock:
            self._answers.clear()
