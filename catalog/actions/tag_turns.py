"""Turns at new tags: of all workers only one at a time brings a tag into CKAN that may not be there yet.

CKAN 2.12 looks for a tag by its name and makes it where there is none, without a lock: two workers that bring the same
new one in the same instant leave it there twice, and nothing CKAN offers tells which datasets belong to which. So the
record says whose turn it is, as it does for datasets (`sync_turn`). A turn lasts one write; who died in it is waited
for no longer than its lease.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from catalog.ckan.errors import CkanBusy
from catalog.models import CkanTagTurn
from catalog.models.base import utc_now
from catalog.transaction import begin_write

LOOK_SECONDS: Final = 0.1
WAIT_SECONDS: Final = 25.0


class TagTurns:
    """The turns of one record.

    Args:
        sessions: maker of sessions; commits its own.
        lease_seconds: how long one write may take at most.
        wait_seconds: how long to wait for others.
    """

    def __init__(
        self, sessions: sessionmaker[Session], *, lease_seconds: float, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._sessions = sessions
        self._lease = timedelta(seconds=lease_seconds)
        self._wait = wait_seconds

    @contextmanager
    def __call__(self, names: frozenset[str]) -> Iterator[None]:
        """Hold the turn at all of these tags for the block.

        Raises:
            CkanBusy: another still held one of them after the time to wait.
        """
        holder, until = secrets.token_hex(12), time.monotonic() + self._wait
        while not self._take(names, holder):
            if time.monotonic() > until:
                raise CkanBusy
            time.sleep(LOOK_SECONDS)
        try:
            yield
        finally:
            with self._sessions() as session:
                begin_write(session)
                session.execute(delete(CkanTagTurn).where(CkanTagTurn.busy_by == holder))
                session.commit()

    def _take(self, names: frozenset[str], holder: str) -> bool:
        """Take all or none."""
        now = utc_now()
        with self._sessions() as session:
            begin_write(session)
            session.execute(delete(CkanTagTurn).where(CkanTagTurn.name.in_(names), CkanTagTurn.busy_until < now))
            if session.scalar(select(CkanTagTurn.name).where(CkanTagTurn.name.in_(names)).limit(1)) is not None:
                return False
            # in one order, so that two who want the same ones do not wait for each other
            session.add_all(
                CkanTagTurn(name=one, busy_by=holder, busy_until=now + self._lease) for one in sorted(names)
            )
            try:
                session.commit()
            except IntegrityError:  # another was faster
                return False
        return True
