"""Whether a text speaks of a child or young person: then its personal pieces are masked as strictly as such a row's.

The evidence is what the text states: an age, a date of birth or an identity number of somebody under eighteen, or a
pupil's class or school. Statistics and campaigns (18岁以下人数, 未成年人保护) are no evidence.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.masking.minors import OF_AGE
from desensitize.normalise import fold

_AGE: Final = re.compile(r"(?<![0-9.])(?P<age>1?[0-9])\s?周?岁(?!以[上下内]|及以|至|到|-|~|组|段)")
_MONTHS: Final = re.compile("(?:[1-9]|[一二三四五六七八九十两]{1,2})个月大")
_SPELT: Final = re.compile(
    "(?<![二三四五六七八九十])(?:[一二两三四五六七八九]|十[一二三四五六七]?)周?岁(?!以[上下内]|及以|至|到)"
)
_PUPIL: Final = re.compile(
    "(?:小学|初中|高中|幼儿园|学前班|[一二三四五六]年级|初[一二三]|高[一二三]|[大中小]班)[^,。;]{0,12}(?:学生|[0-9一二三四五六七八九十]{1,3}\\)?班|就读)|"
    "(?:就读|读|上)(?:于|在)?[^,。;]{0,16}(?:小学|初中|中学|幼儿园|年级)|未成年(?:人|子女|女儿|儿子|学生)(?!保护|人数|权益|专项)|小学生|幼儿园(?:小|中|大)班"
)
_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})\D{0,3}(1[0-2]|0?[1-9])(?:\D{1,3}(3[01]|[12][0-9]|0?[1-9]))?")
_ADULT_ONLY: Final = frozenset({Entity.ORG, Entity.LOCATION, Entity.USCC})


def speaks_of_minor(text: str, findings: Iterable[Finding], today: date) -> bool:
    """Whether somebody the text names is under eighteen.

    Args:
        text: Raw.
        findings: Of this text; without any personal one there is nobody to speak of.
        today: The day on which ages are counted.

    Returns:
        True when an age, a date of birth or an identity number says so, or a pupil's class or the word does.
    """
    personal = [finding for finding in findings if finding.entity not in _ADULT_ONLY]
    if not personal:
        return False
    for finding in personal:
        born = _born(finding.entity, fold(text[finding.start : finding.end]))
        if born is not None and born <= today and _years(born, today) < OF_AGE:
            return True
    folded = fold(text)
    if any(int(match.group("age")) < OF_AGE for match in _AGE.finditer(folded)):
        return True
    return any(pattern.search(folded) is not None for pattern in (_SPELT, _MONTHS, _PUPIL))


def _born(entity: Entity, value: str) -> date | None:
    """The day of birth in an identity number or a date of birth; a month alone counts from its first day."""
    if entity is Entity.CN_ID:
        digits = re.sub("[^0-9Xx]", "", value)
        found = re.fullmatch("[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]", digits)
    elif entity is Entity.DATE_OF_BIRTH:
        found = _DATE.search(value) or re.search("((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", value)
    else:
        return None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
