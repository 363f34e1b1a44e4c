"""New tags in CKAN: one writer at a time brings a tag that is not known to be there.

CKAN 2.12 makes a tag by looking for its name first, without a lock, so two datasets that bring the same new one at the
same time leave it there twice (measured). Threads of this process wait for each other; two worker processes that bring
the same tag in the same instant are not told apart by anything CKAN offers.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Condition


class NewTags:
    """Tags this process has written, and those it is writing for the first time now."""

    def __init__(self) -> None:
        """Start knowing none."""
        self._known: set[str] = set()
        self._claimed: set[str] = set()
        self._changed = Condition()

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
            yield
            with self._changed:
                self._known |= new
        finally:
            with self._changed:
                self._claimed -= new
                self._changed.notify_all()
