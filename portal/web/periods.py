"""Periods as statistics write them (2024年, 2024Q1, 2024年一季度, 2024-03, 202403), put into order."""

import re
from typing import Final

_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2})"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}年?(?:度)?",
        rf"{_YEAR}年?[-/ ]?[Qq](?P<quarter>[1-4])",
        rf"{_YEAR}年?第?(?P<quarter>[一二三四1-4])季度?",
        rf"{_YEAR}年?(?P<half>[上下])半年",
        rf"{_YEAR}[-/.年](?P<month>1[0-2]|0?[1-9])月?(?:末|底)?",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR}[-/.年](?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12][0-9]|0?[1-9])日?",
    )
)
# A bare number from 1900 to 2099 is a year only under a heading that says so: 2,012 households are not a period.
TIME_WORDS: Final = ("年", "期", "季", "月", "日期", "时间", "year", "month", "quarter", "date", "period")


def period_key(text: str) -> tuple[int, int, int] | None:
    """Return (year, month the period ends in, day or 0) of a period, or None.

    Args:
        text: a cell, as published.
    """
    cell = text.strip()
    for form in _FORMS:
        if match := form.fullmatch(cell):
            part = match.groupdict()
            if quarter := part.get("quarter"):
                return int(part["year"]), 3 * _QUARTERS[quarter], 0
            if half := part.get("half"):
                return int(part["year"]), 6 if half == "上" else 12, 0
            return int(part["year"]), int(part.get("month") or 12), int(part.get("day") or 0)
    return None


def names_time(column: str) -> bool:
    """Whether a column's name speaks of time.

    Args:
        column: its published name.
    """
    lowered = column.lower()
    return any(word in lowered for word in TIME_WORDS)
