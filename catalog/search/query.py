"""A search and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Sort(StrEnum):
    """Orders a reader may choose; each is total (ties by row)."""

    RELEVANCE = "relevance"
    MODIFIED = "modified"
    TITLE = "title"
    USAGE = "usage"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a reader asks for. `filters` maps a facet field to the values of which one must hold (fields are ANDed)."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    rows: int = 10
    facets: tuple[str, ...] = ()
    is_literal: bool = False  # True: no synonyms, no pinyin


@dataclass(frozen=True, slots=True)
class Hit:
    """One dataset found."""

    dataset_id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the datasets found have this value, the field's own filter left aside."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Datasets found, in order, with facet counts and the words that were also looked for."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    expanded: tuple[str, ...] = ()
