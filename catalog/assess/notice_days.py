"""Until when the entries of a table may be public, as its own columns say (公示截止日期, 不良行为终止日期)."""

from datetime import date
from typing import Final

import polars as pl

from classifiers.said_dates import parse_day
from classifiers.terms import normalise

_UNTIL: Final = ("公示截止", "公示期限至", "公示期至", "公示结束", "公示到期", "公示终止", "公示期满", "gsjzrq", "gsjz")
_ENDED: Final = ("不良行为终止", "不良信息终止", "违约终止", "失信行为终止", "逾期终止")
_KEPT_YEARS: Final = 5  # 征信业管理条例 art. 16: five years from the end of the adverse conduct


def notice_end_in(frame: pl.DataFrame) -> date | None:
    """Give the earliest day on which an entry must be taken down; None when no column says one.

    One entry past its day is enough: it must not come out with the others.
    """
    days: list[date] = []
    for name in frame.columns:
        folded = normalise(name)
        until, ended = any(w in folded for w in _UNTIL), any(w in folded for w in _ENDED)
        if not until and not ended:
            continue
        values = frame.get_column(name).drop_nulls().unique().to_list()
        read = [day for text in values if (day := parse_day(text))]
        days += [_years_after(day) for day in read] if ended else read
    return min(days, default=None)


def _years_after(day: date) -> date:
    return date(day.year + _KEPT_YEARS, day.month, min(day.day, 28))
