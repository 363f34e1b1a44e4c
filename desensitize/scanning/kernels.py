"""Exact kernels for the family "digits and check digit" over a whole column's bytes at once.

A kernel settles a run of letters and digits (bounded by anything else) exactly as the rules of `recognizers` would:
identity number, credit code, bank card, mobile. What it cannot settle it leaves to `matcher`. A property test compares.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desensitize.checksums import (
    FIRST_BIRTH_YEAR,
    LAST_BIRTH_YEAR,
    PERMIT_PROVINCES,
    PROVINCES,
    USCC_ALPHABET,
    USCC_KINDS,
    is_date,
)
from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.recognizers.bank import is_card_prefix
from desensitize.recognizers.phone import MOBILE_PREFIXES, UNITS

Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_ALNUM = bytes(chr(byte).isascii() and chr(byte).isalnum() for byte in range(256))
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
_PROVINCE = np.zeros(100, np.bool_)
_PROVINCE[list(PROVINCES)] = True
_PERMIT = np.zeros(100, np.bool_)
_PERMIT[list(PERMIT_PROVINCES)] = True
_MONTH_DAYS = np.array(
    [[is_date(year, month, day) for month in range(100) for day in range(100)] for year in (2001, 2000)], np.bool_
)
_NO_VALUE = 99
_USCC_VALUE = np.full(256, _NO_VALUE, np.uint8)
for _value, _char in enumerate(USCC_ALPHABET):
    _USCC_VALUE[ord(_char)] = _USCC_VALUE[ord(_char.lower())] = _value
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_USCC_KIND = np.zeros((256, 256), np.bool_)
for _kind in USCC_KINDS:
    for _first in {ord(_kind[0]), ord(_kind[0].lower())}:
        _USCC_KIND[_first, ord(_kind[1])] = True
_MOBILE = np.zeros(1000, np.bool_)
_MOBILE[list(MOBILE_PREFIXES)] = True
_CARD_HEADS = {
    length: np.array([is_card_prefix(f"{head:03d}".ljust(length, "0")) for head in range(1000)], np.bool_)
    for length in (16, 17, 18, 19)
}
_UNIT_CODES = tuple(int.from_bytes(unit.encode()) for unit in UNITS if not unit.isascii())

_DOUBLED = np.array([2 * digit - 9 * (digit > 4) for digit in range(10)], np.uint8)

NOTHING, ASK = 0, 255
"""Verdicts beside 1 + the entity's code: no strong rule matches; only the matcher can say."""
SCORE_PROVEN, SCORE_FORM, SCORE_MOBILE = 100, 60, 85


Verdicts = tuple[Bytes, Bytes]
"""Verdicts (NOTHING, ASK, or 1 + entity code) and scores in hundredths."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of ASCII letters and digits: first byte and byte after the last, in the buffer."""

    starts: Ints
    ends: Ints


def find_runs(raw: bytes, shortest: int) -> Runs:
    """Runs of at least `shortest` letters and digits. The bytes must begin and end with a separator."""
    flags = np.frombuffer(raw.translate(_ALNUM), np.uint8)
    edges = np.flatnonzero(flags[1:] != flags[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    keep = ends - starts >= shortest
    return Runs(starts[keep], ends[keep])


def settle_runs(buffer: Bytes, runs: Runs) -> Verdicts:
    """Judge every run by itself and by what touches it."""
    verdicts = np.zeros(len(runs.starts), np.uint8)
    scores = np.zeros(len(runs.starts), np.uint8)
    lengths = runs.ends - runs.starts
    for length in (11, 16, 17, 18, 19, 20):
        at = np.flatnonzero(lengths == length)
        if len(at):
            starts = runs.starts[at]
            verdict, score = settle(np.stack([buffer[starts + place] for place in range(length)]))
            if length == 11:
                money = _is_money(buffer, starts, starts + length)
                verdict[money], score[money] = NOTHING, 0
            verdicts[at], scores[at] = verdict, score
    return verdicts, scores


def settle(chars: Bytes) -> Verdicts:
    """Judge runs of one length that nothing touches. chars: one row a position, one column a run."""
    judges = {11: _settle_11, 16: _settle_card, 17: _ask_17, 18: _settle_18, 19: _settle_card, 20: _ask_20}
    return judges[len(chars)](chars)


def _verdict(entity: Entity) -> int:
    return ENTITY_INDEX[entity] + 1


def _blank(chars: Bytes) -> Verdicts:
    return np.zeros(chars.shape[1], np.uint8), np.zeros(chars.shape[1], np.uint8)


def is_digits(chars: Bytes) -> Bools:
    """Which runs are digits throughout."""
    result = np.ones(chars.shape[1], np.bool_)
    for row in chars:
        result &= (row - np.uint8(48)) < 10
    return result


def _number(chars: Bytes, first: int, last: int) -> npt.NDArray[np.int16]:
    """The value of up to four digits."""
    value = np.zeros(chars.shape[1], np.int16)
    for row in chars[first:last]:
        value = value * np.int16(10) + (row - np.uint8(48)).astype(np.int16)
    return value


def is_birth_date(year: npt.NDArray[np.int16], month_day: npt.NDArray[np.int16]) -> Bools:
    """Which pairs of year and MMDD (0 to 9999) are days a person may have been born on."""
    leap = ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).astype(np.intp)
    born: Bools = np.asarray(_MONTH_DAYS[leap, month_day], np.bool_)
    return born & (year >= FIRST_BIRTH_YEAR) & (year <= LAST_BIRTH_YEAR)


def is_cn_id(chars: Bytes) -> Bools:
    """Which runs of 18 characters are identity numbers: the answer of `checksums.is_cn_id` and of its pattern."""
    result = is_digits(chars[:17]) & (chars[0] != 48)
    at = np.flatnonzero(result)
    if len(at) < chars.shape[1]:
        if len(at):
            result[at] = is_cn_id(chars[:, at])
        return result
    result &= _has_birth_and_area(chars)
    upper = np.where(chars[17] == 120, np.uint8(88), chars[17])
    return result & (_ID_CHECKS[_weighted(chars[:17] - np.uint8(48), _ID_WEIGHTS) % 11] == upper)


def _has_birth_and_area(chars: Bytes) -> Bools:
    """Which runs of digits begin as an identity number does: the answer of `checksums.is_cn_id_body`."""
    province = _number(chars, 0, 2)
    area = _PROVINCE[province] & ((_number(chars, 2, 6) != 0) | _PERMIT[province])
    country = _number(chars, 3, 6)
    foreign = (chars[0] == 57) & _PROVINCE[_number(chars, 1, 3)] & (country >= 4) & (country <= 894)
    return (area | foreign) & is_birth_date(_number(chars, 6, 10), _number(chars, 10, 14))


def _weighted(values: Bytes, weights: tuple[int, ...]) -> npt.NDArray[np.int16]:
    total = np.zeros(values.shape[1], np.int16)
    for row, weight in zip(values, weights, strict=True):
        total += row.astype(np.int16) * np.int16(weight)
    return total


def _uscc(chars: Bytes) -> tuple[Bools, Bools]:
    """Which runs have the form of a credit code, and which pass its check."""
    values = _USCC_VALUE[chars]
    form = _USCC_KIND[chars[0], chars[1]] & is_digits(chars[2:8]) & (values.max(axis=0) < _NO_VALUE)
    area = np.where(form, _number(chars, 2, 4), 0)
    form &= _PROVINCE[area] | (area == 10)
    check = (31 - _weighted(values[:17], _USCC_WEIGHTS) % 31) % 31
    return form, form & (check == values[17])


def is_luhn(chars: Bytes) -> Bools:
    """Which runs of digits pass the Luhn sum."""
    total = np.zeros(chars.shape[1], np.uint8)
    for place, row in enumerate(chars[::-1]):
        total += _DOUBLED[row - np.uint8(48)] if place % 2 else row - np.uint8(48)
    result: Bools = total % 10 == 0
    return result


def _is_card(chars: Bytes) -> Bools:
    """Which runs are cards: `recognizers.bank.is_card_prefix` and Luhn."""
    result = is_digits(chars)
    at = np.flatnonzero(result)
    if len(at) < chars.shape[1]:
        if len(at):
            result[at] = _is_card(chars[:, at])
        return result
    two, three = _number(chars, 0, 2), _number(chars, 0, 3)
    if len(chars) == 16:
        known = (
            (two == 62) | (two // 10 == 4) | np.isin(two, (51, 52, 53, 54, 55, 35)) | np.isin(three, (601, 603, 955))
        )
    else:
        known = (two == 62) | np.isin(three, (955, 601, 603, 621, 690, 685, 940, 900))
    return known & is_luhn(chars)


def _settle_card(chars: Bytes) -> Verdicts:
    card = _is_card(chars)
    return card * np.uint8(_verdict(Entity.BANK_CARD)), card * np.uint8(SCORE_PROVEN)


def _ask_17(chars: Bytes) -> Verdicts:
    """Cards of 17 digits share their length with old taxpayer numbers and vehicles: let the matcher weigh them."""
    return _is_card(chars) * np.uint8(ASK), np.zeros(chars.shape[1], np.uint8)


def _ask_20(chars: Bytes) -> Verdicts:
    """Taxpayer numbers that begin with an identity number."""
    return is_cn_id(chars[:18]) * np.uint8(ASK), np.zeros(chars.shape[1], np.uint8)


def _settle_18(chars: Bytes) -> Verdicts:
    verdict, score = _blank(chars)
    person = is_cn_id(chars)
    verdict[person], score[person] = _verdict(Entity.CN_ID), SCORE_PROVEN
    rest = np.flatnonzero(~person)
    if len(rest):
        others = chars if len(rest) == chars.shape[1] else chars[:, rest]
        form, checked = _uscc(others)
        digits = is_digits(others)
        lettered = form & ~digits
        verdict[rest[checked | lettered]] = _verdict(Entity.USCC)
        score[rest] = np.where(checked, SCORE_PROVEN, np.where(lettered, SCORE_FORM, 0))
        maybe = np.flatnonzero(digits & ~checked)
        if len(maybe):
            card = rest[maybe[_is_card(others[:, maybe])]]
            verdict[card], score[card] = _verdict(Entity.BANK_CARD), SCORE_PROVEN
        # With area and birth date, a label may make an identity number of it although the check fails.
        numbers = rest if digits.all() else rest[digits]
        wrong = numbers[_has_birth_and_area(chars[:, numbers])]
        verdict[wrong], score[wrong] = ASK, 0
    return verdict, score


def _settle_11(chars: Bytes) -> Verdicts:
    verdict, score = _blank(chars)
    at = np.flatnonzero(is_digits(chars) & (chars[0] == 49))
    good = at[_MOBILE[_number(chars[:3, at], 0, 3)]]
    verdict[good], score[good] = _verdict(Entity.CN_MOBILE), SCORE_MOBILE
    return verdict, score


def _is_money(buffer: Bytes, starts: Ints, ends: Ints) -> Bools:
    """Which digits are part of an amount: a decimal, a currency or a unit touches them.

    The buffer has two bytes of separator before the first cell and four behind the last.
    """
    before, second = buffer[starts - 1], buffer[starts - 2]
    money = (before == 36) | ((before == 46) & (second >= 48) & (second <= 57))
    behind = buffer[ends]
    money |= (behind == 46) & (buffer[ends + 1] >= 48) & (buffer[ends + 1] <= 57)
    word = ends + (behind == 32)
    money |= buffer[word] == 37
    code = (buffer[word].astype(np.int64) << 16) | (buffer[word + 1].astype(np.int64) << 8) | buffer[word + 2]
    for unit in _UNIT_CODES:  # np.isin would import numpy.ma
        money |= code == unit
    return money
