"""Names in Latin letters that need no role beside them: pinyin in either order, a first name before a family name.

Pinyin is checked by syllables (Scheme of the Chinese Phonetic Alphabet, ISO 7098): `Wang Xiaoming` is one family name
and one or two syllables. What spells a place or a house of business that way (`Ping An`, `Hong Kong`) is left out.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.surnames import lines_of

_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|iao|uai|uang?|[ueo]ng|ing|[iu]an|ian|iu|ia|ie|ui|uo|ue|un|ai|ei|ao|ou|an|en|in|er|a|o|e|i|u|v)"
)
_GIVEN: Final = re.compile(rf"{_SYLLABLE}(?:['’-]?{_SYLLABLE})?", re.IGNORECASE)
_WORD: Final = "[A-Z][A-Za-z]*(?:['’-][A-Za-z]+)?"
_RUN: Final = re.compile(rf"(?<![A-Za-z0-9@._/'’&-]){_WORD}(?:(?: [A-Z]\. | |, ?){_WORD}){{1,3}}(?![A-Za-z0-9@_/&])")
_LAST_ALONE: Final = frozenset({"jie", "lu", "sheng", "shi", "cun", "zhen"})
"""Pinyin of 街 路 省 市 村 镇: they end the name of a place, and begin a person's (Jie Hu)."""
_PART: Final = re.compile(_WORD)
_INITIAL: Final = re.compile(r"[A-Z]\. ")
_AFTER: Final = re.compile("[ ,]{1,2}(?P<word>[A-Za-z]+)")


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    """Words by block of `latin_names.txt`."""
    lists: dict[str, set[str]] = {}
    block = ""
    for line in lines_of("latin_names.txt"):
        if line.startswith("["):
            block = line.strip("[]")
        else:
            lists.setdefault(block, set()).update(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


def has_latin_name(text: str) -> bool:
    """Whether two words with capital letters stand side by side: without them no name in Latin letters is sought."""
    return _RUN.search(text) is not None


def latin_names(text: str) -> Iterator[Candidate]:
    """Names in Latin letters that show themselves.

    Args:
        text: The folded text.

    Returns:
        Candidates from left to right; of longer runs the first two or three words that make a name.
    """
    for run in _RUN.finditer(text):
        parts = [part.span() for part in _PART.finditer(text, *run.span()) if not _INITIAL.match(text, part.start())]
        words = [text[start:end].lower() for start, end in parts]
        while words and words[0] in _lists()["before"]:
            words, parts = words[1:], parts[1:]
        behind = _AFTER.match(text, run.end())
        if _is_thing([*words, behind.group("word").lower()] if behind else words):
            continue
        for size in (len(parts), 2):
            if size in {2, 3} and len(parts) >= size and _is_name(text, parts[:size]):
                yield Candidate(parts[0][0], parts[size - 1][1], 0.75, "text.latin")
                break


def _is_thing(words: list[str]) -> bool:
    """Whether a run names a place or a firm: by a word of its, or spelt as one (Wang Fu Jing)."""
    joined = ("".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    things = _lists()["things"]
    if not things.isdisjoint(words[1:]) or not (things - _LAST_ALONE).isdisjoint(words[:1]):
        return True
    return any(one in _lists()["elsewhere"] for one in joined)


def _is_name(text: str, parts: list[tuple[int, int]]) -> bool:
    words = [text[start:end] for start, end in parts]
    lower = [word.lower() for word in words]
    comma = "," in text[parts[0][0] : parts[-1][1]]
    family, first, last = _lists()["family"], _lists()["first"], _lists()["last"]
    if lower[0] in _lists()["vietnamese"] and len(words) == 3:
        return not comma
    if len(words) == 3:
        spelt = all(_GIVEN.fullmatch(word) and len(word) <= 5 for word in lower[1:])
        return lower[0] in family and spelt and not comma
    if lower[0] in first and lower[1] in last | family:
        return True
    if comma and lower[1] in first and lower[0] in last | family:
        return True
    return (lower[0] in family and _is_given(words[1])) or (not comma and lower[1] in family and _is_given(words[0]))


def _is_given(word: str) -> bool:
    """One or two syllables of pinyin; short all-capital words (`IT`, `OA`) are something else."""
    return len(word) >= 2 and _GIVEN.fullmatch(word) is not None and not (len(word) == 2 and word.isupper())
