"""Rows about children and young people: they are masked more strictly than the rest of their table.

Everything about a person under fourteen is sensitive (个人信息保护法 第28、31条), and those under eighteen are minors
(民法典 第17条): where a clause lets others keep the end of a number or a surname, they keep nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import Entity
from desensitize.findings import Spans, TableScan
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.spans import span_texts
from desensitize.normalise import fold
from desensitize.operators import OPERATORS, STRENGTH, squash

Bools = npt.NDArray[np.bool_]

OF_AGE: Final = 18
_SURE: Final = re.compile(
    "未成年|儿童|幼儿|婴儿|婴幼|少儿|小学|初中|中小学|孤儿|监护人|^(?:wcnr?|ertong|etxm|jhr|jhrxm)$|guardian|child|kindergarten"
)
"""Words of a header that make the whole table one about minors. 监护人 of an adult ward is masked as strictly."""
_LIKELY: Final = re.compile("学生|学号|学籍|班级|年级|^(?:xsxm|xuehao|banji|nianji)$|student|pupil")
"""Words that pupils share with adult students: the row's own dates decide, where there are any."""
_AGE: Final = re.compile("年龄|周岁|^(?:nl|nianling|age)$")
_NOT_AGE: Final = re.compile("账龄|段|组|平均|结构|分布|限制|要求")
_NUMBER: Final = r"^\s*([0-9]{1,3})(?:\.0+)?\s*(?:周?岁)?\s*$"
_DATE: Final = r"((?:19|20)[0-9]{2})\s*[-./年]?\s*(1[0-2]|0?[1-9])\s*[-./月]?\s*(3[01]|[12][0-9]|0?[1-9])"


def minor_rows(frame: pl.DataFrame, scan: TableScan, today: date) -> Bools:
    """Say which rows are about a minor.

    frame: text columns. scan: of the same rows. today: the day on which ages are counted.
    Returns a boolean a row: somebody in it is under eighteen by identity number, date of birth or age, or the headers
    speak of minors and no such value of the row says otherwise.
    """
    young, grown = np.zeros(frame.height, np.bool_), np.zeros(frame.height, np.bool_)
    for index, name in enumerate(frame.columns):
        cells, spans = frame.to_series(index), scan.spans_of(index)
        for entity in (Entity.CN_ID, Entity.DATE_OF_BIRTH):
            its = spans.of(entity)
            if len(its):
                is_young = _is_young(span_texts(cells, its), entity, today)
                _mark(young, its, is_young == 1)
                _mark(grown, its, is_young == 0)
        if is_age_column(name):
            age = cells.str.extract(_NUMBER).cast(pl.Int16).fill_null(-1).to_numpy()
            young |= (age >= 0) & (age < OF_AGE)
            grown |= age >= OF_AGE
    if speaks_of_minors(frame.columns, _SURE):
        return np.ones(frame.height, np.bool_)
    return young | ~grown if speaks_of_minors(frame.columns, _LIKELY) else young


def speaks_of_minors(headers: Sequence[str], words: re.Pattern[str]) -> bool:
    """Whether any header holds one of these words."""
    return any(words.search(fold(header).strip().lower()) for header in headers)


def is_age_column(header: str) -> bool:
    """Whether a header announces single ages."""
    name = fold(header).strip().lower()
    return _AGE.search(name) is not None and _NOT_AGE.search(name) is None


def stricter(plan: MaskingPlan) -> MaskingPlan:
    """Return the same plan with every kind and every masked column taken out whole, and nothing personal kept."""
    columns = []
    for column in plan.columns:
        weak = column.operator in OPERATORS and column.operator != "bucket"
        weak &= STRENGTH[column.operator] < STRENGTH["redact"]
        columns.append(replace(column, operator="redact" if weak else column.operator, visible=()))
    kinds = dict.fromkeys((*plan.text_entities, *plan.visible), "redact")
    return replace(plan, columns=tuple(columns), text_entities=kinds, visible=(), minors_on="")


def rows_of(scan: TableScan, rows: npt.NDArray[np.int64]) -> TableScan:
    """Return the scan of these rows alone, numbered from 0. rows: rising."""
    columns = []
    for column in scan.columns:
        place = np.searchsorted(rows, column.spans.rows)
        within = place < len(rows)
        within[within] = rows[place[within]] == column.spans.rows[within]
        spans = column.spans.where(within)
        spans = Spans(place[within].astype(np.int64), spans.starts, spans.ends, spans.entities, spans.scores)
        columns.append(replace(column, spans=spans))
    return replace(scan, rows=len(rows), columns=tuple(columns))


def _mark(rows: Bools, spans: Spans, which: Bools) -> None:
    rows[spans.rows[which]] = True


def _is_young(texts: pl.Series, entity: Entity, today: date) -> npt.NDArray[np.int8]:
    """1 for a birth less than eighteen years ago, 0 for an earlier one, -1 where the text tells none."""
    text = pl.col("text")
    if entity is Entity.CN_ID:
        numbers = squash(texts)
        if bool(numbers.str.contains(r"^[0-9]{6}(?:19|20)[0-9]{9}[0-9Xx]$").all()):
            born = numbers.str.slice(6, 8).cast(pl.Int32)
        else:
            born = numbers.str.extract(r"^[0-9]{6}((?:19|20)[0-9]{6})[0-9Xx]").cast(pl.Int32, strict=False)
    else:
        parts = [text.str.extract(_DATE, group).cast(pl.Int32) for group in (1, 2, 3)]
        frame = pl.DataFrame({"text": texts.str.normalize("NFKC")})
        born = frame.select((parts[0] * 10_000 + parts[1] * 100 + parts[2]).alias("born")).to_series()
    days = born.fill_null(0).to_numpy()
    limit = (today.year - OF_AGE) * 10_000 + today.month * 100 + today.day
    until = today.year * 10_000 + today.month * 100 + today.day
    result = np.full(len(days), -1, np.int8)
    result[(days > 0) & (days <= limit)] = 0
    result[(days > limit) & (days <= until)] = 1
    return result
