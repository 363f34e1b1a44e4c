"""Exact kernels for the family "digits and check digit" over a whole column's bytes at once.

A kernel settles a run of letters and digits (bounded by anything else) exactly as the rules of `recognizers` would:
identity number, credit code, bank card, mobile. What it cannot settle it leaves to `matcher`. A property test compares.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desensitize.checksums import FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR, PROVINCES, USCC_ALPHABET, USCC_DEPARTMENTS, is_date
from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.recognizers.phone import MOBILE_PREFIXES, UNITS

Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_ALNUM = np.zeros(256, np.bool_)
_ALNUM[[*b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]] = True
_ID_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), np.int32)
_ID_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
_PROVINCE = np.zeros(100, np.bool_)
_PROVINCE[list(PROVINCES)] = True
_MONTH_DAYS = np.array(
    [[is_date(year, month, day) for month in range(100) for day in range(100)] for year in (2001, 2000)], np.bool_
)
_USCC_VALUE = np.full(256, -1, np.int32)
for _value, _char in enumerate(USCC_ALPHABET):
    _USCC_VALUE[ord(_char)] = _USCC_VALUE[ord(_char.lower())] = _value
_USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], np.int32)
_USCC_FIRST = np.zeros(256, np.bool_)
_USCC_FIRST[[*USCC_DEPARTMENTS.encode(), *USCC_DEPARTMENTS.lower().encode()]] = True
_MOBILE = np.zeros(1000, np.bool_)
_MOBILE[list(MOBILE_PREFIXES)] = True
_UNIT_CODES = np.array([int.from_bytes(unit.encode()) for unit in UNITS if not unit.isascii()], np.int64)

NOTHING, ASK = 0, 255
"""Verdicts beside 1 + the entity's code: no strong rule matches; only the matcher can say."""
SCORE_PROVEN, SCORE_FORM, SCORE_MOBILE = 100, 60, 85


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of ASCII letters and digits: first byte and byte after the last, in the buffer."""

    starts: Ints
    ends: Ints


def find_runs(buffer: Bytes, shortest: int) -> Runs:
    """Runs of at least `shortest` letters and digits. The buffer must end with a separator."""
    flags = _ALNUM[buffer].view(np.int8)
    edges = np.flatnonzero(np.diff(flags, prepend=np.int8(0)))
    starts, ends = edges[0::2], edges[1::2]
    keep = ends - starts >= shortest
    return Runs(starts[keep], ends[keep])


def settle(buffer: Bytes, runs: Runs) -> tuple[Bytes, Bytes]:
    """Judge every run.

    Returns verdicts (NOTHING, ASK, or 1 + entity code) and scores in hundredths, one a run.
    """
    verdicts = np.zeros(len(runs.starts), np.uint8)
    scores = np.zeros(len(runs.starts), np.uint8)
    lengths = runs.ends - runs.starts
    for length, judge in ((11, _settle_11), (16, _settle_card), (17, _ask_17), (18, _settle_18), (19, _settle_card)):
        at = np.flatnonzero(lengths == length)
        if len(at):
            verdicts[at], scores[at] = judge(buffer, runs.starts[at], _matrix(buffer, runs.starts[at], length))
    at = np.flatnonzero(lengths == 20)
    if len(at):
        verdicts[at] = np.where(is_cn_id(_matrix(buffer, runs.starts[at], 18)), ASK, NOTHING)
    return verdicts, scores


def _matrix(buffer: Bytes, starts: Ints, length: int) -> Bytes:
    return buffer[starts[:, None] + np.arange(length)]


def _verdict(entity: Entity) -> int:
    return ENTITY_INDEX[entity] + 1


def is_digits(chars: Bytes) -> Bools:
    """Which rows are digits throughout."""
    digits: Bools = np.asarray(((chars >= 48) & (chars <= 57)).all(axis=1), np.bool_)
    return digits


def _number(digits: npt.NDArray[np.int32], first: int, last: int) -> npt.NDArray[np.int32]:
    value = np.zeros(len(digits), np.int32)
    for place in range(first, last):
        value = value * 10 + digits[:, place]
    return value


def is_birth_date(year: npt.NDArray[np.int32], month_day: npt.NDArray[np.int32]) -> Bools:
    """Which pairs of year and MMDD (0 to 9999) are days a person may have been born on."""
    leap = ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).astype(np.intp)
    born: Bools = np.asarray(_MONTH_DAYS[leap, month_day], np.bool_)
    return born & (year >= FIRST_BIRTH_YEAR) & (year <= LAST_BIRTH_YEAR)


def is_cn_id(chars: Bytes) -> Bools:
    """Which rows of 18 characters are identity numbers: the same answer as `checksums.is_cn_id` and its pattern."""
    upper = chars[:, 17] & np.where(chars[:, 17] >= 97, 0xDF, 0xFF).astype(np.uint8)
    form = is_digits(chars[:, :17]) & (chars[:, 0] != 48)
    result = np.zeros(len(chars), np.bool_)
    at = np.flatnonzero(form)
    if not len(at):
        return result
    digits = chars[at, :17].astype(np.int32) - 48
    born = is_birth_date(_number(digits, 6, 10), _number(digits, 10, 14))
    area = _PROVINCE[_number(digits, 0, 2)] & (_number(digits, 2, 6) != 0)
    country = _number(digits, 3, 6)
    foreign = (digits[:, 0] == 9) & _PROVINCE[_number(digits, 1, 3)] & (country >= 4) & (country <= 894)
    check = _ID_CHECKS[(digits @ _ID_WEIGHTS) % 11]
    result[at] = born & (area | foreign) & (check == upper[at])
    return result


def _uscc(chars: Bytes) -> tuple[Bools, Bools]:
    """Which rows have the form of a credit code, and which pass its check."""
    values = _USCC_VALUE[chars]
    form = (values >= 0).all(axis=1) & _USCC_FIRST[chars[:, 0]] & is_digits(chars[:, 2:8])
    area = np.where(form, (chars[:, 2].astype(np.int32) - 48) * 10 + chars[:, 3].astype(np.int32) - 48, 0)
    form &= _PROVINCE[area] | (area == 10)
    check = (31 - (values[:, :17] @ _USCC_WEIGHTS) % 31) % 31
    return form, form & (check == values[:, 17])


def is_luhn(chars: Bytes) -> Bools:
    """Which rows of digits pass the Luhn sum."""
    digits = chars.astype(np.int32) - 48
    doubled = digits[:, -2::-2] * 2
    return (digits[:, ::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)) % 10 == 0


def _is_card(chars: Bytes) -> Bools:
    """Which rows are cards: `recognizers.bank.is_card_prefix` and Luhn."""
    length = chars.shape[1]
    two = (chars[:, 0].astype(np.int32) - 48) * 10 + chars[:, 1].astype(np.int32) - 48
    three = two * 10 + chars[:, 2].astype(np.int32) - 48
    if length == 16:
        known = (
            (two == 62) | (two // 10 == 4) | np.isin(two, (51, 52, 53, 54, 55, 35)) | np.isin(three, (601, 603, 955))
        )
    else:
        known = (two == 62) | np.isin(three, (955, 601, 603, 621, 690, 685, 940, 900))
    return known & is_digits(chars) & is_luhn(chars)


def _settle_card(buffer: Bytes, starts: Ints, chars: Bytes) -> tuple[Bytes, Bytes]:
    del buffer, starts
    card = _is_card(chars)
    verdict = np.where(card, _verdict(Entity.BANK_CARD), NOTHING).astype(np.uint8)
    return verdict, np.where(card, SCORE_PROVEN, 0).astype(np.uint8)


def _ask_17(buffer: Bytes, starts: Ints, chars: Bytes) -> tuple[Bytes, Bytes]:
    """Cards of 17 digits share their length with old taxpayer numbers and vehicles: let the matcher weigh them."""
    del buffer, starts
    return np.where(_is_card(chars), ASK, NOTHING).astype(np.uint8), np.zeros(len(chars), np.uint8)


def _settle_18(buffer: Bytes, starts: Ints, chars: Bytes) -> tuple[Bytes, Bytes]:
    del buffer, starts
    verdict = np.zeros(len(chars), np.uint8)
    score = np.zeros(len(chars), np.uint8)
    person = is_cn_id(chars)
    verdict[person], score[person] = _verdict(Entity.CN_ID), SCORE_PROVEN
    rest = np.flatnonzero(~person)
    if len(rest):
        form, checked = _uscc(chars[rest])
        lettered = form & ~is_digits(chars[rest])
        verdict[rest[checked | lettered]] = _verdict(Entity.USCC)
        score[rest] = np.where(checked, SCORE_PROVEN, np.where(lettered, SCORE_FORM, 0))
        card = rest[(verdict[rest] == NOTHING) & _is_card(chars[rest])]
        verdict[card], score[card] = _verdict(Entity.BANK_CARD), SCORE_PROVEN
    return verdict, score


def _settle_11(buffer: Bytes, starts: Ints, chars: Bytes) -> tuple[Bytes, Bytes]:
    """Mobile numbers that are not amounts: neither a decimal nor a currency or unit touches them."""
    verdict = np.zeros(len(chars), np.uint8)
    mobile = is_digits(chars) & (chars[:, 0] == 49)
    at = np.flatnonzero(mobile)
    if len(at):
        digits = chars[at, :3].astype(np.int32) - 48
        good = _MOBILE[digits[:, 0] * 100 + digits[:, 1] * 10 + digits[:, 2]]
        good &= ~_is_money(buffer, starts[at], starts[at] + 11)
        verdict[at[good]] = _verdict(Entity.CN_MOBILE)
    return verdict, np.where(verdict > 0, SCORE_MOBILE, 0).astype(np.uint8)


def _is_money(buffer: Bytes, starts: Ints, ends: Ints) -> Bools:
    """Which digits are part of an amount. The buffer has two bytes of separator before and four behind."""
    before, second = buffer[starts - 1], buffer[starts - 2]
    money = (before == 36) | ((before == 46) & (second >= 48) & (second <= 57))
    behind = buffer[ends]
    money |= (behind == 46) & (buffer[ends + 1] >= 48) & (buffer[ends + 1] <= 57)
    word = ends + (behind == 32)
    money |= buffer[word] == 37
    code = (buffer[word].astype(np.int64) << 16) | (buffer[word + 1].astype(np.int64) << 8) | buffer[word + 2]
    return money | np.isin(code, _UNIT_CODES)
