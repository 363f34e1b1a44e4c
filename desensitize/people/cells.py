"""Names in cells that are nothing but names: alone, in lists, with a title, a note or a number behind.

Decided by the column's evidence and by characters alone, so a name column never costs a model call.
"""

import re
from dataclasses import dataclass
from typing import Final

from desensitize.people.headers import NameEvidence
from desensitize.people.surnames import ALL_HAN, DOTS, HAN, SurnameTier, likeness, surname_of
from desensitize.people.words import TITLE, is_masked, is_minority_like, is_placeholder, is_thing, is_word, name_score

MAX_BARE: Final = 120
"""Longest cell read as a list of names, in characters."""

_PARTY_LEAST: Final = 0.35
"""Least likeness where a cell may be a person or an organisation: any listed surname with a plausible given name."""

_NAMED_LIKE_WORD: Final = 0.75
"""Least likeness of a word that is taken for a name: a usual surname and characters of given names."""

_SEPARATOR: Final = re.compile(
    r"[、,;/|\\\n\r\t+&]|\s和\s"
    rf"|(?<=[{HAN}])\s{{1,8}}(?=[{HAN}]{{2}})"
    rf"|(?<=[{HAN}])\s*[-—~]\s*(?=[{HAN}])"
)
_SEGMENT: Final = re.compile(
    rf"[\s\"'“”‘’(\[【]*(?:[0-9]{{1,3}}[.、)]?\s*)?"
    rf"(?P<name>[{HAN}](?:[{HAN}{DOTS}.]|(?<=[{HAN}])[ ]{{1,4}}(?=[{HAN}]\Z))*|[A-Za-z][A-Za-z'.\- {DOTS}]{{2,40}})"
    rf"(?P<title>)"
    r"(?P<rest>[\s\"'“”‘’:：)\]】。.]*"
    r"(?:\(.{0,40}\)|\[.{0,40}\]|【.{0,40}】|〔.{0,40}〕)?[\s\-:：]*[0-9+*\-() ]*[\"'”’。.]*)"
)
_SPACED: Final = re.compile(rf"\s*(?P<name>[{HAN}]{{1,2}}(?:[ ]{{1,6}}(?![男女])[{HAN}]){{1,2}})\s*")
_TITLED: Final = re.compile(rf"(?P<core>.+?)(?P<title>(?:{TITLE}))")
_POLITE: Final = re.compile("总|工|同志|先生|女士|小姐|老师|师傅|经理|主任|律师|医生|教授|会计|老板|阿姨|大爷")
_LATIN_NAME: Final = re.compile(
    rf"[A-Z][A-Za-z'’]+(?:[\s\-{DOTS}.,]+[A-Z][A-Za-z'’.]*){{1,4}}|[A-Z]{{2,}}(?:[\s,]+[A-Z]{{2,}}){{1,3}}|"
    r"[A-Z]\. ?[A-Z][a-z]+|[A-Z][a-z]+ [a-z]+(?: [a-z]+)?"
)
_LATIN_REVERSED: Final = re.compile(r"\s*[A-Z][a-z]{1,14}, ?[A-Z][a-z]{1,14}\s*")
_LATIN_THING: Final = re.compile(
    r"(?i)\b(?:co|ltd|inc|corp|company|limited|bank|group|fund|trust|holdings?|plc|llc|gmbh|n\.?a|center|university|school|total|"
    r"leasing|lease|factoring|microcredit|guarantee|pawn|pawnshop|insurance|securities|futures|capital|payments?|finance|"
    r"financial|exchange|credit|investment|assets?|brokers?|brokerage|agency|partners|bureau|branch|sub-branch|office)\b"
)
_TAIL_WORDS: Final = re.compile(
    "(?:等人?|等[0-9一二三四五六七八九十]+[人户名]|及其配偶|夫妇|夫妻|家属|本人|之妻|之夫|之子|之女)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name. start, end: characters of the folded text. score: 0 to 1. rule: what found it."""

    start: int
    end: int
    score: float
    rule: str


def names_in_bare_cell(text: str, evidence: NameEvidence) -> tuple[Candidate, ...] | None:
    """Names in a cell that is nothing but names.

    Args:
        text: The folded cell.
        evidence: PARTY or PERSON, from the header or the column's profile.

    Returns:
        The names (possibly none: a company, a total, a masked name), or None when the cell is more than names and has
        to be read as text.
    """
    if len(text) > MAX_BARE:
        return None
    if len(text) <= 3 and ALL_HAN.fullmatch(text):
        taken = _name_in(text, evidence)
        return () if taken is None else (Candidate(0, *taken, "cell.name"),)
    if _LATIN_REVERSED.fullmatch(text):
        return (Candidate(len(text) - len(text.lstrip()), len(text.rstrip()), 0.75, "cell.name"),)
    found: list[Candidate] = []
    for start, end in _segments(text):
        spaced = _SPACED.fullmatch(text, start, end)
        if spaced and likeness(spaced.group("name").replace(" ", "")) >= 0.5:
            found.append(Candidate(*spaced.span("name"), 0.85, "cell.spaced"))
            continue
        match = _SEGMENT.fullmatch(text, start, end)
        if match is None:
            return None
        if "*" in match.group("rest"):
            continue
        taken = _name_in(match.group("name"), evidence)
        if taken is None:
            if _is_open(match.group("name")):
                return None
            continue
        length, score = taken
        found.append(Candidate(match.start("name"), match.start("name") + length, score, "cell.name"))
    return tuple(found)


def _is_open(name: str) -> bool:
    """Whether a segment that is no name may still hold one, so that it has to be read as text: 张三和李四."""
    return len(name) > 3 and not name.isascii() and not is_thing(name) and not is_masked(name)


def _segments(text: str) -> list[tuple[int, int]]:
    """Parts between separators that stand outside brackets; empty ones are left out."""
    closed = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】", lambda bracket: "(" * len(bracket.group()), text)
    parts: list[tuple[int, int]] = []
    at = 0
    for separator in [*((m.start(), m.end()) for m in _SEPARATOR.finditer(closed)), (len(text), len(text))]:
        if text[at : separator[0]].strip():
            parts.append((at, separator[0]))
        at = separator[1]
    return parts


def _name_in(name: str, evidence: NameEvidence) -> tuple[int, float] | None:
    """Length and score of the name a segment begins with, or None when it is no person's."""
    if name[0].isascii():
        whole = name.strip(" .-")
        if evidence >= NameEvidence.PARTY and is_latin_name(whole):
            return len(whole), 0.75
        return None
    name = name.rstrip(" .")
    tail = _TAIL_WORDS.search(name)
    if tail and tail.start() >= 2:
        name = name[: tail.start()]
    titled = _TITLED.fullmatch(name)
    if titled:
        core, title = titled.group("core"), titled.group("title")
        if len(core) == 1:
            named = surname_of(core * 2)[1] >= SurnameTier.USUAL and _POLITE.fullmatch(title) and not is_masked(name)
            return (1, 0.6) if named else None
        inner = _accepted(core, evidence) if len(title) > 1 or len(core) > 2 else None
        if inner is not None:
            return len(core), inner
    score = _accepted(name, evidence)
    return None if score is None else (len(name), score)


def is_latin_name(value: str) -> bool:
    """Whether words in Latin letters are a person's name rather than an organisation's."""
    whole = value.strip(" .-")
    return _LATIN_NAME.fullmatch(whole) is not None and _LATIN_THING.search(whole) is None


def _accepted(name: str, evidence: NameEvidence) -> float | None:
    """Score of a bare name under the column's evidence, or None."""
    persons = evidence is NameEvidence.PERSON
    if is_masked(name):
        return None
    if is_word(name) and not is_placeholder(name):
        # 成功 and 高明 are somebody's names in a column of persons; 王老吉 among parties is a firm.
        named = likeness(name) >= _NAMED_LIKE_WORD and (persons or len(name) == 2)
        return 0.6 if named else None
    if is_thing(name, places=not persons):
        return None
    score = name_score(name, places=not persons)
    if persons:
        if score > 0 and (len(name) <= 4 or score >= 0.6):
            return max(0.85, score)
        return 0.8 if 2 <= len(name) <= 12 and is_minority_like(name) else None
    return max(0.7, score) if score >= _PARTY_LEAST else None
