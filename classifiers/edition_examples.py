"""The examples of a clause, checked before `classifiers.examples` turns them into facts."""

import re
from datetime import date, datetime
from typing import Any, Final

from classifiers import list_words as said
from classifiers.known_names import ENTITIES, names_of
from classifiers.list_problems import Problems
from classifiers.negative_list import Example
from classifiers.yaml_lines import LineDict, LineList

MOST_ROWS: Final = 1_000_000
MOST_FOUND: Final = 10_000
_TYPES: Final = frozenset({"int", "dec", "date", "text", "empty", "hidden"})
_SHARE: Final = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?)")
_LENGTH: Final = re.compile(r"\d{1,5}(?:\.\d+)?")


def read_examples(entry: LineDict, where: str, problems: Problems) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Give what must hit a clause and what must not; what is wrong goes to `problems`."""
    examples = entry.get("examples")
    if not isinstance(examples, LineDict):
        if examples:
            problems.add(entry.line_of("examples"), where, said.NO_EXAMPLES, "hit")
        return (), ()
    for key in examples:
        if key not in {"hit", "miss"}:
            problems.add(examples.line_of(key), where, said.UNKNOWN_KEY, key)
    return _side(examples, "hit", where, problems), _side(examples, "miss", where, problems)


def _side(examples: LineDict, side: str, where: str, problems: Problems) -> tuple[Example, ...]:
    listed = examples.get(side)
    if not isinstance(listed, LineList) or not listed or not all(isinstance(e, LineDict) for e in listed):
        problems.add(examples.line_of(side), where, said.NO_EXAMPLES, side)
        return ()
    for example in listed:
        for key, value in example.items():
            line = example.line_of(key)
            if key not in _FACTS:
                problems.add(line, where, said.BAD_EXAMPLE, key)
            elif not _FACTS[key][0](value):
                problems.add(line, where, said.BAD_FACT, key, *_FACTS[key][1:])
    return tuple(Example(e, e.line) for e in listed)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_count(value: Any, most: int = MOST_ROWS) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_found(value: Any) -> bool:
    return isinstance(value, dict) and all(
        kind in ENTITIES and _is_count(count, MOST_FOUND) for kind, count in value.items()
    )


def _is_columns(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name and isinstance(spec, str) and all(map(_is_token, spec.split())) for name, spec in value.items()
    )


def _is_token(token: str) -> bool:
    """Tell whether a token says something of a column: a type, a length, a form or kind with its shares, a word."""
    if token.startswith("="):
        return len(token) > 1
    head, *numbers = token.split(":")
    if head in _TYPES:
        return not numbers
    if head == "len":
        return len(numbers) == 1 and _LENGTH.fullmatch(numbers[0]) is not None
    most = 1 if head.startswith("~") else 2
    is_known = head[1:] in names_of("shapes") if head.startswith("~") else head in ENTITIES
    return is_known and len(numbers) <= most and all(map(_SHARE.fullmatch, numbers))


_FACTS: Final[dict[str, tuple[Any, str, str]]] = {
    "title": (_is_text, "须是文字", "must be text"),
    "description": (_is_text, "须是文字", "must be text"),
    "text": (_is_text, "须是文字", "must be text"),
    "agency_kind": (
        lambda value: isinstance(value, str) and value in names_of("departments"),
        "须是部门类别的代码，如 RH",
        "must be the code of a kind of agency, such as RH",
    ),
    "catalogue_flag": (
        lambda value: isinstance(value, str) and value in names_of("labels"),
        "须是 core、important 或 general",
        "must be core, important or general",
    ),
    "release_at": (_is_day, "须是日期", "must be a date"),
    "public_until": (_is_day, "须是日期", "must be a date"),
    "rows": (_is_count, "须是不小于 0 的整数", "must be a whole number, 0 or more"),
    "found": (_is_found, "须是实体到个数的键值表，如 {PERSON: 2}", "must map kinds to counts, as in {PERSON: 2}"),
    "columns": (
        _is_columns,
        "须是列名到内容的键值表，内容如 text、int、CN_ID:0.4、~org:0.9、len:30、=取证中",
        "must map names to what the cells hold, such as text, int, CN_ID:0.4, ~org:0.9, len:30, =取证中",
    ),
}
