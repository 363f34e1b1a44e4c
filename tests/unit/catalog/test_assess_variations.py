"""Labelled datasets in other words and with other traps: the figures that the rules have to hold, end to end."""

from datetime import date

import pytest

from catalog.assess.line import classify_line
from classifiers.negative_list import current_edition
from tests.bench.catalogue_score import Score, score
from tests.data.generators.catalogue import datasets

# Written one after another, each before the rules were mended on it: contents without words of the list, odd marks,
# code columns, titles that frighten or lie. Themes and sectors are judged on the others.
UNSEEN = (
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *(
        "nineteenth",
        "twentieth",
        "twentyfirst",
        "twentysecond",
        "twentythird",
        "twentyfourth",
        "twentyfifth",
        "twentysixth",
    ),
    *("twentyseventh", "twentyeighth", "twentyninth", "thirtyfirst", "thirtysecond", "thirtyfourth"),
    *("thirtieth", "thirtythird", "thirtyfifth"),  # the models have not learnt from these
)
FILES = ("open", "closed", "hard", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module", params=(*FILES, *UNSEEN))
def result(request: pytest.FixtureRequest) -> Score:
    labelled = datasets(request.param)
    edition = current_edition()
    answers = [classify_line({k: v for k, v in d.items() if k != "expected"}, edition, today=DAY) for d in labelled]
    return score(labelled, answers)


def test_the_set_is_large_enough(result: Score):
    assert result.total >= 45


def test_no_dataset_is_released_that_should_not_be(result: Score):
    assert result.over_released == []


def test_no_personal_value_is_in_any_release(result: Score):
    assert result.leaks == []


def test_every_column_and_name_that_must_be_kept_is_kept(result: Score):
    assert result.broken_keeps == []


@pytest.mark.parametrize(
    ("name", "least"), [("tier", 0.97), ("release", 0.95), ("theme", 0.95), ("sector", 0.95), ("kind", 1.0)]
)
def test_share_of_right_answers(result: Score, name: str, least: float, request: pytest.FixtureRequest):
    if name in {"theme", "sector"} and request.node.callspec.params["result"] in UNSEEN:
        least = 0.93
    assert result.share(name) >= least, result.table()
