"""What of a scan other processes can do: patterns of some rows, and names and addresses of texts not seen before.

A text is read once however many rows and blocks hold it, whichever process reads it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from desensitize.entities import Entity
from desensitize.findings import Finding, Spans, join_spans
from desensitize.han_text import all_same_but_digits
from desensitize.scanning.finders import Asked, ColumnFinders
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.lanes import Lane
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.repeated import scan_values
from desensitize.scanning.workers import Piece, Workers

_ROWS: Final = 8_192
"""Rows a piece: a twentieth of a second."""
_CHARACTERS: Final = 24_000
"""Characters of texts a piece: fewer would be read in small batches, more would leave one process waiting."""
_REMEMBERED: Final = 60_000
"""Texts of a column whose findings are kept, as the finders themselves keep them."""

Known = dict[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Pieces of a block's patterns. lanes: for each piece, which lanes it holds rows of."""

    pieces: list[Piece]
    lanes: list[list[int]]

    def joined(self, results: Sequence[list[Spans]], count: int) -> list[Spans]:
        """The spans of each lane. results: of the pieces."""
        parts: list[list[Spans]] = [[] for _ in range(count)]
        for number, (lanes, spans) in enumerate(zip(self.lanes, results, strict=True)):
            for lane, found in zip(lanes, spans, strict=True):
                parts[lane].append(found.shifted(number * _ROWS))
        return [join_spans(one) for one in parts]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one column handed out to be read. known: where their findings belong."""

    known: Known
    keys: list[list[str]]
    pieces: list[Piece]


def begin_patterns(lanes: Sequence[Lane], workers: Workers) -> Patterns:
    """Hand out the search for patterns."""
    longest = max((len(lane.texts) for lane in lanes), default=0)
    starts = range(0, longest, _ROWS)
    held = [[at for at, lane in enumerate(lanes) if len(lane.texts) > first] for first in starts]
    arguments = [
        ([(lanes[at].texts.slice(first, _ROWS), lanes[at].context) for at in its],)
        for first, its in zip(starts, held, strict=True)
    ]
    return Patterns(workers.begin(find_patterns, arguments), held)


def begin_texts(finders: ColumnFinders, asked: Asked, workers: Workers) -> Texts | None:
    """Hand out the texts of a column that were not read before; None when the finder remembers none."""
    known = _known(finders, asked.finder.entity)
    if known is None:
        return None
    keys = list(dict.fromkeys(all_same_but_digits(asked.texts)))
    fresh = [key for key in keys if key not in known]
    if len(known) + len(fresh) > _REMEMBERED:
        kept = {key: known[key] for key in keys if key in known}
        known.clear()
        known.update(kept)
    parts = list(_parts(fresh))
    if asked.finder.entity is Entity.PERSON:
        names = finders.names
        return Texts(known, parts, workers.begin(read_names, [(part, names and names.evidence) for part in parts]))
    return Texts(known, parts, workers.begin(read_addresses, [(part, finders.header, finders.homes) for part in parts]))


def keep(texts: Texts, results: Sequence[list[tuple[Finding, ...]]]) -> None:
    """Remember what was read. results: of the pieces."""
    for keys, found in zip(texts.keys, results, strict=True):
        texts.known.update(zip(keys, found, strict=True))


def _known(finders: ColumnFinders, entity: Entity) -> Known | None:
    if entity is Entity.PERSON and finders.names is not None:
        return finders.names.seen
    return finders.places if entity is Entity.ADDRESS else None


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for text in texts:
        part.append(text)
        size += len(text)
        if size >= _CHARACTERS:
            yield part
            part, size = [], 0
    if part:
        yield part


@cache
def _matcher() -> Matcher:
    return Matcher()


def find_patterns(columns: Sequence[tuple[pl.Series, CellContext]]) -> list[Spans]:
    """Patterns in some rows of some columns, each with its context."""
    return [scan_values(texts, context, _matcher()) for texts, context in columns]


def read_names(keys: Sequence[str], evidence: int | None) -> list[tuple[Finding, ...]]:
    """Names in texts of a column of this evidence, digits alike."""
    from desensitize.people.finder import NameColumn, find_people
    from desensitize.people.headers import NameEvidence

    return find_people(keys, column=NameColumn(NameEvidence(evidence or 0)))


def read_addresses(keys: Sequence[str], header: str, homes: bool) -> list[tuple[Finding, ...]]:
    """Addresses in texts under a header, digits alike. homes: see `find_addresses`."""
    from desensitize.places.finder import find_addresses

    return find_addresses(keys, header=header, homes=homes)
