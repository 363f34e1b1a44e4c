"""Pieces of a text that may be a person's name: what begins with a surname, runs of minority syllables, names in parts.

And what the rules and the tagger took for a name. Which of them are names, `name_scorer` decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.edges import FOLLOWING
from desensitize.people.slots import open_places
from desensitize.people.surnames import DOTS_OR_STOP, HAN, SurnameTier, lines_of, surname_of
from desensitize.people.words import MASKED, ROLE, TITLE_END, minority_syllables
from desensitize.tagger import VERBAL, Reading

_RUN: Final = re.compile(f"[{HAN}]{{2,}}")
_DOTTED: Final = re.compile(f"[{HAN}]{{1,9}}(?:[{DOTS_OR_STOP}][{HAN}]{{1,9}}){{1,4}}")
_OF_ONE: Final = re.compile("人$|姓名|户名|户主|原告|被告$|配偶|^其|[父母妻丈][亲子夫]|儿子|女儿")
"""Roles that are one person's, not a class's: 职工|花名册 and 客户|信用 name nobody."""
_ROLE: Final = re.compile(f'(?:{"|".join(word for word in ROLE.split("|") if _OF_ONE.search(word))})[:“"( ]{{0,2}}')
_LONGEST: Final = 6
"""Characters of the longest name without a dot that the tagger alone proposes: 额尔德木图."""
LONGEST_GIVEN: Final = 3
"""Characters that a given name has fewer than."""
_LONG_RUN: Final = 4
"""Characters from which a run of minority syllables alone may be a name: the tagger knows few of them."""
_TAILS: Final = frozenset("图尔呷提木江勒格姆措吉玛珠珍拉娜仓苏亚依果牛加布达莫嘎")
"""Characters that a name made of minority syllables may end in beyond them: 巴雅尔|图, 阿西木|呷."""
_LEAST_LEVELS: Final = 2
LEAST_BELIEF: Final = 3
"""Level of the tagger's belief in a person from which a piece needs no surname."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate.

    Attributes:
        start: First character of the folded text.
        end: One past the last.
        kind: What made it one.
        shown: Whether it stands alone behind a role, which shows it whatever the tagger made of it.
    """

    start: int
    end: int
    kind: str
    shown: bool = False


@cache
def given_classes() -> Mapping[str, str]:
    """How telling a character is of given names: 0 most, then 1, 2, 3; other characters are not in it."""
    classes: dict[str, str] = {}
    for number, line in enumerate(lines_of("name_characters.txt")):
        for character in line:
            classes.setdefault(character, "0112233333"[min(number, 9)])
    return classes


@cache
def syllables() -> re.Pattern[str]:
    """Runs of one to four parts of minority names."""
    longest_first = sorted(minority_syllables(), key=lambda syllable: (-len(syllable), syllable))
    return re.compile(f"(?:{'|'.join(longest_first)}){{1,4}}")


def pieces(text: str, reading: Reading, rules: Sequence[Candidate]) -> Iterator[Piece]:
    """Every piece that may be a name.

    Args:
        text: The folded text.
        reading: What the tagger made of it: a piece begins or ends with a word of its.
        rules: What the rules took for names.

    Returns:
        Pieces in no order, each place once.
    """
    seen: set[tuple[int, int]] = set()
    taken = {(name.start, name.end) for name in rules}
    shown = _shown(text)
    places = shown | {at for at in open_places(text) if reading.is_edge(at)}
    for start, end, kind in (*_places(text, reading, rules, places), *_believed(text, reading)):
        if (start, end) not in seen:
            seen.add((start, end))
            is_shown = _is_shown(text, start, end, places, reading)
            known = is_shown or (start, end) in taken or (start + 1, end) in taken
            known |= kind == "MINOR" and end - start >= _LONG_RUN
            if not known and not _leaves_room(text, start, end, kind, reading):
                continue
            title = TITLE_END.search(text, start, end)
            if (title is None or title.start() > start + 1) and MASKED.search(text, start, end + 1) is None:
                yield Piece(start, end, kind, start in places and _is_edge(text, end))


def _leaves_room(text: str, start: int, end: int, kind: str, reading: Reading) -> bool:
    """Whether the tagger leaves room for a name.

    Of what it holds impossible one in three hundred is one. An odd name needs an edge of its words at both ends, any
    other at one, unless the tagger was near to a person there itself.
    """
    belief = min(reading.inside[start + 1 : end])
    if reading.begins[start] + belief < _LEAST_LEVELS:
        return False
    begins, ends = reading.is_edge(start), reading.is_edge(end)
    if begins and ends:
        return True
    if kind in {"DOTTED", "MINOR"}:
        return True
    if reading.begins[start] >= LEAST_BELIEF and belief >= LEAST_BELIEF:
        return True
    if not begins and (not ends or kind.startswith("RAR")):
        return False
    classes = given_classes()
    return any(character in classes for character in text[start + 1 : end]) and (ends or text[end - 2] in classes)


def _shown(text: str) -> frozenset[int]:
    """Places where a name stands if any does: behind a role, with or without a sign between."""
    return frozenset(role.end() for role in _ROLE.finditer(text))


def _is_shown(text: str, start: int, end: int, shown: frozenset[int], reading: Reading) -> bool:
    """Whether the surroundings alone show a piece, so that the tagger is not asked for room: 担保人|关注, 封顶|身故."""
    if _is_edge(text, end) or text[end : end + 2] in FOLLOWING:
        return start in shown or _is_edge(text, start)
    return start in shown and reading.is_edge(end) and reading.labels[end] in VERBAL


def _is_edge(text: str, at: int) -> bool:
    """Whether a place is an end of the text, or stands beside a sign."""
    return at in {0, len(text)} or _RUN.match(text, at - 1) is None


def _places(
    text: str, reading: Reading, rules: Sequence[Candidate], shown: frozenset[int]
) -> Iterator[tuple[int, int, str]]:
    for run in _RUN.finditer(text):
        limit = run.end()
        for start in range(run.start(), limit - 1):
            if not reading.begins[start] and start not in shown and start != run.start():
                continue
            length, tier = surname_of(text[start : min(start + 5, limit)])
            if length == 0:
                continue
            kind = f"{tier.name[:3]}"
            for given in (1, 2):
                if start + length + given <= limit:
                    yield start, start + length + given, f"{kind}{given}"
            if length > 1:
                single = surname_of(text[start] + "一一")[1]
                for given in (1, 2):
                    if single and start + 1 + given <= limit:
                        yield start, start + 1 + given, f"{single.name[:3]}{given}"
            elif (
                tier >= SurnameTier.COMMON
                and start + 4 <= limit
                and surname_of(text[start + 1 : start + 4])[1]
                in {
                    SurnameTier.COMMON,
                    SurnameTier.USUAL,
                }
            ):
                yield start, start + 4, "DOUBLE"
        for match in syllables().finditer(text, run.start(), limit):
            start, end = match.span()
            yield start, end, "MINOR" if end - start > 2 else "MINOR2"
            if end < limit and text[end] in _TAILS:
                yield start, end + 1, "MINOR"
    yield from _headed(text, reading)
    for dotted in _DOTTED.finditer(text):
        yield from _dotted(text, *dotted.span())
    for name in rules:
        yield name.start, name.end, "RULE"


def _headed(text: str, reading: Reading) -> Iterator[tuple[int, int, str]]:
    """What the tagger took for a person with the surname that it may have left outside: 闻|芷瑞."""
    for name in reading.names:
        if name.kind == "PERSON" and name.start and name.end - name.start < LONGEST_GIVEN:
            length, tier = surname_of(text[name.start - 1 : name.end])
            if length == 1:
                yield name.start - 1, name.end, f"{tier.name[:3]}{name.end - name.start}"


def _believed(text: str, reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Runs that the tagger might have read as a person, whatever they begin with: 佐藤健一, 那日苏."""
    for start, level in enumerate(reading.begins):
        if level <= LEAST_BELIEF or text[start] in DOTS_OR_STOP:
            continue
        end = start + 1
        while (
            end < len(text)
            and end - start < _LONGEST
            and reading.inside[end] >= LEAST_BELIEF
            and _RUN.match(text, end - 1, end + 1)
        ):
            end += 1
            if end - start < _LONG_RUN or text[end - 2 : end] not in FOLLOWING:  # 陈坪|其子
                yield start, end, f"SOFT{end - start}"


def _dotted(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """A name in parts, with its first and last part at every length: words stand before and behind without a mark."""
    first = next(at for at in range(start, end) if text[at] in DOTS_OR_STOP)
    last = next(at for at in range(end - 1, start, -1) if text[at] in DOTS_OR_STOP)
    for begin in range(start, max(start + 1, first - 1)):
        for stop in range(min(last + 3, end), end + 1):
            yield begin, stop, "DOTTED"
