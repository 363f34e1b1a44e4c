"""The index as sets: what query languages (the Action API's) combine with and, or, not.

A set of datasets is a Python integer with one bit an entry; see `bitmaps`.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.bitmaps import FacetBitmaps, Ranks
from catalog.search.bits import from_numbers, to_bytes, to_numbers
from catalog.search.document import ascii_json
from catalog.search.parse import Alternative, Group
from catalog.search.tables import SearchEntry
from catalog.search.tokens import Phrase
from catalog.search.value_sets import ValueSets

MOST_RANKED: Final = 1000  # datasets scored one by one; words that match more say too little to tell them apart
SMALL_PAGE: Final = 100
FEW: Final = 2000  # datasets sorted by themselves instead of being looked for in the order of all


class TextIndex(Protocol):
    """What a database's text index must do."""

    def put(self, session: Session, number: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Index the terms of one entry."""

    def drop(self, session: Session, number: int) -> None:
        """Remove one entry's terms."""

    def optimise(self, session: Session) -> None:
        """Make sure no removed word stays readable."""

    def match(self, session: Session, group: Group) -> int:
        """Return the set of those that match."""

    def match_in(self, session: Session, columns: Sequence[str], phrase: Phrase) -> int:
        """Return the set of those in one of whose `columns` the phrase stands."""

    def ranked(self, session: Session, groups: Sequence[Group], among: Sequence[int]) -> list[tuple[int, float]]:
        """Return (number, score) of the entries `among`, all of which match at least one group, best first."""


class CatalogueSets:
    """One moment of the index, for one session."""

    def __init__(self, session: Session, bitmaps: FacetBitmaps, text: TextIndex, generation: int) -> None:
        self._session = session
        self._bitmaps = bitmaps
        self._text = text
        self._generation = generation

    @property
    def live(self) -> int:
        """All datasets."""
        return self._bitmaps.live

    def values(self, field: str) -> Mapping[str, int]:
        """Return value → set for a facet field; empty for a field nobody has."""
        return self._bitmaps.values.get(field, {})

    def counts(self, field: str, found: int) -> list[tuple[str, int]]:
        """Return (value, how many of `found` have it) for the values of a facet field."""
        values = self._bitmaps.values.get(field)
        return values.counts(found) if values else []

    def titles(self, field: str, ask: Callable[[], dict[str, str]]) -> Mapping[str, str]:
        """Return value → title for a facet field, remembered while the index stays as it is.

        Args:
            field: of the facet.
            ask: reads the titles; called when they are not remembered.
        """
        return self._bitmaps.titles(self._generation, field, ask)

    def phrase(self, columns: Sequence[str], phrase: Phrase) -> int:
        """Return the datasets in one of whose text columns the phrase stands."""
        return self._kept((tuple(columns), phrase), lambda: self._text.match_in(self._session, columns, phrase))

    def group(self, group: Group) -> int:
        """Return the datasets that match one group of a typed query."""
        return self._kept(group, lambda: self._text.match(self._session, group))

    def _kept(self, key: Hashable, ask: Callable[[], int]) -> int:
        """Return what the text index answers, remembered while the index stays as it is."""
        kept = self._bitmaps.sets.recall(self._generation, key)
        if kept is None:
            kept = ask()
            self._bitmaps.sets.remember(self._generation, key, kept)
        return kept & self.live

    def best_first(self, groups: Sequence[Group], found: int, start: int, rows: int, *, upside_down: bool) -> list[int]:
        """Return one page of `found`, the best first (`upside_down`: last).

        Up to `MOST_RANKED` datasets are scored (BM25 over weighted columns). Among more, those with all words in their
        titles come first; within both parts the newest.
        """
        if self._are_ranked(groups, found):
            scored, _ = self.ranks(groups, found)
            return list((scored[::-1] if upside_down else scored)[start : start + rows])
        titled = self._titled(groups, found)
        is_down = not upside_down
        parts = (found & ~titled, titled) if upside_down else (titled, found & ~titled)
        first = self.page_by(parts[0], "modified", start, rows, descending=is_down)
        skipped = max(0, start - parts[0].bit_count())
        return first + self.page_by(parts[1], "modified", skipped, rows - len(first), descending=is_down)

    def scores(self, groups: Sequence[Group], found: int) -> Callable[[int], float]:
        """Return what tells the score of one of `found`, in the order of `best_first`: 2 and 1 where none was taken."""
        if self._are_ranked(groups, found):
            scores = dict(zip(*self.ranks(groups, found), strict=True))
            return lambda number: scores.get(number, 0.0)
        titled = self._titled(groups, found)
        return lambda number: 2.0 if titled >> number & 1 else 1.0

    def _are_ranked(self, groups: Sequence[Group], found: int) -> bool:
        return found.bit_count() <= MOST_RANKED and self._any_of(groups).bit_count() <= MOST_RANKED * 4

    def _titled(self, groups: Sequence[Group], found: int) -> int:
        for group in groups:
            found &= self._in_title(group)
        return found

    def ranks(self, groups: Sequence[Group], found: int) -> Ranks:
        """Return the numbers of `found`, all of which match at least one group, the best first, and scores."""
        key = (tuple(groups), found)
        kept = self._bitmaps.ranks.recall(self._generation, key)
        if kept is None:
            ranked = self._text.ranked(self._session, groups, to_numbers(found))
            kept = (array("q", [number for number, _ in ranked]), array("d", [score for _, score in ranked]))
            self._bitmaps.ranks.remember(self._generation, key, kept)
        return kept

    def _any_of(self, groups: Sequence[Group]) -> int:
        result = 0
        for group in groups:
            result |= self.group(group)
        return result

    def _in_title(self, group: Group) -> int:
        result = 0
        for alternative in group:
            if not alternative.by_sound:
                titled = self.live
                for phrase in alternative.phrases:
                    titled &= self.phrase(("title",), phrase)
                result |= titled
        return result

    def slugs(self, pattern: str) -> int:
        """Return the datasets whose slug is like `pattern` (SQL LIKE, escaped with a backslash)."""
        rows = select(SearchEntry.number).where(SearchEntry.slug.like(pattern, escape="\\"))
        return from_numbers(self._session.scalars(rows)) & self.live

    def with_body_like(self, pattern: str, *, with_case: bool = True) -> int:
        """Return the datasets whose JSON is like `pattern` (SQL LIKE, escaped with a backslash): reads all of it."""
        like = SearchEntry.body.like if with_case else SearchEntry.body.ilike
        query = select(SearchEntry.number).where(SearchEntry.is_live, like(pattern, escape="\\"))
        return self._kept(("body", pattern, with_case), lambda: from_numbers(self._session.scalars(query)))

    def title_words(self) -> ValueSets:
        """Return the words and Han runs of titles, and the datasets in whose title each stands."""
        return self._bitmaps.title_words()

    def of_id(self, dataset_id: UUID) -> int:
        """Return the set of one dataset, empty when it is not there."""
        number = self._session.scalar(select(SearchEntry.number).where(SearchEntry.dataset_id == dataset_id))
        return (1 << number) & self.live if number is not None else 0

    def between(self, field: str, low: datetime | None, high: datetime | None, *, with_ends: tuple[bool, bool]) -> int:
        """Return the datasets whose `modified` or `created` moment lies between two moments (None: open)."""
        moments, numbers = self._bitmaps.moments(field)
        start = 0
        if low is not None:
            start = (bisect_left if with_ends[0] else bisect_right)(moments, low.timestamp())
        end = len(moments)
        if high is not None:
            end = (bisect_right if with_ends[1] else bisect_left)(moments, high.timestamp())
        return from_numbers(numbers[start:end]) & self.live

    def order(self, field: str, *, descending: bool) -> Sequence[int]:
        """Return all numbers ordered by a field of `FacetBitmaps.order`."""
        return self._bitmaps.order(field, descending=descending)

    def sort_key(self, number: int, field: str) -> float | str:
        """Return what a dataset is ordered by: a field of `order`, or `id`."""
        return str(self._bitmaps.ids[number]) if field == "id" else self._bitmaps.key(number, field)

    def page_by(self, found: int, field: str, start: int, rows: int, *, descending: bool) -> list[int]:
        """Return the numbers of one page of the set `found`, ordered by a field of `order`."""
        if found.bit_count() > FEW:
            return self.page(found, self.order(field, descending=descending), start, rows)
        places = self._bitmaps.places(field, descending=descending)
        return sorted(to_numbers(found), key=lambda number: places[number])[start : start + rows] if rows > 0 else []

    def page(self, found: int, ordered: Sequence[int], start: int, rows: int) -> list[int]:
        """Return the numbers of one page of the set `found`, in the order given."""
        if found.bit_count() <= start or rows <= 0:
            return []
        bits = to_bytes(found)
        top = len(bits)
        picked: list[int] = []
        for number in ordered:
            if number >> 3 < top and bits[number >> 3] >> (number & 7) & 1:
                if start:
                    start -= 1
                    continue
                if len(picked) == rows:
                    break
                picked.append(number)
        return picked

    def texts(self, field: str) -> list[tuple[int, str]]:
        """Return every dataset and a text of it: its `slug`, `title_string` or `id`."""
        return self._bitmaps.texts(field)

    def names(self, numbers: Sequence[int]) -> list[str]:
        """Return the slugs of datasets, in the order given."""
        return [self._bitmaps.slug(number) for number in numbers]

    def bodies(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return number → the dataset's JSON, in ASCII; that of small pages is remembered."""
        bodies = {one: body for one in numbers if (body := self._bitmaps.bodies.recall(self._generation, one))}
        missing = [one for one in numbers if one not in bodies]
        if missing:
            entry = SearchEntry.__table__.c  # plain columns: no objects are made of them
            query = select(entry.number, entry.body).where(entry.number.in_(missing), entry.is_live)
            for number, body in self._session.execute(query):
                bodies[number] = ascii_json(body)
                if len(numbers) <= SMALL_PAGE:
                    self._bitmaps.bodies.remember(self._generation, number, bodies[number])
        return bodies


__all__ = ["Alternative", "CatalogueSets", "TextIndex"]
