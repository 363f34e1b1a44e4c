"""Text index on PostgreSQL: literal tsvectors, so that no parser of the server touches Chinese terms."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import and_
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.search import chains, postings
from catalog.search.bits import from_numbers, numbers_in, to_numbers
from catalog.search.parse import Alternative, Group
from catalog.search.postings import LABELS
from catalog.search.tables import TEXT_COLUMNS
from catalog.search.tokens import Phrase

# four weights are all a tsvector has
_LABELS = {"title": "A", "columns": "B", "agency": "C", "sector": "C", "summary": "D", "pinyin": "D"}
_LABEL_WEIGHTS = "{0.1, 0.3, 0.4, 1.0}"  # D, C, B, A
_GAP = 8  # positions between columns: no phrase spans two
_MAX_POSITION = 16383  # PostgreSQL clamps higher ones
_FEW: Final = 5000  # entries fetched by their numbers
_PUT = text(
    "INSERT INTO search_text (number, terms) VALUES (:number, CAST(:terms AS tsvector)) "
    "ON CONFLICT (number) DO UPDATE SET terms = excluded.terms"
)
# fetched as one text: a row object each costs several times as much
_STANDING = text(
    "SELECT string_agg(CAST(number AS text), ',') FROM search_text WHERE terms @@ (SELECT CAST(:query AS tsquery))"
)
_STANDING_AMONG = text(f"{_STANDING.text} AND number = ANY(CAST(:among AS integer[]))")


class PostgresText:
    """Bitmaps say who holds the terms; vectors say where they stand, for phrases and for ranks."""

    def put(self, session: Session, number: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Index the terms of one entry."""
        self.put_all(session, {number: terms})

    def put_all(self, session: Session, entries: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
        """Index the terms of entries, those of one part of the postings at once."""
        parts: dict[int, list[int]] = defaultdict(list)
        for number in entries:
            parts[number // postings.PART].append(number)
        for part, numbers in parts.items():
            with _followed(session, part, min(numbers), max(numbers)):
                session.execute(_PUT, [{"number": one, "terms": vector(entries[one])} for one in numbers])

    def drop(self, session: Session, number: int) -> None:
        """Remove one entry's terms."""
        with _followed(session, number // postings.PART, number, number):
            session.execute(text("DELETE FROM search_text WHERE number = :number"), {"number": number})

    def optimise(self, session: Session) -> None:
        """Nothing to do in the transaction: dead tuples go with vacuum, which operators schedule (autovacuum is on)."""

    def match(self, session: Session, group: Group) -> int:
        """Return the set of the entries that match."""
        found = 0
        for alternative in group:
            # pinyin terms carry a mark (= or ~), so labels need not tell them from words
            found |= reduce(and_, (_standing(session, one, LABELS) for one in alternative.phrases))
        return found

    def match_in(self, session: Session, columns: Sequence[str], phrase: Phrase) -> int:
        """Return the set of those in one of whose `columns` the phrase stands."""
        return _standing(session, phrase, "".join(sorted({_LABELS[column] for column in columns})))

    def ranked(self, session: Session, groups: Sequence[Group], among: Sequence[int]) -> list[tuple[int, float]]:
        """Return (number, score) of those `among`, all of which match at least one group, best first."""
        statement = text(
            f"SELECT number, ts_rank('{_LABEL_WEIGHTS}', terms, CAST(:query AS tsquery), 1) AS rank FROM search_text "
            "WHERE number = ANY(:among) ORDER BY rank DESC, number"
        )
        query = expression([one for group in groups for one in group])
        return [(row[0], float(row[1])) for row in session.execute(statement, {"query": query, "among": list(among)})]


@contextmanager
def _followed(session: Session, part: int, first: int, last: int) -> Iterator[None]:
    """Let the postings follow what is done to the vectors of the entries `first` to `last` of a part."""
    before = postings.keys(session, first, last)
    yield
    postings.change(session, part, before, postings.keys(session, first, last))


def _standing(session: Session, phrase: Phrase, labels: str) -> int:
    """Return the entries in which the terms of a phrase stand one after the other under one of the labels."""
    terms = phrase.terms
    if len(terms) == 1:
        return _one(session, terms[0], labels, is_prefix=phrase.is_prefix)
    is_short = len(terms) <= chains.LONGEST
    small = "d" if chains.is_marked(terms[0]) else labels.replace("D", "").lower()
    key = chains.joined(terms) if is_short else chains.whole(terms)
    sure = _one(session, key, small, is_prefix=phrase.is_prefix)
    doubtful = 0 if chains.is_marked(terms[0]) or "D" not in labels else postings.all_of(session, terms, labels="D")
    if not is_short:
        *first, last = chains.pieces(terms)
        doubtful |= postings.all_of(session, first, labels=small) & _one(
            session, last, small, is_prefix=phrase.is_prefix
        )
    return sure | _in_order(session, phrase, labels, among=doubtful & ~sure)


def _one(session: Session, term: str, labels: str, *, is_prefix: bool) -> int:
    if is_prefix:
        return postings.begun_with(session, term, labels=labels)
    return postings.all_of(session, (term,), labels=labels)


def _in_order(session: Session, phrase: Phrase, labels: str, *, among: int) -> int:
    """Return those of `among` in whose vectors the phrase's terms follow each other.

    Many are looked for through the server's index, which reads the table from its beginning on: half the time of
    fetching each by its number (23,600 of 100,000: 48 ms and 82 ms). The query stands in a subquery, so that the
    planner cannot see how much it matches: it would read every vector where the index has the answer.
    """
    if not among:
        return 0
    asked: dict[str, object] = {"query": _phrase(phrase, labels="" if labels == LABELS else labels)}
    statement = _STANDING
    if among.bit_count() <= _FEW:
        statement, asked["among"] = _STANDING_AMONG, to_numbers(among)
    found: str | None = session.scalar(statement, asked)
    return from_numbers(numbers_in(found)) & among


def vector(terms: Mapping[str, Sequence[str]]) -> str:
    """Return a tsvector literal with a position for every term."""
    parts: list[str] = []
    position = 1
    for column in TEXT_COLUMNS:
        for term in terms.get(column, ()):
            parts.append(f"'{term}':{min(position, _MAX_POSITION)}{_LABELS[column]}")
            position += 1
        position += _GAP
    return " ".join(parts)


def _phrase(phrase: Phrase, *, labels: str) -> str:
    last = len(phrase.terms) - 1
    words = []
    for place, term in enumerate(phrase.terms):
        marks = ("*" if phrase.is_prefix and place == last else "") + labels
        words.append(f"'{term}':{marks}" if marks else f"'{term}'")
    return "(" + " <-> ".join(words) + ")"


def _alternative(alternative: Alternative) -> str:
    return "(" + " & ".join(_phrase(phrase, labels="") for phrase in alternative.phrases) + ")"


def expression(alternatives: Sequence[Alternative]) -> str:
    """Return the tsquery literal of any of `alternatives`; terms hold only folded letters, digits, Han and `.=~`."""
    return " | ".join(_alternative(one) for one in alternatives)
