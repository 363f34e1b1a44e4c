"""Which entries of the index hold a term, for PostgreSQL: bitmaps in rows, read in about a millisecond a term.

The server's own index knows where a term stands, but for each entry found it fetches the row, and rows with their
vectors are wide: a word in half of 100,000 entries cost 50 to 130 ms, and a word asked of titles alone as much even
where none has it, since every vector is looked at for its labels. Here a row is a label, a term and 8,192 entries. Who
writes holds the lock of the index's generation: two never change one row at once.

Terms that follow each other are kept joined too (`chains`), so that words of up to five characters are one look and no
vector is read. Not those of summaries: prose joins its words in ever new ways, and few of them are asked for.
"""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from catalog.search.chains import Key, joined_keys

PART: Final = 8192  # entries a row: a bitmap of 1 KB that zlib brings to some 30 bytes where few have the term
LABELS: Final = "ABCD"
Sets = Mapping[Key, int]

_KEYS = text(
    "SELECT number, CAST(word.lexeme AS text), word.positions, array_to_string(word.weights, '') "
    "FROM search_text, unnest(terms) AS word WHERE number BETWEEN :first AND :last"
)
_READ = text(
    "SELECT term, label, members FROM search_posting WHERE part = :part "
    "AND (term, label) IN (SELECT * FROM unnest(CAST(:terms AS text[]), CAST(:labels AS text[])))"
)
_WRITE = text(
    "INSERT INTO search_posting (term, label, part, members) "
    "SELECT term, label, :part, members FROM "
    "unnest(CAST(:terms AS text[]), CAST(:labels AS text[]), CAST(:members AS bytea[])) AS new (term, label, members) "
    "ON CONFLICT (label, term, part) DO UPDATE SET members = excluded.members"
)
_DROP = text(
    "DELETE FROM search_posting WHERE part = :part "
    "AND (term, label) IN (SELECT * FROM unnest(CAST(:terms AS text[]), CAST(:labels AS text[])))"
)
_EXACT = text(
    "SELECT term, part, members FROM search_posting WHERE term = ANY(CAST(:terms AS text[])) AND label = ANY(:labels)"
)
_BEGUN = text("SELECT part, members FROM search_posting WHERE term >= :term AND term < :end AND label = ANY(:labels)")


def keys(session: Session | Connection, first: int, last: int) -> dict[Key, int]:
    """Return the terms of the entries `first` to `last` as their vectors have them.

    Args:
        session: an open session on the record.
        first, last: numbers of entries, both counted in, of one part.

    Returns:
        Term and label → bitmap of the entries, counted from the start of their part.

    """
    found: dict[Key, int] = defaultdict(int)
    standing: dict[int, dict[int, Key]] = defaultdict(dict)
    for number, term, positions, labels in session.execute(_KEYS, {"first": first, "last": last}):
        for position, label in zip(positions, labels, strict=True):
            standing[number][position] = (term, label)
            found[term, label] |= 1 << number % PART
    for number, places in standing.items():
        for key in joined_keys(places):
            found[key] |= 1 << number % PART
    return found


def change(session: Session | Connection, part: int, before: Sets, after: Sets) -> None:
    """Bring the postings of one part from what its entries held to what they hold.

    Args:
        session: an open session on the record, in which the generation's lock is held.
        part: the entries' number divided by `PART`.
        before, after: what `keys` gave for the same entries.

    """
    touched = [key for key in before.keys() | after.keys() if before.get(key, 0) != after.get(key, 0)]
    if not touched:
        return
    members = {key: after.get(key, 0) for key in touched}
    for term, label, packed in session.execute(_READ, {"part": part, **_named(touched)}):
        members[term, label] |= _unpacked(packed) & ~before.get((term, label), 0)
    held = [key for key in touched if members[key]]
    empty = [key for key in touched if not members[key]]
    if held:
        packs = [zlib.compress(members[key].to_bytes(PART // 8, "little"), 1) for key in held]
        session.execute(_WRITE, {"part": part, "members": packs, **_named(held)})
    if empty:
        session.execute(_DROP, {"part": part, **_named(empty)})


def all_of(session: Session, terms: Sequence[str], *, labels: str = LABELS) -> int:
    """Return the bitmap of the entries that hold every one of `terms` under one of the labels."""
    asked = set(terms)
    parts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for term, part, packed in session.execute(_EXACT, {"terms": list(asked), "labels": list(labels)}):
        parts[part][term] |= _unpacked(packed)
    whole = {part: reduce(and_, held.values()) for part, held in parts.items() if len(held) == len(asked)}
    return _joined(whole)


def begun_with(session: Session, letters: str, *, labels: str = LABELS) -> int:
    """Return the bitmap of the entries that hold a term beginning with `letters` under one of the labels."""
    parts: dict[int, int] = defaultdict(int)
    asked = {"term": letters, "end": letters + "\U0010ffff", "labels": list(labels)}
    for part, packed in session.execute(_BEGUN, asked):
        parts[part] |= _unpacked(packed)
    return _joined(parts)


def rebuild(connection: Connection) -> None:
    """Make all postings anew from the vectors of the entries."""
    connection.execute(text("DELETE FROM search_posting"))
    most: int = connection.scalar(text("SELECT coalesce(max(number), -1) FROM search_text")) or 0
    for part in range(most // PART + 1):
        change(connection, part, {}, keys(connection, part * PART, part * PART + PART - 1))


def _named(some: Sequence[Key]) -> dict[str, list[str]]:
    return {"terms": [term for term, _ in some], "labels": [label for _, label in some]}


def _joined(parts: Mapping[int, int]) -> int:
    found = 0
    for part, bitmap in parts.items():
        found |= bitmap << part * PART
    return found


def _unpacked(packed: bytes) -> int:
    return int.from_bytes(zlib.decompress(packed), "little")
