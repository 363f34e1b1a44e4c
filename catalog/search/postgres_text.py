"""Text index on PostgreSQL: literal tsvectors, so that no parser of the server touches Chinese terms."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.search.bits import numbers_in
from catalog.search.parse import Alternative, Group
from catalog.search.tables import TEXT_COLUMNS
from catalog.search.tokens import Phrase

# four weights are all a tsvector has
_LABELS = {"title": "A", "columns": "B", "agency": "C", "sector": "C", "summary": "D", "pinyin": "D"}
_LABEL_WEIGHTS = "{0.1, 0.3, 0.4, 1.0}"  # D, C, B, A
_GAP = 8  # positions between columns: no phrase spans two
_MAX_POSITION = 16383  # PostgreSQL clamps higher ones


class PostgresText:
    """A GIN index over literal tsvectors."""

    def put(self, session: Session, number: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Index the terms of one entry."""
        session.execute(
            text(
                "INSERT INTO search_text (number, terms) VALUES (:number, CAST(:terms AS tsvector)) "
                "ON CONFLICT (number) DO UPDATE SET terms = excluded.terms"
            ),
            {"number": number, "terms": vector(terms)},
        )

    def drop(self, session: Session, number: int) -> None:
        """Remove one entry's terms."""
        session.execute(text("DELETE FROM search_text WHERE number = :number"), {"number": number})

    def optimise(self, session: Session) -> None:
        """Nothing to do in the transaction: dead tuples go with vacuum, which operators schedule (autovacuum is on)."""

    def match(self, session: Session, groups: Sequence[Group]) -> list[int]:
        """Return the numbers of entries that match all groups, unordered."""
        return _numbers(session, expression(groups))

    def match_in(self, session: Session, columns: Sequence[str], phrase: Phrase) -> list[int]:
        """Return the numbers in one of whose `columns` the phrase stands."""
        return _numbers(session, _phrase(phrase, labels="".join(sorted({_LABELS[column] for column in columns}))))

    def ranked(self, session: Session, groups: Sequence[Group], among: Sequence[int]) -> list[tuple[int, float]]:
        """Return (number, score) of those `among`, all of which match at least one group, best first."""
        statement = text(
            f"SELECT number, ts_rank('{_LABEL_WEIGHTS}', terms, CAST(:query AS tsquery), 1) AS rank FROM search_text "
            "WHERE number = ANY(:among) ORDER BY rank DESC, number"
        )
        query = expression([tuple(one for group in groups for one in group)])
        return [(row[0], float(row[1])) for row in session.execute(statement, {"query": query, "among": list(among)})]


def _numbers(session: Session, query: str) -> list[int]:
    """Return the entries a query matches, fetched as one text: a row object each costs several times as much.

    The query stands in a subquery, so that the planner cannot see how much it matches: it would read the whole table
    and every vector where the index has the answer (half of 10,000 entries: 14 ms, 3 ms so).
    """
    statement = text(
        "SELECT string_agg(CAST(number AS text), ',') FROM search_text WHERE terms @@ (SELECT CAST(:query AS tsquery))"
    )
    found: str | None = session.scalar(statement, {"query": query})
    return numbers_in(found)


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
    # pinyin terms carry a mark (= or ~), so labels need not tell them from words; and where no label is asked for, the
    # index answers a single term without a look at the vectors themselves
    return "(" + " & ".join(_phrase(phrase, labels="") for phrase in alternative.phrases) + ")"


def expression(groups: Sequence[Group]) -> str:
    """Return the tsquery literal of `groups`; terms hold only folded letters, digits, Han and `.=~`."""
    return " & ".join("(" + " | ".join(_alternative(one) for one in group) + ")" for group in groups)
