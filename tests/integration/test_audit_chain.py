"""The chain under four writers at once, threads and processes, on both databases."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from catalog import audit
from catalog.models import Agency, AuditEvent
from portal.database import make_engine, make_sessions
from tests.fakes.record import make_record

WRITERS, EACH = 4, 25


def write(url: str, writer: int) -> None:
    """Append events, one transaction each; now and then give one up."""
    engine = make_engine(url)
    sessions = make_sessions(engine)
    for number in range(EACH):
        with sessions() as session:
            agency = session.scalars(select(Agency)).unique().first()
            assert agency is not None
            audit.record(session, "test", agency, actor=None, detail={"writer": writer, "number": number})
            if number % 5 == 4:
                session.rollback()
            else:
                session.commit()
    engine.dispose()


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_four_writers_make_one_chain(database_url: str, kind: str) -> None:
    record = make_record(database_url)
    with record.session() as session:
        before = audit.verify_chain(session)
    record.engine.dispose()
    if kind == "threads":
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, [database_url] * WRITERS, range(WRITERS)))
    else:
        processes = [
            multiprocessing.get_context("spawn").Process(target=write, args=(database_url, writer))
            for writer in range(WRITERS)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0] * WRITERS
    with record.session() as session:
        assert audit.verify_chain(session) == before + WRITERS * EACH * 4 // 5
        for writer in range(WRITERS):
            mine = [
                event.detail["number"]
                for event in session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))
                if event.detail.get("writer") == writer
            ]
            assert mine == sorted(mine)
    record.engine.dispose()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_both_databases_refuse_to_change_the_log(database_url: str, statement: str) -> None:
    record = make_record(database_url)
    write(database_url, 0)
    with record.session() as session:
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()
        assert audit.verify_chain(session) >= EACH * 4 // 5
    record.engine.dispose()
