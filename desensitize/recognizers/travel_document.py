"""Passports, and permits for travel between the mainland, Hong Kong, Macau and Taiwan."""

import re

from desensitize.entities import Entity
from desensitize.recognizers.cn_id import LABELS as ID_LABELS
from desensitize.recognizers.rule import LEFT, LEFT_NAMED, RIGHT, RIGHT_NAMED, Against, Need, Pattern, Rule

PASSPORT_LABELS = (
    "护照",
    "护照号",
    "护照号码",
    "护照,号码",
    "护照,编号",
    "passport",
    "passport_no",
    "hzh",
    "hzhm",
    "huzhao",
    "huzhaohao",
)
PERMIT_LABELS = (
    *(
        "港澳通行证",
        "港澳居民来往内地通行证",
        "来往港澳通行证",
        "往来港澳通行证",
        "回乡证",
        "回乡证号",
        "台胞证",
        "通行证",
    ),
    *("台胞证号", "台湾居民来往大陆通行证", "大陆居民往来台湾通行证", "往来台湾通行证", "通行证号", "通行证号码"),
    *(
        "港澳台证件",
        "港澳台通行证",
        "permit_no",
        "hmt_permit",
        "txzh",
        "txz",
        "gattxz",
        "gatxz",
        "gatxzh",
        "hk_macau_permit",
        "travel_permit",
        "home_return_permit",
        "taiwan_permit",
        "mtp",
        "tbz",
        "tbzh",
        "hxz",
        "hxzh",
    ),
)
RESIDENT_LABELS = ("港澳居民", "香港居民", "澳门居民", "港澳人士")
"""Whose number follows, whatever stands for the name between: 澳门居民黄某持M12345678."""
_ORDINARY = "E(?:[0-9]{8}|[A-HJ-NP-Z][0-9]{7})"
_MONTH = re.compile("[A-Za-z]{1,2}20[0-4][0-9](?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12][0-9]|3[01])[0-9]?)?")
_ALL = frozenset({Against.SERIAL, Against.AMOUNT, Against.CODE, Against.NUMBERING})


def _check_foreign(text: str) -> bool | None:
    """Batches and documents are numbered by month or day: JK202409."""
    return False if _MONTH.fullmatch(text) else None


RULES = (
    Rule(
        name="passport",
        entity=Entity.PASSPORT,
        patterns=(Pattern("ordinary", LEFT + "[Ee](?:[0-9]{8}|[A-HJ-NP-Za-hj-np-z][0-9]{7})" + RIGHT),),
        score=0.5,
        trigger="[Ee][0-9A-Za-z][0-9]{7}",
        need=Need.INSIDE,
        labels=PASSPORT_LABELS,
        against=_ALL,
        explanation="E and eight digits, or E, a letter and seven digits: an ordinary passport",
    ),
    Rule(
        name="passport_held",
        entity=Entity.PASSPORT,
        patterns=(
            Pattern("held", f"(?:(?<=持)|(?<=持有)|(?<=持 )|(?<=凭)|(?<=携带)){_ORDINARY}{RIGHT}"),
            Pattern("crossing", LEFT + _ORDINARY + "(?=[ ]?(?:的?护照|入境|出境|出入境|登机|携带护照))"),
        ),
        score=0.6,
        trigger="[持有凭带][ ]?E[0-9A-Z][0-9]{7}|E[0-9A-Z][0-9]{7}[ ]?[的护入出登携]",
        against=_ALL,
        explanation="the form of an ordinary passport that somebody is said to hold or to cross a border with",
    ),
    Rule(
        name="passport_labelled",
        entity=Entity.PASSPORT,
        patterns=(
            Pattern("old", LEFT + "[Gg][0-9]{8}" + RIGHT),
            Pattern("official", LEFT + "[DSPdsp][Ee]?[0-9]{7,8}" + RIGHT),
            Pattern("very_old", LEFT + "1[45][0-9]{7}" + RIGHT),
        ),
        score=0.3,
        trigger="[0-9]{7}",
        need=Need.LABEL,
        labels=(*PASSPORT_LABELS, *ID_LABELS),
        explanation="the form of an old, diplomatic or official passport, named by a label",
    ),
    Rule(
        name="passport_foreign",
        entity=Entity.PASSPORT,
        patterns=(
            Pattern("any", LEFT_NAMED + "[A-Za-z]{1,2}[0-9]{6,9}[A-Za-z]?(?!-[0-9])" + RIGHT_NAMED),
            Pattern("digits", "(?:(?<=护照)|(?<=护照[:号])|(?<=护照号[:码])|(?<=护照号码:))[0-9]{9}" + RIGHT_NAMED),
        ),
        score=0.25,
        trigger="[0-9]{6}",
        check=_check_foreign,
        need=Need.LABEL,
        labels=PASSPORT_LABELS,
        explanation="letters and digits that a label calls a passport, or nine digits right behind the word",
    ),
    Rule(
        name="hmt_permit",
        entity=Entity.HMT_PERMIT,
        patterns=(
            Pattern("home_return", LEFT + "[HMhm][0-9]{8}(?:[0-9]{2})?" + RIGHT),
            Pattern("to_hk_macau", LEFT + "[CcWw](?:[0-9]{8}|[A-HJ-NP-Za-hj-np-z][0-9]{7})" + RIGHT),
            Pattern("to_taiwan", LEFT + "[LTlt][0-9]{8}" + RIGHT),
        ),
        score=0.35,
        trigger="[CHLMTWchlmtw][0-9A-Za-z][0-9]{7}",
        need=Need.LABEL,
        labels=(*PERMIT_LABELS, *RESIDENT_LABELS, *ID_LABELS),
        explanation="the form of a travel permit, named by a label",
    ),
    Rule(
        name="hmt_permit_held",
        entity=Entity.HMT_PERMIT,
        patterns=(
            Pattern("held", "(?:(?<=持)|(?<=持证)|(?<=持有)|(?<=凭))[HM][0-9]{8}(?:[0-9]{2})?" + RIGHT),
            Pattern("held_apart", "(?:(?<=持 )|(?<=持有 ))[HM][0-9]{8}(?:[0-9]{2})?" + RIGHT),
        ),
        score=0.6,
        trigger="[持有证凭][ ]?[HM][0-9]{8}",
        against=_ALL,
        explanation="the form of a permit to return home that somebody is said to hold",
    ),
    Rule(
        name="hmt_permit_digits",
        entity=Entity.HMT_PERMIT,
        patterns=(Pattern("taiwan", LEFT_NAMED + "[0-9]{8}(?:[0-9]{2})?(?:[(][A-Za-z0-9]{1,2}[)])?" + RIGHT_NAMED),),
        score=0.3,
        trigger="[0-9]{8}",
        need=Need.LABEL,
        labels=PERMIT_LABELS,
        explanation="eight or ten digits that a label calls a travel permit",
    ),
)
