"""Columns of things: firms by their short names, schools, trades, places. What looks like a name there is mostly none.

爱柯迪, 康力源 and 福莱特 are listed companies. One such cell cannot tell; a column of hundreds, of which a few look
like names, can: there a name has to be the whole cell and a sure one, or to be shown by what stands beside it.
"""

import re
from collections.abc import Sequence
from typing import Final

from desensitize.normalise import fold
from desensitize.people.cells import Candidate
from desensitize.people.surnames import HAN
from desensitize.people.words import name_score
from desensitize.places.parts import KNOWN

ENOUGH: Final = 25
"""Fewer different cells prove nothing."""
LOOK: Final = 150
"""Cells that are read to see how many hold names."""
_LABELS: Final = 0.9
"""Share of the cells that are labels, from which on a column is one of labels."""
_NAMES: Final = 0.15
"""Share of labels with names in them, from which on they are not accidents."""
_NAMES_OF_PLACES: Final = 0.4
_PLACES: Final = 0.05
"""Share of well-known regions, from which on a column is one of places."""
_REGION: Final = re.compile(KNOWN)
_LABEL: Final = re.compile(
    f"(?!.*[0-9]{{7}})(?=.*[{HAN}A-Za-z])(?:(?=.*[{HAN}])[^,。;:!?=\\n\"']{{1,20}}|[ -~]{{1,60}}|"
    "[^。;:!?=\\n]{1,20}, ?(?:Ltd|LTD|Limited|Inc)[.]?)"
)
"""A few words without a clause, a label or a number in them."""
_NOTES: Final = re.compile(
    "备注|摘要|附言|说明|用途|留言|内容|描述|情况|事由|原因|意见|记录|结果|诉求|明细|信息|详情|日志|评价|回复|反馈|记事|简介|经过|事实|措施|进展|跟进|沟通|"
    "名单|人员|成员|签名|"
    "(?i:remark|memo|notes?$|desc|comment|summary|content|text|message|msg|log|reason|detail|info|result|^(?:bz|zy|yt|sm|nr|ms|fy|qk|sy)$)"
)
"""Headers of what people write down, where anybody may be named."""
_NO_HEADER: Final = re.compile(
    "(?i:(?:col|column|field|f|c|字段|列|栏|项|其[他它]|附加|扩展|ext|attr|value|val|v|x)?[_ ]*[0-9a-z]?[0-9]*)"
)
_SURE: Final = 0.75
_LIKELY: Final = 0.65
_SHOWN: Final = frozenset({"text.number", "text.title", "text.pair", "text.resume"})
"""Rules by which what stands beside a name shows it."""


def may_name_things(header: str | None) -> bool:
    """Whether a header names anything but notes: under one of notes a few names among many words are real ones."""
    folded = fold(header or "").strip()
    return _NO_HEADER.fullmatch(folded) is None and _NOTES.search(folded) is None


def labels_among(cells: Sequence[str]) -> list[str]:
    """Labels of a column, up to `LOOK` from all over it; none when it holds much else. cells: folded, distinct."""
    labels = [cell for cell in cells if is_label(cell)]
    apart = labels[:: max(len(labels) // LOOK, 1)][:LOOK]
    return apart if len(labels) >= max(ENOUGH, _LABELS * len(cells)) else []


def are_things(labels: Sequence[str], named: int) -> bool:
    """Whether so few labels hold names that those are accidents.

    labels: from `labels_among`. named: how many of them hold names. Towns and counties look more like names than
    anything else does (云安, 龙海); where some are well known all are places.
    """
    places = sum(_REGION.fullmatch(label) is not None for label in labels)
    most = _NAMES_OF_PLACES if places >= _PLACES * len(labels) else _NAMES
    return len(labels) >= ENOUGH and named < most * len(labels)


def is_label(cell: str) -> bool:
    """Whether a folded cell is a few words."""
    return _LABEL.fullmatch(cell) is not None


def sure_names(text: str, names: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Of the names in a folded cell those that stand even in a column of things."""
    core = text.strip()
    if not is_label(core):
        return tuple(names)
    return tuple(
        name
        for name in names
        if name.rule in _SHOWN
        or (name.end - name.start == len(core) and name.score >= _SURE and name_score(core) >= _LIKELY)
    )
