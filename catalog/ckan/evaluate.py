"""CKAN's queries on the portal's index: a tree of clauses becomes sets of datasets."""

import fnmatch
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from catalog.ckan.lucene import Between, Clauses, Node, SyntaxRefused, Term
from catalog.search.parse import Group, parse
from catalog.search.sets import CatalogueSets
from catalog.search.tokens import Phrase, fold, query_phrases

ALL_TEXT: Final = ("title", "agency", "sector", "columns", "summary")
# CKAN's text fields → columns of our text index
TEXT_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ALL_TEXT,
    "title": ("title",),
    "title_ngram": ("title",),
    "notes": ("summary",),
    "author": ("agency",),
    "extras_search_words": ALL_TEXT,
    "search_words": ALL_TEXT,
}
# CKAN's string fields → facet fields of our index (extras stand under their own keys)
STRING_FIELDS: Final[Mapping[str, str]] = {
    "tags": "tag",
    "organization": "agency",
    "owner_org": "owner_org",
    "groups": "group",
    "res_format": "format",
    "license_id": "license_id",
    "license": "license_id",
    "update_frequency": "update_cycle",
    "release": "opening",
    "res_extras_release_id": "release_id",
}
ALWAYS: Final[Mapping[str, str]] = {
    "state": "active",
    "capacity": "public",
    "private": "false",
    "dataset_type": "dataset",
    "type": "dataset",
    "entity_type": "package",
    "site_id": "default",
    "isopen": "true",
    "permission_labels": "public",
}
DATES: Final = {"metadata_modified": "modified", "metadata_created": "created"}
_MATH: Final = re.compile(r"([+-]\d+|/)(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?")
_STEPS: Final = {"WEEK": 604_800, "DAY": 86_400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}


class Evaluator:
    """Sets of datasets for trees of clauses, at one moment of the index."""

    def __init__(self, sets: CatalogueSets, *, now: datetime) -> None:
        """Take the index and the moment that NOW means."""
        self._sets = sets
        self._now = now

    def found(self, node: Node) -> int:
        """Return the datasets a node matches.

        Raises:
            SyntaxRefused: a date that is none.
        """
        if isinstance(node, Clauses):
            return self._clauses(node)
        if isinstance(node, Between):
            return self._between(node)
        return self._term(node)

    def _clauses(self, node: Clauses) -> int:
        if node.must:
            result = self._sets.live
            for one in node.must:
                result &= self.found(one)
        elif node.should:
            result = 0
            for one in node.should:
                result |= self.found(one)
        else:  # only exclusions: from all, as CKAN's Solr has it at the top
            result = self._sets.live
        for one in node.must_not:
            result &= ~self.found(one)
        return result

    def _term(self, term: Term) -> int:
        name = term.field or "text"
        if term.text == "*" and term.has_wildcard:
            return self._sets.live if name in {"*", "text"} else self._any_value(name)
        if name in TEXT_FIELDS:
            return self._text(TEXT_FIELDS[name], term)
        if name == "name":
            return self._sets.slugs(_like(term))
        if name in {"id", "index_id"}:
            return self._id(term)
        if name in DATES:
            moment = self._moment(term.text)
            return self._sets.between(DATES[name], moment, moment, with_ends=(True, True))
        if name in ALWAYS:
            return self._sets.live if fnmatch.fnmatchcase(ALWAYS[name], term.text) else 0
        if name == "title_string":
            return self._text(("title",), term)
        return self._value(name, term)

    def _text(self, columns: tuple[str, ...], term: Term) -> int:
        words = term.text.replace("*", " ").replace("?", " ") if term.has_wildcard else term.text
        phrases = query_phrases(words)
        if not phrases:
            return 0
        result = self._sets.live
        for phrase in phrases:
            # an exact Latin word is a word; only a wildcard makes it a beginning
            is_word = phrase.terms[-1].isascii() and not term.has_wildcard
            result &= self._sets.phrase(columns, Phrase(phrase.terms, is_prefix=False) if is_word else phrase)
        return result

    def _value(self, name: str, term: Term) -> int:
        values = self._sets.values(_facet_field(name))
        if not term.has_wildcard:
            return values.get(term.text, 0)
        result = 0
        for value, found in values.items():
            if fnmatch.fnmatchcase(value, term.text):
                result |= found
        return result

    def _any_value(self, name: str) -> int:
        if name in TEXT_FIELDS or name in DATES or name in ALWAYS or name in {"name", "id"}:
            return self._sets.live
        result = 0
        for found in self._sets.values(_facet_field(name)).values():
            result |= found
        return result

    def _id(self, term: Term) -> int:
        try:
            return self._sets.of_id(UUID(term.text))
        except ValueError:
            return 0

    def _between(self, node: Between) -> int:
        name = node.field or "text"
        if name in DATES:
            low = self._moment(node.low) if node.low is not None else None
            high = self._moment(node.high) if node.high is not None else None
            return self._sets.between(DATES[name], low, high, with_ends=node.with_ends)
        result = 0
        for value, found in self._sets.values(_facet_field(name)).items():
            if _is_between(value, node):
                result |= found
        return result

    def _moment(self, text: str) -> datetime:
        """Return a date of Solr's form: ISO 8601 with Z, or NOW with date mathematics."""
        if text.startswith("NOW"):
            return self._mathematics(text[3:])
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise SyntaxRefused from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _mathematics(self, text: str) -> datetime:
        moment = self._now
        if _MATH.sub("", text):
            raise SyntaxRefused
        for amount, unit in _MATH.findall(text):
            if amount == "/":
                moment = _floor(moment, unit)
            elif unit in _STEPS:
                moment += timedelta(seconds=int(amount) * _STEPS[unit])
            else:
                months = int(amount) * (12 if unit == "YEAR" else 1)
                year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
                moment = moment.replace(year=year, month=month + 1, day=min(moment.day, 28))
        return moment


def _floor(moment: datetime, unit: str) -> datetime:
    parts = {"YEAR": 1, "MONTH": 2, "DAY": 3, "HOUR": 4, "MINUTE": 5, "SECOND": 6}.get(unit, 3)
    fields = [*moment.timetuple()[:parts], *(1, 1, 1)[parts:]] if parts < 3 else [*moment.timetuple()[:parts]]
    return datetime(*fields, tzinfo=UTC)  # type: ignore[misc,arg-type]  # up to six whole numbers


def _facet_field(name: str) -> str:
    bare = name.removeprefix("extras_").removesuffix("_facet")
    return STRING_FIELDS.get(bare, bare)


def _like(term: Term) -> str:
    escaped = term.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped.replace("*", "%").replace("?", "_") if term.has_wildcard else escaped


def _is_between(value: str, node: Between) -> bool:
    low_in, high_in = node.with_ends
    if node.low is not None and not (value > node.low or (low_in and value == node.low)):
        return False
    return node.high is None or value < node.high or (high_in and value == node.high)


def needed(words: int) -> int:
    """Return how many of so many words must match: CKAN's `mm`, "2<-1 5<80%"."""
    if words <= 2:
        return words
    return words - 1 if words <= 5 else words * 80 // 100


def plain_search(sets: CatalogueSets, text: str) -> tuple[int, tuple[Group, ...]]:
    """Return the datasets found by words without syntax, and the groups of words that order them.

    The same analysis as the site's own search: runs of Han characters as phrases, everyday words, pinyin. A word with
    `-` before it must not stand there.
    """
    unwanted = 0
    wanted: list[str] = []
    for part in re.findall(r'[+-]?"[^"]*"|\S+', text):
        if part.startswith("-") and len(part) > 1 and query_phrases(part[1:]):
            unwanted |= sets.group(parse(part[1:], is_literal=True)[0][0])
        else:
            wanted.append(part.lstrip("+").strip('"'))
    groups, _ = parse(" ".join(wanted), is_literal=False)
    if not groups:
        return (sets.live & ~unwanted if not fold(text).strip(" *:") or unwanted else 0), ()
    at_least = needed(len(groups))
    layers = [0] * (len(groups) + 1)
    layers[0] = sets.live
    for group in groups:
        found = sets.group(group)
        for size in range(len(groups), 0, -1):
            layers[size] |= layers[size - 1] & found
    return layers[at_least] & ~unwanted, groups
