"""`sort` of `package_search`: several fields, each a total order, a facet's values or the score."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from catalog.ckan.plain_words import STRING_FIELDS
from catalog.search.bits import to_numbers
from catalog.search.parse import Group
from catalog.search.sets import CatalogueSets

ORDERS: Final[Mapping[str, str]] = {
    "metadata_modified": "modified",
    "metadata_created": "created",
    "title_string": "title_string",
    "title": "title",
    "name": "slug",
    "id": "id",
    "score": "score",
    "views_total": "usage",
    "views_recent": "usage",
}
_UNIQUE: Final = frozenset({"modified", "created", "slug", "usage"})  # a page of these is read off the index
_TITLES: Final = frozenset({"title", "title_string"})
_CLAUSE: Final = re.compile(r"\s*(\S+)\s+(asc|desc)\s*(?:,|\Z)", re.IGNORECASE)

Order = list[tuple[str, bool]]


class SortRefused(ValueError):
    """The sort parameter is not `field direction, …`."""


def parse_sort(text: str) -> Order:
    """Return (field, descending) pairs; a field nobody has sorts nothing, as in Solr's dynamic fields.

    Raises:
        SortRefused: a field without a direction.
    """
    pairs: Order = []
    at = 0
    while at < len(text.rstrip()):
        match = _CLAUSE.match(text, at)
        if match is None:
            raise SortRefused
        pairs.append((match[1], match[2].lower() == "desc"))
        at = match.end()
    return pairs


def sorted_page(
    sets: CatalogueSets, found: int, order: Order, *, groups: tuple[Group, ...], start: int, rows: int
) -> list[int]:
    """Return the numbers of one page of `found`; ties stand in the order of indexing."""
    order = [(ORDERS.get(field, field), is_down) for field, is_down in order] or [("score", True)]
    if order[0][0] == "score" and groups:
        return _ranked(sets, found, groups, (start, rows), is_down=order[0][1])
    order = [pair for pair in order if pair[0] != "score"]
    if not order:
        return sets.page_by(found, "modified", start, rows, descending=False)
    if order[0][0] in _UNIQUE or (len(order) == 1 and order[0][0] in _TITLES):
        return sets.page_by(found, order[0][0], start, rows, descending=order[0][1])
    numbers = sets.page_by(found, "modified", 0, found.bit_count(), descending=False)
    for field, is_down in reversed(order):
        numbers = _by(sets, numbers, field, is_down=is_down)
    return numbers[start : start + rows]


def _ranked(
    sets: CatalogueSets, found: int, groups: tuple[Group, ...], page: tuple[int, int], *, is_down: bool
) -> list[int]:
    """The best texts first; then those found by their tag, organization or format alone, the newest first."""
    start, rows = page
    texts = 0
    for group in groups:
        texts |= sets.group(group)
    parts = (found & texts, found & ~texts)
    first = sets.best_first(groups, parts[0], start, rows, upside_down=not is_down) if parts[0] else []
    skipped = max(0, start - parts[0].bit_count())
    return first + sets.page_by(parts[1], "modified", skipped, rows - len(first), descending=True)


def scores_of(sets: CatalogueSets, found: int, groups: tuple[Group, ...], numbers: Sequence[int]) -> list[float]:
    """Return how well datasets of a page match; the higher, the earlier `sorted_page` puts them.

    Without words all match alike (1.0, as Solr says of `*:*`); what is found by a tag, organization or format alone has
    nothing (0.0).
    """
    if not groups:
        return [1.0] * len(numbers)
    texts = 0
    for group in groups:
        texts |= sets.group(group)
    scores = sets.scores(groups, found & texts)
    return [scores(number) if texts >> number & 1 else 0.0 for number in numbers]


def _by(sets: CatalogueSets, numbers: list[int], field: str, *, is_down: bool) -> list[int]:
    """Sort by one field, stable; datasets without it come last either way."""
    key: Callable[[int], Any]
    if field in {*_UNIQUE, *_TITLES, "id"}:
        return sorted(numbers, key=lambda number: sets.sort_key(number, field), reverse=is_down)
    values: dict[int, str] = {}
    for value, members in sets.values(STRING_FIELDS.get(field, field.removeprefix("extras_"))).items():
        for number in to_numbers(members):
            # of several values the first counts upwards, the last downwards
            kept = values.setdefault(number, value)
            values[number] = max(kept, value) if is_down else min(kept, value)
    key = values.__getitem__
    present = sorted((number for number in numbers if number in values), key=key, reverse=is_down)
    return present + [number for number in numbers if number not in values]
