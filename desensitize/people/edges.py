"""Where a tagged name really begins and ends: words of action that the tagger cut wrongly, verbs taken for surnames."""

import re
from typing import Final

from desensitize.people.surnames import HAN, SOUNDS, SurnameTier, given_characters, lines_of, surname_of
from desensitize.people.words import TITLE, is_minority_like, name_score
from desensitize.tagger import Reading

FOLLOWING: Final = frozenset(word for line in lines_of("words_after_names.txt") for word in line.split())
"""Words that follow a person's name in records of finance: where one begins, the name has ended."""
_PREPOSITIONS: Final = frozenset("由与向和对给被将把经让请找因为从但妻夫其")
_PAYING: Final = frozenset("付退给向由受对与和")
"""Words before a name that are surnames too, or look so to the tagger."""
_FUNCTION: Final = frozenset(
    "同和在来有用向学进通运可要已曾将被把对会能还称说叫让给找问得着过又再也都只就很最更方长大太里上下中本人名户号日时年月元金生言定常当并至由从与及为等多干"
)


_STRESSED: Final = re.compile("强调(?![研任查整动离入解度])")
"""A word that begins with a character of many names: 许红|强调, but 李国强|调任."""
_NEVER_LAST: Final = frozenset("等们的之说称及各也都均总工姐哥某户家")
"""Characters that stand behind a name and before a sign, and end none."""
_CLOSING: Final = re.compile(f"[、)(/]|等[0-9人户名三四五六]|(?:{TITLE})")
_HAN: Final = re.compile(f"[{HAN}]")


def is_closed(text: str, at: int) -> bool:
    """Whether a name has to be over here: before a mark of lists, a bracket, a title: 高登榜、, 周庆中|同志."""
    return _CLOSING.match(text, at) is not None


def _is_longer(name: str) -> bool:
    """Whether a name may be as long: of two surnames, of another people, foreign (莫里尼奥), no name (任)."""
    doubled = surname_of(name)[0] == 1 and surname_of(name[1:])[1] >= SurnameTier.COMMON
    return doubled or is_minority_like(name) or name[-1] in SOUNDS or name[0] == "任"


def begins_at(text: str, start: int, end: int) -> int:
    """The start of a tagged name without the preposition or verb that the tagger took for its surname."""
    rest = text[start + 1 : end]
    if len(rest) < 2 or surname_of(rest)[1] < SurnameTier.USUAL:
        return start
    if text[start] in _PREPOSITIONS or (len(rest) == 3 and text[start] in _PAYING and name_score(rest) >= 0.85):
        return start + 1
    return start


def ends_at(text: str, start: int, end: int, reading: Reading) -> int:
    """The end of a tagged name: before a word that follows names, after a last character left outside."""
    length, tier = surname_of(text[start:end])
    if tier < SurnameTier.USUAL:
        return end
    shortest, longest = start + length + 1, start + length + 2
    behind = text[end - 1 : end + 1] in FOLLOWING or _STRESSED.match(text, end - 1) is not None
    if end >= longest and behind and end - 1 >= shortest:
        return end - 1
    if end > longest and text[end - 2 : end] in FOLLOWING and end - 2 >= shortest:
        return end - 2
    if end == longest + 1 and not _is_longer(text[start:end]):
        return longest  # 吴士珍|强调: a surname is followed by two characters at most
    if end != shortest or end >= len(text):
        return end
    last = text[end]
    if is_closed(text, end + 1) and _HAN.match(last) and last not in _NEVER_LAST and reading.is_edge(end + 1):
        return end + 1
    if last not in given_characters() and last not in "一旋振少子语":
        return end
    if text[end : end + 2] not in FOLLOWING and text[end + 1 : end + 3] in FOLLOWING:
        return end + 1
    if last in _FUNCTION or not reading.is_edge(end) or not reading.is_edge(end + 1):
        return end
    return end if last == "家" else end + 1  # 任磊|家改造危房
