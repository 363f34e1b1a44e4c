"""Neighbours in lists: 石大勇、万里等人 and 独立董事：孔祥宇  高  远, when one member is known to be a person."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.rules import could_be
from desensitize.people.surnames import DOTS, HAN, SurnameTier, likeness, surname_of
from desensitize.people.words import is_minority_like, name_score
from desensitize.tagger import Reading

_MARK: Final = re.compile(r"[ ]{0,2}[、/][ ]{0,2}|[ ]{1,8}")
_MARK_BEFORE: Final = re.compile(r"(?:[ ]{0,2}[、/][ ]{0,2}|[ ]{1,8})$")
_SPACED: Final = re.compile(f"[{HAN}][ ]{{1,4}}[{HAN}](?![{HAN}])")
_RUN: Final = re.compile(f"[{HAN}][{HAN}{DOTS}]{{1,11}}(?![{HAN}{DOTS}])")
_RUN_BEFORE: Final = re.compile(f"(?<![{HAN}{DOTS}])[{HAN}][{HAN}{DOTS}]{{1,11}}$")
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
    ends = {name.end for name in found}
    for name in found:
        if name.end - name.start < 3 and name.score < _LEAST_SHORT:
            continue
        at: int | None = name.end
        while at is not None:
            member = _after(text, reading, at)
            if member is None or member.start in begins:
                break
            yield member
            at = member.end
        at = name.start
        while at is not None:
            member = _before(text, reading, at)
            if member is None or member.end in ends:
                break
            yield member
            at = member.start


def _after(text: str, reading: Reading, at: int) -> Candidate | None:
    mark = _MARK.match(text, at)
    if mark is None:
        return None
    start = mark.end()
    spaced = _SPACED.match(text, start)
    if spaced is not None and _is_spaced_name(spaced.group()):
        return Candidate(start, spaced.end(), 0.75, "text.list")
    run = _RUN.match(text, start)
    if run is not None and _is_member(run.group()):
        return Candidate(start, run.end(), 0.75, "text.list")
    if mark.group().strip() == "":
        return None
    return _open(text, reading, [(start, start + length) for length in (4, 3, 2)])


def _before(text: str, reading: Reading, at: int) -> Candidate | None:
    mark = _MARK_BEFORE.search(text, max(0, at - 8), at)
    if mark is None:
        return None
    end = mark.start()
    run = _RUN_BEFORE.search(text, max(0, end - 14), end)
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
        if score >= _LEAST_OPEN and could_be(reading, start, end, score):
            return Candidate(start, end, 0.7, "text.list")
    return None


def _is_member(value: str) -> bool:
    return (len(value) <= 4 and name_score(value, places=False) >= _LEAST) or is_minority_like(value)


def _is_spaced_name(value: str) -> bool:
    name = value.replace(" ", "")
    return surname_of(name)[1] >= SurnameTier.USUAL and likeness(name) >= _LEAST
