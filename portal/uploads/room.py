"""Room at the upload's door: what would leave too little is refused before the first byte, and again while bytes come.

The spare room (setting `min_free_bytes`) is the portal's own: database, typed tables and releases of what was already
acknowledged are written from it. A disk that is full all the same, the database's included, is said with the same code.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from catalog.deps import Deps
from catalog.storage import require_room
from catalog.storage.errors import StorageFull
from portal.database import is_full

LOOK_EVERY: Final = 8 << 20  # bytes between two looks at the free space


class RoomWatch:
    """Counts the bytes of one upload and looks at the free space now and then."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._until_look = LOOK_EVERY

    def take(self, count: int) -> None:
        """Note that so many bytes came in. Raises `StorageFull`."""
        self._until_look -= count
        if self._until_look <= 0:
            self._until_look = LOOK_EVERY
            expect(0, deps=self._deps)


def expect(wanted: int, *, deps: Deps) -> None:
    """Refuse an upload of so many bytes when it would leave too little room.

    Raises:
        StorageFull: with HTTP 507.
    """
    require_room(deps.storage, wanted=wanted, spare=deps.limits.min_free_bytes)


def watched(pieces: Iterable[bytes], *, deps: Deps) -> Iterator[bytes]:
    """Pass the pieces on and look at the free space now and then. Raises `StorageFull`."""
    watch = RoomWatch(deps)
    for piece in pieces:
        watch.take(len(piece))
        yield piece


@contextmanager
def full_database_said() -> Iterator[None]:
    """Turn the database's own "no room" into `StorageFull`; every other error passes."""
    try:
        yield
    except DBAPIError as error:
        if is_full(error):
            raise StorageFull from None
        raise
