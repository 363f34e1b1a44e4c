"""The engine: pragmas in force on every connection, refusal when they are not, no parameters in errors, no lost writers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError

from portal import database
from portal.database import UnsafeDatabaseError, is_reading, make_engine, make_sessions, read_guards, reading


@pytest.fixture
def engine(tmp_path):
    made = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE)"))
    yield made
    made.dispose()


def test_every_connection_has_the_pragmas(engine):
    with engine.connect() as one, engine.connect() as two:
        for connection in (one,):
            for name, (value, allowed) in read_guards(connection).items():
                assert value in allowed, name
        del two


def test_a_database_that_cannot_keep_its_word_is_refused():
    with pytest.raises(UnsafeDatabaseError) as caught:
        make_engine("sqlite://")  # memory: no write-ahead log
    assert caught.value.settings == ("journal_mode",)
    assert "journal_mode" in caught.value.message_zh


def test_a_weakened_pragma_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "_set_pragmas", lambda raw, record: None)
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", {"synchronous": ("FULL", "1")})
    with pytest.raises(UnsafeDatabaseError):
        make_engine(f"sqlite:///{tmp_path / 'y.db'}")


def test_errors_hide_parameters(engine):
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO t (v) VALUES (:v)"), {"v": "110101199003070000"})
        with pytest.raises((IntegrityError, StatementError)) as caught:
            connection.execute(text("INSERT INTO t (v) VALUES (:v)"), {"v": "110101199003070000"})
    assert "110101199003070000" not in str(caught.value)


def test_a_reader_that_turns_writer_is_not_refused(engine):
    """Two threads read, then write: with deferred transactions one of them fails at once."""
    sessions, errors = make_sessions(engine), []

    def bump(name):
        for at in range(20):
            try:
                with sessions() as session:
                    session.execute(text("SELECT count(*) FROM t")).scalar_one()
                    session.execute(text("INSERT INTO t (v) VALUES (:v)"), {"v": f"{name}-{at}"})
                    session.commit()
            except Exception as error:  # noqa: BLE001 - any error at all is the finding
                errors.append(type(error).__name__)

    threads = [threading.Thread(target=bump, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_pages_that_only_read_do_not_take_the_write_lock(engine):
    begun = []
    event.listen(engine, "before_cursor_execute", lambda c, cur, statement, *rest: begun.append(statement))
    token = is_reading.set(True)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    finally:
        is_reading.reset(token)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert [one for one in begun if one.startswith("BEGIN")] == ["BEGIN DEFERRED", "BEGIN IMMEDIATE"]


def test_eight_writers_at_once_all_get_through(tmp_path):
    sessions = make_sessions(make_engine(f"sqlite:///{tmp_path / 'a.db'}"))
    with sessions.begin() as session:
        session.execute(text("CREATE TABLE tally (writer INTEGER, number INTEGER)"))
        session.execute(text("INSERT INTO tally VALUES (-1, 0)"))

    def write(writer: int) -> None:
        for _ in range(12):
            with sessions.begin() as session:  # reads, then writes what it read: none may be lost
                number = session.scalar(text("SELECT max(number) FROM tally"))
                values = {"writer": writer, "number": number + 1}
                session.execute(text("INSERT INTO tally VALUES (:writer, :number)"), values)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with reading(sessions) as session:
        assert session.scalar(text("SELECT max(number) FROM tally")) == 8 * 12
        assert session.scalar(text("SELECT count(DISTINCT number) FROM tally")) == 8 * 12 + 1
    sessions.kw["bind"].dispose()


def test_who_only_reads_does_not_wait_for_the_writer(tmp_path):
    sessions = make_sessions(make_engine(f"sqlite:///{tmp_path / 'a.db'}"))
    with sessions.begin() as session:
        session.execute(text("CREATE TABLE tally (number INTEGER)"))
    with sessions.begin() as writer:
        writer.execute(text("INSERT INTO tally VALUES (1)"))
        started = time.monotonic()
        with reading(sessions) as session:
            assert session.scalar(text("SELECT count(*) FROM tally")) == 0
        assert time.monotonic() - started < 5
    sessions.kw["bind"].dispose()
