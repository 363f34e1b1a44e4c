"""What speaks for and against a piece of text being a person's name, as named features of a linear model.

A feature says something of the piece's characters, of the tagger's words in and around it, or of the neighbours; none
says which name it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.edges import FOLLOWING
from desensitize.people.headers import ROLES
from desensitize.people.pieces import Piece, given_classes, syllables
from desensitize.people.rules import PLACE_AFTER
from desensitize.people.slots import left_of, right_of
from desensitize.people.surnames import DOTS_OR_STOP, HAN, SOUNDS, SurnameTier, surname_of
from desensitize.people.word_features import neighbours, words
from desensitize.people.words import (
    ROLE,
    TITLE_AFTER,
    dictionary_words,
    is_placeholder_or_word,
    is_thing,
    name_score,
    ordinary_words,
)
from desensitize.tagger import Reading

_BEFORE_MARK: Final = re.compile(f"(?P<run>[{HAN}]{{2,5}})[、/和与及]$")
_BEHIND_MARK: Final = re.compile(f"[、/](?P<run>[{HAN}]{{2,5}})")
"""Neighbours in a list."""
_MARKS: Final = frozenset({"、", "/"})
_HAN: Final = re.compile(f"[{HAN}]")
_OPENERS: Final = frozenset("由与和跟同及或向对给替为被把将经让请找叫因从据代转付还收欠借退补赠令派即系是")
"""Words of one character that names often follow."""
_ROLES: Final = ROLES | {word for word in ROLE.split("|") if len(word) > 1}
_LONGEST_ROLE: Final = max(map(len, _ROLES))
_LAST_OF_ROLES: Final = frozenset(word[-1] for word in _ROLES)
_JOINED: Final = (
    "cuts=",
    "common=",
    "role",
    "title",
    "action",
    "sides=",
    "open=",
    "after=",
    "before=",
    "L=",
    "R=",
    "tagger:",
    "named:",
    "soft=",
    "fellows=",
    "pos=",
    "slot=",
    "mates=",
    "lex",
)
"""Features that say something else of a likely name than of an unlikely one."""


def evidence(text: str, piece: Piece, reading: Reading, rules: Sequence[Candidate]) -> tuple[str, list[str]]:
    """What speaks for and against one piece.

    Args:
        text: The folded text.
        piece: The candidate.
        reading: What the tagger made of the text.
        rules: What the rules took for names in it.

    Returns:
        What the piece is worth by its characters alone, and the names of the features that hold for it.
    """
    start, end = piece.start, piece.end
    value = text[start:end]
    found = [f"kind={piece.kind}", f"S={value[0]}"]
    found += _inside(value, piece.kind) if piece.kind != "DOTTED" else _of_sounds(text, start, end)
    found += words(start, end, reading)
    found += neighbours(text, start, end, reading)
    found += _around(text, start, end, piece.kind[:3])
    if slot := left_of(text, start, reading):
        found.append(f"slot={slot}_{right_of(text, end, reading)}")
    found += _mates(text, start, end, reading)
    found += _agreement(text, piece, reading, rules)
    return _worth(value, piece.kind), found


def features(text: str, piece: Piece, reading: Reading, rules: Sequence[Candidate]) -> list[str]:
    """Names of the features that hold for one piece, alone and beside its worth. Arguments as for `evidence`."""
    worth, found = evidence(text, piece, reading, rules)
    return found + [f"{worth}&{feature}" for feature in found if feature.startswith(_JOINED)]


def _worth(value: str, kind: str) -> str:
    """How much the characters alone look like a name, in a few steps."""
    if kind in {"DOTTED", "MINOR", "MINOR2", "RULE", "DOUBLE"} or kind.startswith("SOFT"):
        return kind
    if is_placeholder_or_word(value) or is_thing(value):
        return f"no{len(value)}"
    classes = given_classes()
    first = 2 if kind.startswith("COM") and len(value) > 2 else 1
    worst = max((int(classes.get(character, "4")) for character in value[first:]), default=4)
    return f"{kind[:3]}{len(value)}{'#' if worst == 0 else '+' if worst == 1 else '=' if worst < 4 else '-'}"


def _inside(value: str, kind: str) -> Iterator[str]:
    classes = given_classes()
    given = value[2:] if kind.startswith("COM") and len(value) > 2 and surname_of(value)[0] > 1 else value[1:]
    shape = "".join(classes.get(character, "x") for character in given[:3])
    yield f"given={shape}"
    yield f"given={shape}/{kind[:3]}"
    yield f"last={value[-1]}"
    if len(given) == 2:
        yield f"M={given[0]}"
        yield f"G={given}"
    if is_placeholder_or_word(value):
        yield "word"
    elif is_thing(value):
        yield "thing"
    known = dictionary_words()
    if value in known:
        yield "lex"
    if len(value) == 3:
        if value[:2] in ordinary_words():
            yield "begins with word"
        elif value[:2] in known:
            yield "begins with lex"
        if value[1:] in ordinary_words():
            yield "ends with word"
        elif value[1:] in known:
            yield "ends with lex"


def _of_sounds(text: str, start: int, end: int) -> Iterator[str]:
    """Which characters at the ends of a dotted name spell sounds, inside and outside."""
    inside = sum(character not in SOUNDS and character not in DOTS_OR_STOP for character in text[start:end])
    yield f"odd sounds={min(inside, 3)}"
    yield f"sounds={_sound(text, start - 1)}{_sound(text, start)}_{_sound(text, end - 1)}{_sound(text, end)}"
    for side, near in (("start", text[start : start + 2]), ("end", text[end - 2 : end])):
        if syllables().fullmatch(near) or syllables().search(text, start, end) is not None:
            yield f"syllable at {side}"
    yield f"dotted last={min(6, end - 1 - max(text.rfind(dot, start, end) for dot in DOTS_OR_STOP))}"


def _sound(text: str, at: int) -> str:
    return "+" if 0 <= at < len(text) and text[at] in SOUNDS else "-"


def _fellow(text: str, mark: re.Pattern[str], at: int) -> str:
    """What the neighbour in a list looks like by its characters: a name, none, something longer; empty without one."""
    found = mark.match(text, at) if mark is _BEHIND_MARK else mark.search(text, max(0, at - 7), at)
    if found is None:
        return ""
    run = found.group("run")
    if len(run) > 4:
        return "long"
    return "name" if name_score(run) >= 0.5 else "thing" if is_thing(run) else "other"


def _mates(text: str, start: int, end: int, reading: Reading) -> Iterator[str]:
    """Whether the tagger took a neighbour in a list for a person."""
    before, behind = text[start - 1 : start] in _MARKS, text[end : end + 1] in _MARKS
    if before or behind:
        left = before and any(n.end == start - 1 and n.kind == "PERSON" for n in reading.names)
        right = behind and any(n.start == end + 1 and n.kind == "PERSON" for n in reading.names)
        yield f"mates={_mate(known=left, mark=before)}{_mate(known=right, mark=behind)}"


def _mate(*, known: bool, mark: bool) -> str:
    return "P" if known else "o" if mark else "-"


def _side(character: str) -> str:
    if not character:
        return "edge"
    if _HAN.match(character):
        return "han"
    if character.isspace():
        return "blank" if character == " " else "line"
    return "digit" if character.isdigit() else "letter" if character.isalpha() else character


def _opening(text: str, at: int) -> str:
    """What the character before a place is to a name there: a word that names follow (o), a sign (e), else h."""
    if at <= 0 or _HAN.match(text, at - 1) is None:
        return "e"
    return "o" if text[at - 1] in _OPENERS else "h"


def _ends_in_role(text: str) -> bool:
    return text[-1:] in _LAST_OF_ROLES and any(text[at:] in _ROLES for at in range(len(text) - 1))


def _around(text: str, start: int, end: int, kind: str) -> Iterator[str]:
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    one, other = _side(left[-1:]), _side(right[:1])
    yield f"sides={one}_{other}"
    yield f"open={_opening(text, start - 1)}{_opening(text, start)}"
    yield f"left={one}"
    yield f"right={other}"
    if one == "han":
        yield f"ahead={surname_of(left[-1] + text[start : start + 2])[1].name[:3]}/{kind}{end - start}"
        yield f"L={left[-1]}"
        if _HAN.match(left):
            yield f"LL={left}"
        if left[-1] + text[start] in ordinary_words():
            yield "word across start"
        elif left[-1] + text[start] in dictionary_words():
            yield "lex across start"
        if _ends_in_role(text[max(0, start - _LONGEST_ROLE) : start]):
            yield "role"
    elif start:
        behind = text[max(0, start - 12) : start].rstrip(" :\"'“(=")
        if _ends_in_role(behind[-_LONGEST_ROLE:]):
            yield "role:"
    if other == "han":
        yield f"R={right[0]}"
        if _HAN.match(right[-1]):
            yield f"RR={right}"
        yield f"next={given_classes().get(right[0], 'x')}/{min(end - start, 4)}"
        if text[end - 1] + right[0] in ordinary_words():
            yield "word across end"
        elif text[end - 1] + right[0] in dictionary_words():
            yield "lex across end"
        if right in FOLLOWING:
            yield "action"
        if text[end - 1 : end + 1] in FOLLOWING:
            yield "action across"
        if TITLE_AFTER.match(text, end):
            yield "title"
    before, behind = _fellow(text, _BEFORE_MARK, start), _fellow(text, _BEHIND_MARK, end)
    if before or behind:
        yield f"fellows={before}_{behind}"
    if PLACE_AFTER.match(text, end):
        yield "place behind"
    if text.find(text[start:end], end) >= 0 or text.find(text[start:end], 0, start) >= 0:
        yield "again"


def _agreement(text: str, piece: Piece, reading: Reading, rules: Sequence[Candidate]) -> Iterator[str]:
    start, end = piece.start, piece.end
    near = [n for n in reading.names if n.start < end and start < n.end]
    persons = [(n.start, n.end, _headless(text, n.start, n.end)) for n in near if n.kind == "PERSON"]
    yield "tagger:" + _relation(piece, persons)
    yield "named:" + _relation(piece, [(n.start, n.end, n.kind) for n in near if n.kind != "PERSON"])
    yield "rules:" + _relation(piece, [(n.start, n.end, n.rule) for n in rules if n.start < end and start < n.end])


def _headless(text: str, start: int, end: int) -> str:
    """Whether what the tagger took begins with no usual surname, so that it may have left one outside: 闻|芷瑞."""
    return "!" if surname_of(text[start:end])[1] < SurnameTier.USUAL else ""


def _relation(piece: Piece, others: Sequence[tuple[int, int, str]]) -> str:
    for start, end, what in others:
        if start < piece.end and piece.start < end:
            if (start, end) == (piece.start, piece.end):
                return f"same {what}"
            return f"{_order(start, piece.start)}{_order(end, piece.end)}{what}"
    return "none"


def _order(one: int, other: int) -> str:
    return "<" if one < other else "=" if one == other else ">"
