"""Extend a sample's few rows to hundreds: every column keeps its kind, learned from its name and its values."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice, product

from portal.demo import invent
from portal.demo.samples import Sample

Maker = Callable[[random.Random, int], object]
LAST_YEAR = 2025  # periods run backwards from here
MONTHS, QUARTERS, YEARS = 240, 100, 25
_NAMES = ("姓名", "法定代表人", "负责人", "投保农户", "投诉人", "举报人", "被保险人")
_IDENTITY, _CREDIT = re.compile(r"\d{17}[\dX]"), re.compile(r"[0-9A-Z]{18}")
_MOBILE, _CARD, _LANDLINE = re.compile(r"1\d{10}"), re.compile(r"6222020000\d{9}"), re.compile(r"0551-\d{7,8}")
_DAY, _MONTH, _QUARTER = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}Q\d")
_ADDRESS = re.compile(r"云川市.*号")
_COUNTED = re.compile(r"(.*?)(\d{3,})")
_COMPANY = re.compile(rf"云川(?:{'|'.join(invent.STEMS)})(.+)")
_INSIDE = (
    (re.compile(r"6222020000\d{9}"), invent.card),
    (re.compile(r"(?<!\d)1\d{10}(?!\d)"), invent.mobile),
    (re.compile(r"(?<=[(,，])[\u4e00-\u9fff]{2,3}(?=[)等])"), invent.person),
)


def extend(sample: Sample, rows: int, seed: int) -> list[list[object]]:
    """Make about so many rows like the sample's.

    Args:
        sample: a table; the rows it has come first, unless its rows are periods, which are laid out anew.
        rows: how many are wanted; a table of periods or fixed items has as many as its periods give.
        seed: the same seed gives the same rows.

    Returns:
        Rows in the order of the sample's fields.
    """
    dice = random.Random(seed)  # noqa: S311 - demonstration data, repeatable on purpose
    columns = list(zip(*sample.rows, strict=True))
    makers = [
        _maker(name, [value for value in values if value is not None])
        for name, values in zip(sample.fields, columns, strict=True)
    ]
    first = columns[0]
    if all(_is_period(value, sample.fields[0]) for value in first):
        keys = list(_period_keys(sample, columns))[-rows:]
        return [[*key, *(make(dice, at) for make in makers[len(key) :])] for at, key in enumerate(keys)]
    if sample.fields[0] in ("科目", "项目"):  # budget items: the list is the list
        return [list(row) for row in sample.rows]
    made = [[make(dice, at) for make in makers] for at in range(len(sample.rows), rows)]
    return [list(row) for row in sample.rows] + made


def _period_keys(sample: Sample, columns: list[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The periods, newest last; with each value of the second column when that is a category."""
    periods = _periods(columns[0][0])
    second = list(dict.fromkeys(columns[1]))
    is_category = all(isinstance(value, str) and not _is_period(value, "") for value in second)
    if is_category and len(sample.fields) > 2:
        return ((period, value) for period, value in product(periods[-60:], second))
    return ((period,) for period in periods)


def _periods(like: object) -> list[object]:
    text = str(like)
    if _DAY.fullmatch(text):
        start = date(LAST_YEAR, 12, 31) - timedelta(days=399)
        return [(start + timedelta(days=day)).isoformat() for day in range(400)]
    if _MONTH.fullmatch(text):
        return [f"{LAST_YEAR - (MONTHS - 1 - at) // 12}-{at % 12 + 1:02d}" for at in range(MONTHS)]
    if _QUARTER.fullmatch(text):
        return [f"{LAST_YEAR - (QUARTERS - 1 - at) // 4}Q{at % 4 + 1}" for at in range(QUARTERS)]
    return list(range(LAST_YEAR - YEARS + 1, LAST_YEAR + 1))


def _is_period(value: object, name: str) -> bool:
    text = str(value)
    is_year = name in ("年度", "年份") and isinstance(value, int)
    return is_year or any(form.fullmatch(text) for form in (_DAY, _MONTH, _QUARTER))


def _maker(name: str, values: Sequence[object]) -> Maker:
    """How to make one more value of a column."""
    if not values or not all(isinstance(value, str) for value in values):
        return _number(name, [value for value in values if isinstance(value, int | float)])
    texts = [str(value) for value in values]
    whole: tuple[tuple[re.Pattern[str], Callable[[random.Random], str]], ...] = (
        (_CARD, invent.card),
        (_IDENTITY, invent.identity_number),
        (_CREDIT, invent.credit_code),
        (_MOBILE, invent.mobile),
        (_ADDRESS, invent.address),
    )
    for form, make in whole:
        if all(form.fullmatch(text) for text in texts):
            return lambda dice, _, make=make: make(dice)  # type: ignore[misc]  # bound early
    if name in _NAMES:
        return lambda dice, _: invent.person(dice)
    if all(_DAY.fullmatch(text) for text in texts):
        return _day(texts)
    if all(text.isdigit() and len(text) >= 8 for text in texts) and not _is_counted(texts):
        return lambda dice, _: "".join(str(dice.randint(1 if place == 0 else 0, 9)) for place in range(len(texts[0])))
    if _is_counted(texts):
        return _counter(texts[0])
    return lambda dice, _: _like(dice, dice.choice(texts))


def _like(dice: random.Random, text: str) -> str:
    """A text like this one: another company, other people and numbers inside."""
    company = _COMPANY.fullmatch(text)
    if company:
        return f"云川{dice.choice(invent.STEMS)}{dice.choice(('', *invent.STEMS))}{company[1]}"
    if _LANDLINE.fullmatch(text):
        return invent.landline(dice)
    for form, make in _INSIDE:
        text = form.sub(lambda _, make=make: make(dice), text)  # type: ignore[misc]  # bound early
    return text


def _is_counted(texts: Sequence[str]) -> bool:
    """Whether the values count up by one behind a common beginning."""
    found = [_COUNTED.fullmatch(text) for text in texts]
    if not all(found) or len(texts) < 2:
        return False
    numbers = [int(one[2]) for one in found if one]
    return len({one[1] for one in found if one}) == 1 and numbers == list(islice(count(numbers[0]), len(numbers)))


def _counter(first: str) -> Maker:
    found = _COUNTED.fullmatch(first)
    start, digits = (found[1], found[2]) if found else (first, "0")
    return lambda _, at: f"{start}{int(digits) + at:0{len(digits)}d}"


def _day(texts: Sequence[str]) -> Maker:
    low, high = min(map(date.fromisoformat, texts)), max(map(date.fromisoformat, texts))
    return lambda dice, _: (low + timedelta(days=dice.randint(0, max(1, (high - low).days)))).isoformat()


def _number(name: str, values: Sequence[int | float]) -> Maker:
    low, high = (min(values), max(values)) if values else (0, 100)
    if name in ("评价年度", "审查年度"):
        return lambda dice, _: dice.randint(LAST_YEAR - 9, LAST_YEAR)
    if all(isinstance(value, int) for value in values):
        return lambda dice, _: dice.randint(int(low), int(high) + 1)
    return lambda dice, _: round(dice.uniform(low, high), 2)
