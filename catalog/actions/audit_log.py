"""The audit log for administrators, the gate log for the secrecy officer, and the chain's verification."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.editions import clause_choices
from catalog.lifecycle import VersionState
from catalog.models import Actor, ActorKind, AuditEvent, Version
from catalog.policies import Verb, may
from catalog.views import AuditRow, GateRow

MAX_ROWS = 500
SYSTEM_NAME = "系统"


def list_events(
    session: Session,
    *,
    actor: Actor | None,
    start: int = 0,
    rows: int = 50,
    object_id: str | None = None,
    verb: str | None = None,
) -> tuple[int, tuple[AuditRow, ...]]:
    """Return how many events match and one page of them, newest first.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.SEE_AUDIT).require()
    where = [AuditEvent.sequence > 0]
    if object_id is not None:
        where.append(AuditEvent.object_id == object_id)
    if verb is not None:
        where.append(AuditEvent.verb == verb)
    total = session.scalar(select(func.count()).select_from(AuditEvent).where(*where)) or 0
    query = select(AuditEvent, Actor.name).outerjoin(Actor, Actor.id == AuditEvent.actor_id).where(*where)
    query = query.order_by(AuditEvent.sequence.desc()).offset(max(start, 0)).limit(min(max(rows, 1), MAX_ROWS))
    return total, tuple(_row(event, name) for event, name in session.execute(query))


def verify_log(session: Session, *, actor: Actor | None) -> int:
    """Walk the chain and return the number of events verified.

    Raises:
        NotPermitted; AuditBroken with `detail.sequence`.
    """
    if actor is None or actor.kind != ActorKind.SYSTEM:
        may(actor, Verb.SEE_AUDIT).require()
    return audit.verify_chain(session)


def list_gate(session: Session, *, actor: Actor | None, rows: int = MAX_ROWS) -> tuple[GateRow, ...]:
    """Return the refused uploads: who, when, which clause, keyed digest; nothing else is left of them.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.SEE_GATE_LOG).require()
    query = select(Version).where(Version.state == VersionState.BLOCKED).order_by(Version.processed_at.desc())
    return tuple(
        GateRow(
            version_id=one.id,
            agency_name=one.dataset.agency.name,
            uploader_name=one.uploader.name,
            at=one.processed_at or one.created_at,
            clauses=clause_choices(session, one.refused_clauses),
            keyed_digest=one.keyed_digest,
        )
        for one in session.scalars(query.limit(rows)).unique()
    )


def _row(event: AuditEvent, name: str | None) -> AuditRow:
    return AuditRow(
        sequence=event.sequence,
        at=event.at,
        actor_name=name or SYSTEM_NAME,
        verb=event.verb,
        object_kind=event.object_kind,
        object_id=event.object_id,
        detail=tuple((key, str(value)) for key, value in sorted(event.detail.items()) if value is not None),
        hash=event.hash,
    )
