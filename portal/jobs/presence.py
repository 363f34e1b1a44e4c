"""Workers say that they are alive; the health page and the metrics read when the last one did."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from portal.jobs.models import WorkerSeen

FORGOTTEN_AFTER = timedelta(days=1)


def say_present(sessions: sessionmaker[Session], worker: str, *, now: datetime, children: int) -> None:
    """Note that this worker is alive now, and forget those silent for a day."""
    with sessions.begin() as session:
        row = session.get(WorkerSeen, worker)
        if row is None:
            session.add(WorkerSeen(name=worker, seen_at=now, started_at=now, children=children))
        else:
            row.seen_at = now
        session.execute(delete(WorkerSeen).where(WorkerSeen.seen_at < now - FORGOTTEN_AFTER))


def say_goodbye(sessions: sessionmaker[Session], worker: str) -> None:
    """Remove this worker's row at an orderly stop."""
    with sessions.begin() as session:
        session.execute(delete(WorkerSeen).where(WorkerSeen.name == worker))


def last_seen(session: Session) -> datetime | None:
    """When any worker was last heard of; None: never, or all have said goodbye."""
    return session.scalar(select(func.max(WorkerSeen.seen_at)))
