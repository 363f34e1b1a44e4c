"""Exceptions, ALLOW clauses and masks of the shipped list, one by one: each spares or hides something by itself.

A pair is the same harmless dataset twice: as the exception spares it, and as the clause would catch it without.
"""

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

PAIRS: Final[tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]] = (
    (
        "NL-A07",
        {
            "title": "支付机构反洗钱行政处罚信息",
            "agency_kind": "RH",
            "columns": {"机构": "~org", "可疑交易报告份数": "int"},
        },
        {"title": "支付机构可疑交易报告", "agency_kind": "RH", "columns": {"机构": "~org", "可疑交易特征": "text"}},
    ),
    (
        "NL-A07",
        {"title": "可疑交易报告份数与机构数", "agency_kind": "RH", "text": "辖内可疑交易报告份数与报送机构数如下。"},
        {"title": "可疑交易报告", "agency_kind": "RH", "text": "辖内可疑交易报告如下。"},
    ),
    (
        "NL-B03",
        {
            "title": "行政处罚信息",
            "agency_kind": "RH",
            "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "征信评分": "dec"},
        },
        {
            "title": "评分信息",
            "agency_kind": "RH",
            "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "征信评分": "text"},
        },
    ),
    (
        "NL-B04",
        {"title": "期货公司名录", "agency_kind": "ZJJ", "columns": {"机构名称": "~org", "交易编码": "~code"}},
        {"title": "交易情况", "agency_kind": "ZJJ", "columns": {"机构名称": "~org", "交易编码": "~code"}},
    ),
    (
        "NL-B05",
        {
            "title": "保险代理人执业登记",
            "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "保单号": "~code", "投保人": "PERSON"},
        },
        {
            "title": "承保情况",
            "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "保单号": "~code", "投保人": "PERSON"},
        },
    ),
    (
        "NL-B06",
        {"title": "社保补贴发放", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "缴费基数": "text"}},
        {"title": "缴费情况", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "缴费基数": "text"}},
    ),
    (
        "NL-B09",
        {"title": "内幕交易行政处罚公示", "agency_kind": "ZJJ", "text": "内幕信息知情人处罚决定。"},
        {"title": "内幕信息知情人", "agency_kind": "ZJJ", "text": "内幕信息知情人登记。"},
    ),
    (
        "NL-B09",
        {"title": "重大资产重组已披露事项", "agency_kind": "ZJJ", "text": "内幕信息知情人登记。"},
        {"title": "重大资产重组事项", "agency_kind": "ZJJ", "text": "内幕信息知情人登记。"},
    ),
    (
        "NL-B08",
        {"title": "行政监管措施决定", "agency_kind": "ZJJ", "text": "现场检查发现下列问题。现场检查意见书已送达。"},
        {"title": "监管检查", "agency_kind": "ZJJ", "text": "现场检查发现下列问题。现场检查意见书已送达。"},
    ),
    (
        "NL-B11",
        {
            "title": "代理记账机构专职人员备案通讯录",
            "columns": {"机构名称": "~org", "姓名": "PERSON", "手机": "CN_MOBILE"},
        },
        {"title": "通讯录", "columns": {"机构名称": "~org", "姓名": "PERSON", "手机": "CN_MOBILE"}},
    ),
    (
        "NL-B11",
        {"title": "上市公司高管通讯录", "columns": {"公司": "~org", "董秘": "PERSON", "手机": "CN_MOBILE"}},
        {"title": "通讯录", "columns": {"公司": "~org", "董秘": "PERSON", "手机": "CN_MOBILE"}},
    ),
    (
        "NL-B22",
        {"title": "上市公司股东减持", "columns": {"姓名": "PERSON", "证件号码": "CN_ID", "持股数": "text"}},
        {"title": "公司股东", "columns": {"姓名": "PERSON", "证件号码": "CN_ID", "持股数": "text"}},
    ),
    (
        "NL-B13",
        {"title": "典型案例选登", "agency_kind": "JRJ", "columns": {"机构名称": "~org", "侦办进展": "text"}},
        {"title": "案件情况", "agency_kind": "JRJ", "columns": {"机构名称": "~org", "侦办进展": "text"}},
    ),
    (
        "NL-B13",
        {"title": "行政处罚已公示信息", "agency_kind": "JRJ", "columns": {"机构名称": "~org", "侦办进展": "text"}},
        {"title": "行政处罚信息", "agency_kind": "JRJ", "columns": {"机构名称": "~org", "侦办进展": "text"}},
    ),
    (
        "NL-C02",
        {
            "title": "研究样本统计",
            "agency_kind": "RH",
            "columns": {"样本编号": "~code", "年龄": "int", "性别": "text", "职业": "text"},
        },
        {
            "title": "研究样本",
            "agency_kind": "RH",
            "columns": {"样本编号": "~code", "年龄": "int", "性别": "text", "职业": "text"},
        },
    ),
    (
        "NL-C03",
        {"title": "实时接口申请表", "rows": 0, "columns": {"接口名称": "empty", "申请单位": "empty"}},
        {"title": "实时接口", "columns": {"接口名称": "text", "申请单位": "~org"}},
    ),
    (
        "NL-C03",
        {"title": "实时行情接口管理办法", "text": "实时行情接口的申请与使用。"},
        {"title": "实时行情接口", "text": "实时行情接口的申请与使用。"},
    ),
    (
        "NL-C05",
        {"title": "贸易便利化白名单", "agency_kind": "RH", "columns": {"企业": "~org", "结汇额(美元)": "dec"}},
        {"title": "结汇情况", "agency_kind": "RH", "columns": {"企业": "~org", "结汇额(美元)": "dec"}},
    ),
)


def judge(data: dict[str, Any]) -> Decision:
    return decide(example_subject(Example(data), EDITION), EDITION, today=DAY)


def standing(decision: Decision) -> set[str]:
    """Clauses that nothing overrules."""
    return {hit.clause_id for hit in decision.clauses if hit.overruled_by is None}


@pytest.mark.parametrize(("clause", "spared", "caught"), PAIRS, ids=lambda one: one if isinstance(one, str) else "")
def test_an_exception_spares_what_the_clause_would_catch(
    clause: str, spared: dict[str, Any], caught: dict[str, Any]
) -> None:
    assert clause in {hit.clause_id for hit in judge(caught).clauses}
    assert clause not in {hit.clause_id for hit in judge(spared).clauses}


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
