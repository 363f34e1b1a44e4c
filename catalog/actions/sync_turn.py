"""Turns: one worker at a time writes a dataset in CKAN, however many jobs, sweeps and commands want to.

Two who fill one DataStore table at once double its rows, and one who began before a withdrawal could put back what the
withdrawal took out. A turn is a compare-and-set on the dataset's link, renewed while its holder lives; who waits for a
dead holder waits no longer than `LEASE`. Times are real ones: they are about processes, not about the record.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from catalog.ckan.errors import CkanBusy, CkanOvertaken
from catalog.models import CkanLink
from catalog.models.base import utc_now
from catalog.transaction import begin_write

LEASE: Final = timedelta(seconds=20)
RENEW_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 0.25
Sessions = sessionmaker[Session]


class Turn:
    """What the holder asks before each write."""

    def __init__(self) -> None:
        self.is_lost = threading.Event()

    def check(self) -> None:
        """Return while the turn is held.

        Raises:
            CkanOvertaken: it could not be renewed, and somebody else may be writing.
        """
        if self.is_lost.is_set():
            raise CkanOvertaken


@contextmanager
def take_turn(sessions: Sessions, dataset_id: UUID, *, wait_seconds: float) -> Iterator[Turn]:
    """Hold a dataset's turn for the block.

    Args:
        sessions: maker of sessions; commits its own.
        dataset_id: which dataset.
        wait_seconds: how long to wait for another holder.

    Raises:
        CkanBusy: another still held it after that time.
    """
    name, until = secrets.token_hex(12), time.monotonic() + wait_seconds
    while not _take(sessions, dataset_id, name):
        if time.monotonic() > until:
            raise CkanBusy
        time.sleep(LOOK_SECONDS)
    turn, done = Turn(), threading.Event()
    keeper = threading.Thread(target=_keep, args=(sessions, dataset_id, name, turn, done), daemon=True)
    keeper.start()
    try:
        yield turn
    finally:
        done.set()
        keeper.join()
        _set(sessions, dataset_id, name, busy_by=None, busy_until=None)


def _take(sessions: Sessions, dataset_id: UUID, name: str) -> bool:
    now = utc_now()
    is_free = or_(CkanLink.busy_until.is_(None), CkanLink.busy_until < now)
    taken = update(CkanLink).where(CkanLink.dataset_id == dataset_id, is_free)
    with sessions() as session:
        begin_write(session)
        if _changed(session, taken.values(busy_by=name, busy_until=now + LEASE)):
            return True
        if session.scalar(select(CkanLink.id).where(CkanLink.dataset_id == dataset_id)) is not None:
            return False
        first = CkanLink(dataset_id=dataset_id, package_id=str(dataset_id), state="pending", evidence=[])
        first.busy_by, first.busy_until = name, now + LEASE
        session.add(first)
        try:
            session.commit()
        except IntegrityError:  # another was faster with the first row
            return False
        return True


def _keep(sessions: Sessions, dataset_id: UUID, name: str, turn: Turn, done: threading.Event) -> None:
    """Renew until done; a database that does not answer loses the turn only when it has lapsed."""
    lapses = time.monotonic() + LEASE.total_seconds()
    while not done.wait(RENEW_SECONDS):
        try:
            is_ours = _set(sessions, dataset_id, name, busy_until=utc_now() + LEASE)
        except OperationalError:
            if time.monotonic() + RENEW_SECONDS < lapses:
                continue
            is_ours = False
        if not is_ours:
            turn.is_lost.set()
            return
        lapses = time.monotonic() + LEASE.total_seconds()


def _set(sessions: Sessions, dataset_id: UUID, name: str, **values: object) -> bool:
    ours = update(CkanLink).where(CkanLink.dataset_id == dataset_id, CkanLink.busy_by == name)
    with sessions() as session:
        return _changed(session, ours.values(**values))


def _changed(session: Session, statement: Any) -> bool:
    done = cast("CursorResult[Any]", session.execute(statement.execution_options(synchronize_session=False)))
    session.commit()
    return done.rowcount == 1
