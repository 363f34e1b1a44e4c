"""Organisations and places in a text: what the tagger saw, put together where it cut a name in pieces."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.surnames import HAN
from desensitize.tagger import Tagged

_ORG_TAIL: Final = re.compile(
    rf"(?:[{HAN}A-Za-z0-9()]{{0,16}}?)(?:股份有限公司|有限责任公司|有限公司|集团公司|分公司|子公司|总公司|公司|集团|研究院|研究所|设计院|事务所|委员会|管理局|监管局|分局|支行|分行|总行|银行|大学|学院|医院)"
)
_FORM: Final = re.compile(
    "(?:公司|集团|银行|支行|分行|总行|营业部|联社|信用社|事务所|研究院|研究所|设计院|委员会|管理局|监管局|分局|大学|学院|医院)"
)
_ENDS: Final = re.compile(f"{_FORM.pattern}$")
_COUNTED: Final = re.compile("[0-9一二三四五六七八九十两多几各数]+家|(?:银行|证券|保险|基金)业")
_CUT: Final = re.compile("[,;:。、!?\\s]|任|担任|兼|曾|的|在|于|与|和|及|为|是|由|向|对|被|等")
_STRAY: Final = frozenset("@# \t\"'“”‘’:,.;()[]-_*")
_LEAST: Final = 0.3


def organisations_and_places(text: str, tagged: Sequence[Tagged], people: Sequence[Candidate]) -> tuple[Tagged, ...]:
    """ORG and LOCATION names of one text.

    Args:
        text: The folded text.
        tagged: What the tagger found.
        people: The personal names found in the same text; they win where they overlap.

    Returns:
        Names from left to right; pieces of one organisation that stand side by side are joined.
    """
    taken = {at for person in people for at in range(person.start, person.end)}
    joined: list[Tagged] = []
    for name in (_trimmed(text, one) for one in tagged):
        if name.kind == "PERSON" or name.probability < _LEAST or taken & {name.start, name.end - 1}:
            continue
        last = joined[-1] if joined else None
        if last is not None and last.end == name.start and name.kind == "ORG" and _is_one(text, last, name):
            joined[-1] = Tagged(last.start, name.end, "ORG", min(last.probability, name.probability))
        else:
            joined.append(name)
    return tuple(_extended(text, name, joined[index + 1 :][:1]) for index, name in enumerate(joined))


def _is_one(text: str, one: Tagged, other: Tagged) -> bool:
    """Whether two neighbours are one organisation: a place and its bank, or a head without a form and its company.

    Any two organisations are not: 皇马|巴萨 of news are two clubs.
    """
    if one.kind == "LOCATION":
        return True
    return _ENDS.search(text, other.start, other.end) is not None and _FORM.search(text, one.start, one.end) is None


def _trimmed(text: str, name: Tagged) -> Tagged:
    """Without blanks and stray signs at the ends."""
    start, end = name.start, name.end
    while start < end and text[start] in _STRAY:
        start += 1
    while end > start + 1 and text[end - 1] in _STRAY:
        end -= 1
    return replace(name, start=start, end=end)


def _extended(text: str, name: Tagged, following: Sequence[Tagged]) -> Tagged:
    """An organisation whose last word the tagger left outside: 云川恒岳 + 商贸有限公司."""
    if name.kind != "ORG" or _ENDS.search(text, name.start, name.end) is not None:
        return name
    limit = following[0].start if following else len(text)
    tail = _ORG_TAIL.match(text, name.end, limit)
    if tail is None or _CUT.search(tail.group()) or _COUNTED.search(text, name.end, tail.end() + 1):
        return name
    return replace(name, end=tail.end())
