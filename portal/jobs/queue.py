"""The queue in the database: claim, renew, report, finish, give back, reclaim; each a compare-and-set.

`fence` rises at every claim, and every later statement names it: a worker whose claim was taken over changes nothing
any more. Attempts and fence are committed before the work begins (SECURITY rule 8), so that a job which kills its
worker is counted each time.
"""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Select, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from catalog.jobs import PRIORITY_WITHDRAW
from catalog.models import Job, JobState
from portal.database import reading

LOOK_AHEAD = 8  # candidates read at once; several workers seldom fight for the same one


@dataclass(frozen=True, slots=True)
class Claim:
    """A job this worker holds until `lease` ends or is renewed."""

    job_id: UUID
    kind: str
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Dead:
    """A running job whose worker is gone or whose lease ran out."""

    job_id: UUID
    kind: str
    fence: int
    attempts: int


def worker_name() -> str:
    """Name of this process: host, process id, its start time (ids are reused) and a random part."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{_started(os.getpid())}:{secrets.token_hex(3)}"


def is_gone(worker: str | None) -> bool:
    """Whether the named worker ran on this host and is certainly dead; unknown counts as alive."""
    host, _, rest = (worker or "").rpartition(":")[0].partition(":")
    pid, _, started = rest.partition(":")
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    return _started(int(pid)) != started


def claim_next(
    sessions: sessionmaker[Session], worker: str, *, now: datetime, lease: float, is_urgent: bool = False
) -> Claim | None:
    """Take the most urgent job that may run now; None when there is none.

    Args:
        sessions: maker of sessions; this commits one of its own.
        worker: name of the claiming process.
        now: present moment, UTC.
        lease: seconds until the claim lapses unless renewed.
        is_urgent: only what goes before everything else (withdrawals).
    """
    ready = _ready(now).where(Job.priority <= PRIORITY_WITHDRAW) if is_urgent else _ready(now)
    with reading(sessions) as session:
        candidates = session.execute(ready.limit(LOOK_AHEAD)).all()
    for job_id, kind, fence, attempts in candidates:
        with sessions() as session:
            taken = update(Job).where(Job.id == job_id, Job.state == JobState.QUEUED, Job.fence == fence)
            values = {
                "state": JobState.RUNNING,
                "fence": fence + 1,
                "attempts": attempts + 1,
                "lease_until": now + timedelta(seconds=lease),
                "worker": worker,
                "started_at": now,
                "step": "",
                "done": 0,
                "total": 0,
                "steps": [],
            }
            if _changed(session, taken.values(**values)):
                session.commit()
                return Claim(job_id, kind, fence + 1, attempts + 1)
            session.rollback()  # another worker was faster
    return None


def count_ready(sessions: sessionmaker[Session], *, now: datetime, at_most: int = 64) -> int:
    """How many jobs could be claimed now, counted up to a bound."""
    with reading(sessions) as session:
        return len(session.execute(_ready(now).limit(at_most)).all())


def has_open(sessions: sessionmaker[Session]) -> bool:
    """Whether any job is queued or running, now or later."""
    query = select(Job.id).where(Job.state.in_((JobState.QUEUED, JobState.RUNNING))).limit(1)
    with reading(sessions) as session:
        return session.execute(query).first() is not None


def renew(sessions: sessionmaker[Session], claim: Claim, *, until: datetime, progress: dict[str, Any]) -> bool:
    """Renew the lease and note progress (step, done, total, steps); False when the claim is no longer ours."""
    with sessions() as session:
        ours = _changed(session, held(claim).values(lease_until=until, **progress))
        session.commit()
        return ours


def finish(session: Session, claim: Claim, *, now: datetime, outcome: dict[str, Any], steps: list[Any]) -> bool:
    """Set the job done in the caller's transaction; False when the claim is no longer ours (roll back then)."""
    values = {"state": JobState.DONE, "finished_at": now, "lease_until": None, "outcome": outcome, "steps": steps}
    return _changed(session, held(claim).values(error_code=None, **values))


def give_back(session: Session, claim: Claim | Dead, *, run_after: datetime, code: str) -> bool:
    """Queue the job again for a later try."""
    values = {"state": JobState.QUEUED, "lease_until": None, "run_after": run_after, "error_code": code}
    return _changed(session, held(claim).values(**values))


def fail(session: Session, claim: Claim | Dead, *, now: datetime, code: str) -> bool:
    """Set the job failed in the caller's transaction."""
    values = {"state": JobState.FAILED, "finished_at": now, "lease_until": None, "error_code": code}
    return _changed(session, held(claim).values(**values))


def list_dead(sessions: sessionmaker[Session], *, now: datetime) -> list[Dead]:
    """Running jobs that nobody works on any more."""
    query = select(Job.id, Job.kind, Job.fence, Job.attempts, Job.worker, Job.lease_until).where(
        Job.state == JobState.RUNNING
    )
    with reading(sessions) as session:
        rows = session.execute(query).all()
    return [
        Dead(row.id, row.kind, row.fence, row.attempts)
        for row in rows
        if row.lease_until is None or row.lease_until < now or is_gone(row.worker)
    ]


def held(claim: Claim | Dead) -> Any:
    """Start of an UPDATE that touches the job only while this claim holds."""
    return update(Job).where(Job.id == claim.job_id, Job.state == JobState.RUNNING, Job.fence == claim.fence)


def clock_of(now: Callable[[], datetime], seconds: float) -> datetime:
    """The moment so many seconds from now."""
    return now() + timedelta(seconds=seconds)


def _ready(now: datetime) -> Select[UUID, str, int, int]:
    return (
        select(Job.id, Job.kind, Job.fence, Job.attempts)
        .where(Job.state == JobState.QUEUED, or_(Job.run_after.is_(None), Job.run_after <= now))
        .order_by(Job.priority, Job.created_at, Job.id)
    )


def _changed(session: Session, statement: Any) -> bool:
    result = cast("CursorResult[Any]", session.execute(statement.execution_options(synchronize_session=False)))
    return result.rowcount == 1


def _started(pid: int) -> str:
    """Start time of a process in clock ticks since boot (proc(5), field 22); empty when there is none."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = status.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]
