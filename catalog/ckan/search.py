"""`package_search` on the portal's index: parameters in, numbers of datasets and facets out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalog.ckan.evaluate import ALWAYS, STRING_FIELDS, Evaluator
from catalog.ckan.lucene import SyntaxRefused, parse_lucene
from catalog.ckan.ordering import SortRefused, parse_sort, sorted_page
from catalog.ckan.plain_words import DEFAULT_MM, plain_search
from catalog.search.parse import Group
from catalog.search.sets import CatalogueSets

DEFAULT_SORT: Final = "score desc, metadata_modified desc"
# what a caller may not put before a query: another parser, or a field that holds one
_LOCAL: Final = re.compile(r"(?:^|[^\\])(?:\\\\)*\{!|(?<![\w\\])_(?:query|val)_\s*:")
_EMPTY: Final = frozenset({"", '""', "''"})


@dataclass(frozen=True, slots=True)
class PackageQuery:
    """What `package_search` was asked; see CKAN's documentation of that action."""

    q: str = "*:*"
    fq: tuple[str, ...] = ()
    sort: str = DEFAULT_SORT
    start: int = 0
    rows: int = 10
    facet_fields: tuple[str, ...] = ()
    facet_limit: int = 50
    facet_mincount: int = 1
    mm: str = DEFAULT_MM
    is_words: bool = False  # words even with a colon among them (`defType=edismax`)


@dataclass(frozen=True, slots=True)
class PackageHits:
    """Numbers of one page of datasets, the count of all, and facet → value → count."""

    count: int
    numbers: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]


def run_search(sets: CatalogueSets, query: PackageQuery, *, now: datetime) -> PackageHits:
    """Run a query.

    Raises:
        SyntaxRefused: `q` or `fq` is not of the query language. SortRefused: an order that is none.
    """
    order = parse_sort(query.sort)
    if any(_LOCAL.search(text) for text in (query.q, *query.fq)):
        raise SyntaxRefused
    evaluator = Evaluator(sets, now=now)
    groups: tuple[Group, ...] = ()
    if query.q.strip() in _EMPTY:
        found = sets.live
    elif ":" in query.q and not query.is_words:
        found = evaluator.found(parse_lucene(query.q))
    else:
        found, groups = plain_search(sets, query.q, query.mm)
    for one in query.fq:
        if one.strip():
            found &= evaluator.found(parse_lucene(one))
    numbers: list[int] = []
    if query.rows:
        numbers = sorted_page(sets, found, order, groups=groups, start=query.start, rows=query.rows)
    return PackageHits(
        found.bit_count(), tuple(numbers), {one: _facet(sets, one, found, query) for one in query.facet_fields}
    )


def _facet(sets: CatalogueSets, field: str, found: int, query: PackageQuery) -> dict[str, int]:
    bare = field.removeprefix("extras_")
    if bare in ALWAYS:
        return {ALWAYS[bare]: found.bit_count()} if found else {}
    counts = [one for one in sets.counts(STRING_FIELDS.get(bare, bare), found) if one[1] >= query.facet_mincount]
    counts.sort(key=lambda one: (-one[1], one[0]))
    return dict(counts[: query.facet_limit] if query.facet_limit >= 0 else counts)


__all__ = ["DEFAULT_MM", "DEFAULT_SORT", "PackageHits", "PackageQuery", "SortRefused", "SyntaxRefused", "run_search"]
