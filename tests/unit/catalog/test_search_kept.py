"""What is kept of the index: bounded, and never older than what its reader sees."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from catalog.models import Base
from catalog.search import SearchDocument, make_index
from catalog.search.kept import Kept
from catalog.search.parse import parse
from catalog.search.tables import create_text_index
from portal.database import make_engine, make_sessions, reading


def test_only_so_many_are_kept_and_the_oldest_goes_first():
    kept = Kept(2)
    for key in ("a", "b", "c"):
        kept.remember(1, key, key.upper())
    assert [kept.recall(1, key) for key in ("a", "b", "c")] == [None, "B", "C"]
    assert kept.recall(2, "c") is None
    kept.clear()
    assert kept.recall(1, "c") is None


@pytest.fixture
def sessions(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'search.db'}")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        create_text_index(connection)
    yield make_sessions(engine)
    engine.dispose()


def document(dataset_id, title):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return SearchDocument(dataset_id, "one", title, modified_at=moment, body=f'{{"title":"{title}"}}')


def test_a_reader_that_began_before_a_change_keeps_nothing_for_those_after_it(sessions):
    """The older reader's answers are kept under its own generation, whatever this process has loaded since."""
    index, one = make_index("sqlite"), uuid4()
    with sessions() as writer:
        index.index(writer, document(one, "利率旧表"))
        writer.commit()
        with reading(sessions) as early:
            before = index.sets(early)
            (number,) = before.order("modified", descending=True)
            index.index(writer, document(one, "利率新表"))
            writer.commit()
            with reading(sessions) as late:
                after = index.sets(late)
                assert json.loads(before.bodies([number])[number]) == {"title": "利率旧表"}
                assert json.loads(after.bodies([number])[number]) == {"title": "利率新表"}
                groups, _ = parse("新表", is_literal=True)
                assert list(after.ranks(groups, after.live)[0]) == [number]


def test_what_was_removed_is_not_given_any_more(sessions):
    index, one = make_index("sqlite"), uuid4()
    with sessions() as session:
        index.index(session, document(one, "利率旧表"))
        session.commit()
        sets = index.sets(session)
        (number,) = sets.order("modified", descending=True)
        assert sets.bodies([number])
        index.remove(session, one)
        session.commit()
        assert index.sets(session).bodies([number]) == {}
