"""Who stands in a record beside those it is about, and what was theirs."""

import pytest

from classifiers.span_roles import roles_of
from classifiers.text_span import TextSpan
from tests.unit.classifiers.test_span_roles import role


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2.借款人：李文博；身份证号：3304…；抵押物所在地：{}", "home"),
        ("2.借款人：同泰五金有限公司；担保人：李文博；抵押物所在地：{}", "office"),
        ("2.标的编号：7；抵押物所在地：{}", "office"),
    ],
)
def test_what_somebody_mortgaged_is_a_home(line: str, expected: str):
    flat = "澄江市锦绣花园3幢202室"
    text = "下列债权依法转让。\n" + line.format(flat) + "\n联系人：王立新"
    spans = [TextSpan("ADDRESS", text.index(flat), text.index(flat) + len(flat))]
    spans += [TextSpan("PERSON", at, at + 3) for name in ("李文博", "王立新") if (at := text.find(name)) >= 0]
    assert roles_of(text, spans)[0] == expected


@pytest.mark.parametrize("told", ["由其子李文博代领", "李文博（电话138…）代领", "其女儿李文博"])
def test_who_comes_for_the_money_is_not_who_is_paid_it(told: str):
    text = f"上官福生，7组，补贴102.60元（{told}）"
    assert role(text, "李文博", natures=frozenset({"subsidy"})) == "private"
    assert role(text, "上官福生", natures=frozenset({"subsidy"})) == "official"


def test_experts_are_listed_behind_what_their_list_is_of():
    text = "评审专家（单一来源采购人员）名单：凌秀禾、邝永祥、李文博（采购人代表）"
    assert role(text, "李文博") == "official"
