"""`q` of `datastore_search`: words over all columns or over one, and PostgreSQL's own query syntax with `plain=false`.

A word is found anywhere in a cell, because Chinese has no spaces between words; CKAN finds only whole ones.
Source: PostgreSQL, text search types (`to_tsquery`): `&`, `|`, `(`, `)`, `word:*`; `!` is not offered.
"""

import re
from collections.abc import Sequence
from typing import Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.row_filters import NOT_QUERYABLE
from catalog.rowstore.query import And, Condition, Contains, Or

# the text search configurations every PostgreSQL 15 has
LANGUAGES: Final = frozenset(
    [
        "simple",
        "arabic",
        "armenian",
        "basque",
        "catalan",
        "danish",
        "dutch",
        "english",
        "finnish",
        "french",
        "german",
        "greek",
        "hindi",
        "hungarian",
        "indonesian",
        "irish",
        "italian",
        "lithuanian",
        "nepali",
        "norwegian",
        "portuguese",
        "romanian",
        "russian",
        "serbian",
        "spanish",
        "swedish",
        "tamil",
        "turkish",
        "yiddish",
    ]
)
_TOKEN: Final = re.compile(r"\s*(?:(?P<sign>[&|()])|(?P<word>[^\s&|()!:]+)(?::\*)?)")


def syntax_condition(text: str, names: Sequence[str]) -> Condition:
    """Return the condition of a `to_tsquery` text over the columns `names`.

    Raises:
        ActionValidationError: not of that syntax, or negated.
    """
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ActionValidationError(NOT_QUERYABLE)
        tokens.append(match["sign"] or f'"{match["word"]}')
        at = match.end()
    tokens.append("end")
    condition, rest = _either(tokens, 0, names)
    if tokens[rest] != "end":
        raise ActionValidationError(NOT_QUERYABLE)
    return condition


def _either(tokens: Sequence[str], at: int, names: Sequence[str]) -> tuple[Condition, int]:
    first, at = _both(tokens, at, names)
    parts = [first]
    while tokens[at] == "|":
        part, at = _both(tokens, at + 1, names)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Or(tuple(parts))), at


def _both(tokens: Sequence[str], at: int, names: Sequence[str]) -> tuple[Condition, int]:
    first, at = _single(tokens, at, names)
    parts = [first]
    while tokens[at] == "&":
        part, at = _single(tokens, at + 1, names)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else And(tuple(parts))), at


def _single(tokens: Sequence[str], at: int, names: Sequence[str]) -> tuple[Condition, int]:
    if tokens[at] == "(":
        condition, at = _either(tokens, at + 1, names)
        if tokens[at] != ")":
            raise ActionValidationError(NOT_QUERYABLE)
        return condition, at + 1
    if not tokens[at].startswith('"'):
        raise ActionValidationError(NOT_QUERYABLE)
    word = tokens[at][1:]
    return (Contains(names[0], word) if len(names) == 1 else Or(tuple(Contains(one, word) for one in names))), at + 1


def words_condition(text: str, name: str) -> Condition:
    """Return the condition that every word of `text` stands in one column."""
    return And(tuple(Contains(name, word) for word in text.split()))
