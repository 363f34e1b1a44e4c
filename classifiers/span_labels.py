"""What stands before a name when it is no sentence: the labels of a form, and words for those beside a party.

Decisions and registers are published as forms (行政处罚信息公开表); read cell by cell, the label of a name is in the
lines above it.
"""

import re
from typing import Final

_FORM_LABEL: Final = re.compile("法定代表|负责人|当事人|被处罚|行政相对人")
_LABELS: Final = 3  # lines above that may be labels
_LABEL_LINE: Final = 16  # characters of such a line at most
_REACH: Final = 80  # characters above that are looked at
# Who stood surety for somebody in arrears, or is related, is no party.
_BESIDE: Final = re.compile(
    r"(?:担保人|保证人|抵押人|配偶|妻子|丈夫|父亲|母亲|儿子|女儿|家属|亲属|共有人|证人|其[妻夫子女母父弟兄姐妹])[\s::]{0,2}"
    r"(?:[\u4e00-\u9fff·]{2,4}[、,和及]){0,4}$"
)


def form_label(text: str, start: int, end: int) -> str:
    """Give the labels above a name that is alone in its line, parted by `|`; an empty string for any other.

    text: folded. start, end: code points of the name, the end exclusive.
    """
    head, tail = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if text[head:start].strip() or text[end : tail if tail > 0 else None].strip():
        return ""
    above = [line.strip() for line in text[max(0, head - _REACH) : head].split("\n") if line.strip()][-_LABELS:]
    label = ""
    for line in reversed(above):
        if len(line) > _LABEL_LINE:
            break
        label = f"{line}|{label}"
    return label if _FORM_LABEL.search(label) else ""


def stands_beside(before: str) -> bool:
    """Whether the words before a name say that it is somebody beside a party: 担保人甲, 其妻乙."""
    return _BESIDE.search(before) is not None
