"""What a Chinese personal name looks like: surname tiers, characters of given names, and a likeness from 0 to 1.

Pure lists and arithmetic, no model: enough for a column that says it holds names, evidence beside the tagger elsewhere.
"""

import re
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import Final

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
"""Character class body of Han characters, rare extension blocks included: rare names use them."""

ALL_HAN: Final = re.compile(f"[{HAN}]+")
DOTS: Final = "·•・‧∙●᛫⋅․"
"""Marks between the parts of a transliterated or minority name; GB/T rules ask for ·, practice uses all of these."""
DOTS_OR_STOP: Final = DOTS + "."
"""The same and the full stop, which NFKC makes of ．: 买买提．吐尔逊."""

_MINORITY: Final = re.compile(f"[{HAN}]{{1,8}}(?:[{DOTS}.][{HAN}]{{1,8}}){{1,4}}")


class SurnameTier(IntEnum):
    """How much a first character says that a name begins."""

    NONE = 0
    RARE = 1
    USUAL = 2
    COMMON = 3
    COMPOUND = 4


_TIERS: Final = {
    "common": SurnameTier.COMMON,
    "usual": SurnameTier.USUAL,
    "rare": SurnameTier.RARE,
    "traditional": SurnameTier.COMMON,
}
_BASE: Final = {
    SurnameTier.NONE: 0.2,
    SurnameTier.RARE: 0.4,
    SurnameTier.USUAL: 0.65,
    SurnameTier.COMMON: 0.8,
    SurnameTier.COMPOUND: 0.9,
}


def lines_of(name: str) -> list[str]:
    """Lines of a list of this package's data folder, comments and blank lines left out."""
    text = (resources.files("desensitize") / "data" / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _surnames() -> tuple[dict[str, SurnameTier], frozenset[str]]:
    single: dict[str, SurnameTier] = {}
    compound: set[str] = set()
    block = ""
    for line in lines_of("surnames.txt"):
        if line.startswith("["):
            block = line.strip("[]")
        elif block == "compound":
            compound.update(line.split())
        else:
            single.update(dict.fromkeys(line, _TIERS[block]))
    return single, frozenset(compound)


@cache
def given_characters() -> frozenset[str]:
    """Characters that given names are made of."""
    return frozenset("".join(lines_of("name_characters.txt")))


def compound_surnames() -> frozenset[str]:
    """Surnames of two and more characters."""
    return _surnames()[1]


def surname_class(least: SurnameTier) -> str:
    """Body of a regular expression that matches one surname of at least this tier, compound ones first."""
    single, compound = _surnames()
    longest_first = sorted(compound, key=lambda surname: (-len(surname), surname))
    return "(?:" + "|".join(longest_first) + "|[" + "".join(sorted(c for c, t in single.items() if t >= least)) + "])"


def surname_of(text: str) -> tuple[int, SurnameTier]:
    """Length in characters of the surname a text begins with (0 when none) and its tier."""
    single, compound = _surnames()
    for length in (4, 3, 2):
        if len(text) > length and text[:length] in compound:
            return length, SurnameTier.COMPOUND
    tier = single.get(text[:1], SurnameTier.NONE)
    return (1, tier) if tier else (0, tier)


def is_minority_name(text: str) -> bool:
    """Whether the text is a name in parts joined by a dot, such as 古丽娜尔·买买提."""
    return _MINORITY.fullmatch(text) is not None


def likeness(text: str) -> float:
    """How much a bare text looks like one person's full name, by its characters alone.

    Args:
        text: The candidate, folded; nothing else around it.

    Returns:
        0 (cannot be one) to 1. Over 0.7 both surname and given name are usual; 0.2 to 0.7 is possible where the place
        asks for a name.
    """
    if is_minority_name(text):
        return 0.95
    length, tier = surname_of(text)
    given = text[max(1, length) :]
    if not 2 <= len(text) <= 6 or len(given) > 4 or ALL_HAN.fullmatch(text) is None:
        return 0.0
    score = _BASE[tier]
    if len(given) > 2:
        # 陈方安生: a married woman's name holds both surnames; anything else this long is not a Chinese name.
        married = tier >= SurnameTier.USUAL and len(given) == 3 and surname_of(given)[1] >= SurnameTier.COMMON
        score -= 0.15 if married else 0.5
    telling = sum(character in given_characters() for character in given)
    score += 0.1 if given and telling == len(given) else -0.15 if telling == 0 else 0.0
    return round(min(max(score, 0.0), 1.0), 2)
