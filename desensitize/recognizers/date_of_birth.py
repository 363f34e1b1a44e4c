"""Dates of birth: a plausible date under a header of births, or beside 出生 in a text.

A date alone is never one: 2021-03-02 is as likely the day of a loan. A year alone is generalised already.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import fold_han
from desensitize.normalise import normalise
from desensitize.recognizers.finder import Finder

_HEADER: Final = re.compile(
    "出生日期|出生年月日?|出生时间|出生日$|生日(?:日期)?$|^生辰|(?i:^(?:csrq|csny|csnyr|csrqsj|sr|shengri|chushengriqi|birth|birthday|birthdate|birth_?day|"
    "date_?of_?birth|birth_?date|dob|d\\.o\\.b\\.?|born|bron)$)"
)
_NOT_HEADER: Final = re.compile("产生|发生|地|省|率|人口|数|登记机|医院|证|礼|祝福|促销|蛋糕|活动|类型|是否|标志")
_NUMERAL: Final = "[〇零一二三四五六七八九]"
_DATE: Final = (
    r"(?!1900-?01-?01)(?:(?:19|20)[0-9]{2}[ ]?年[ ]?(?:1[0-2]|0?[1-9])[ ]?月"
    r"(?:[ ]?(?:3[01]|[12][0-9]|0?[1-9])[ ]?[日号])?"
    r"|(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12][0-9]|0?[1-9]))?(?![0-9])"
    r"|(?:19|20)[0-9]{2}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])(?![0-9])"
    r"|(?:3[01]|[12][0-9]|0?[1-9])[-/.](?:1[0-2]|0?[1-9])[-/.](?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:3[01]|[12]?[0-9]) (?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},? (?:19|20)[0-9]{2}(?![0-9])"
    r"|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (?:3[01]|[12]?[0-9]),? (?:19|20)[0-9]{2}(?![0-9])"
    rf"|[一二]{_NUMERAL}{{3}}年(?:十[一二]?|[一二三四五六七八九])月(?:[一二三]?十?[一二三四五六七八九十][日号])?)"
)
_CELL: Final = re.compile(
    rf"\s*(?P<date>{_DATE}|(?:19|20)[0-9]{{2}}(?:1[0-2]|0[1-9])|(?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12][0-9]|0?[1-9])日?|"
    r"[1-4]?[0-9]{4}(?:\.0+)?)(?:[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?\s*"
)
_SPOKEN: Final = re.compile(
    rf"(?<![0-9])(?P<after>{_DATE})(?=[ ]?(?:\([^()]{{1,8}}\))?[ ]?(?:出生|生人|诞生|生于|生[,。;)|、\s]|生$))|"
    rf"(?<=[(,、])(?P<minor>{_DATE})(?=[ ]?[,、][ ]?未成年)|"
    rf"(?:出生(?:日期|年月日?|时间|日)?|生日|生于|诞生于|"
    r"(?i:birthday|birth[_ ]?date|date[_ ]?of[_ ]?birth|dob|d[.]o[.]b[.]?|born on|csrq|csny))"
    rf"[\s\"':=\-(]{{0,5}}(?:是|为|于|在)?[\s\"']{{0,2}}(?P<before>{_DATE})(?![ ]?(?:至|到|起|以来|期间|之间))"
)
_TRIGGER: Final = re.compile("生|未成年|(?i:birth|dob|d[.]o[.]b|born|csrq|csny)")


@lru_cache(maxsize=4096)
def is_birth_header(header: str | None) -> bool:
    """Whether a header says that its cells are dates of birth."""
    if not header:
        return False
    core = re.sub(r"[\s\-]+", "", re.sub(r"\([^)]*\)?", "", fold_han(header).text))
    if core.isascii():
        core = core.strip("_")
        return (
            _HEADER.search(core) is not None
            or re.search("(?i)(?:^|_)(?:birth|dob|csrq|birthday)(?:_?date)?$", core) is not None
        )
    return _HEADER.search(core) is not None and _NOT_HEADER.search(core) is None


def find_births(texts: Sequence[str], *, header: str | None = None) -> list[tuple[Finding, ...]]:
    """Dates of birth in each text.

    Args:
        texts: Cells of one column, or free texts; each distinct one is read once.
        header: The column's own name; None for free text.

    Returns:
        For each text its findings from left to right; offsets in code points of the raw text.
    """
    births = is_birth_header(header)
    known: dict[str, tuple[Finding, ...]] = {}
    for text in dict.fromkeys(texts):
        if not births and _TRIGGER.search(text) is None:
            continue
        normal = normalise(text)
        spans = list(_spans(normal.text, births=births))
        known[text] = tuple(
            Finding(Entity.DATE_OF_BIRTH, *normal.raw_span(start, end), score, rule)
            for start, end, score, rule in spans
        )
    return [known.get(text, ()) for text in texts]


def _spans(text: str, *, births: bool) -> Iterator[tuple[int, int, float, str]]:
    if births:
        cell = _CELL.fullmatch(text)
        if cell is not None:
            yield *cell.span("date"), 0.9, "date_of_birth.header"
            return
        dates = list(re.finditer(rf"(?<![0-9]){_DATE}", text))
        if dates and len(text) <= 40:
            yield from ((*date.span(), 0.8, "date_of_birth.header") for date in dates)
            return
    for match in _SPOKEN.finditer(text):
        group = match.lastgroup or "before"
        yield *match.span(group), 0.85, "date_of_birth.spoken"


FINDER = Finder(
    entity=Entity.DATE_OF_BIRTH,
    name="date_of_birth",
    find=find_births,
    trigger="生|未成年|(?i:birth|dob|d[.]o[.]b|born|csrq|csny)",
    asks=is_birth_header,
    explanation="a plausible date under a header of births, or beside the word born",
)
