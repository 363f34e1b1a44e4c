"""Days that a text names for publication: not before, and until when. Read from titles, descriptions and tags.

统计法实施条例 art. 28 (no use before the release), 行政处罚公示规则 (end of a notice).
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from classifiers.terms import normalise

_DAY: Final = (
    r"(?<!\d)(?:(?P<y>(?:19|20|29)\d{2})[-/.年](?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2}))?[日号]?"
    r"|(?P<c>(?:19|20)\d{6})(?!\d))"
)
_DATE: Final = re.compile(_DAY)
_GAP: Final = r"[^。;\n]{0,10}?"
_NOT_BEFORE: Final = (
    re.compile(
        rf"(?:发布|公布|公开|解禁|开放|禁发|披露)(?:时间|日期|日|期限?)(?:定?为|定于|预计|至|到|[::])?{_GAP}{_DAY}"
    ),
    re.compile(rf"(?:禁发|解禁|保密|不得公开|不得发布)(?:至|到){_GAP}{_DAY}"),
    re.compile(
        rf"(?:定于|拟于|将于|计划于|计划|预计|于){_DAY}{_GAP}(?:正式|统一|对外|向社会)?(?:发布|公布|公开|解禁|开放)"
    ),
    re.compile(rf"(?:embargo(?:ed)?|until|not before)\W{{0,3}}(?:until\W)?{_DAY}"),
    re.compile(
        rf"{_DAY}(?:\d{{1,2}}[::时点]\d{{0,2}}分?)?{_GAP}(?:之前|以前|前)?{_GAP}(?:不得|禁止|严禁|不予|不可|请勿){_GAP}"
        r"(?:发布|公布|公开|引用|使用|外传|泄露|披露|传播)"
    ),
    re.compile(rf"{_DAY}(?:起|后|以后|之后|\d{{1,2}}[时点]){_GAP}(?:公开|发布|公布|开放|解禁)"),
)
_OTHER: Final = re.compile(r"(?:已|曾|业经|下次|下期|下一[次期]|更新及?|预约)$")
_UNTIL: Final = re.compile(
    rf"(?:公示|公告)(?:期限?|时间|截止(?:日期?|时间)?|有效期)?{_GAP}(?:至|到|截止|截至|—|-|~|～|–|止于){_GAP}{_DAY}"
)


def parse_day(text: str) -> date | None:
    """Read the first day in a text; a month alone is its last day. None when there is none.

    text: `2026-03-01`, `2026年3月1日`, `2026/3`, `20260301`, with or without a time.
    """
    match = _DATE.search(normalise(text))
    return None if match is None else _day_of(match)


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if whole := parts.get("c"):
        year, month, day = int(whole[:4]), int(whole[4:6]), int(whole[6:])
    else:
        year, month = int(parts["y"]), int(parts["m"])
        day = int(parts["d"]) if parts["d"] else 0
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def not_before(texts: Iterable[str]) -> date | None:
    """Latest day before which a text forbids publication (`定于2027年1月18日发布`); None when none is named."""
    days = [
        day
        for text in map(normalise, texts)
        for pattern in _NOT_BEFORE
        for match in pattern.finditer(text)
        if not _OTHER.search(text[: match.start()]) and (day := _day_of(match)) is not None
    ]
    return max(days, default=None)


def notice_end(texts: Iterable[str]) -> date | None:
    """Latest end of a notice that a text names (`公示期至2025年6月30日`); None when none is named."""
    days = [day for text in map(normalise, texts) for m in _UNTIL.finditer(text) if (day := _day_of(m)) is not None]
    return max(days, default=None)
