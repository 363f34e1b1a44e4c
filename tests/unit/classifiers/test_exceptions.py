"""ALLOW clauses and masks of the shipped list, one by one: each lets something through or hides something by itself."""

from datetime import date
from typing import Any, Final

import pytest

from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import Example, current_edition

EDITION: Final = current_edition()
DAY: Final = date(2026, 6, 1)
NUMBERS: Final = (
    *("CN_ID", "CN_MOBILE", "BANK_CARD", "BANK_ACCOUNT", "SECURITIES_ACCOUNT", "WECHAT", "QQ", "PASSPORT"),
    *("HMT_PERMIT", "PLATE", "VIN"),
)


def judge(data: dict[str, Any]) -> Decision:
    return decide(example_subject(Example(data), EDITION), EDITION, today=DAY)


def standing(decision: Decision) -> set[str]:
    """Clauses that nothing overrules."""
    return {hit.clause_id for hit in decision.clauses if hit.overruled_by is None}


# Blank forms that a clause would catch by its words; NL-X05 lets each of them through.
FORMS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("NL-A02", {"title": "存款准备金率调整建议（空白模板）", "agency_kind": "RH", "text": "拟下调幅度，尚未公布。"}),
    (
        "NL-A03",
        {"title": "发行基金调拨与押运安排（空白模板）", "agency_kind": "RH", "text": "日期，押运线路，押运时间"},
    ),
    ("NL-A04", {"title": "支付系统密码机台账（空白模板）", "agency_kind": "RH", "text": "设备编号，主密钥"}),
    ("NL-A12", {"title": "网银客户信息登记表", "rows": 0, "columns": {"登录名": "empty", "登录密码": "empty"}}),
    ("NL-B13", {"title": "在办案件稽查线索表（空白模板）", "agency_kind": "SW", "text": "案件线索，承办科室"}),
    ("NL-B17", {"title": "专项资金审计取证单（空白模板）", "agency_kind": "CZ", "text": "审计发现问题，金额，单位"}),
    ("NL-B18", {"title": "业务系统漏洞扫描结果（空白模板）", "agency_kind": "JRJ", "text": "系统名称，漏洞编号"}),
)


@pytest.mark.parametrize(("clause", "form"), FORMS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_blank_form_is_let_through_whatever_it_asks_for(clause: str, form: dict[str, Any]) -> None:
    decision = judge(form)
    assert {hit.clause_id: hit.overruled_by for hit in decision.clauses}[clause] == "NL-X05"
    assert decision.release == "open"


@pytest.mark.parametrize(
    ("column", "kind"), [("纳税人识别号", "~uscc USCC"), ("机构代码", "~uscc"), ("注册号", "~code"), ("甲", "USCC")]
)
def test_a_credit_code_is_allowed_by_its_values_its_name_and_its_form(column: str, kind: str) -> None:
    decision = judge({"title": "企业", "columns": {"企业名称": "~org", column: kind}})
    assert "NL-X01" in standing(decision)
    assert column in decision.keep


@pytest.mark.parametrize(
    "entity",
    [*NUMBERS, "PERSON", "EMAIL"],
)
def test_what_stands_in_remarks_is_hidden_where_it_stands(entity: str) -> None:
    decision = judge({"title": "办理情况", "columns": {"事项": "text", "备注": f"len:40 {entity}:0.4:0"}})
    assert ("备注", entity, "spans") in {(one.column, one.entity, one.action) for one in decision.masking}


@pytest.mark.parametrize(
    "entity",
    NUMBERS,
)
def test_what_stands_in_a_text_is_hidden_where_it_stands(entity: str) -> None:
    decision = judge({"title": "办理情况", "text": "办理情况如下。", "found": {entity: 2}})
    assert (None, entity, "spans") in {(one.column, one.entity, one.action) for one in decision.masking}
