"""Text index on SQLite: FTS5 with our own terms."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.search.bits import from_numbers, numbers_in
from catalog.search.parse import Alternative, Group
from catalog.search.tables import TEXT_COLUMNS, WEIGHTS
from catalog.search.tokens import Phrase

_WEIGHT_LIST = ", ".join(str(WEIGHTS[column]) for column in TEXT_COLUMNS)
_LITERAL_COLUMNS = "{" + " ".join(column for column in TEXT_COLUMNS if column != "pinyin") + "}"


class SqliteText:
    """FTS5. Deleted words stay in its pages until `optimise` (measured on 3.40), so removal calls it."""

    def put(self, session: Session, number: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Index the terms of one entry."""
        self.drop(session, number)
        names = ", ".join(TEXT_COLUMNS)
        binds = ", ".join(f":{name}" for name in TEXT_COLUMNS)
        session.execute(
            text(f"INSERT INTO search_text (rowid, {names}) VALUES (:number, {binds})"),
            {"number": number, **{name: " ".join(terms.get(name, ())) for name in TEXT_COLUMNS}},
        )

    def drop(self, session: Session, number: int) -> None:
        """Remove one entry's terms."""
        session.execute(text("DELETE FROM search_text WHERE rowid = :number"), {"number": number})

    def optimise(self, session: Session) -> None:
        """Merge the index, so that no page keeps a removed word; the caller checkpoints the WAL after its commit."""
        session.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))

    def match(self, session: Session, group: Group) -> int:
        """Return the set of the entries that match."""
        return _found(session, expression((group,)))

    def match_in(self, session: Session, columns: Sequence[str], phrase: Phrase) -> int:
        """Return the set of those in one of whose `columns` the phrase stands."""
        return _found(session, "{" + " ".join(columns) + "} : " + _phrase(phrase))

    def ranked(self, session: Session, groups: Sequence[Group], among: Sequence[int]) -> list[tuple[int, float]]:
        """Return (number, score) of those `among`, all of which match at least one group, best first."""
        statement = text(
            f"SELECT rowid, bm25(search_text, {_WEIGHT_LIST}) AS rank FROM search_text "
            "WHERE search_text MATCH :query ORDER BY rank, rowid"
        )
        wanted = set(among)
        rows = session.execute(statement, {"query": expression([tuple(one for group in groups for one in group)])})
        return [(number, -rank) for number, rank in rows if number in wanted]


def _found(session: Session, query: str) -> int:
    """Return the set of entries a query matches, fetched as one text: a row object each costs three times as much."""
    statement = text("SELECT group_concat(rowid) FROM search_text WHERE search_text MATCH :query")
    found: str | None = session.scalar(statement, {"query": query})
    return from_numbers(numbers_in(found))


def _phrase(phrase: Phrase) -> str:
    quoted = '"' + " ".join(phrase.terms) + '"'
    return quoted + "*" if phrase.is_prefix else quoted


def _alternative(alternative: Alternative) -> str:
    column = "pinyin" if alternative.by_sound else _LITERAL_COLUMNS
    return "(" + " AND ".join(f"{column} : {_phrase(phrase)}" for phrase in alternative.phrases) + ")"


def expression(groups: Sequence[Group]) -> str:
    """Return the FTS5 expression of `groups`; terms hold only letters, digits, Han and `.=~`: nothing to quote."""
    return " AND ".join("(" + " OR ".join(_alternative(one) for one in group) + ")" for group in groups)
