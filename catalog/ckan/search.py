"""`package_search` on the portal's index: parameters in, numbers of datasets and facets out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from catalog.ckan.evaluate import ALWAYS, WHOLE_TEXTS, Evaluator
from catalog.ckan.lucene import SyntaxRefused, parse_lucene
from catalog.ckan.ordering import SortRefused, parse_sort, scores_of, sorted_page
from catalog.ckan.plain_words import DEFAULT_MM, STRING_FIELDS, plain_search
from catalog.search.bits import has_bit, to_bytes
from catalog.search.parse import Group
from catalog.search.sets import CatalogueSets

DEFAULT_SORT: Final = "score desc, metadata_modified desc"
# what a caller may not write: another parser, or a field that holds one, however its letters are escaped
_PARSER: Final = re.compile(r"(?:^|[^\\])(?:\\\\)*\{!")
_MAGIC: Final = re.compile(r"(?<![\w\\])\\?_(?:\\?q\\?u\\?e\\?r\\?y|\\?v\\?a\\?l)\\?_\s*:")
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
    site_url: str = ""
    is_words: bool = False  # words even with a colon among them (`defType=edismax`)
    with_scores: bool = False


@dataclass(frozen=True, slots=True)
class PackageHits:
    """Numbers of one page of datasets, the count of all, facet → value → count; scores where they were asked for."""

    count: int
    numbers: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]
    scores: tuple[float, ...] = ()


def refuse_parsers(texts: Mapping[str, Sequence[str]]) -> str:
    """Return why a parameter is refused that names a query parser, in CKAN's words; empty when none does.

    Args:
        texts: parameter → its texts.
    """
    for name, values in texts.items():
        for text in (value.strip() for value in values):
            if _MAGIC.search(text):
                return f"Magic fields are not supported in param '{name}'."
            found = _PARSER.findall(text)
            if len(found) > 1:
                return f"Query parsers are not supported in param '{name}'."
            if found and not text.startswith("{!"):
                return f"Local parameters must be defined at the beginning of param '{name}'."
            if found:
                return f"Local parameters are not supported in param '{name}'."
    return ""


def run_search(sets: CatalogueSets, query: PackageQuery, *, now: datetime) -> PackageHits:
    """Run a query.

    Raises:
        SyntaxRefused: `q` or `fq` is not of the query language. SortRefused: an order that is none.
    """
    order = parse_sort(query.sort)
    evaluator = Evaluator(sets, now=now, site_url=query.site_url)
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
        found.bit_count(),
        tuple(numbers),
        {one: _facet(sets, one, found, query) for one in query.facet_fields},
        tuple(scores_of(sets, found, groups, numbers)) if query.with_scores else (),
    )


def _facet(sets: CatalogueSets, field: str, found: int, query: PackageQuery) -> dict[str, int]:
    bare = field.removeprefix("extras_")
    if bare in ALWAYS:
        return {ALWAYS[bare]: found.bit_count()} if found else {}
    if bare == "title":  # of titles a CKAN counts the words
        pairs = sets.title_words().counts(found)
    elif bare in WHOLE_TEXTS:
        bits = to_bytes(found)
        pairs = list(Counter(text for at, text in sets.texts(WHOLE_TEXTS[bare]) if has_bit(bits, at)).items())
    else:
        pairs = sets.counts(STRING_FIELDS.get(bare, bare), found)
    counts = [one for one in pairs if one[1] >= query.facet_mincount]
    counts.sort(key=lambda one: (-one[1], one[0]))
    return dict(counts[: query.facet_limit] if query.facet_limit >= 0 else counts)


__all__ = [
    "DEFAULT_MM",
    "DEFAULT_SORT",
    "PackageHits",
    "PackageQuery",
    "SortRefused",
    "SyntaxRefused",
    "refuse_parsers",
    "run_search",
]
