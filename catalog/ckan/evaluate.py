"""CKAN's queries on the portal's index: a tree of clauses becomes sets of datasets."""

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from catalog.ckan.lucene import Between, Clauses, Node, SyntaxRefused, Term
from catalog.ckan.mapping import SITE
from catalog.ckan.near import is_near
from catalog.ckan.plain_words import STRING_FIELDS, forms, having_value, stem_of
from catalog.search.bits import from_numbers
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
    "res_name": ("title",),
    "res_description": ("title",),
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
PRESENT: Final = frozenset({"name", "id", "index_id", "url", "res_url", "ckan_url", "title_string", "urls"})
# fields of one text a dataset, compared letter by letter → that text in our index
WHOLE_TEXTS: Final[Mapping[str, str]] = {"name": "slug", "title_string": "title_string", "id": "id"}
ADDRESSES: Final = frozenset({"url", "res_url"})
DATES: Final = {"metadata_modified": "modified", "metadata_created": "created"}
_DATE: Final = re.compile(r"(NOW|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)(.*)")
_MATH: Final = re.compile(r"([+-]\d+|/)(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?")
_STEPS: Final = {"WEEK": 604_800, "DAY": 86_400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}


class Evaluator:
    """Sets of datasets for trees of clauses, at one moment of the index."""

    def __init__(self, sets: CatalogueSets, *, now: datetime, site_url: str = "") -> None:
        """Take the index, the moment that NOW means, and the site's address."""
        self._sets = sets
        self._site_url = site_url
        self._now = now

    def found(self, node: Node, *, is_inner: bool = False) -> int:
        """Return the datasets a node matches; `is_inner`: the node stands inside another.

        Raises:
            SyntaxRefused: a date that is none.
        """
        if isinstance(node, Clauses):
            return self._clauses(node, is_inner=is_inner)
        if isinstance(node, Between):
            return self._between(node)
        return self._term(node)

    def _clauses(self, node: Clauses, *, is_inner: bool) -> int:
        if node.must:
            result = self._sets.live
            for one in node.must:
                result &= self.found(one, is_inner=True)
        elif node.should:
            result = 0
            for one in node.should:
                result |= self.found(one, is_inner=True)
        else:  # only exclusions: from all at the top, from nothing inside, as Solr has it
            result = 0 if is_inner else self._sets.live
        for one in node.must_not:
            result &= ~self.found(one, is_inner=True)
        return result

    def _term(self, term: Term) -> int:
        name = term.field or "text"
        if term.text == "*" and term.has_wildcard:
            return self._sets.live if name in {"*", "text"} else self._any_value(name)
        if term.edits:
            return self._like(name, term)
        if name == "title_ngram" and not term.is_phrase:
            return self._in_title(term)
        if name in TEXT_FIELDS:
            values = having_value(self._sets, term.text) if name == "text" and not term.has_wildcard else 0
            return self._text(TEXT_FIELDS[name], term) | values
        if name in ADDRESSES:
            return self._address(name, term)
        if name in {"name", "name_ngram"}:
            edge = "%" if name == "name_ngram" else ""
            return self._sets.slugs(f"{edge}{_like(term)}{edge}")
        if name in {"id", "index_id"}:
            return self._id(term)
        if name in DATES:
            moment = self._moment(term.text)
            return self._sets.between(DATES[name], moment, moment, with_ends=(True, True))
        if name in ALWAYS:
            return self._sets.live if fnmatch.fnmatchcase(ALWAYS[name], term.text) else 0
        if name == "title_string":
            titles = self._sets.texts(name)
            if term.has_wildcard:
                return from_numbers(one for one, title in titles if fnmatch.fnmatchcase(title, term.text))
            return from_numbers(one for one, title in titles if title == term.text)
        return self._value(name, term)

    def _text(self, columns: tuple[str, ...], term: Term) -> int:
        words = term.text.replace("*", " ").replace("?", " ") if term.has_wildcard else term.text
        phrases = query_phrases(words)
        if not phrases:
            return 0
        if term.is_phrase and not term.is_loose and all(phrase.terms[-1].isascii() for phrase in phrases):
            return self._sets.phrase(columns, Phrase(tuple(one.terms[0] for one in phrases), is_prefix=False))
        result = self._sets.live
        for phrase in phrases:
            # an exact Latin word is a word; only a wildcard makes it a beginning
            if phrase.terms[-1].isascii() and not term.has_wildcard:
                result &= self._word(columns, phrase.terms[-1])
            else:
                result &= self._sets.phrase(columns, phrase)
        return result

    def _like(self, name: str, term: Term) -> int:
        """Return the datasets with a word that differs from the term's by so many letters: of titles, or a value."""
        if name in DATES or name in ALWAYS or name in ADDRESSES:
            return 0
        wanted = fold(term.text) if name in TEXT_FIELDS else term.text
        result = self._text(TEXT_FIELDS[name], replace(term, edits=0)) if name in TEXT_FIELDS else 0
        values = self._sets.title_words() if name in TEXT_FIELDS else self._sets.values(_facet_field(name))
        if name in WHOLE_TEXTS:
            texts = self._sets.texts(WHOLE_TEXTS[name])
            return from_numbers(number for number, text in texts if is_near(wanted, text, term.edits))
        for value in values:  # a word of a text stands in a CKAN's index as its stem
            if is_near(wanted, stem_of(value) if name in TEXT_FIELDS else value, term.edits):
                result |= values[value]
        return result

    def _in_title(self, term: Term) -> int:
        """Return the datasets in whose title the text stands anywhere, inside words too."""
        wanted = fold(term.text)
        if term.has_wildcard or not wanted.isalnum():
            return self._text(("title",), term)
        words = self._sets.title_words()
        result = 0
        for word in words:
            if wanted in word:
                result |= words[word]
        return result

    def _address(self, name: str, term: Term) -> int:
        """Return the datasets whose page (`url`), or one of whose files (`res_url`), has the term's address."""
        if '"' in term.text:
            return 0
        if name == "url":
            numbers = self._sets.order("slug", descending=False)
            pages = zip(numbers, self._sets.names(numbers), strict=True)
            address = f"{self._site_url}/dataset/"
            if term.has_wildcard:
                return from_numbers([one for one, slug in pages if fnmatch.fnmatchcase(address + slug, term.text)])
            return from_numbers([one for one, slug in pages if address + slug == term.text])
        text = term.text
        if self._site_url and text.startswith(f"{self._site_url}/"):
            text = SITE + text[len(self._site_url) :]
        return self._sets.with_body_like(f'%"url":"{_like(replace(term, text=text))}","url_type"%')

    def _word(self, columns: tuple[str, ...], word: str) -> int:
        """Return the datasets with a Latin word, in any form a stemmer takes for the same."""
        result = 0
        for form in forms(word):
            result |= self._sets.phrase(columns, Phrase((form,), is_prefix=False))
        return result

    def _value(self, name: str, term: Term) -> int:
        values = self._sets.values(_facet_field(name))
        is_text = name.startswith("extras_")  # such a field is text to CKAN's Solr: letters in either case
        if not term.has_wildcard and not is_text:
            return values.get(term.text, 0)
        wanted = term.text.lower() if is_text else term.text
        result = 0
        for value, found in values.items():
            if fnmatch.fnmatchcase(value.lower() if is_text else value, wanted):
                result |= found
        return result

    def _any_value(self, name: str) -> int:
        if name in TEXT_FIELDS or name in DATES or name in ALWAYS or name in PRESENT:
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
        if name in WHOLE_TEXTS:
            return from_numbers(one for one, text in self._sets.texts(WHOLE_TEXTS[name]) if _is_between(text, node))
        for value, found in self._sets.values(_facet_field(name)).items():
            if _is_between(value, node):
                result |= found
        return result

    def _moment(self, text: str) -> datetime:
        """Return a date of Solr's form: ISO 8601 with Z, or NOW, and date mathematics behind."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise SyntaxRefused
        try:
            start = self._now if match[1] == "NOW" else datetime.fromisoformat(match[1])
        except ValueError:
            raise SyntaxRefused from None
        return self._mathematics(start, match[2])

    @staticmethod
    def _mathematics(moment: datetime, text: str) -> datetime:
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
