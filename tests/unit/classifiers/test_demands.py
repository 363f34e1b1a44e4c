"""What the release must hide, column by column: the kind, the way, and what stays."""

from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, EntityFacts, Subject

ROWS = 6
WORDS = current_edition().vocabulary.fingerprint


def column(told: str, index: int) -> ColumnFacts:
    """A column `NAME:ENTITY`, `NAME~shape` or `NAME`."""
    name, _, entity = told.partition(":")
    name, _, shape = name.partition("~")
    entities = {entity: EntityFacts(ROWS, 1.0, ROWS)} if entity else {}
    shapes = {shape: 1.0} if shape else {}
    length = 2.0 if name.startswith("车牌归属") else 12.0
    return ColumnFacts(name, index, "text", ROWS, ROWS, ROWS, entities=entities, shapes=shapes, length=length)


def judged(title: str, kind: str, columns: str):
    facts = tuple(column(told, index) for index, told in enumerate(columns.split()))
    subject = Subject(title=title, agency_kind=kind, columns=facts, row_count=ROWS, vocabulary=WORDS)
    return decide(subject, current_edition(), today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("title", "kind", "columns", "wanted"),
    [
        ("企业联络员信息", "SCJG", "企业名称~org 法定代表人:PERSON 联络员手机:CN_MOBILE", {("联络员手机", "partial")}),
        ("企业法人信息", "SW", "企业名称~org 法定代表人:PERSON 证件号码:CN_ID", {("证件号码", "partial")}),
        ("补贴到户公示", "CZ", "姓名:PERSON 身份证号:CN_ID 补贴金额(元)", {("身份证号", "partial")}),
        ("车险承保汇总", "YBJ", "车牌归属地 承保辆数", set()),
        ("车险承保车辆", "YBJ", "承保机构~org 车牌号:PLATE", {("车牌号", "drop")}),
        (
            "人身险理赔明细",
            "YBJ",
            "保单号 被保险人:PERSON 出险原因",
            {("被保险人", "drop"), ("出险原因", "drop")},
        ),
    ],
)
def test_demands_by_column(title, kind, columns, wanted):
    decision = judged(title, kind, columns)
    names = [one.partition(":")[0].partition("~")[0] for one in columns.split()]
    assert {(one.column, one.action) for one in decision.masking} == wanted
    assert list(decision.keep) == [name for name in names if name not in {column for column, _ in wanted}]


def test_the_cause_of_a_claim_is_health_only_beside_a_person():
    table = judged("人身险理赔明细", "YBJ", "保单号 被保险人:PERSON 出险原因")
    assert ("出险原因", "HEALTH") in {(one.column, one.entity) for one in table.masking}
    assert judged("巨灾保险触发统计", "YBJ", "日期 出险原因 赔付金额(万元)").masking == ()


def test_an_office_s_landline_stays_and_a_person_s_mobile_goes():
    columns = "事务所~org 税务师姓名:PERSON 证书编号 联系电话:{}"
    assert judged("税务师事务所执业人员", "SW", columns.format("LANDLINE")).masking == ()
    hidden = judged("税务师事务所执业人员", "SW", columns.format("CN_MOBILE")).masking
    assert [one.column for one in hidden] == ["联系电话"]
