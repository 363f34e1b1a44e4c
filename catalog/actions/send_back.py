"""Send back 退回: the reviewer returns a version with a reason and remarks on columns."""

from uuid import UUID

from sqlalchemy.orm import Session

from catalog import audit, lifecycle
from catalog.deps import Deps
from catalog.judging import add_verdict, open_case
from catalog.models import Actor
from catalog.policies import Verb
from catalog.reasons import check_reason, check_text
from catalog.views import Judged

MAX_COMMENTS = 500


def send_back(
    session: Session,
    version_id: UUID,
    *,
    actor: Actor | None,
    deps: Deps,
    reason: str,
    comments: tuple[tuple[str, str], ...] = (),
) -> Judged:
    """Return a version to its agency.

    Args:
        reason: what is to be done.
        comments: pairs of a column's name and a remark; empty remarks are left out.

    Raises:
        NotFound, NotPermitted, OwnUpload, MoveRefused, ReasonNeeded, ReasonPersonal, InvalidField.
    """
    reason = check_reason(reason)
    kept = tuple(
        (check_text("column", column, 255), check_reason(text, minimum=0))
        for column, text in comments[:MAX_COMMENTS]
        if text.strip()
    )
    case = open_case(session, version_id, Verb.SEND_BACK, actor)
    add_verdict(session, case, Verb.SEND_BACK, reason=reason, comments=kept)
    case.version.state = lifecycle.next_state(Verb.SEND_BACK, case.version.state)
    detail = {"reason": reason, "comments": len(kept)}
    audit.record(session, Verb.SEND_BACK, case.version, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    return Judged(case.version.id, case.version.state)
