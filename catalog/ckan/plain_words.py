"""`q` without a colon: words as Solr's DisMax parser takes them, on the portal's own analysis of Chinese.

Quoted phrases, `+`, `-`, AND, OR, NOT and the least number of words that must match (`mm`) mean what they mean there;
every other sign is part of a word. Latin words are compared by their stem, Han runs are found anywhere.
Source: Apache Solr, DisMax query parser; `mm` is "2<-1 5<80%" unless the caller says otherwise, as in CKAN.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.ckan.lucene import SyntaxRefused
from catalog.search.parse import Alternative, Group, parse
from catalog.search.sets import CatalogueSets
from catalog.search.tokens import Phrase, fold, query_phrases

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
DEFAULT_MM: Final = "2<-1 5<80%"
MAX_WORDS: Final = 100
_TOKEN: Final = re.compile(r'([+-]*)("[^"]*"|[^\s"]+)')
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"}
_ENDINGS: Final = ("ies", "es", "s", "ing", "ed")
_EXACT_FIELDS: Final = ("tag", "agency", "group")
_EXTRAS: Final = ("tier", "release", "theme", "sector", "resource_kind")  # a CKAN searches the values of extras too


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase of a query, and whether it must, may or must not stand there."""

    text: str
    kind: str  # must, should, not
    is_phrase: bool = False


def read_words(text: str) -> list[Word]:
    """Return the words of a query.

    Raises:
        SyntaxRefused: an operator with nothing beside it, or too many words.
    """
    if text.count('"') % 2:
        text = text.replace('"', " ")
    words: list[Word] = []
    conjunction, sign = "", ""
    if not text.strip(" +-"):
        raise SyntaxRefused
    for signs, body in _TOKEN.findall(text.rstrip(" +-")):
        if body in _OPERATORS and not signs:
            operator = _OPERATORS[body]
            if operator == "NOT":
                sign = "-"
            elif conjunction or not words:
                raise SyntaxRefused
            else:
                conjunction = operator
            continue
        if len(signs) > 1:
            raise SyntaxRefused
        sign = signs or sign
        if conjunction == "AND" and words[-1].kind == "should":
            words[-1] = Word(words[-1].text, "must", words[-1].is_phrase)
        kind = {"+": "must", "-": "not"}.get(sign, "must" if conjunction == "AND" else "should")
        words.append(Word(body.strip('"'), kind, is_phrase=body.startswith('"')))
        conjunction, sign = "", ""
    if conjunction or sign or len(words) > MAX_WORDS or (text.strip() and not words):
        raise SyntaxRefused
    return words


def needed(mm: str, words: int) -> int:
    """Return how many of so many optional words must match.

    Args:
        mm: a number, a share, either negative (so many may be missing), or `n<those` pairs for more words than n.
        words: how many there are.

    Raises:
        SyntaxRefused: `mm` is none of these.
    """
    chosen: str | None = None
    for part in re.sub(r"\s*<\s*", "<", mm).split():
        border, is_pair, value = part.partition("<")
        if not is_pair:
            chosen = part
        elif not border.isdigit():
            raise SyntaxRefused
        elif words > int(border):
            chosen = value
        elif chosen is None:
            chosen = str(words)
    match = re.fullmatch(r"(-?\d{1,6})(%?)", chosen or "")
    if match is None:
        raise SyntaxRefused
    number = int(match[1])
    if match[2]:
        number = int(words * abs(number) / 100) * (1 if number >= 0 else -1)
    return max(0, min(words, number if number >= 0 else words + number))


def plain_search(sets: CatalogueSets, text: str, mm: str = DEFAULT_MM) -> tuple[int, tuple[Group, ...]]:
    """Return the datasets found by words, and the groups of words that order them.

    Raises:
        SyntaxRefused: see `read_words` and `needed`.
    """
    words = read_words(text)
    unwanted, required = 0, sets.live
    optional: list[tuple[Group, int]] = []
    ranked: list[Group] = []
    for word in words:
        pairs = [(group, _found(sets, group, run)) for group, run in _groups(word)]
        if word.kind == "should":
            optional += pairs or [((), 0)]
            continue
        found = sets.live if pairs else 0
        for _, part in pairs:
            found &= part
        if word.kind == "not":
            unwanted |= found
        else:
            required &= found
            ranked += [group for group, _ in pairs]
    ranked += [group for group, _ in optional if group]
    if not ranked:  # nothing searchable, or only exclusions: a DisMax query of these finds nothing
        return 0, ()
    at_least = needed(mm, len(optional)) if optional else 0
    if not at_least and optional and not any(word.kind == "must" for word in words):
        at_least = 1
    return _at_least(required, [found for _, found in optional], at_least) & ~unwanted, tuple(ranked)


def _at_least(base: int, found: list[int], number: int) -> int:
    """Return those of `base` that are in `number` of the sets."""
    layers = [base] + [0] * len(found)
    for one in found:
        for size in range(len(found), 0, -1):
            layers[size] |= layers[size - 1] & one
    return layers[number]


def _groups(word: Word) -> list[tuple[Group, str]]:
    """Return one group for each run of a word, with the word itself; a phrase is one group, its runs in order."""
    if word.is_phrase:
        phrases = query_phrases(word.text)
        if not phrases:
            return []
        terms = tuple(term for phrase in phrases for term in phrase.terms)
        if all(phrase.terms[-1].isascii() for phrase in phrases):
            return [((Alternative((Phrase(terms, is_prefix=False),)),), word.text)]
        return [((Alternative(tuple(phrases)),), word.text)]
    groups, _ = parse(word.text.replace("_", " "), is_literal=False)
    return [(_stemmed(group), word.text) for group in groups]


def _stemmed(group: Group) -> Group:
    """Return a group whose first alternative, where it is a Latin word, is that word in its forms and no beginning."""
    first = group[0].phrases[0]
    if not first.terms[0].isascii():
        return group
    return (*(Alternative((Phrase((form,), is_prefix=False),)) for form in forms(first.terms[0])), *group[1:])


def stem_of(word: str) -> str:
    """Return a Latin word without the usual English endings; a shorter or mixed one as it is."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word.endswith("ss"):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word


def forms(word: str) -> list[str]:
    """Return a Latin word and the forms an English stemmer takes for the same."""
    if len(word) < 4 or not word.isalpha():
        return [word]
    stem = stem_of(word)
    plural = stem.removesuffix("y") + "ies" if stem.endswith("y") else stem + "s"
    return list(dict.fromkeys([word, stem, plural, stem + "s", stem + "es", stem + "ing", stem + "ed", stem + "e"]))


def _found(sets: CatalogueSets, group: Group, run: str) -> int:
    """Return the datasets that hold a group, or have the word as a value."""
    return sets.group(group) | having_value(sets, run)


def having_value(sets: CatalogueSets, text: str) -> int:
    """Return the datasets whose tag, organization, group, format or extra the word is."""
    word = fold(text)
    found = sets.values("format").get(word.upper(), 0)
    for field in _EXACT_FIELDS:
        found |= sets.values(field).get(word, 0)
    for field in _EXTRAS:
        values = sets.values(STRING_FIELDS.get(field, field))
        found |= values.get(word, 0) | values.get(word.upper(), 0)
    return found


__all__ = ["DEFAULT_MM", "Word", "forms", "having_value", "needed", "plain_search", "read_words", "stem_of"]
