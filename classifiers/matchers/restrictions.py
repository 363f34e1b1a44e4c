"""What the source of the data forbids: words of restriction, unless the source's consent is stated."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.matchers.keywords import match as match_words
from classifiers.matchers.outcome import Outcome
from classifiers.reading import META, Reading
from classifiers.terms import NO_WORDS

FIELDS: Final = {"any": "words", "consent": "words"}
_PLACES: Final = (*META, "text", "cells", "columns")


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when a word of `any` stands anywhere and none of `consent` does."""
    if reading.word_evidence(params.get("consent", NO_WORDS), _PLACES):
        return None
    return match_words({"any": params["any"], "in": _PLACES}, reading)
