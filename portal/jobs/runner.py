"""The runner: claim one job, see it through a confined child, commit what it gave or say why not.

Attempts are counted before the work; what the child computed is committed in the one transaction that sets the job
done, and only while this worker's fence still stands. So a kill at any instruction leaves either the old state, with
the job to be claimed again, or the new one.
"""

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from catalog.deps import Deps
from catalog.models import Job
from catalog.storage.mirror import Mirror
from portal.jobs import queue, workdir
from portal.jobs.attempt import Attempt, ChildFailedError, LostClaimError
from portal.jobs.ending import end_badly
from portal.jobs.errors import JobCrashedError, JobError, JobUnknownError
from portal.jobs.frames import describe_error
from portal.jobs.kinds import KINDS, Kind, load
from portal.jobs.lending import lend
from portal.jobs.nursery import Nursery
from portal.jobs.presence import say_goodbye, say_present
from portal.jobs.queue import Claim
from portal.logs import log
from portal.memory import give_back

TEMPLATE_PATIENCE = 5
COMMIT_TRIES = 3
PART_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one job's child, and of the runner's patience. Seconds and bytes."""

    seconds: float
    memory_bytes: int
    lease: float
    attempts: int
    children: int
    file_bytes: int
    reconcile_seconds: float = 86_400.0
    is_confined: bool = True

    def seconds_for(self, upload_bytes: int) -> float:
        """Longest time of one try: one allowance for each begun part of `PART_BYTES` of the upload."""
        return self.seconds * max(1, -(-upload_bytes // PART_BYTES))


@dataclass
class Runner:
    """Runs jobs in this process's threads; see the module."""

    deps: Deps
    bounds: Bounds
    jobs_folder: Path
    storage_root: Path | None  # None: not a folder of this machine; each job gets a mirror
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    nursery: Nursery = field(default_factory=Nursery)
    name: str = field(default_factory=queue.worker_name)

    def __post_init__(self) -> None:
        self._slots = threading.BoundedSemaphore(self.bounds.children)
        self._urgent = threading.BoundedSemaphore(1)
        self._stopping = threading.Event()
        self._template_failures = 0

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions on the record."""
        if self.deps.sessions is None:
            raise RuntimeError("a runner needs the database")
        return self.deps.sessions

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.deps.clock()

    def run_next(self) -> bool:
        """Claim one job and see it to its end; rings again when more is ready. False: there was nothing to do."""
        if self._stopping.is_set():
            return False
        slot, is_urgent = self._slots, False
        if not slot.acquire(blocking=False):
            slot, is_urgent = self._urgent, True  # all slots may be held for long: a withdrawal does not wait for one
            if not slot.acquire(blocking=False):
                return False  # whoever holds the slot rings again when it is free
        try:
            if not is_urgent and not self._is_ready():
                return False
            claim = queue.claim_next(
                self.sessions, self.name, now=self.now(), lease=self.bounds.lease, is_urgent=is_urgent
            )
            if claim is None:
                return False
            self._run(claim)
        finally:
            slot.release()
        if queue.count_ready(self.sessions, now=self.now(), at_most=1):
            self.deps.wake()
        return True

    def _is_ready(self) -> bool:
        """Have the template up before a job is claimed: a try is spent on work, not on waiting.

        A template that cannot start stays a matter of the log for a few rounds; then jobs are claimed all the same, so
        that they fail with a code instead of waiting for ever.
        """
        try:
            self.nursery.warm()
        except JobCrashedError:
            self._template_failures += 1
            log().error("template.failed", times=self._template_failures)
            return self._template_failures > TEMPLATE_PATIENCE
        self._template_failures = 0
        return True

    def drain(self, seconds: float = 3600.0) -> int:
        """Run jobs one after another until none is left that may run now or soon; returns how many were run."""
        count, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            if self.run_next():
                count += 1
            elif self.sweep() == 0 and not queue.has_open(self.sessions):
                break
            else:
                time.sleep(0.2)
        return count

    def sweep(self) -> int:
        """Reclaim jobs whose worker is gone and ring once for each job that waits; returns how many wait."""
        if self._stopping.is_set():
            return 0
        for dead in queue.list_dead(self.sessions, now=self.now()):
            log().warning("job.reclaimed", job=dead.job_id, kind=dead.kind, attempts=dead.attempts)
            end_badly(self, dead, code="job.lost", detail=None, retry=True)
        workdir.clear_dead(self.jobs_folder)
        if not self._stopping.is_set():
            say_present(self.sessions, self.name, now=self.now(), children=self.bounds.children)
        give_back()
        waiting = queue.count_ready(self.sessions, now=self.now())
        for _ in range(min(waiting, self.bounds.children)):
            self.deps.wake()
        return waiting

    def reconcile(self) -> None:
        """Queue the comparison of the record with CKAN when it is due; of many workers' beats one does."""
        if self.deps.ckan is not None and self.deps.ckan.is_configured:
            every = self.bounds.reconcile_seconds
            load("catalog.actions.sync_again:queue_due_reconcile")(deps=self.deps, every_seconds=every)

    def tidy(self) -> None:
        """Clear storage of what kills between a write and its commit left behind, and of uploads never submitted."""
        load("catalog.actions.sweep:sweep_storage")(deps=self.deps)
        load("catalog.actions.reclassify:judge_waiting_anew")(deps=self.deps)
        with self.sessions() as session:
            load("portal.uploads.note:sweep_expired")(session, deps=self.deps)

    def stop(self) -> None:
        """Claim nothing more; end children. What they did is repeated by whoever claims their jobs."""
        self._stopping.set()
        self.nursery.close()
        say_goodbye(self.sessions, self.name)

    def _run(self, claim: Claim) -> None:
        started = time.monotonic()
        try:
            self._work(claim)
        except LostClaimError:
            log().warning("job.claim_lost", job=claim.job_id, kind=claim.kind)
        except ChildFailedError as error:
            log().warning(
                "job.child_error",
                job=claim.job_id,
                kind=claim.kind,
                code=error.code,
                error=error.kind,
                place=error.place,
            )
            end_badly(self, claim, code=error.code or JobCrashedError.code, detail=error.detail, retry=error.retry)
        except JobError as error:
            log().warning("job.error", job=claim.job_id, kind=claim.kind, code=error.code)
            end_badly(self, claim, code=error.code, detail=None, retry=error.is_retryable)
        except Exception as error:  # noqa: BLE001 - the worker lives on; only the error's code and place are kept
            known = describe_error(error)
            log().error("job.error", job=claim.job_id, kind=claim.kind, error=known["kind"], place=known["place"])
            code = known["code"] or JobCrashedError.code
            end_badly(self, claim, code=code, detail=known["detail"], retry=known["retry"])
        else:
            seconds = round(time.monotonic() - started, 3)
            log().info("job.ended", job=claim.job_id, kind=claim.kind, attempt=claim.attempts, seconds=seconds)

    def _work(self, claim: Claim) -> None:
        kind = self.kinds.get(claim.kind)
        if kind is None:
            raise JobUnknownError
        attempt = Attempt(
            self.sessions, claim, self.now, self.bounds.lease, self.bounds.seconds, self.bounds.memory_bytes
        )
        if kind.run:
            with attempt.kept():
                found = load(kind.run)(claim.job_id, deps=self.deps)
            self._commit(claim, None, found or {}, attempt)
            return
        prepare = load(kind.prepare)  # imported before the transaction, which holds SQLite's one write lock
        load(kind.commit)
        with self.sessions() as session:
            job = session.get_one(Job, claim.job_id)
            payload = prepare(session, job, deps=self.deps)
            session.rollback()
        if payload is None:
            self._commit(claim, None, {}, attempt)
            return
        attempt.seconds = self.bounds.seconds_for(int(payload.get("bytes", 0)))
        with workdir.private_folder(self.jobs_folder, self.name, claim.job_id, claim.fence) as folder:
            outcome = self._compute(kind, payload, folder, attempt)
        self._commit(claim, kind, outcome, attempt)

    def _compute(self, kind: Kind, payload: dict[str, Any], folder: Path, attempt: Attempt) -> dict[str, Any]:
        """Let a child do the work: on the storage's folder, or on a mirror of the uploads it needs."""
        if self.storage_root is not None:
            return attempt.follow(self.nursery.spawn(), self._order(kind, payload, folder, self.storage_root))
        upload_ids = [str(item) for item in payload.get("keys", [])]
        mirror = Mirror(self.deps.storage, folder / "storage")
        mirror.fetch(f"{room}/{upload_id}" for upload_id in upload_ids for room in ("staging", "released"))
        outcome = attempt.follow(self.nursery.spawn(), self._order(kind, payload, folder, folder / "storage"))
        mirror.send_back()
        return outcome

    def _order(self, kind: Kind, payload: dict[str, Any], folder: Path, storage_root: Path) -> dict[str, Any]:
        upload_ids = [str(item) for item in payload.get("keys", [])]
        return {
            "compute": kind.compute,
            "payload": payload,
            "deps": lend(self.deps, upload_ids, storage_root),
            "workdir": str(folder),
            "limits": {
                "memory_bytes": self.bounds.memory_bytes,
                "seconds": self.bounds.seconds_for(int(payload.get("bytes", 0))),
                "file_bytes": self.bounds.file_bytes,
                "storage": str(storage_root),
                "is_confined": self.bounds.is_confined,
            },
        }

    def _commit(self, claim: Claim, kind: Kind | None, outcome: dict[str, Any], attempt: Attempt) -> None:
        """Commit what was computed; a clash with another worker's commit is tried again at once, not computed anew."""
        for left in reversed(range(COMMIT_TRIES)):
            try:
                self._commit_once(claim, kind, outcome, attempt)
            except (IntegrityError, OperationalError):
                if not left:
                    raise
                log().warning("job.commit_again", job=claim.job_id, kind=claim.kind)
                time.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - only so that two workers do not meet again
            else:
                break
        self.deps.wake()

    def _commit_once(self, claim: Claim, kind: Kind | None, outcome: dict[str, Any], attempt: Attempt) -> None:
        """Commit the job's effect and its end together, or nothing when the claim was lost."""
        counts = {"seconds": sum(item["seconds"] for item in attempt.steps), "peak_mib": attempt.peak_bytes >> 20}
        if kind is None:
            counts |= outcome  # of a job without a child: counts and codes
        with self.sessions() as session:
            job = session.get_one(Job, claim.job_id, with_for_update=True)
            if job.fence != claim.fence or job.state != "running":
                raise LostClaimError
            if kind is not None:
                load(kind.commit)(session, job, outcome, deps=self.deps)
            session.flush()
            if not queue.finish(session, claim, now=self.now(), outcome=counts, steps=attempt.steps):
                raise LostClaimError
            session.commit()
