"""The audit log: append-only, each event bound to the one before by SHA-256 over canonical JSON (RFC 8785 style).

Writers queue up at the lock of the one head row, so the chain cannot fork on SQLite or PostgreSQL; the unique
`previous_hash` refuses a fork even if somebody bypasses this module, and triggers refuse UPDATE and DELETE.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.errors import AuditBroken
from catalog.models import Actor, Agency, AuditEvent, AuditHead, Correction, Dataset, Job, Release, Version
from catalog.models.base import Base, utc_now

GENESIS = "0" * 64
HEAD_ID = 1
BATCH = 1000
ALARM = "alarm"
"""Verb of an event that somebody who runs the portal must look at; `detail.code` says what it is."""


def record(
    session: Session,
    verb: str,
    obj: Base,
    *,
    actor: Actor | UUID | None,
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Append one event inside the caller's transaction.

    Args:
        session: session whose transaction also holds the change that is recorded; call this last, the head row stays
            locked until the commit.
        verb: what was done.
        obj: to what; its id and agency are kept.
        actor: who; None is the portal itself.
        detail: ids, counts, codes and written reasons; never a value of the data.
        at: when, UTC; default now.
    """
    session.flush()
    head = _next(session)
    event = AuditEvent(
        sequence=head.sequence,
        at=(at or utc_now()).astimezone(UTC),
        actor_id=actor.id if isinstance(actor, Actor) else actor,
        verb=verb,
        object_kind=obj.__tablename__,
        object_id=str(obj.id if hasattr(obj, "id") else ""),
        agency_id=_agency_of(obj),
        detail=dict(detail or {}),
        previous_hash=head.hash,
        hash="",
    )
    event.hash = event_hash(event)
    session.add(event)
    session.execute(update(AuditHead).where(AuditHead.id == HEAD_ID).values(hash=event.hash))
    session.flush()
    return event


def event_hash(event: AuditEvent) -> str:
    """Return the SHA-256 (hexadecimal) of the event's canonical JSON, the previous hash included."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": str(event.actor_id) if event.actor_id else None,
        "verb": event.verb,
        "object": [event.object_kind, event.object_id],
        "agency": str(event.agency_id) if event.agency_id else None,
        "detail": event.detail,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()


def canonical_json(content: Mapping[str, Any]) -> bytes:
    """Return JSON with sorted keys, no spaces, UTF-8; numbers that are not finite are refused."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def verify_chain(session: Session) -> int:
    """Walk the whole chain and return how many events were verified.

    Raises:
        AuditBroken: an event is missing, changed, out of order, or the end was cut off; `detail.sequence` names the
            first place that does not add up.
    """
    expected, previous = 1, GENESIS
    for event in _events(session):
        if event.sequence != expected or event.previous_hash != previous or event.hash != event_hash(event):
            raise AuditBroken({"sequence": expected})
        expected, previous = expected + 1, event.hash
    head = session.scalars(select(AuditHead).execution_options(populate_existing=True)).one_or_none()
    if (head.sequence, head.hash) != (expected - 1, previous) if head is not None else expected > 1:
        raise AuditBroken({"sequence": expected})
    return expected - 1


def _events(session: Session) -> Iterator[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.sequence).execution_options(populate_existing=True)
    return iter(session.scalars(query.execution_options(yield_per=BATCH)))


def _next(session: Session) -> AuditHead:
    """Raise the counter, which locks the head row, and return it with the hash of the last event."""
    raised = (
        update(AuditHead)
        .where(AuditHead.id == HEAD_ID)
        .values(sequence=AuditHead.sequence + 1)
        .returning(AuditHead.sequence, AuditHead.hash)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(raised).one_or_none()
    if row is None:  # a database made without the migration's first row
        session.add(AuditHead(id=HEAD_ID, sequence=0, hash=GENESIS))
        session.flush()
        row = session.execute(raised).one()
    return AuditHead(id=HEAD_ID, sequence=row[0], hash=row[1])


def _agency_of(obj: Base) -> UUID | None:
    match obj:
        case Agency():
            return obj.id
        case Dataset() | Actor() | Job():
            return obj.agency_id
        case Version() | Release():
            return obj.dataset.agency_id
        case Correction():
            return obj.release.dataset.agency_id
        case _:
            return None
