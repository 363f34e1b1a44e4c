"""One finder: a recognizer that reads a whole column of texts at once, because a pattern alone cannot decide.

Beside `rule.Rule`, which is a pattern in data: names need the tagger and the column, addresses their structure.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desensitize.entities import Entity
from desensitize.findings import Finding


class Find(Protocol):
    """texts: cells of one column or free texts. header: the column's name. Returns findings a text, in order."""

    def __call__(self, texts: Sequence[str], *, header: str | None = None) -> list[tuple[Finding, ...]]: ...


def _nothing(header: str | None) -> Hashable:
    del header
    return None


@dataclass(frozen=True, slots=True)
class Finder:
    """A recognizer over columns.

    entity: what it finds. name: unique. find: reads texts of one column, each distinct one once. asks: whether cells
    under this header that lack the trigger must be read too. trigger: a necessary condition on the raw text, in syntax
    that Polars' engine knows (no look-around). explanation: why this is such a thing, in one sentence. heeds: what else
    of a header than `asks` changes what is found; None when nothing does.
    """

    entity: Entity
    name: str
    find: Find
    trigger: str
    asks: Callable[[str | None], bool]
    explanation: str
    heeds: Callable[[str | None], Hashable] = _nothing
