"""Rules and conditions of a clause, checked against what each matcher takes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from classifiers import list_words as said
from classifiers.matchers import MATCHERS
from classifiers.negative_list import Condition, Rule
from classifiers.terms import NO_WORDS, Words, normalise
from classifiers.yaml_lines import LineDict

if TYPE_CHECKING:
    from classifiers.edition_file import Problems


CHEAP: Final = frozenset({"catalogue_flag", "grain", "nature", "resource", "department", "time", "hidden"})
"""Conditions that are tried first: they need no search."""


def read_rules(
    rules: Any, words: dict[str, tuple[str, ...]], where: str, line: int, problems: "Problems"
) -> tuple[Rule, ...]:
    """Read a list of rules; what is wrong goes to `problems`."""
    if rules is None:
        return ()
    if not isinstance(rules, list):
        problems.add(line, where, said.NOT_RULES)
        return ()
    found = []
    for rule in rules:
        if not isinstance(rule, LineDict) or not rule:
            problems.add(getattr(rule, "line", line), where, said.NOT_RULE)
            continue
        conditions = sorted(
            (_condition(kind, rule, words, where, problems) for kind in rule), key=lambda c: c.kind not in CHEAP
        )
        found.append(Rule(tuple(conditions), rule.line))
    return tuple(found)


def _condition(
    kind: str, rule: LineDict, words: dict[str, tuple[str, ...]], where: str, problems: "Problems"
) -> Condition:
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

            def complain(fault: said.Fault, *about: str, key: str = key) -> None:
                problems.add(params.line_of(key), f"{where}.{kind}.{key}", fault, *about)

            checked[key] = _value(value, wanted, words, complain)
    return Condition(name, checked)


def _value(value: Any, wanted: str, words: dict[str, tuple[str, ...]], complain: Callable[..., None]) -> Any:
    if wanted == "flag":
        if not isinstance(value, bool):
            complain(said.NOT_FLAG)
        return value
    if wanted == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            complain(said.NOT_A_NUMBER)
        return value
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(v, str) for v in listed):
        complain(said.NOT_WORDS)
        return NO_WORDS
    if wanted == "names":
        return tuple(listed)
    found: list[str] = []
    for word in listed:
        if word.startswith("$"):
            if word[1:] not in words:
                complain(said.NO_SUCH_WORDS, word)
            found += words.get(word[1:], ())
        else:
            found.append(normalise(word))
    return Words(dict.fromkeys(found))
