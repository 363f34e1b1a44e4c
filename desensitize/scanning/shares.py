"""What of a scan other processes can do: patterns of some columns, and names and addresses of texts not seen before.

A text is read once however many rows and blocks hold it, whichever process reads it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
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

_PIECES: Final = 2
"""Pieces a process, so that one that comes late leaves work to the others."""
_BYTES: Final = 1 << 20
"""Bytes of cells a piece at least. Whole columns, as far as they allow: a pattern begins every call with no state of
its automaton made, and over eight thousand rows to make them costs as much as to use them."""
_CHARACTERS: Final = 24_000
"""Characters of texts a piece: fewer would be read in small batches, more would leave one process waiting."""
_REMEMBERED: Final = 60_000
"""Texts of a column whose findings are kept, as the finders themselves keep them."""

Known = dict[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one lane, as many bytes. lane: its number. first: the first of the rows."""

    lane: int
    first: int
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """Pieces of a block's patterns. parts: what each piece holds."""

    pieces: list[Piece]
    parts: list[list[Part]]

    def joined(self, results: Sequence[list[Spans]], count: int) -> list[Spans]:
        """The spans of each lane. results: of the pieces."""
        found: list[list[tuple[int, Spans]]] = [[] for _ in range(count)]
        for parts, spans in zip(self.parts, results, strict=True):
            for part, its in zip(parts, spans, strict=True):
                found[part.lane].append((part.first, its.shifted(part.first)))
        return [join_spans([spans for _, spans in sorted(one, key=itemgetter(0))]) for one in found]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one column handed out to be read. known: where their findings belong."""

    known: Known
    keys: list[list[str]]
    pieces: list[Piece]


def begin_patterns(lanes: Sequence[Lane], workers: Workers) -> Patterns:
    """Hand out the search for patterns, the longest pieces first."""
    held = list(_shared_out([lane.texts for lane in lanes], workers.jobs))
    arguments = [
        ([(lanes[part.lane].texts.slice(part.first, part.rows), lanes[part.lane].context) for part in parts],)
        for parts in held
    ]
    return Patterns(workers.begin(find_patterns, arguments), held)


def _shared_out(columns: Sequence[pl.Series], jobs: int) -> Iterator[list[Part]]:
    sizes = [int(cells.str.len_bytes().sum()) for cells in columns]
    most = max(sum(sizes) // (_PIECES * jobs), _BYTES)
    parts = [
        Part(lane, first, min(rows, len(cells) - first), size * rows // len(cells))
        for lane, (cells, size) in enumerate(zip(columns, sizes, strict=True))
        if len(cells)
        for rows in (-(-len(cells) // (size // most + 1)),)
        for first in range(0, len(cells), rows)
    ]
    piece: list[Part] = []
    for part in sorted(parts, key=attrgetter("size"), reverse=True):
        if piece and sum(one.size for one in piece) + part.size > most:
            yield piece
            piece = []
        piece.append(part)
    if piece:
        yield piece


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
    """Patterns in some columns, or in some rows of them, each with its context."""
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
