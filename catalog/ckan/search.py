"""`package_search` on the portal's index: parameters in, numbers of datasets and facets out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalog.ckan.evaluate import ALWAYS, STRING_FIELDS, Evaluator, plain_search
from catalog.ckan.lucene import SyntaxRefused, parse_lucene
from catalog.search.parse import Group
from catalog.search.sets import CatalogueSets

DEFAULT_SORT: Final = "score desc, metadata_modified desc"
SORT_FIELDS: Final[Mapping[str, str]] = {
    "metadata_modified": "modified",
    "metadata_created": "created",
    "title_string": "title",
    "title": "title",
    "name": "slug",
    "id": "slug",
    "score": "score",
    "views_total": "usage",
    "views_recent": "usage",
}


class SortRefused(ValueError):
    """The sort parameter is not `field direction, …`."""


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


@dataclass(frozen=True, slots=True)
class PackageHits:
    """Numbers of one page of datasets, the count of all, and facet → value → count."""

    count: int
    numbers: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]


def run_search(sets: CatalogueSets, query: PackageQuery, *, now: datetime) -> PackageHits:
    """Run a query.

    Raises:
        SyntaxRefused: `q` or `fq` is not of the query language. SortRefused: an order we do not know.
    """
    order = parse_sort(query.sort)
    evaluator = Evaluator(sets, now=now)
    groups: tuple[Group, ...] = ()
    if ":" in query.q or not query.q.strip():
        found = evaluator.found(parse_lucene(query.q)) if query.q.strip() else sets.live
    else:
        found, groups = plain_search(sets, query.q)
    for one in query.fq:
        if one.strip():
            found &= evaluator.found(parse_lucene(one))
    numbers = _page(sets, found, groups, order, query)
    return PackageHits(
        found.bit_count(), tuple(numbers), {one: _facet(sets, one, found, query) for one in query.facet_fields}
    )


def parse_sort(text: str) -> list[tuple[str, bool]]:
    """Return (order, descending) pairs.

    Raises:
        SortRefused: no direction, or a field that is not sortable here.
    """
    pairs: list[tuple[str, bool]] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\w+)\s+(asc|desc)\s*", part, re.IGNORECASE)
        if match is None or match.group(1) not in SORT_FIELDS:
            raise SortRefused
        pairs.append((SORT_FIELDS[match.group(1)], match.group(2).lower() == "desc"))
    return pairs


def _page(
    sets: CatalogueSets, found: int, groups: tuple[Group, ...], order: list[tuple[str, bool]], query: PackageQuery
) -> list[int]:
    """Order by the first field that says anything: each order is total, so the next ones only break its ties."""
    if not query.rows:
        return []
    for name, descending in order:
        if name == "score":
            if groups:
                return sets.best_first(groups, found, query.start, query.rows, upside_down=not descending)
            continue
        return sets.page_by(found, name, query.start, query.rows, descending=descending)
    return sets.page_by(found, "modified", query.start, query.rows, descending=True)


def _facet(sets: CatalogueSets, field: str, found: int, query: PackageQuery) -> dict[str, int]:
    bare = field.removeprefix("extras_")
    if bare in ALWAYS:
        return {ALWAYS[bare]: found.bit_count()} if found else {}
    counts = [one for one in sets.counts(STRING_FIELDS.get(bare, bare), found) if one[1] >= query.facet_mincount]
    counts.sort(key=lambda one: (-one[1], one[0]))
    return dict(counts[: query.facet_limit] if query.facet_limit >= 0 else counts)


__all__ = ["DEFAULT_SORT", "PackageHits", "PackageQuery", "SortRefused", "SyntaxRefused", "run_search"]
