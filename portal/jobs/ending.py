"""How an attempt ends badly: another try later, or after the last one a failed job with a code people understand."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from catalog.models import Job
from portal.jobs import queue
from portal.jobs.kinds import load
from portal.jobs.queue import Claim, Dead
from portal.logs import log

if TYPE_CHECKING:
    from portal.jobs.runner import Runner

BACKOFF_SECONDS = 2.0


def end_badly(runner: "Runner", claim: Claim | Dead, *, code: str, detail: dict[str, Any] | None, retry: bool) -> None:
    """Give the job back for another try, or set it failed and let its action say so on the version.

    Args:
        runner: whose deps, bounds and kinds apply.
        claim: what this worker holds, or a dead worker's claim it takes over.
        code: stable code of what went wrong.
        detail: counts and positions.
        retry: whether another try may help.
    """
    now = runner.now()
    if retry and claim.attempts < runner.bounds.attempts:
        pause = timedelta(seconds=0 if isinstance(claim, Dead) else min(BACKOFF_SECONDS**claim.attempts, 60))
        with runner.sessions() as session:
            queue.give_back(session, claim, run_after=now + pause, code=code)
            session.commit()
        return
    kind = runner.kinds.get(claim.kind)
    say_failed = load(kind.fail) if kind is not None and kind.fail else None  # imported before the transaction
    with runner.sessions() as session:
        if not queue.fail(session, claim, now=now, code=code):
            session.rollback()
            return
        if say_failed is not None:
            job = session.get_one(Job, claim.job_id)
            say_failed(session, job, code, detail, deps=runner.deps)
        session.commit()
    log().error("job.failed", job=claim.job_id, kind=claim.kind, code=code, attempts=claim.attempts)
    runner.deps.wake()
