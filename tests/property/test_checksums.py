"""Check digits: the kernels answer as the plain functions do, and the functions as the standards do."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desensitize import checksums
from desensitize.recognizers.bank import is_card_prefix
from desensitize.scanning import kernels as scan_kernels
from tests.bench import records


def chars(values: list[str]) -> np.ndarray:
    return np.ascontiguousarray(np.frombuffer("".join(values).encode(), np.uint8).reshape(len(values), -1).T)


def numbers(length: int) -> list[str]:
    """Numbers near to valid ones: some valid, some with one place changed, some random."""
    rng = random.Random(length)
    make = {18: [records.cn_id, records.uscc], 19: [records.card]}.get(length, [])
    alphabet = "0123456789XxABCDEFGHJKLMNPQRTUWYanIOSV"
    values = []
    for _ in range(3000):
        value = (
            rng.choice(make)(rng)
            if make and rng.random() < 0.7
            else "".join(rng.choice("0123456789") for _ in range(length))
        )
        if rng.random() < 0.5:
            place = rng.randrange(length)
            value = value[:place] + rng.choice(alphabet) + value[place + 1 :]
        values.append(value)
    return values


def test_identity_numbers() -> None:
    values = numbers(18)
    expected = [checksums.is_cn_id(value.upper()) and value[0] != "0" for value in values]
    assert scan_kernels.is_cn_id(chars(values)).tolist() == expected
    assert 100 < sum(expected) < len(expected)


def test_credit_codes() -> None:
    values = numbers(18)
    form, checked = scan_kernels._uscc(chars(values))
    assert form.tolist() == [checksums.is_uscc_form(value.upper()) for value in values]
    assert checked.tolist() == [checksums.is_uscc(value.upper()) for value in values]
    assert checked.any()


@pytest.mark.parametrize("length", [16, 17, 18, 19])
def test_cards(length: int) -> None:
    values = [value if index % 3 else "62" + value[2:] for index, value in enumerate(numbers(length))]
    expected = [value.isdigit() and is_card_prefix(value) and checksums.is_luhn(value) for value in values]
    assert scan_kernels._is_card(chars(values)).tolist() == expected
    assert any(expected)


@given(st.integers(0, 10**17 - 1))
def test_one_wrong_digit_is_noticed(body: int) -> None:
    """MOD 11-2 notices every single error."""
    digits = f"{body:017d}"
    check = checksums.id_check_char(digits)
    for place in (0, 8, 16):
        other = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
        assert checksums.id_check_char(other) != check


def test_published_examples() -> None:
    """From the standards themselves: GB 11643-1999, GB 32100-2015, GB 11714-1997 and ISO 3779's usual example."""
    assert checksums.id_check_char("11010519491231002") == "X"
    assert checksums.is_uscc("91350100M000100Y43")
    assert checksums.is_org_code("D2143569X")
    assert checksums.is_vin("1M8GDM9AXKP042788")
    assert checksums.is_luhn("79927398713")
    assert checksums.is_reg_no("110108000000016")


@pytest.mark.parametrize(
    "body",
    ["", "x", "1" * 17, "1" * 19, "11010519490231002X", "99010519491231002X", "１１０１０５１９４９１２３１００２X"],
)
def test_odd_input_is_no_number(body: str) -> None:
    assert not checksums.is_cn_id(body)
    assert not checksums.is_uscc(body)
    assert not checksums.is_reg_no(body)
    assert checksums.is_vin(body) == (body == "1" * 17)
