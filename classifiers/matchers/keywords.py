"""Words of the list in the title, description, tags, file name, text, cells or column names, with their scope.

A word under a negation (不含身份证号) or inside a longer harmless one (`outside`: 商业秘密 for 秘密) does not count.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from classifiers.column_roles import ColumnReading
from classifiers.decision import Evidence
from classifiers.matchers.outcome import NEEDS_SCAN, Outcome
from classifiers.reading import META, Reading
from classifiers.terms import NO_WORDS, Words, stands_in

FIELDS: Final = {"any": "words", "all": "words", "outside": "words", "none": "words", "in": "places", "min": "number"}
DEFAULT_PLACES: Final = (*META, "text")
NONE_PLACES: Final = ("title", "description", "tags")
_MET: Final = re.compile("(?:达标|合格|足额|到位|相符)(?:情况|与否)?$")
_LONGEST_ANSWER: Final = 3.0  # mean length: 是, 达标, 未达标


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when one of `any` and every one of `all` stands affirmed in the places of `in`, `min` times in all.

    A word of `none` in the title, description or tags (for text alone: in the text too) says that the words are
    spoken of, not meant.
    """
    places = params.get("in", DEFAULT_PLACES)
    outside = params.get("outside", NO_WORDS)
    found: list[Evidence] = []
    any_of, all_of = params.get("any", NO_WORDS), params.get("all", NO_WORDS)
    if any_of and any_of.lookup.isdisjoint(reading.words) and any_of.lookup.isdisjoint(reading.name_words):
        return _unknown(any_of, places, reading)
    if any_of:
        found = reading.word_evidence(any_of, places, outside)
        found += _in_columns(any_of, outside, reading) if "columns" in places else []
    for word in all_of:
        one = reading.word_evidence(Words((word,)), places, outside)
        if not one:
            return _unknown(Words((word,)), places, reading)
        found += one
    if reading.word_evidence(params.get("none", NO_WORDS), _none_places(places)):
        return None
    if any_of and sum(e.count for e in found) < params.get("min", 1):
        return _unknown(any_of, places, reading)
    return tuple(found) or None


def _none_places(places: tuple[str, ...]) -> tuple[str, ...]:
    """Where a harmless word counts: in the metadata; in the text as well when only the text is searched."""
    return (*NONE_PLACES, "text") if tuple(places) in {("text",), ("heading",)} else NONE_PLACES


def _in_columns(words: Words, outside: Words, reading: Reading) -> list[Evidence]:
    if words.lookup.isdisjoint(reading.name_words):
        return []
    found = []
    for column in reading.columns:
        if _tells_whether_met(column):
            continue
        name = column.name.whole
        for shield in outside:
            name = name.replace(shield, "")
        found += [Evidence(f"column:{column.facts.name}", 1, w) for w in words if stands_in(w, name)]
    return found


def _tells_whether_met(column: ColumnReading) -> bool:
    """Whether cells say yes or no to a requirement: 账户余额达标 holds no balance. Masked figures say neither."""
    facts = column.facts
    is_short = facts.type in {"text", "boolean"} and facts.length <= _LONGEST_ANSWER and not column.masked
    return is_short and _MET.search(column.name.base) is not None


def _unknown(words: Words, places: tuple[str, ...], reading: Reading) -> Outcome:
    """Tell whether the miss is sure: a word nobody looked for in cells or text may be there."""
    if not reading.not_looked_for or reading.not_looked_for.isdisjoint(words):
        return None
    subject = reading.subject
    has_content = (not {"text", "heading"}.isdisjoint(places) and subject.document is not None) or (
        "cells" in places and subject.row_count > 0
    )
    return NEEDS_SCAN if has_content else None
