"""Stricter 从严 and looser 从宽: a reviewer sets another public outcome than the rules; the reason is audited.

Stricter is free with a reason. Looser needs 20 characters of reason, never undoes a refusal, and never takes a mask
off: what the plan hides stays hidden. Either way a new decision replaces the old one, so that an approval given on
the old one is stale.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.replacing import replaced_decision
from catalog.deps import Deps
from catalog.errors import InvalidField, OverrideRefused, OverrideUseless
from catalog.judging import Case, add_verdict, open_case
from catalog.models import Actor, Decision
from catalog.policies import Verb
from catalog.reasons import MIN_REASON, MIN_REASON_LOOSER, check_reason
from catalog.views import Judged
from classifiers.tiers import OPENING_OF, SHARING_OF, Release, Tier


def stricter(
    session: Session, version_id: UUID, *, actor: Actor | None, deps: Deps, release: str, reason: str
) -> Judged:
    """Set a stricter public outcome (open_after_masking, conditional, share_only).

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, ReasonNeeded, ReasonPersonal, InvalidField, OverrideUseless.
    """
    kept = check_reason(reason, minimum=MIN_REASON)
    return _override(session, version_id, Verb.STRICTER, actor=actor, deps=deps, release=release, reason=kept)


def looser(session: Session, version_id: UUID, *, actor: Actor | None, deps: Deps, release: str, reason: str) -> Judged:
    """Set a looser public outcome, with a written reason of 20 characters or more.

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, ReasonNeeded, ReasonPersonal, InvalidField, OverrideUseless,
        OverrideRefused.
    """
    kept = check_reason(reason, minimum=MIN_REASON_LOOSER)
    return _override(session, version_id, Verb.LOOSER, actor=actor, deps=deps, release=release, reason=kept)


def _override(
    session: Session, version_id: UUID, verb: Verb, *, actor: Actor | None, deps: Deps, release: str, reason: str
) -> Judged:
    if release not in set(Release) - {Release.REFUSE}:
        raise InvalidField({"field": "release"})
    wanted = Release(release)
    case = open_case(session, version_id, verb, actor)
    if wanted not in choices(case.decision, case.plan.body, verb):
        raise OverrideRefused if is_refused(case.decision) else OverrideUseless
    add_verdict(session, case, verb, reason=reason)
    decision = _replace(session, case, wanted, reason)
    session.flush()
    version = case.version
    bound = Case(version, decision, case.plan, case.actor).binding
    detail = {"from": case.decision.release, "to": wanted.value, "reason": reason, "decision": str(decision.id)}
    audit.record(session, verb, version, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    return Judged(version.id, version.state, binding=bound)


def choices(decision: Decision, plan: dict[str, Any], verb: Verb) -> tuple[Release, ...]:
    """Return the outcomes a reviewer may choose with this verb, in order of severity."""
    if is_refused(decision):
        return ()
    now = Release(decision.release)
    if verb is Verb.STRICTER:
        return tuple(one for one in Release if now.severity < one.severity < Release.REFUSE.severity)
    floor = Release.OPEN_AFTER_MASKING if hides_anything(plan) else Release.OPEN
    return tuple(one for one in Release if floor.severity <= one.severity < now.severity)


def is_refused(decision: Decision) -> bool:
    """Whether the rules refuse the content: the decision itself, or any clause that was not overruled."""
    if Release.REFUSE.value in (decision.release, decision.rules_release):
        return True
    return any(hit.consequence == "REFUSE" and not hit.overruled_by for hit in decision.hits)


def hides_anything(plan: dict[str, Any]) -> bool:
    """Whether the masking plan changes a column or a column's name."""
    return any(
        column.get("operator", "keep") != "keep" or column.get("released_name") not in (None, "", column.get("column"))
        for column in plan.get("columns", ())
    )


def _replace(session: Session, case: Case, release: Release, reason: str) -> Decision:
    """Put a decision with the new outcome in the place of the current one, which stays readable."""
    old = case.decision
    raw = Tier(old.tier)
    tier = Tier.INTERNAL if raw is Tier.PUBLIC and release.severity > Release.OPEN.severity else raw
    body = {
        **old.body,
        "release": release.value,
        "tier": tier.value,
        "opening": OPENING_OF[release].value,
        "sharing": SHARING_OF[release].value,
    }
    new = replaced_decision(
        old, body=body, tier=tier.value, release=release.value, decided_by=case.actor.id, override_reason=reason
    )
    old.is_current = False
    session.flush()
    session.add(new)
    return new
