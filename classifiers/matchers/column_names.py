"""Column names in Chinese, English and pinyin; a column counts only when its cells are not mere statistics."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading
from classifiers.terms import NO_WORDS, Words, stands_in

FIELDS: Final = {"any": "words", "not": "words", "roles": "roles", "min": "number", "measures": "flag", "empty": "flag"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when at least `min` (1) columns carry one of the words or roles and none of the words of `not`.

    Columns of counts and rates do not count; amounts do unless `measures` is false. `empty` admits empty columns.
    """
    found = []
    words, roles, none_of = params.get("any", NO_WORDS), params.get("roles", ()), params.get("not", ())
    if not roles and not _stand_in(words, reading):
        return None
    for column in reading.columns:
        if column.role in {"count", "rate"} and not params.get("measures", False):
            continue
        if not column.has_values and not params.get("empty", False):
            continue
        name = column.name.whole
        word = next((w for w in words if stands_in(w, name)), None)
        if any(stands_in(n, name) for n in none_of):
            continue
        if word is not None or column.role in roles:
            found.append(Evidence(f"column:{column.facts.name}", column.facts.nonempty, word or column.role))
    return tuple(found) if len(found) >= params.get("min", 1) else None


def _stand_in(words: Words, reading: Reading) -> bool:
    """Whether a word stands in any column's name; most clauses of most datasets are told by two characters alone."""
    if words.heads is not None and reading.name_pairs.isdisjoint(words.heads):
        return False
    return any(stands_in(word, reading.names) for word in words)
