"""New tags in CKAN: one writer at a time brings a tag that is not known to be there.

CKAN 2.12 makes a tag by looking for its name first, without a lock, so two datasets that bring the same new one at the
same time leave it there twice (measured). Threads of this process wait for each other here; `claim` makes other
processes wait.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Condition

Claim = Callable[[frozenset[str]], AbstractContextManager[None]]


def unclaimed(names: frozenset[str]) -> AbstractContextManager[None]:
    """Hold nothing: no other process writes to this server."""
    del names
    return nullcontext()


class NewTags:
    """Tags this process has written, and those it is writing for the first time now."""

    def __init__(self, claim: Claim = unclaimed) -> None:
        """Start knowing none; `claim` holds names against other processes."""
        self._claim = claim
        self._known: set[str] = set()
        self._claimed: set[str] = set()
        self._changed = Condition()

    def know(self, names: Iterable[str]) -> None:
        """Remember tags that CKAN has."""
        with self._changed:
            self._known |= set(names)

    @contextmanager
    def bringing(self, names: Iterable[str]) -> Iterator[None]:
        """Hold the block back while another thread brings one of these tags for the first time.

        Args:
            names: tags of the dataset that the block writes; known from then on, if it did not fail.
        """
        wanted = set(names)
        with self._changed:
            self._changed.wait_for(lambda: not (wanted - self._known) & self._claimed)
            new = wanted - self._known
            self._claimed |= new
        try:
            with self._claim(frozenset(new)) if new else nullcontext():
                yield
            self.know(new)
        finally:
            with self._changed:
                self._claimed -= new
                self._changed.notify_all()
