"""What the release must hide, column by column: the kind, the way, and what stays."""

from dataclasses import replace
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


def judged(title: str, kind: str, columns: str, description: str = ""):
    facts = tuple(column(told, index) for index, told in enumerate(columns.split()))
    subject = Subject(title, description, agency_kind=kind, columns=facts, row_count=ROWS, vocabulary=WORDS)
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


@pytest.mark.parametrize(
    ("title", "columns", "named"),
    [
        ("耕地地力保护补贴兑付表", "户主:PERSON 惠农卡:BANK_CARD 补贴金额(元)", True),
        ("遗属补助名册", "遗属:PERSON 开户账号:BANK_CARD 月补助(元)", False),
        ("低保金发放清单", "低保对象:PERSON 卡号:BANK_CARD 月保障金(元)", False),
        ("临时救助对象公示", "救助对象:PERSON 卡号:BANK_CARD 救助金额(元)", True),
        ("家电补贴申领明细", "申领人:PERSON 手机:CN_MOBILE 补贴(元)", False),
        ("展会观众预登记", "观众姓名:PERSON 公司~org 职务 手机:CN_MOBILE", False),
        ("家电补贴领取公示", "申领人:PERSON 手机:CN_MOBILE 补贴(元)", True),
    ],
)
def test_a_list_of_money_paid_names_the_needy_and_applicants_only_where_it_is_announced(title, columns, named):
    decision = judged(title, "CZ", columns)
    assert ("PERSON" not in {one.entity for one in decision.masking}) is named


@pytest.mark.parametrize("header", ["经营者住址", "法定代表人户籍地址", "负责人家庭住址"])
def test_the_home_of_who_holds_a_post_is_a_home(header):
    decision = judged("个体工商户登记", "SCJG", f"字号~org 经营者:PERSON {header}:ADDRESS 经营场所:ADDRESS")
    assert [(one.column, one.action) for one in decision.masking] == [(header, "generalise")]


@pytest.mark.parametrize(("amount", "hidden"), [("贷款金额(元)", True), ("成交价(元)", False), ("券面额(元)", False)])
def test_the_price_of_a_thing_is_no_amount_of_a_person(amount, hidden):
    kinds = {
        "text": ColumnFacts(amount, 1, "decimal", ROWS, ROWS, ROWS, length=8.0),
        "who": column("买受人:PERSON", 0),
    }
    subject = Subject(
        title="竞买情况", agency_kind="JRJ", columns=(kinds["who"], kinds["text"]), row_count=ROWS, vocabulary=WORDS
    )
    masking = decide(subject, current_edition(), today=date(2026, 11, 23)).masking
    assert (amount in {one.column for one in masking}) is hidden


def test_the_cause_of_a_claim_is_health_only_beside_a_person():
    table = judged("人身险理赔明细", "YBJ", "保单号 被保险人:PERSON 出险原因")
    assert ("出险原因", "HEALTH") in {(one.column, one.entity) for one in table.masking}
    assert judged("巨灾保险触发统计", "YBJ", "日期 出险原因 赔付金额(万元)").masking == ()


def test_an_office_s_landline_stays_and_a_person_s_mobile_goes():
    columns = "事务所~org 税务师姓名:PERSON 证书编号 联系电话:{}"
    assert judged("税务师事务所执业人员", "SW", columns.format("LANDLINE")).masking == ()
    hidden = judged("税务师事务所执业人员", "SW", columns.format("CN_MOBILE")).masking
    assert [one.column for one in hidden] == ["联系电话"]


def test_other_documents_of_a_person_go_and_a_few_numbers_make_no_table_of_people():
    decision = judged("创业贴息名册", "CZ", "企业名称~org 退役证号:OTHER_ID 贴息金额(元)")
    assert [(m.column, m.entity) for m in decision.masking] == [("退役证号", "OTHER_ID")]
    sparse = replace(column("备用字段:CN_ID", 2), nonempty=1, distinct=1)
    facts = (column("项目号", 0), column("资金(万元)", 1), sparse)
    subject = Subject(title="项目拨付台账", agency_kind="CZ", columns=facts, row_count=ROWS, vocabulary=WORDS)
    told = decide(subject, current_edition(), today=date(2026, 11, 23))
    assert {m.column for m in told.masking} == {"备用字段"}


@pytest.mark.parametrize(("length", "spans"), [(60.0, {("ADDRESS", "spans"), ("CN_ID", "spans")}), (3.0, set())])
def test_where_the_penalised_lives_goes_out_of_what_is_told_of_them(length, spans):
    every = EntityFacts(ROWS, 1.0, ROWS)
    told = ColumnFacts(
        "当事人基本情况",
        0,
        "text",
        ROWS,
        ROWS,
        ROWS,
        entities={"PERSON": every, "ADDRESS": every, "CN_ID": every} if length > 3 else {"PERSON": every},
        length=length,
    )
    subject = Subject(
        title="行政处罚公示", agency_kind="RH", columns=(told, column("处罚内容", 1)), row_count=ROWS, vocabulary=WORDS
    )
    decision = decide(subject, current_edition(), today=date(2026, 11, 23))
    assert {(one.entity, one.action) for one in decision.masking if one.column == told.name} == spans


@pytest.mark.parametrize(
    ("title", "named"), [("gdbt_2024_fafang", True), ("耕地信息表", False), ("耕地地力保护补贴发放表", True)]
)
def test_where_the_title_is_a_file_s_name_the_description_says_what_is_paid(title, named):
    decision = judged(title, "CZ", "户主:PERSON 账号:BANK_CARD 面积(亩)", description="耕地地力保护补贴发放到户表。")
    assert ("PERSON" not in {one.entity for one in decision.masking}) is named


@pytest.mark.parametrize("header", ["travel_doc", "旅行证件号码", "passport_no"])
def test_papers_to_travel_with_go_whatever_the_header_s_language(header):
    told = {
        one.column: one.clause for one in judged("支付机构高管备案", "RH", f"机构~org 董事:PERSON {header}").masking
    }
    assert told == {header: "NL-D02"}
