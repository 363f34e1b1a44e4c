"""Check a correction 更正检查: what the runner does before and after the confined child looked at what was typed."""

import base64
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.corrections import forget_key
from catalog.actions.description import released_as
from catalog.deps import Deps
from catalog.errors import DescriptionPersonal, DescriptionRefused, DescriptionStricter, RecordDamaged
from catalog.judging import current_decision, current_plan
from catalog.lifecycle import ReleaseState
from catalog.models import Correction, CorrectionState, Job, NegativeListEdition, Release
from catalog.policies import Verb


def prepare_correct(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders; None when the correction was put aside meanwhile, or its release is out no more.

    Raises:
        RecordDamaged: the release has no decision or plan.
    """
    correction = _correction(session, job)
    release = correction.release if correction else None
    if correction is None or release is None or correction.sealed is None or release.state != ReleaseState.PUBLISHED:
        return None
    version = release.version
    decision, plan = current_decision(session, version), current_plan(session, version)
    if decision is None or plan is None:
        raise RecordDamaged
    edition = session.get_one(NegativeListEdition, decision.edition_id)
    agency, described = release.dataset.agency, version.described or {}
    return {
        "keys": [str(correction.id), str(version.id)],
        "correction": str(correction.id),
        "sealed": base64.b64encode(correction.sealed).decode(),
        "now": released_as(release).to_json(),
        "typed_ref": version.typed_ref,
        "shape": described.get("shape", "table"),
        "damaged": described.get("damaged", []),
        "plan": plan.body,
        "decision": decision.body,
        "facts": decision.facts,
        "edition": edition.content,
        "submission": {
            "title": release.title,
            "description": release.summary,
            "tags": list(release.tags),
            "agency": agency.name,
            "agency_kind": agency.kind_code,
        },
        "now_at": deps.clock().isoformat(),
    }


def commit_correct(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """Put the child's answer into the record: a second person looks next, or it goes back, or nothing is kept."""
    correction = _correction(session, job)
    if correction is None:
        return
    if "refused" in outcome:
        _end(session, correction, CorrectionState.REFUSED, DescriptionRefused.code)
        detail = {"correction": str(correction.id), "clauses": outcome["refused"]}
        audit.record(session, Verb.REFUSE, correction, actor=None, detail=detail, at=deps.clock())
        return
    correction.body, correction.found = outcome["body"], outcome["found"]
    if outcome["found"]:
        _end(session, correction, CorrectionState.RETURNED, DescriptionPersonal.code)
    elif outcome["is_stricter"]:
        _end(session, correction, CorrectionState.RETURNED, DescriptionStricter.code)
    else:
        _end(session, correction, CorrectionState.WAITING, None)


def fail_correct(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Give the correction back with the code of what went wrong; nothing of it is public."""
    del detail, deps
    correction = _correction(session, job)
    if correction is not None:
        _end(session, correction, CorrectionState.RETURNED, code)


def _end(session: Session, correction: Correction, state: CorrectionState, problem: str | None) -> None:
    correction.state, correction.problem, correction.sealed = state, problem, None
    forget_key(session, correction)


def _correction(session: Session, job: Job) -> Correction | None:
    """Return the correction that this job is to check, if it still is to be checked."""
    mine = (Correction.release_id == job.release_id, Correction.state == CorrectionState.CHECKING)
    found = session.scalars(select(Correction).where(*mine)).unique().one_or_none()
    if found is None or job.effect_key != f"correct:{found.id}":
        return None
    session.refresh(session.get_one(Release, found.release_id))
    return found
