"""Words of the list in the names of columns: what a yes or no to a requirement does not hold."""

from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, Subject
from classifiers.tiers import Release

EDITION = current_edition()


def register(name: str, kind: str, length: float, **shapes: float) -> Subject:
    firms = ColumnFacts("机构名称", 0, "text", 6, 6, 6, length=12.0, shapes={"org": 1.0})
    told = ColumnFacts(name, 1, kind, 6, 6, 2, length=length, shapes=shapes)
    return Subject(
        title="网络借贷信息中介机构名录",
        agency_kind="JRJ",
        columns=(firms, told),
        row_count=6,
        vocabulary=EDITION.vocabulary.fingerprint,
    )


@pytest.mark.parametrize(("kind", "length"), [("text", 1.0), ("text", 2.6), ("boolean", 1.0)])
def test_whether_a_balance_meets_a_requirement_is_no_balance(kind: str, length: float):
    decision = decide(register("存管账户余额达标", kind, length), EDITION, today=date(2026, 6, 1))
    assert decision.release is Release.OPEN


@pytest.mark.parametrize(
    ("name", "kind", "length", "shapes"),
    [
        ("账户余额", "text", 1.0, {}),
        ("账户余额达标", "decimal", 2.0, {}),
        ("账户余额达标", "text", 9.0, {}),
        ("账户余额达标", "text", 3.0, {"masked": 1.0}),
    ],
)
def test_balances_and_what_is_told_at_length_still_count(name: str, kind: str, length: float, shapes: dict[str, float]):
    decision = decide(register(name, kind, length, **shapes), EDITION, today=date(2026, 6, 1))
    assert decision.deciding_clause == "NL-B02"
