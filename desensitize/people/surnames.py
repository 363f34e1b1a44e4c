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

SOUNDS: Final = (
    "阿埃艾爱安昂奥巴拜邦保贝本比彼宾波伯博布查达戴丹道德登迪蒂丁杜顿多厄恩尔法凡范菲费芬夫弗福盖甘冈戈格根贡古圭哈海汉豪赫亨胡华霍基吉加贾简杰金卡凯坎康考柯科克肯孔库奎昆拉莱兰朗劳勒雷里理利莉连列林琳"
    "卢鲁路伦罗洛吕马玛迈曼芒梅门蒙米密明摩莫姆穆拿纳娜南瑙内能尼妮纽农努诺欧帕派潘庞佩彭皮珀平珀普奇齐恰钱乔切琴琼让热日荣萨塞赛桑瑟森沙山尚舍圣施什石史舒朔丝司斯思松苏索塔泰坦汤唐陶特腾提田廷汀通图托瓦万威韦维魏温沃乌武西希锡夏香肖谢辛欣休许雅亚延扬耶叶伊依易因英尤于约赞泽扎詹张珍治朱卓兹宗佐"
    "吾买斯克孜依提不都玉义再敏甫刘孜尼亚木合塞德吐尔逊玉卜沙洪库班热肉孜古丽艾合麦力别汗江尤娃婭莎茜珊妲"
)
"""Characters that spell foreign and minority names."""
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
