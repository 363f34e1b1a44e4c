"""The demonstration's data: forty samples, right check digits, the same for the same seed, in the encodings promised."""

import csv
import io
import random

from portal.demo import invent
from portal.demo.extend import extend
from portal.demo.files import make_file
from portal.demo.samples import load_samples


def test_forty_samples_of_nine_kinds():
    samples = load_samples()
    assert len(samples) == 40
    assert {one.kind for one in samples} == {"CZ", "SW", "SWJ", "JRJ", "RH", "YBJ", "ZJJ", "SCJG", "TJ"}
    assert all((one.text is None) == bool(one.rows) for one in samples)


def test_numbers_are_right_in_form():
    dice = random.Random(1)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for _ in range(200):
        number = invent.identity_number(dice)
        check = 10 if number[-1] == "X" else int(number[-1])
        assert (sum(int(a) * b for a, b in zip(number[:17], weights, strict=True)) + check) % 11 == 1
        card = invent.card(dice)
        digits = [int(one) for one in card][::-1]
        assert sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0
        assert len(invent.credit_code(dice)) == 18
        assert len(invent.mobile(dice)) == 11
        assert len(invent.landline(dice)) == 13


def test_the_samples_own_credit_codes_have_the_check_we_make():
    codes = [row[1] for one in load_samples() if one.id == "S035" for row in one.rows]
    for code in codes:
        total = sum(
            invent._CREDIT_ALPHABET.index(a) * b for a, b in zip(code[:17], invent._CREDIT_WEIGHTS, strict=True)
        )
        assert code[17] == invent._CREDIT_ALPHABET[(31 - total % 31) % 31]


def test_a_table_keeps_its_columns_kinds_and_grows():
    sample = next(one for one in load_samples() if one.id == "S008")
    rows = extend(sample, 300, seed=3)
    assert rows == extend(sample, 300, seed=3)
    assert rows != extend(sample, 300, seed=4)
    assert len(rows) == 300
    place = sample.fields.index("法定代表人证件号码")
    assert len({row[place] for row in rows}) > 290
    assert all(len(str(row[place])) == 18 for row in rows)


def test_files_are_in_two_encodings_and_read_back():
    samples = load_samples()
    files = [make_file(one, at, rows=50, seed=at) for at, one in enumerate(samples)]
    assert {file.encoding for file in files} == {"utf-8", "gb18030", "xlsx"}
    for file in files:
        if file.file_name.endswith(".csv"):
            table = list(csv.reader(io.StringIO(file.content.decode(file.encoding))))
            assert table[0] == list(file.sample.fields)
            assert len(table) == file.rows + 1
