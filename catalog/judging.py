"""What every verdict needs: the version under its lock, its current decision and plan, and the reviewer's binding."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.errors import ApprovalStale, RecordDamaged, SignInNeeded
from catalog.models import Actor, Approval, Decision, MaskingPlan, Version
from catalog.policies import Verb, may
from catalog.transaction import begin_write, load
from catalog.views import Binding


@dataclass(frozen=True, slots=True)
class Case:
    """A version before its reviewer, with what would be published."""

    version: Version
    decision: Decision
    plan: MaskingPlan
    actor: Actor

    @property
    def binding(self) -> Binding:
        """Everything an approval stands on."""
        return binding_of(self.version, self.decision, self.plan)


def binding_of(version: Version, decision: Decision, plan: MaskingPlan) -> Binding:
    """Return what an approval of this version, decision and plan binds."""
    if version.typed_hash is None:
        raise RecordDamaged
    return Binding(version.typed_hash, decision.edition_id, decision.id, plan.id)


def open_case(session: Session, version_id: UUID, verb: Verb, actor: Actor | None) -> Case:
    """Begin a verdict: lock the version, ask whether the actor may, fetch decision and plan.

    Raises:
        NotFound, NotPermitted, OwnUpload, OtherAgency, MoveRefused, RecordDamaged.
    """
    begin_write(session)
    version = load(session, Version, version_id, is_locked=True)
    may(actor, verb, version).require()
    if actor is None:
        raise SignInNeeded
    decision = current_decision(session, version)
    plan = current_plan(session, version)
    if decision is None or plan is None:
        raise RecordDamaged
    return Case(version, decision, plan, actor)


def current_decision(session: Session, version: Version) -> Decision | None:
    """Return the decision in force, if the version has one."""
    query = select(Decision).where(Decision.version_id == version.id, Decision.is_current)
    return session.scalars(query).one_or_none()


def current_plan(session: Session, version: Version) -> MaskingPlan | None:
    """Return the plan in force, if the version has one."""
    query = select(MaskingPlan).where(MaskingPlan.version_id == version.id, MaskingPlan.is_current)
    return session.scalars(query).one_or_none()


def check_binding(case: Case, seen: Binding) -> None:
    """Return when the reviewer saw what would be published.

    Raises:
        ApprovalStale: data, decision, plan or edition changed since.
    """
    if seen != case.binding:
        raise ApprovalStale


def add_verdict(
    session: Session,
    case: Case,
    verdict: Verb,
    *,
    reason: str = "",
    comments: tuple[tuple[str, str], ...] = (),
    answered: frozenset[str] = frozenset(),
) -> Approval:
    """Write down what the reviewer said and on what; the database refuses the uploader (`ck_approval_two_people`)."""
    bound = case.binding
    approval = Approval(
        version_id=case.version.id,
        uploader_id=case.version.uploader_id,
        approver_id=case.actor.id,
        verdict=verdict.value,
        reason=reason,
        comments=[{"column": column, "text": text} for column, text in comments],
        answered=sorted(answered),
        typed_hash=bound.typed_hash,
        edition_id=bound.edition_id,
        decision_id=bound.decision_id,
        plan_id=bound.plan_id,
    )
    session.add(approval)
    session.flush()
    return approval
