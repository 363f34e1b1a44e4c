"""Runs of an edition over the whole record, as jobs: block after block, each in one transaction, killed at any moment.

A block's job judges some hundred decisions in the confined child and writes what would change beside the run's new
position; the next block is queued in the same transaction. So a run that was killed goes on where its last commit
stood, and no version is compared twice. A trial (what_if) ends there; a reclassification also queues the job that
carries the block's changes out (`catalog.actions.reclassify`).
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog import jobs
from catalog.actions.editions import LIVE, live_decisions, read_content
from catalog.deps import Deps
from catalog.editions import BEIJING, drafted, today_of
from catalog.errors import RecordDamaged
from catalog.lifecycle import VersionState
from catalog.models import Actor, EditionChange, EditionDraft, EditionRun, Job
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load

WHAT_IF: Final = "what_if"
RECLASSIFY: Final = "reclassify"
BLOCK: Final = 1000
PRIORITY_TRIAL: Final = 40
# what waits is judged anew as a whole; here is compared what the public has, or is about to get
PUBLIC: Final = (VersionState.APPROVED, VersionState.PUBLISHED)
BODY: Final = ("clauses", "deciding_clause", "masking", "needs_scan")  # of a decision, what a comparison needs


def start_what_if(
    session: Session, content: str, *, actor: Actor | None, deps: Deps, draft: UUID | None = None
) -> UUID:
    """Queue a trial of an edition over the whole record; returns the run. An older trial of the draft goes.

    Raises:
        EditionInvalid, NotPermitted.
    """
    may(actor, Verb.RECLASSIFY).require()
    read_content(content, is_draft=True)
    begin_write(session)
    if draft is not None:
        session.execute(delete(EditionRun).where(EditionRun.draft_id == draft, EditionRun.kind == WHAT_IF))
    run = add_run(session, WHAT_IF, content, actor=actor, draft_id=draft)
    queue_block(session, run, actor_id=run.made_by)
    run_id = run.id
    session.commit()
    deps.wake()
    return run_id


def add_run(session: Session, kind: str, content: str, *, actor: Actor | None, draft_id: UUID | None) -> EditionRun:
    """Add a run to the caller's transaction."""
    states = LIVE if kind == WHAT_IF else PUBLIC
    run = EditionRun(
        kind=kind,
        edition_id=drafted(content).id,
        content=content,
        draft_id=draft_id,
        made_by=actor.id if actor else None,
        total=session.scalar(select(func.count()).select_from(live_decisions(states).subquery())) or 0,
    )
    session.add(run)
    session.flush()
    return run


def queue_block(session: Session, run: EditionRun, *, actor_id: UUID | None) -> Job:
    """Queue the run's next block; a reclassification begins when its edition does, and goes before everything else."""
    is_trial = run.kind == WHAT_IF
    return jobs.queue(
        session,
        "compare",
        f"compare:{run.id}:{run.block}",
        dataset=None,
        actor_id=actor_id,
        priority=PRIORITY_TRIAL if is_trial else jobs.PRIORITY_WITHDRAW,
        run_after=None if is_trial or run.block else begins_at(run.content),
        part=run.block,
    )


def begins_at(content: str) -> datetime:
    """Return the moment an edition comes into force: midnight in China of its first day."""
    return datetime.combine(drafted(content).in_force_from, time(), UTC) - BEIJING + timedelta(seconds=1)


def run_of(session: Session, job: Job) -> EditionRun:
    """Return the run a job belongs to, locked.

    Raises:
        NotFound: it was deleted. RecordDamaged: the job names none.
    """
    parts = job.effect_key.split(":")
    if len(parts) < 2:
        raise RecordDamaged
    return load(session, EditionRun, UUID(parts[1]), is_locked=True)


def prepare_compare(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders: the next block of stored decisions; None when the run is past this block."""
    run = session.get(EditionRun, UUID(job.effect_key.split(":")[1]))
    if run is None or run.block != job.part or run.finished_at is not None:
        return None
    states = LIVE if run.kind == WHAT_IF else PUBLIC
    query = live_decisions(states)
    if run.position is not None:
        query = query.where(live_decisions(states).selected_columns.version_id > run.position)
    today = today_of(deps.clock())
    return {
        "keys": [],
        "run": str(run.id),
        "edition": run.content,
        "today": max(today, drafted(run.content).in_force_from).isoformat(),
        "items": [
            [str(version.id), decision.facts, _body(decision.body), decision.rules_release]
            for decision, version in session.execute(query.limit(BLOCK))
        ],
    }


def _body(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: body.get(name) for name in BODY if body.get(name)}
    hits = [{"clause_id": one["clause_id"], "overruled_by": one["overruled_by"]} for one in body.get("clauses", ())]
    return {**kept, "clauses": hits}


def commit_compare(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """Keep what the block would change, move the run on, and queue what comes next; the runner commits."""
    run = run_of(session, job)
    if run.block != job.part or run.finished_at is not None:
        return
    state = "noted" if run.kind == WHAT_IF else "pending"
    session.add_all(
        EditionChange(run_id=run.id, **{**one, "version_id": UUID(one["version_id"])}, state=state)
        for one in outcome["changes"]
    )
    if run.kind == RECLASSIFY and outcome["changes"]:
        queue_carrying_out(session, run, actor_id=job.actor_id)
    run.block += 1
    run.done += outcome["count"]
    run.seconds += outcome["seconds"]
    if outcome["last"] is None:
        run.finished_at = deps.clock()
        run.total = run.done
        return
    run.position = UUID(outcome["last"])
    queue_block(session, run, actor_id=job.actor_id)


def queue_carrying_out(session: Session, run: EditionRun, *, actor_id: UUID | None) -> None:
    """Queue the job that withdraws what a block found to be stricter."""
    jobs.queue(
        session,
        "reclassify",
        f"reclassify:{run.id}:{run.block}",
        dataset=None,
        actor_id=actor_id,
        priority=jobs.PRIORITY_WITHDRAW,
    )


def fail_compare(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Write on the run why it stopped; an administrator lets it go on with `resume_run`."""
    del detail
    run = session.get(EditionRun, UUID(job.effect_key.split(":")[1]))
    if run is not None:
        run.error_code = code
        run.finished_at = run.finished_at or (deps.clock() if run.kind == WHAT_IF else None)


def resume_run(session: Session, run_id: UUID, *, actor: Actor | None, deps: Deps) -> None:
    """Let a run that failed go on from its last block.

    Raises:
        NotPermitted, NotFound.
    """
    may(actor, Verb.RECLASSIFY).require()
    begin_write(session)
    run = load(session, EditionRun, run_id, is_locked=True)
    if run.error_code is not None:
        run.error_code = run.finished_at = None
        tries = session.scalar(select(func.count()).where(Job.effect_key.startswith(f"compare:{run.id}:"))) or 0
        jobs.queue(
            session,
            "compare",
            f"compare:{run.id}:{run.block}:{tries}",
            dataset=None,
            actor_id=actor.id if actor else None,
            priority=PRIORITY_TRIAL if run.kind == WHAT_IF else jobs.PRIORITY_WITHDRAW,
            part=run.block,
        )
    session.commit()
    deps.wake()


def trial_of(session: Session, draft: EditionDraft) -> EditionRun | None:
    """Return the newest trial of exactly what the draft says now."""
    query = select(EditionRun).where(EditionRun.draft_id == draft.id, EditionRun.kind == WHAT_IF)
    run = session.scalars(query.order_by(EditionRun.created_at.desc()).limit(1)).first()
    return run if run is not None and run.content == draft.content else None
