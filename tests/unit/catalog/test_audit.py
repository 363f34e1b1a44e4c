"""The chain: every change, gap, swap and cut is noticed; the database itself refuses UPDATE and DELETE."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from catalog import audit
from catalog.errors import AuditBroken
from catalog.models import Agency, AuditEvent
from tests.fakes.record import Record


def fill(record: Record, count: int = 5) -> int:
    with record.session() as session:
        agency = session.get_one(Agency, record.agencies["jinrong"])
        for number in range(count):
            audit.record(session, "test", agency, actor=None, detail={"n": number, "理由": "中文"}, at=record.clock())
        session.commit()
        return audit.verify_chain(session)


def tamper(session: Session, statement: str) -> None:
    """Change the log as somebody with the database's password would: triggers off first."""
    for verb in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER audit_event_no_{verb}"))
    session.execute(text(statement))
    session.commit()
    session.expire_all()


def test_the_chain_verifies_and_counts(record: Record) -> None:
    with record.session() as session:
        before = audit.verify_chain(session)
    assert fill(record) == before + 5
    with record.session() as session:
        first = session.get_one(AuditEvent, 1)
        assert first.previous_hash == audit.GENESIS
        assert first.hash == audit.event_hash(first)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_event SET verb = 'other' WHERE sequence = 3", 3),
        ("UPDATE audit_event SET detail = '{\"n\": 99}' WHERE sequence = 2", 2),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 4", 4),
        ("UPDATE audit_event SET object_id = 'x' WHERE sequence = 1", 1),
        ("DELETE FROM audit_event WHERE sequence = 2", 2),
        ("DELETE FROM audit_event WHERE sequence = 5", 5),
        ("DELETE FROM audit_event", 1),
    ],
)
def test_whatever_is_changed_is_found(record: Record, statement: str, broken: int) -> None:
    fill(record)
    with record.session() as session:
        tamper(session, statement)
        with pytest.raises(AuditBroken) as caught:
            audit.verify_chain(session)
    assert caught.value.detail == {"sequence": broken}


def test_a_rewritten_tail_is_found_by_its_links(record: Record) -> None:
    fill(record)
    with record.session() as session:
        tamper(session, "SELECT 1")
        event = session.get_one(AuditEvent, 3)
        event.verb = "forged"
        event.hash = audit.event_hash(event)
        session.commit()
        with pytest.raises(AuditBroken) as caught:
            audit.verify_chain(session)
    assert caught.value.detail == {"sequence": 4}


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_changes(record: Record, statement: str) -> None:
    fill(record)
    with record.session() as session:
        with pytest.raises((IntegrityError, OperationalError)):
            session.execute(text(statement))
        session.rollback()
        assert audit.verify_chain(session) >= 5


def test_two_writers_cannot_fork_the_chain(record: Record) -> None:
    fill(record)
    with record.session() as session:
        last = session.get_one(AuditEvent, 5)
        twin = AuditEvent(
            sequence=99,
            at=last.at,
            verb="twin",
            object_kind="agency",
            object_id="x",
            detail={},
            previous_hash=last.previous_hash,
            hash="0" * 63 + "1",
        )
        session.add(twin)
        with pytest.raises(IntegrityError):
            session.flush()


def test_what_is_rolled_back_leaves_no_gap(record: Record) -> None:
    fill(record)
    with record.session() as session:
        agency = session.get_one(Agency, record.agencies["jinrong"])
        audit.record(session, "test", agency, actor=None)
        session.rollback()
    with record.session() as session:
        count = audit.verify_chain(session)
    assert fill(record, 1) == count + 1


def test_canonical_json_is_one_text_for_one_meaning() -> None:
    assert audit.canonical_json({"b": 1, "a": "中"}) == '{"a":"中","b":1}'.encode()
    assert audit.canonical_json(json.loads('{"b":1,"a":"中"}')) == audit.canonical_json({"a": "中", "b": 1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        audit.canonical_json({"a": float("nan")})
