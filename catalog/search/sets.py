"""The index as sets: what query languages (the Action API's) combine with and, or, not.

A set of datasets is a Python integer with one bit an entry; see `bitmaps`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.bitmaps import FacetBitmaps, from_numbers, to_bytes
from catalog.search.parse import Alternative, Group
from catalog.search.tables import SearchEntry
from catalog.search.tokens import Phrase


class TextIndex(Protocol):
    """What a database's text index must do."""

    def put(self, session: Session, number: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Index the terms of one entry."""

    def drop(self, session: Session, number: int) -> None:
        """Remove one entry's terms."""

    def optimise(self, session: Session) -> None:
        """Make sure no removed word stays readable."""

    def match(self, session: Session, groups: Sequence[Group]) -> list[int]:
        """Return the numbers that match, unordered."""

    def ranked(self, session: Session, groups: Sequence[Group]) -> list[tuple[int, float]]:
        """Return (number, score), best first."""

    def match_in(self, session: Session, columns: Sequence[str], phrase: Phrase) -> list[int]:
        """Return the numbers in one of whose `columns` the phrase stands."""

    def ranked_any(self, session: Session, groups: Sequence[Group]) -> list[tuple[int, float]]:
        """Return (number, score) of entries that match at least one group, best first."""


class CatalogueSets:
    """One moment of the index, for one session."""

    def __init__(self, session: Session, bitmaps: FacetBitmaps, text: TextIndex) -> None:
        self._session = session
        self._bitmaps = bitmaps
        self._text = text

    @property
    def live(self) -> int:
        """All datasets."""
        return self._bitmaps.live

    def values(self, field: str) -> Mapping[str, int]:
        """Return value → set for a facet field; empty for a field nobody has."""
        return self._bitmaps.values.get(field, {})

    def phrase(self, columns: Sequence[str], phrase: Phrase) -> int:
        """Return the datasets in one of whose text columns the phrase stands."""
        return from_numbers(self._text.match_in(self._session, columns, phrase)) & self.live

    def group(self, group: Group) -> int:
        """Return the datasets that match one group of a typed query."""
        return from_numbers(self._text.match(self._session, (group,))) & self.live

    def ranked(self, groups: Sequence[Group]) -> list[tuple[int, float]]:
        """Return (number, score) for datasets that match any group, best first."""
        return self._text.ranked_any(self._session, groups)

    def slugs(self, pattern: str) -> int:
        """Return the datasets whose slug is like `pattern` (SQL LIKE, escaped with a backslash)."""
        rows = select(SearchEntry.number).where(SearchEntry.slug.like(pattern, escape="\\"))
        return from_numbers(self._session.scalars(rows)) & self.live

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
        """Return all numbers ordered by `modified`, `created`, `title` or `slug`; ties by number."""
        return self._bitmaps.order(field, descending=descending)

    def page(self, found: int, ordered: Sequence[int], start: int, rows: int) -> list[int]:
        """Return the numbers of one page of the set `found`, in the order given."""
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

    def names(self, numbers: Sequence[int]) -> list[str]:
        """Return the slugs of datasets, in the order given."""
        return [self._bitmaps.slug(number) for number in numbers]

    def bodies(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return number → the dataset's JSON."""
        rows = self._session.execute(
            select(SearchEntry.number, SearchEntry.body).where(SearchEntry.number.in_(numbers), SearchEntry.is_live)
        )
        return {number: body for number, body in rows}  # noqa: C416 - rows are not tuples to mypy


__all__ = ["Alternative", "CatalogueSets", "TextIndex"]
