"""Pieces that fell just short of a name and that the rest of the text makes good.

The same word is somebody's name elsewhere in it, or stands in the same place of a list: 王芳 500元; 左岸 100元.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.rules import PLACE_AFTER
from desensitize.people.shape import WORDS_TOO
from desensitize.people.surnames import HAN
from desensitize.people.words import is_thing

_SAME: Final = 4.0
"""Log-odds that the same word brings, taken for a name elsewhere in the text."""
_PARALLEL: Final = 2.5
"""The same for a known name between the same signs."""
_LISTED: Final = 2.5
"""The same for a known name next to it in a list."""
_MARKS: Final = frozenset({"、", "/"})
_MEMBER_BEFORE: Final = re.compile(f"[、/][{HAN}]{{2,4}}$")
_MEMBER_BEHIND: Final = re.compile(f"[{HAN}]{{2,4}}[、/]")
_LEAST_SURE: Final = 0.6
_WORD: Final = 2
"""Characters of the word behind a name that tell of its place."""
_LONGEST: Final = 3
"""Characters of the longest name that a word (东方) may begin and that its place alone makes good."""
_WEAK: Final = frozenset(",. ")
"""Signs that stand around anything."""


def made_good(text: str, near: Sequence[Candidate], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names among pieces that came near.

    Args:
        text: The folded text.
        near: Pieces that lack some log-odds, their score.
        found: Names of the text.

    Returns:
        Further names, those that lacked least first.
    """
    values = {text[name.start : name.end] for name in found if name.score >= _LEAST_SURE}
    places = {_place(text, name) for name in found} - {""}
    begins, ends = {name.start for name in found}, {name.end for name in found}
    waiting = sorted((one for one in near if not _is_firm(text, one)), key=lambda one: -one.score)
    while waiting:
        left = []
        for one in waiting:
            gained = _SAME if text[one.start : one.end] in values else 0.0
            if _place(text, one) in places and not is_thing(text[one.start : one.end]):
                gained += _PARALLEL
            gained += _LISTED if _is_listed(text, one, begins, ends) else 0.0
            if one.score + gained <= 0:
                left.append(one)
                continue
            begins.add(one.start)
            ends.add(one.end)
            yield Candidate(one.start, one.end, _LEAST_SURE, "text.beside")
        if len(left) == len(waiting):
            return
        waiting = left


def _is_firm(text: str, one: Candidate) -> bool:
    """Whether a piece is, or begins, what a firm is called: 国海|证券, 东方财富."""
    return PLACE_AFTER.match(text, one.end) is not None or (
        one.end - one.start > _LONGEST and text[one.start : one.start + 2] in WORDS_TOO
    )


def _is_listed(text: str, one: Candidate, begins: set[int], ends: set[int]) -> bool:
    """Whether a piece is a member of a list in which a known name is the next or the next but one."""
    before = text[one.start - 1 : one.start] in _MARKS
    behind = text[one.end : one.end + 1] in _MARKS
    if (behind and one.end + 1 in begins) or (before and one.start - 1 in ends):
        return True
    if before and (member := _MEMBER_BEFORE.search(text, max(0, one.start - 6), one.start - 1)):
        return member.start() in ends
    if behind and (member := _MEMBER_BEHIND.match(text, one.end + 1)):
        return member.end() in begins
    return False


def _place(text: str, one: Candidate) -> str:
    """The signs on both sides, empty where they tell nothing; a digit is a digit.

    Behind a sign the word that follows does as well as a sign: ,常青持股30%,程士源持股19%.
    """
    before, behind = _sign(text, one.start - 1), _sign(text, one.end)
    if before and not behind and before != "0":
        return before + text[one.end : one.end + _WORD]
    if not before or not behind or (before in _WEAK and behind in _WEAK):
        return ""
    return before + behind


def _sign(text: str, at: int) -> str:
    character = text[at] if 0 <= at < len(text) else "\n"
    return "0" if character.isdigit() else "" if character.isalpha() else character
