"""Approve 审核通过: a second person agrees to what was shown; publishing is queued in the same transaction."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.deps import Deps
from catalog.editions import edition_row
from catalog.errors import ApprovalStale, QuestionsOpen
from catalog.judging import add_verdict, check_binding, open_case
from catalog.models import Actor
from catalog.policies import Verb
from catalog.reasons import check_reason
from catalog.views import Binding, Judged

BEIJING = timedelta(hours=8)  # the days a person types are days in China


def approve(
    session: Session,
    version_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    binding: Binding,
    comment: str = "",
    answered: frozenset[str] = frozenset(),
) -> Judged:
    """Agree to publish what the reviewer saw.

    Args:
        binding: what the review sheet showed (typed table's hash, edition, decision, plan).
        comment: optional remark, kept with the approval.
        answered: codes of the decision's questions that the reviewer confirmed; all of them are needed.

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, ApprovalStale, QuestionsOpen, ReasonPersonal.
    """
    comment = check_reason(comment, minimum=0)
    case = open_case(session, version_id, Verb.APPROVE, actor)
    check_binding(case, binding)
    if edition_row(session, deps.clock()).id != case.decision.edition_id:
        raise ApprovalStale({"edition": "superseded"})
    open_questions = {question["code"] for question in case.decision.body.get("questions", ())} - answered
    if open_questions:
        raise QuestionsOpen({"questions": sorted(open_questions)})
    version = case.version
    approval = add_verdict(session, case, Verb.APPROVE, reason=comment, answered=answered)
    version.state = lifecycle.next_state(Verb.APPROVE, version.state)
    version.error_code = None
    version.error_detail = None
    job = jobs.queue(
        session,
        "publish",
        f"publish:{version.id}:{approval.id}",
        dataset=version.dataset,
        version=version,
        actor_id=case.actor.id,
        priority=jobs.PRIORITY_PUBLISH,
        run_after=publish_moment(version.described or {}, deps.clock()),
    )
    detail = {
        "approval": str(approval.id),
        "typed_hash": approval.typed_hash,
        "edition": approval.edition_id,
        "decision": str(approval.decision_id),
        "plan": str(approval.plan_id),
        "release": case.decision.release,
    }
    audit.record(session, Verb.APPROVE, version, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    deps.wake()
    return Judged(version.id, version.state, job.id)


def publish_moment(described: dict[str, Any], now: datetime) -> datetime | None:
    """Return when publishing may begin: midnight in China of the day the agency named, if that is still to come."""
    if not described.get("release_at"):
        return None
    day = datetime.fromisoformat(described["release_at"]).date()
    moment = datetime.combine(day, time(), UTC) - BEIJING
    return moment if moment > now else None
