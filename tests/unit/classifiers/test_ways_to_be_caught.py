"""Rules of the shipped list's clauses, one by one: a dataset that only this rule of the clause catches.

The clauses' own examples are told by their plainest rule; without these, any other could be dropped unseen.
"""

from datetime import date
from typing import Any, Final

import pytest

from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import Example, current_edition

EDITION: Final = current_edition()
DAY: Final = date(2026, 6, 1)

WAYS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("NL-A02", {"title": "测算表", "agency_kind": "RH", "columns": {"品种": "text", "拟降幅(BP)": "int"}}),
    ("NL-A02", {"title": "存款准备金率政策储备", "text": "存款准备金率政策储备。"}),
    ("NL-A03", {"title": "安排", "columns": {"日期": "date", "押运线路": "text"}}),
    ("NL-A03", {"title": "情况", "columns": {"券别": "text", "捆数": "int", "出库": "int"}}),
    ("NL-A03", {"title": "安排", "columns": {"款箱": "int", "途经": "text"}}),
    ("NL-A03", {"title": "出枪", "columns": {"护送": "text", "班次": "text"}}),
    ("NL-A03", {"title": "情况", "columns": {"残损券": "int", "调出": "int"}}),
    ("NL-A03", {"title": "情况", "columns": {"库点": "text", "楼层": "text"}}),
    ("NL-A03", {"title": "人员", "agency_kind": "RH", "columns": {"佩枪": "text", "数量": "int"}}),
    ("NL-A03", {"title": "安排", "agency_kind": "RH", "text": "现金分车运送，计划如下。"}),
    ("NL-A04", {"title": "密钥分量", "columns": {"编号": "~code", "保管柜": "text"}}),
    ("NL-A04", {"title": "说明", "text": "灾备系统的恢复介质由专人保管。"}),
    ("NL-A04", {"title": "清算系统", "columns": {"名称": "text", "防火墙": "text"}}),
    ("NL-A05", {"title": "情况", "agency_kind": "RH", "columns": {"美元资产": "dec", "欧元资产": "dec"}}),
    ("NL-A05", {"title": "存金", "agency_kind": "RH", "columns": {"经纪": "text", "月份": "text"}}),
    ("NL-A06", {"title": "说明", "text": "保密专项经费拨款。"}),
    ("NL-A06", {"title": "某型训练装备", "columns": {"品名": "text", "金额(万元)": "dec"}}),
    ("NL-A06", {"title": "说明", "text": "驻地营房经费列支情况。"}),
    ("NL-A06", {"title": "情况", "columns": {"番号": "text", "金额(万元)": "dec"}}),
    ("NL-A06", {"title": "人武部", "columns": {"项目": "text", "金额(万元)": "dec"}}),
    ("NL-A07", {"title": "函", "text": "反洗钱调查事项。"}),
    ("NL-A07", {"title": "情况", "columns": {"客户": "PERSON", "异常特征": "text"}}),
    ("NL-A07", {"title": "函", "text": "反洗钱工作需要，请协助查询有关账户。"}),
    ("NL-A07", {"title": "函", "text": "模型预警后持续监控，不得告知客户。"}),
    ("NL-A07", {"title": "地下钱庄", "agency_kind": "RH", "columns": {"公司": "~org", "月份": "text"}}),
    ("NL-A08", {"title": "情况", "columns": {"机构": "~org", "退出方式": "text", "承接方": "text"}}),
    ("NL-A08", {"title": "流动性风险处置", "text": "流动性风险处置。"}),
    ("NL-A08", {"title": "风险", "columns": {"机构": "~org", "救助资金": "dec"}}),
    ("NL-A08", {"title": "情况", "agency_kind": "JRJ", "columns": {"问题机构": "~org", "注资": "text"}}),
    ("NL-A09", {"title": "情况", "columns": {"月份": "text", "快报数": "dec"}}),
    ("NL-A11", {"title": "情况", "columns": {"关联标识": "~code", "名称": "text"}}),
    ("NL-B01", {"title": "税款征收", "columns": {"企业名称": "~org", "月份": "text"}}),
    ("NL-B01", {"title": "税款", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE"}}),
    ("NL-B01", {"title": "情况", "columns": {"发票号码": "~code", "销方": "~org", "金额(元)": "dec"}}),
    ("NL-B03", {"title": "情况", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE", "信用分": "text"}}),
    ("NL-B03", {"title": "个人信用", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE"}}),
    ("NL-B05", {"title": "出险", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE"}}),
    ("NL-B05", {"title": "保单明细", "columns": {"公司": "~org", "报案号": "~code"}}),
    ("NL-B05", {"title": "情况", "columns": {"公司": "~org", "保单号": "~code", "赔款": "text"}}),
    ("NL-B05", {"title": "情况", "columns": {"投保企业": "~org", "保费(元)": "dec"}}),
    ("NL-B09", {"title": "知情人", "columns": {"公司": "~org", "月份": "text"}}),
    ("NL-B09", {"title": "情况", "columns": {"事项": "text", "知悉时间": "text"}}),
    ("NL-B09", {"title": "上市公司", "columns": {"公司": "~org", "拟公告": "text"}}),
    ("NL-B09", {"title": "函", "text": "内幕信息知情人。"}),
    ("NL-B10", {"title": "二上控制数", "columns": {"单位": "~org", "金额(万元)": "dec"}}),
    ("NL-B10", {"title": "说明", "text": "本代拟稿请审阅。"}),
    ("NL-B11", {"title": "情况", "columns": {"科室": "text", "手机": "CN_MOBILE", "身份证号": "CN_ID"}}),
    ("NL-B11", {"title": "考核等次", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE"}}),
    ("NL-B13", {"title": "高风险户", "columns": {"企业名称": "~org", "月份": "text"}}),
    ("NL-B13", {"title": "情况", "columns": {"企业名称": "~org", "异常类型": "text", "研判结论": "text"}}),
    ("NL-B15", {"title": "情况", "columns": {"项目": "text", "标底": "dec"}}),
    ("NL-B15", {"title": "客户名单", "columns": {"公司": "~org", "月份": "text"}}),
    ("NL-B15", {"title": "说明", "text": "双方签有保密协议。"}),
    ("NL-B18", {"title": "配置文件", "columns": {"编号": "~code", "说明": "text"}}),
    ("NL-B18", {"title": "情况", "columns": {"账号": "text", "登录ip": "text", "角色": "text"}}),
    ("NL-B18", {"title": "情况", "columns": {"目的ip": "text", "策略": "text"}}),
    ("NL-B18", {"title": "情况", "columns": {"中间件": "text", "补丁": "text"}}),
    ("NL-B20", {"title": "情况", "columns": {"企业名称": "~org", "修复日期": "date"}}),
    ("NL-C02", {"title": "去标识化", "columns": {"姓名": "PERSON", "手机": "CN_MOBILE"}}),
    ("NL-C03", {"title": "情况", "columns": {"实时行情": "text", "名称": "text"}}),
    ("NL-D23", {"title": "情况", "columns": {"姓名": "PERSON ~masked:0.3", "手机": "CN_MOBILE"}}),
)


@pytest.mark.parametrize(("clause", "data"), WAYS, ids=lambda one: one if isinstance(one, str) else one["title"])
def test_each_way_to_be_caught_is_enough_by_itself(clause: str, data: dict[str, Any]) -> None:
    decision = decide(example_subject(Example(data), EDITION), EDITION, today=DAY)
    assert clause in {hit.clause_id for hit in decision.clauses}
