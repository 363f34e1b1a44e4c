"""Figures of few units: whose they are, and that the demands hide them where their count or share is hidden."""

from datetime import date

import pytest

from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.small_groups import own_count
from classifiers.subject import ColumnFacts, Subject

COLUMNS = ("行业", "贷款户数", "贷款余额", "逾期户数", "逾期金额", "户均")


@pytest.mark.parametrize(
    ("figure", "own"), [("贷款余额", "贷款户数"), ("逾期金额", "逾期户数"), ("户均", "逾期户数"), ("行业", "贷款户数")]
)
def test_a_figure_belongs_to_the_count_it_is_called_like_or_stands_behind(figure: str, own: str) -> None:
    assert own_count(figure, COLUMNS, ("贷款户数", "逾期户数")) == own


def test_nothing_belongs_to_no_count() -> None:
    assert own_count("贷款余额", COLUMNS, ()) is None


def judged(**columns: dict[str, float]) -> Decision:
    """A table of trades: name of a column → shapes of its cells."""
    facts = [ColumnFacts("行业", 0, "text", 20, 20, 20, entities={}, shapes={}, length=3.0)]
    facts += [
        ColumnFacts(name, at + 1, "decimal", 20, 20, 20, entities={}, shapes=shapes, length=4.0)
        for at, (name, shapes) in enumerate(columns.items())
    ]
    words = current_edition().vocabulary.fingerprint
    subject = Subject("分行业情况", agency_kind="TJ", columns=tuple(facts), row_count=20, vocabulary=words)
    return decide(subject, current_edition(), today=date(2026, 11, 24))


def test_the_figures_of_a_small_count_go_and_those_of_a_large_one_stay() -> None:
    decision = judged(贷款户数={}, 贷款余额={}, 逾期户数={"small": 0.2}, 逾期金额={}, 逾期率={})
    beside = {one.column: one.beside for one in decision.masking}
    assert beside == {"逾期户数": (), "逾期金额": ("逾期户数",), "逾期率": ("逾期户数",)}
    assert {one.action for one in decision.masking} == {"suppress"}
    assert decision.keep == ("行业", "贷款户数", "贷款余额")
    assert Decision.from_json(decision.to_json()) == decision


def test_a_share_of_one_firm_goes_with_the_figures_it_is_of() -> None:
    decision = judged(企业数={}, 营业收入={}, 最大企业占比={"over85": 0.1})
    told = {one.column: (one.entity, one.beside) for one in decision.masking}
    assert told == {"最大企业占比": ("DOMINANCE", ()), "营业收入": ("SMALL_CELL", ("最大企业占比",))}


def test_demands_stored_without_it_are_read() -> None:
    told = judged(户数={"small": 0.2}, 金额={}).to_json()
    for demand in told["masking"]:
        del demand["beside"]
    assert [one.beside for one in Decision.from_json(told).masking] == [(), ()]
