"""The values of one facet field and the datasets that have them.

A bitmap of 100,000 entries takes 12 KB. A value that only few have (each release has an id of its own) is kept as their
numbers instead, and becomes a bitmap when it is asked for: 100,000 such values cost 15 MB and not 600.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from catalog.search.bits import from_numbers, to_bytes

FEW: Final = 16  # members of a value up to which their numbers are kept


class ValueSets(Mapping[str, int]):
    """Value → bitmap of the datasets that have it; values nobody has are not there."""

    def __init__(self) -> None:
        """Start empty."""
        self._many: dict[str, int] = {}
        self._few: dict[str, tuple[int, ...]] = {}

    def __getitem__(self, value: str) -> int:
        """Return the bitmap of a value."""
        few = self._few.get(value)
        return self._many[value] if few is None else from_numbers(few)

    def __iter__(self) -> Iterator[str]:
        """Go through the values."""
        yield from self._many
        yield from self._few

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._many) + len(self._few)

    def add(self, value: str, numbers: Iterable[int]) -> None:
        """Let datasets have a value."""
        if value in self._many:
            self._many[value] |= from_numbers(numbers)
            return
        members = tuple(sorted({*self._few.pop(value, ()), *numbers}))
        if len(members) > FEW:
            self._many[value] = from_numbers(members)
        else:
            self._few[value] = members

    def discard(self, value: str, numbers: Iterable[int]) -> None:
        """Let datasets no longer have a value."""
        if value in self._many:
            self._many[value] &= ~from_numbers(numbers)
            if not self._many[value]:
                del self._many[value]
            return
        gone = set(numbers)
        left = tuple(one for one in self._few.pop(value, ()) if one not in gone)
        if left:
            self._few[value] = left

    def counts(self, found: int) -> list[tuple[str, int]]:
        """Return (value, how many of `found` have it) for every value, also for those that none of them has."""
        counted = [(value, (bitmap & found).bit_count()) for value, bitmap in self._many.items()]
        bits = to_bytes(found)
        size = len(bits)
        for value, few in self._few.items():
            counted.append(
                (value, sum(1 for number in few if number >> 3 < size and bits[number >> 3] >> (number & 7) & 1))
            )
        return counted
