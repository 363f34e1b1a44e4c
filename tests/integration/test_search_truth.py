"""What the index finds is what the texts contain, on both databases, through changes and removals."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from catalog.search import SearchDocument, SearchQuery, make_index
from catalog.search.index import SearchIndex
from catalog.search.postgres_text import PostgresText
from catalog.search.postings import PART, rebuild
from catalog.search.tokens import index_terms, phrase_of
from portal.database import make_engine
from portal.migrations import downgrade, upgrade
from tests.fakes.databases import postgres_database

# few characters, so that words come about by chance in every place, and half a word in two
LETTERS = "贷款保险融资"
WORDS = ("贷款", "贷款保", "保险融资", "款保险融资", "险险险险险险", "贷款保险融资贷", "资", "ab", "abc")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    upgrade(made)
    yield made
    made.dispose()


def made_text(draw: random.Random, least: int, most: int) -> str:
    runs = ["".join(draw.choices(LETTERS, k=draw.randint(least, most))) for _ in range(draw.randint(1, 3))]
    return " ".join([*runs, *draw.choices(["", "ab", "abc", "x" * 3000], [20, 2, 2, 1])])


def made_document(draw: random.Random, dataset_id: UUID) -> SearchDocument:
    return SearchDocument(
        dataset_id,
        str(dataset_id),
        made_text(draw, 2, 9),
        summary=made_text(draw, 0, 12),
        agency_names=(made_text(draw, 2, 6),),
        column_names=(made_text(draw, 1, 6), made_text(draw, 1, 6)),
        modified_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def texts(one: SearchDocument) -> list[str]:
    return " ".join([one.title, one.summary, *one.agency_names, *one.column_names]).split()


def holds(words: list[str], word: str) -> bool:
    """Han anywhere in a run; Latin as the beginning of a word."""
    return any(run.startswith(word) if word.isascii() else word in run for run in words)


def assert_true(index: SearchIndex, session: Session, there: dict[UUID, SearchDocument]) -> None:
    sets = index.sets(session)
    ids = {number: dataset_id for dataset_id in there for number in numbers(sets.of_id(dataset_id))}
    for word in WORDS:
        query = SearchQuery(word, rows=len(there) + 1, is_literal=True)
        found = {hit.dataset_id for hit in index.search(session, query).hits}
        assert found == {key for key, one in there.items() if holds(texts(one), word)}, word
        titled = {ids[number] for number in numbers(sets.phrase(("title",), phrase_of(word)))}
        assert titled == {key for key, one in there.items() if holds(one.title.split(), word)}, word


def numbers(bitmap: int) -> list[int]:
    return [at for at in range(bitmap.bit_length()) if bitmap >> at & 1]


def test_found_is_what_is_written(engine: Engine) -> None:
    draw = random.Random(9)
    index = make_index(engine.dialect.name)
    there = {one.dataset_id: one for one in (made_document(draw, uuid4()) for _ in range(120))}
    with Session(engine) as session:
        for one in there.values():
            index.index(session, one)
        session.commit()
        assert_true(index, session, there)
        for dataset_id in list(there)[:40]:
            there[dataset_id] = made_document(draw, dataset_id)
            index.index(session, there[dataset_id])
        for dataset_id in list(there)[30:60]:
            del there[dataset_id]
            index.remove(session, dataset_id)
        session.commit()
        assert_true(index, session, there)


def test_pinyin_of_a_title(engine: Engine) -> None:
    index = make_index(engine.dialect.name)
    one, other = uuid4(), uuid4()
    with Session(engine) as session:
        index.index(session, SearchDocument(one, "a", "融资担保机构名录"))
        index.index(session, SearchDocument(other, "b", "担保融资"))
        for typed, found in {
            "rongzidanbao": {one},
            "rongzidanbaojigou": {one},
            "danbaorong": {other},
            "rzdb": {one},
            "dbjgml": {one},
            "danbao": {one, other},
        }.items():
            assert {hit.dataset_id for hit in index.search(session, SearchQuery(typed)).hits} == found, typed


def all_postings(session: Session) -> set[tuple[str, str, int, bytes]]:
    rows = session.execute(text("SELECT label, term, part, members FROM search_posting"))
    return {(row[0], row[1], row[2], bytes(row[3])) for row in rows}


@pytest.mark.services
class TestPostings:
    """PostgreSQL's own rows."""

    @pytest.fixture
    def filled(self) -> Iterator[tuple[Engine, list[UUID]]]:
        draw = random.Random(3)
        ids = [uuid4() for _ in range(30)]
        with postgres_database() as url:
            engine = make_engine(url)
            upgrade(engine)
            index = make_index("postgresql")
            with Session(engine) as session:
                for one in ids:
                    index.index(session, made_document(draw, one))
                session.commit()
            yield engine, ids
            engine.dispose()

    def test_no_word_of_a_removed_dataset_is_left(self, filled: tuple[Engine, list[UUID]]) -> None:
        engine, ids = filled
        index = make_index("postgresql")
        with Session(engine) as session:
            assert len(all_postings(session)) > 500
            for one in ids:
                index.remove(session, one)
            session.commit()
            assert all_postings(session) == set()

    def test_an_older_database_gets_them_from_its_vectors(self, filled: tuple[Engine, list[UUID]]) -> None:
        engine, _ = filled
        with Session(engine) as session:
            before = all_postings(session)
        downgrade(engine, "0008")
        upgrade(engine)
        with Session(engine) as session:
            assert all_postings(session) == before
        with engine.begin() as connection:
            rebuild(connection)
        with Session(engine) as session:
            assert all_postings(session) == before

    def test_entries_of_two_parts(self, filled: tuple[Engine, list[UUID]]) -> None:
        engine, _ = filled
        text_index = PostgresText()
        with Session(engine) as session:
            terms = {"title": index_terms("金库条例")}
            text_index.put_all(session, dict.fromkeys((PART - 1, PART, 3 * PART + 5), terms))
            wanted = 1 << PART - 1 | 1 << PART | 1 << 3 * PART + 5
            assert text_index.match_in(session, ("title",), phrase_of("库条")) == wanted
            assert text_index.match_in(session, ("title",), phrase_of("金库条例")) == wanted
            assert text_index.match_in(session, ("columns",), phrase_of("金库条例")) == 0
            text_index.drop(session, PART)
            assert text_index.match_in(session, ("title",), phrase_of("金")) == wanted & ~(1 << PART)
