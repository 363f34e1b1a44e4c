"""The same content in disguise is never released further than it may be, and no personal value comes out of it."""

from datetime import date
from random import Random

import pytest

from catalog.assess.line import classify_line
from classifiers.negative_list import current_edition
from tests.bench.catalogue_score import score
from tests.bench.catalogue_variants import FAITHFUL, LOSSY, Line
from tests.data.generators.catalogue import datasets

DAY = date(2026, 11, 23)
SETS = ("closed", "fifth", "sixth", "seventh", "eighth")
EACH = 24  # datasets a disguise; another sample for each


def chosen(name: str) -> list[Line]:
    guarded = [line for key in SETS for line in datasets(key) if ["public", "open"] not in line["expected"]["accept"]]
    return Random(name).sample(guarded, EACH)


@pytest.mark.parametrize("name", sorted(FAITHFUL))
def test_a_disguise_that_loses_nothing_changes_nothing(name):
    lines = [FAITHFUL[name](line, Random(line["id"])) for line in chosen(name)]
    edition = current_edition()
    answers = [classify_line({k: v for k, v in line.items() if k != "expected"}, edition, today=DAY) for line in lines]
    result = score(lines, answers)
    assert result.over_released == []
    assert result.leaks == []


@pytest.mark.parametrize("name", sorted(LOSSY))
def test_no_disguise_lets_a_personal_value_out(name):
    lines = [LOSSY[name](line, Random(line["id"])) for line in chosen(name)]
    edition = current_edition()
    answers = [classify_line({k: v for k, v in line.items() if k != "expected"}, edition, today=DAY) for line in lines]
    assert score(lines, answers).leaks == []


def test_nothing_is_open_that_says_nothing_of_itself():
    edition = current_edition()
    lines = [LOSSY["untitled"](line, Random(0)) for line in chosen("untitled")]
    answers = [classify_line({k: v for k, v in line.items() if k != "expected"}, edition, today=DAY) for line in lines]
    assert {answer["release"] for answer in answers} <= {"share_only", "refuse"}
    assert all(answer["released"] is None for answer in answers)
