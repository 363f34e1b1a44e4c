"""Rules and conditions of a clause, checked against what each matcher takes.

A misspelt name, an empty word or a condition without its words would never hold, or always, and nobody would be told:
so each is a problem with its line.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from classifiers import list_words as said
from classifiers.known_names import names_of
from classifiers.list_problems import Problems
from classifiers.matchers import MATCHERS
from classifiers.negative_list import Condition, Rule
from classifiers.terms import GAP, NO_WORDS, Words, normalise
from classifiers.yaml_lines import LineDict, LineList

WordLists = Mapping[str, tuple[str, ...]]

CHEAP: Final = frozenset({"catalogue_flag", "grain", "nature", "resource", "department", "time", "hidden"})
"""Conditions that are tried first: they need no search."""
MAX_GAPS: Final = 3
"""A gap is up to twelve characters, so each one makes a search up to thirteen times as long."""


def read_rules(rules: Any, words: WordLists, where: str, line: int, problems: Problems) -> tuple[Rule, ...]:
    """Read a list of rules; what is wrong goes to `problems`."""
    if rules is None:
        return ()
    if not isinstance(rules, LineList):
        problems.add(line, where, said.NOT_RULES)
        return ()
    found = []
    for rule, rule_line in zip(rules, rules.lines, strict=True):
        if not isinstance(rule, LineDict) or not rule:
            problems.add(rule_line, where, said.NOT_RULE)
            continue
        conditions = sorted(
            (_condition(kind, rule, words, where, problems) for kind in rule), key=lambda c: c.kind not in CHEAP
        )
        found.append(Rule(tuple(conditions), rule.line))
    return tuple(found)


def read_words(listed: LineList, complain: Callable[..., None]) -> tuple[str, ...]:
    """Fold the words of a named list; each that is none is told by its line."""
    found: list[str] = []
    for word, line in zip(listed, listed.lines, strict=True):
        if isinstance(word, str) and word.startswith("$"):
            complain(line, said.WORDS_IN_WORDS, word)
        else:
            found += _one_word(word, line, complain)
    return tuple(found)


def _condition(kind: str, rule: LineDict, words: WordLists, where: str, problems: Problems) -> Condition:
    line = rule.line_of(kind)
    name = kind.rstrip("0123456789")
    matcher = MATCHERS.get(name)
    params = rule[kind]
    if matcher is None:
        problems.add(line, where, said.UNKNOWN_MATCHER, kind, ", ".join(sorted(MATCHERS)))
        return Condition(kind, {})
    if not isinstance(params, LineDict):
        problems.add(line, where, said.NO_PARAMETERS, kind)
        return Condition(kind, {})
    checked: dict[str, Any] = {}
    for key, value in params.items():
        wanted = matcher.fields.get(key)
        if wanted is None:
            problems.add(params.line_of(key), where, said.UNKNOWN_PARAMETER, kind, key)
        else:

            def complain(line: int, fault: said.Fault, *about: str, key: str = key) -> None:
                problems.add(line, f"{where}.{kind}.{key}", fault, *about)

            checked[key] = _value(value, wanted, words, params.line_of(key), complain)
    if matcher.needs and not any(params.get(key) not in (None, "", []) for key in matcher.needs):
        problems.add(line, where, said.NEEDS_ONE, kind, " / ".join(f"`{key}`" for key in matcher.needs))
    return Condition(name, checked)


def _value(value: Any, wanted: str, words: WordLists, line: int, complain: Callable[..., None]) -> Any:
    if wanted == "flag":
        if not isinstance(value, bool):
            complain(line, said.NOT_FLAG)
        return value
    if wanted == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            complain(line, said.NOT_A_NUMBER)
        return value
    if not isinstance(value, LineList | str):
        complain(line, said.NOT_WORDS)
        return NO_WORDS
    lines = value.lines if isinstance(value, LineList) else [line]
    listed = list(zip(value if isinstance(value, LineList) else [value], lines, strict=True))
    if wanted != "words":
        return tuple(_names(listed, names_of(wanted), complain))
    found: list[str] = []
    for word, at in listed:
        if not isinstance(word, str) or not word.startswith("$"):
            found += _one_word(word, at, complain)
        elif word[1:] not in words:
            complain(at, said.NO_SUCH_WORDS, word)
        else:
            found += words[word[1:]]
    return Words(dict.fromkeys(found))


def _names(listed: list[tuple[Any, int]], known: frozenset[str], complain: Callable[..., None]) -> Iterator[str]:
    for name, line in listed:
        if not isinstance(name, str):
            complain(line, said.NOT_WORDS)
        elif name not in known:
            complain(line, said.UNKNOWN_NAME, name[:40], ", ".join(sorted(known)))
        else:
            yield name


def _one_word(word: Any, line: int, complain: Callable[..., None]) -> list[str]:
    """Fold a word; none when it is no text, empty, or has gaps where nothing stands between them."""
    if not isinstance(word, str):
        complain(line, said.NOT_WORDS)
        return []
    folded = normalise(word)
    parts = folded.split(GAP)
    if not folded.strip():
        complain(line, said.EMPTY_WORD)
    elif len(parts) > MAX_GAPS + 1 or not all(part.strip() for part in (parts[:-1] or parts)):
        complain(line, said.BAD_GAP, word[:40], str(MAX_GAPS))
    else:
        return [folded]
    return []
