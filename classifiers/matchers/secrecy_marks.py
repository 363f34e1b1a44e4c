"""State secrecy marks 密级★期限, as they stand in real documents; words about secrecy are not marks.

GB/T 9704-2012 puts the grade, a star and the period at the top left of the first page; 保守国家秘密法(2024) art. 22
orders the mark and forbids it on what is not secret. Scans, typists and templates give it with spaces between the
characters, with ☆ or * for ★, in a header, on a cover or on an attachment's first page. 商业秘密, 机密性 and ★★★ are no
marks. Pure and cheap: it runs on names, titles and every text before anything is stored in clear.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.grain import Grain
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"lifted": "flag"}

_FOLD: Final = str.maketrans("機絕祕級內號", "机绝秘级内号")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_GAP: Final = r"[ \t\u3000\n·・._\-]{0,4}"
_LEVEL: Final = rf"(?P<level>[绝机秘]){_GAP}密(?:{_GAP}级)?"
_NOT_STATE: Final = r"(?<!商业)(?<!商)(?<!工作)(?<!企业)(?<!技术)(?<!个人)(?<!隐私)"
_NUMBER: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_TERM: Final = (
    rf"{_NUMBER}{_GAP}(?:年|个{_GAP}?月|月|天|日)|长{_GAP}期|永{_GAP}久|"
    rf"启{_GAP}用{_GAP}前|解{_GAP}密{_GAP}前"
)
_STARRED: Final = re.compile(
    rf"{_NOT_STATE}{_LEVEL}{_GAP}(?:[★☆✩✪✫✬✭✮✯✰⭐⭑⭒※]{_GAP}(?P<term>{_TERM})?|[*]{{1,2}}{_GAP}(?P<term2>{_TERM}))"
)
_DECLARED: Final = re.compile(
    rf"密{_GAP}级{_GAP}(?:[:：]|为|是|定为){_GAP}[\[【(〔“\"]?{_LEVEL}|"
    r"(?:本|该|此)(?:文件|文|材料|件|资料|表|数据|方案|报告)[^。,，；;\n]{0,8}(?:属于|属|定为|列为|确定为|为)(?P<level2>[绝机秘])密(?!切)"
)
_ALONE: Final = re.compile(
    rf"^[\s\[【(〔<《*_#“\"]*{_LEVEL}[\s\]】)〕>》*_#”\"]*(?:(?:保密|密级)?(?:期限|期)?\s*(?:[:：]|为)?\s*(?:{_TERM}))?[\s\]】)〕>》]*$"
)
_BARE: Final = r"([绝机秘])\s?密级?"
_NAMED: Final = re.compile(
    rf"(?:^|[\s_\-—/])[\[【(〔<]\s*{_BARE}\s*[\]】)〕>]|^{_BARE}\s*[_\-—:：]|[_\-—]{_BARE}(?:\.\w{{1,5}})?$"
)
_TALK_BEFORE: Final = re.compile(
    r"(?:如|例如|形如|比如|诸如|示例|举例|样式|格式|写作|印有|字样|以及|“|\"|‘|「)[^。\n]{0,6}$"
)
_TALK_AFTER: Final = re.compile(r"^[”\"’」]?(?:等|字样|的?标志|的?标识|样式|格式)")
_PAPERS: Final = ("文件名", "材料名", "资料名", "标题", "题名", "文号", "文件编号", "档案名")
_LIFTED: Final = re.compile(
    r"(?:已|予以|经[^。\n]{0,20}批准|决定|现|均已|业已|全部)(?:自行)?解密|解除密级|解密公开|已解除保密|密级已解除|原定?密级|已降密公开|解密日期|解密文号|\(解密\)|【解密】"
)
_NOT_LIFTED: Final = re.compile(
    r"(?:未|尚未|拟|待|申请|不予|不得|暂不|暂未|没有|研究)(?:予)?解密|解密(?:前|申请|期限未)|尚?未到解密|加解?密|数据解密|解密算法|解密密钥"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: grade, where (`line` from 1), whether it carries a star, and whether the text says it was lifted."""

    level: str
    place: str
    line: int
    starred: bool
    declassified: bool


def find_secrecy_marks(text: str) -> tuple[Mark, ...]:
    """Find secrecy marks in a text, a title or a file name.

    text: raw text of any length; pages may be parted by form feeds. Returns the marks in order, duplicates left out.
    """
    if "密" not in text:
        return ()
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLD).replace("\f", "\n")
    if "绝" not in folded and "机" not in folded and "秘" not in folded:
        return ()
    found: dict[tuple[str, int], Mark] = {}
    lifted = is_declassified(folded)
    breaks = [m.start() for m in re.finditer("\n", folded)]
    for start, end, level, starred in _candidates(folded):
        before, after = folded[max(0, start - 12) : start], folded[end : end + 6]
        if _TALK_BEFORE.search(before) and (_TALK_AFTER.search(after) or not starred or "如" in before):
            continue
        line = bisect_left(breaks, start) + 1
        was = lifted or before.endswith("原")
        place = "top" if line <= 5 else "body"
        found.setdefault((level, line), Mark(f"{level}密", place, line, starred, was))
    return tuple(found.values())


def _candidates(folded: str) -> list[tuple[int, int, str, bool]]:
    found = [(m.start(), m.end(), m["level"], True) for m in _STARRED.finditer(folded)]
    found += [(m.start(), m.end(), m["level"] or m["level2"], False) for m in _DECLARED.finditer(folded)]
    at = 0
    for line in folded.split("\n"):
        if len(line) <= 40 and (m := _ALONE.match(line)):
            found.append((at, at + len(line), m["level"], False))
        at += len(line) + 1
    if len(folded) <= 200 and "\n" not in folded:
        for m in _NAMED.finditer(folded):
            level = next(g for g in m.groups() if g)
            found.append((m.start(), m.end(), level, False))
    return sorted(found)


def is_declassified(text: str) -> bool:
    """Whether the text says that its secrecy was lifted (已解密, 原密级), and not that it will be or may be."""
    return _LIFTED.search(text) is not None and _NOT_LIFTED.search(text) is None


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when a mark stands anywhere; with `lifted`, only when the text says that every mark was lifted.

    Bare grades in the cells of a table of counts (how many documents of each grade) are statistics, not marks; in a
    list of papers by title they are.
    """
    counted = reading.grain is Grain.TEMPLATE or (reading.grain is Grain.AGGREGATE and not _lists_papers(reading))
    marks = [m for m in reading.subject.marks if not (counted and m.place.startswith("column:"))]
    if not marks:
        return None
    if params.get("lifted", False) and not all(m.declassified for m in marks):
        return None
    return tuple(Evidence(m.place, 1, f"mark:{m.level}") for m in marks)


def _lists_papers(reading: Reading) -> bool:
    """Whether the rows are papers, each by its title or number."""
    return any(c.facts.type == "text" and any(w in c.name.whole for w in _PAPERS) for c in reading.columns)
