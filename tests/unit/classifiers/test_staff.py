"""Counts of staff beside a count of units: a figure of those few units like their income."""

import pytest

from tests.unit.classifiers.test_small_groups import judged


@pytest.mark.parametrize("staff", ["从业人员(人)", "从业人数", "职工人数(人)"])
def test_the_staff_of_one_firm_goes_with_its_count(staff: str) -> None:
    decision = judged(单位数={"small": 0.2}, **{staff: {}}, 营业收入={})
    told = {one.column: one.beside for one in decision.masking}
    assert told == {"单位数": (), staff: ("单位数",), "营业收入": ("单位数",)}


def test_the_staff_of_many_firms_stays() -> None:
    assert judged(单位数={}, 从业人数={}, 营业收入={}).masking == ()
