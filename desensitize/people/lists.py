"""Neighbours in lists: 石大勇、万里等人 and 独立董事：孔祥宇  高  远, when one member is known to be a person."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.rules import could_be
from desensitize.people.surnames import DOTS, HAN, SurnameTier, likeness, surname_of
from desensitize.people.words import is_minority_like, is_thing, name_score
from desensitize.tagger import Reading

_MARK: Final = re.compile(r"[ ]{0,2}[、/][ ]{0,2}|[ ]{1,8}")
_MARK_BEFORE: Final = re.compile(r"(?:[ ]{0,2}[、/][ ]{0,2}|[ ]{1,8})$")
_SPACED: Final = re.compile(f"[{HAN}][ ]{{1,4}}[{HAN}](?![{HAN}])")
_RUN: Final = re.compile(f"[{HAN}][{HAN}{DOTS}]{{1,11}}(?![{HAN}{DOTS}])")
_RUN_BEFORE: Final = re.compile(f"(?<![{HAN}{DOTS}])[{HAN}][{HAN}{DOTS}]{{1,11}}$")
_HEADED: Final = re.compile(
    "(?:出席|列席|缺席|参会|到会|与会|请假|主持|记录|陪同|参加|在场|值班|带班|签到|赞成|反对|弃权|回避|汇报|发言|监票|计票|唱票|"
    "经手|签字|走访|慰问|获奖|成员|组员|委员|组长|专家|评委|名单|人员)(?:人员|领导|同志|人|者|名单)?[ ]?:[ ]?"
    f"(?P<list>[{HAN}{DOTS}]{{2,9}}(?:[、,; ]{{1,3}}[{HAN}{DOTS}]{{2,9}})+)"
)
"""A list behind a word for those who take part: 出席:褚遂年、从文、安宁."""
_MEMBER: Final = re.compile(f"[{HAN}{DOTS}]+")
_LEAST_LIKELY: Final = 0.6
_SHARE: Final = 3
"""One member in so many has to look like a name."""
_LONGEST_NAME: Final = 3
_PLACES: Final = frozenset("村庄屯堡桥营店镇乡县区市寨沟坪湾")
_LEAST: Final = 0.5
_LEAST_OPEN: Final = 0.6
_LEAST_SHORT: Final = 0.8
"""How sure a name of two characters has to be that its neighbours follow it: 和田玉、白玉、黄玉 are no persons."""


def listed_names(text: str, reading: Reading, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Members of lists beside known names.

    Args:
        text: The folded text.
        reading: What the tagger made of it.
        found: Names known already; each list is followed from them to both sides.

    Returns:
        Further names.
    """
    if not any(mark in text for mark in "、/ "):
        return
    begins = {name.start for name in found}
    places = frozenset((one.start, one.end) for one in reading.names if one.kind == "LOCATION")
    ends = {name.end for name in found}
    for name in found:
        if name.end - name.start < 3 and name.score < _LEAST_SHORT:
            continue
        at: int | None = name.end
        while at is not None:
            member = _after(text, reading, at, places)
            if member is None or member.start in begins:
                break
            yield member
            at = member.end
        at = name.start
        while at is not None:
            member = _before(text, reading, at, places)
            if member is None or member.end in ends:
                break
            yield member
            at = member.start


def headed_names(text: str) -> Iterator[Candidate]:
    """Members of lists that begin behind a word for those who take part, where a third of them look like names.

    text: the folded text. Yields also the members that are words, which alone would name nobody.
    """
    for head in _HEADED.finditer(text):
        members = list(_MEMBER.finditer(text, *head.span("list")))
        likely = [_is_member(one.group()) and name_score(one.group()) >= _LEAST_LIKELY for one in members]
        if sum(likely) * _SHARE < len(members):
            continue
        for one, sure in zip(members, likely, strict=True):
            length, tier = surname_of(one.group())
            short = len(one.group()) <= _LONGEST_NAME and tier > SurnameTier.NONE and len(one.group()) > length
            if sure or (short and not is_thing(one.group(), places=False)):
                yield Candidate(one.start(), one.end(), 0.75, "text.headed")


def _after(text: str, reading: Reading, at: int, places: frozenset[tuple[int, int]]) -> Candidate | None:
    mark = _MARK.match(text, at)
    if mark is None:
        return None
    start = mark.end()
    spaced = _SPACED.match(text, start)
    if spaced is not None and _is_spaced_name(spaced.group()):
        return Candidate(start, spaced.end(), 0.75, "text.list")
    run = _RUN.match(text, start)
    if run is not None and _is_place(text, run.start(), run.end(), places):
        return None
    if run is not None and _is_member(run.group()):
        return Candidate(start, run.end(), 0.75, "text.list")
    if mark.group().strip() == "":
        return None
    return _open(text, reading, [(start, start + length) for length in (4, 3, 2)])


def _before(text: str, reading: Reading, at: int, places: frozenset[tuple[int, int]]) -> Candidate | None:
    mark = _MARK_BEFORE.search(text, max(0, at - 8), at)
    if mark is None:
        return None
    end = mark.start()
    run = _RUN_BEFORE.search(text, max(0, end - 14), end)
    if run is not None and _is_place(text, run.start(), end, places):
        return None
    if run is not None and _is_member(run.group()):
        return Candidate(run.start(), end, 0.75, "text.list")
    if mark.group().strip() == "":
        return None
    return _open(text, reading, [(end - length, end) for length in (4, 3, 2)])


def _open(text: str, reading: Reading, places: Sequence[tuple[int, int]]) -> Candidate | None:
    """A name at the open end of a list, where words follow or go before: 万里|等人, 客户|石大勇."""
    for start, end in places:
        if start < 0 or end > len(text):
            continue
        value = text[start:end]
        surname, tier = surname_of(value)
        if tier < SurnameTier.USUAL or end - start > surname + 2:
            continue
        score = name_score(value, places=False)
        at_edges = surname > 1 and reading.is_edge(start) and reading.is_edge(end)  # 司徒 is a word to the tagger
        if score >= _LEAST_OPEN and (at_edges or could_be(reading, start, end, score)):
            return Candidate(start, end, 0.7, "text.list")
    return None


def _is_place(text: str, start: int, end: int, places: frozenset[tuple[int, int]]) -> bool:
    """Whether a member is a village or a town, as its last character and the tagger say: 于家堡, 程家桥, 宋庄."""
    return text[end - 1] in _PLACES and (start, end) in places


def _is_member(value: str) -> bool:
    return (len(value) <= 4 and name_score(value, places=False) >= _LEAST) or is_minority_like(value)


def _is_spaced_name(value: str) -> bool:
    name = value.replace(" ", "")
    return surname_of(name)[1] >= SurnameTier.USUAL and likeness(name) >= _LEAST
