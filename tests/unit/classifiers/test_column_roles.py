"""Roles of columns: the name proposes, the values decide, in both directions."""

import pytest

from classifiers.column_roles import read_column
from classifiers.grain import Grain, find_grain
from classifiers.people import settle_roles
from classifiers.spans import holds_spans
from classifiers.subject import ColumnFacts, EntityFacts, Subject


def column(
    name: str,
    *,
    kind: str = "text",
    length: float = 10,
    distinct: int = 20,
    masked: float = 0,
    org: float = 0,
    **entities: float,
):
    shapes = {k: v for k, v in {"masked": masked, "org": org}.items() if v}
    found = {e: EntityFacts(round(share * 20), share, round(share * 20)) for e, share in entities.items()}
    return ColumnFacts(name, 0, kind, 20, 20, distinct, found, shapes, {}, length)


@pytest.mark.parametrize(
    ("facts", "role"),
    [
        (column("身份证", kind="integer", length=3), "count_or_number"),
        (column("身份证联网核查笔数", kind="integer", length=6), "count"),
        (column("手机号实名率(%)", kind="decimal"), "rate"),
        (column("编号", CN_ID=1.0), "id_number"),
        (column("说明", CN_ID=0.4), "id_number"),
        (column("证件号码", length=18), "id_number"),
        (column("zjhm", length=18), "id_number"),
        (column("cert_no", length=18), "id_number"),
        (column("证件类型"), "certificate_type"),
        (column("单位", length=2.2, distinct=4), "other"),
        (column("单位", length=4, distinct=20), "org_name"),
        (column("单位", length=3.5, distinct=4, org=0.8), "org_name"),
        (column("统一社会信用代码", USCC=1.0), "uscc"),
        (column("法定代表人", PERSON=1.0), "official_person"),
        (column("借款人", PERSON=0.9), "private_person"),
        (column("借款人", org=1.0), "org_name"),
        (column("名称", PERSON=0.9), "person_name"),
        (column("机构名称", PERSON=0.9), "person_name"),
        (column("被处罚当事人", PERSON=0.4, org=0.6), "penalised_person"),
        (column("联系电话", LANDLINE=1.0), "phone"),
        (column("联系电话", CN_MOBILE=1.0), "mobile"),
        (column("登录密码", length=8), "credential"),
        (column("密码重置笔数", kind="integer"), "count"),
        (column("贷款余额(万元)", kind="decimal"), "amount"),
        (column("银行卡发卡量(张)", kind="integer", length=9), "count"),
        (column("地址"), "address"),
        (column("家庭住址"), "home_address"),
        (column("所在区县"), "region"),
        (column("出生日期", kind="date"), "birth_date"),
        (column("sj", length=6), "other"),  # 2020Q1: 时间, not 手机
        (column("sj", length=11, CN_MOBILE=1.0), "mobile"),
        (column("证券简称", org=1.0), "org_name"),
        (column("负责人", org=1.0), "org_name"),
    ],
)
def test_role(facts, role):
    got = read_column(facts).role
    assert got in {"count", "number", "amount"} if role == "count_or_number" else got == role


def test_masked_cells_are_told():
    assert read_column(column("证件号码", length=18, masked=1.0)).masked
    assert not read_column(column("证件号码", length=18, CN_ID=1.0)).masked


def grain(*facts: ColumnFacts, rows: int = 20, natures: frozenset[str] = frozenset()) -> Grain:
    columns = settle_roles(tuple(read_column(f) for f in facts), natures, "")
    return find_grain(Subject(columns=facts, row_count=rows), columns, natures)


def test_grains():
    assert grain(column("姓名", PERSON=1.0), column("金额", kind="decimal")) == "person"
    assert grain(column("企业名称", org=1.0), column("金额", kind="decimal")) == "org"
    assert grain(column("企业名称", org=1.0), column("法定代表人证件号码", CN_ID=1.0)) == "org"
    assert grain(column("月份", kind="date"), column("户数", kind="integer")) == "aggregate"
    assert grain(column("报告编号"), column("金额", kind="decimal")) == "record"
    assert grain(column("姓名"), rows=0) == "template"
    assert grain(column("出生年月", kind="date"), column("性别"), column("职业")) == "person"
    assert (
        grain(column("出生年月", kind="date"), column("性别"), column("职业"), column("人数", kind="integer"))
        == "aggregate"
    )
    assert find_grain(Subject(), (), frozenset()) == "document"


def test_a_name_belongs_to_whom_the_record_is_about():
    def role(natures: set[str], *more: ColumnFacts) -> str:
        columns = (read_column(column("姓名", PERSON=1.0)), *(read_column(m) for m in more))
        return settle_roles(columns, frozenset(natures), "")[0].role

    assert role(set()) == "private_person"
    assert role({"practitioner"}) == "named_person"
    assert role({"penalty"}) == "named_person"
    assert role({"subsidy"}, column("补贴金额(元)", kind="decimal")) == "named_person"
    assert role({"subsidy"}) == "private_person"


def test_an_address_is_a_home_in_a_list_of_people_and_an_office_in_one_of_firms():
    people = settle_roles((read_column(column("借款人", PERSON=1.0)), read_column(column("地址"))), frozenset(), "")
    firms = settle_roles((read_column(column("企业名称", org=1.0)), read_column(column("地址"))), frozenset(), "")
    assert people[1].role == "home_address"
    assert firms[1].role == "address"


@pytest.mark.parametrize(
    ("name", "distinct", "role"),
    [
        *(("板块", 2, "other"), ("板块", 5, "person_name"), ("选手", 2, "person_name")),
        *(("展会名称", 2, "other"), ("展会名称", 5, "person_name"), ("经办人名称", 2, "official_person")),
    ],
)
def test_few_words_under_the_name_of_a_kind_are_nobody(name: str, distinct: int, role: str):
    facts = ColumnFacts(name, rows=6, nonempty=6, distinct=distinct, entities={"PERSON": EntityFacts(6, 1.0, 6)})
    assert read_column(facts).role == role


def test_who_stands_beside_a_recipient_is_not_named_with_them():
    columns = tuple(
        read_column(c) for c in (column("户主", PERSON=1.0), column("监护人", PERSON=1.0), column("补贴金额(元)"))
    )
    settled = settle_roles(columns, frozenset({"subsidy"}), "补贴发放公示")
    assert [c.role for c in settled[:2]] == ["named_person", "private_person"]


def test_the_owner_of_a_shop_in_arrears_is_named():
    columns = tuple(read_column(c) for c in (column("业主姓名", PERSON=1.0), column("欠税余额(元)", kind="decimal")))
    assert settle_roles(columns, frozenset({"arrears"}), "欠税公告")[0].role == "official_person"


@pytest.mark.parametrize("name", ["经营者住所", "法定代表人地址", "业主住址", "负责人(个人)住所"])
def test_where_a_person_lives_is_no_office(name):
    assert read_column(column(name, ADDRESS=1.0)).role == "home_address"


def test_a_remark_of_people_may_hold_their_addresses():
    pledge = column("抵押物", ADDRESS=0.2)
    alone, beside = (
        settle_roles((*people, read_column(pledge)), frozenset(), "借贷登记")[-1]
        for people in ((), (read_column(column("借入人姓名", PERSON=1.0)),))
    )
    assert not holds_spans(alone, "ADDRESS")
    assert holds_spans(beside, "ADDRESS")


def test_a_living_is_no_duty_and_mail_goes_to_the_person():
    columns = tuple(
        read_column(c)
        for c in (column("家政员", PERSON=1.0), column("普查员", PERSON=1.0), column("机构名称", org=1.0))
    )
    postal, office = read_column(column("通讯处", ADDRESS=1.0)), read_column(column("地址", ADDRESS=1.0))
    settled = settle_roles((*columns, postal, office), frozenset(), "名册")
    assert [c.role for c in settled] == ["private_person", "official_person", "org_name", "home_address", "address"]


def digits(name: str) -> ColumnFacts:
    return ColumnFacts(name, 0, "text", 20, 20, 20, {}, {"long_digits": 1.0}, {}, 17.0)


def roles(*facts: ColumnFacts, natures: frozenset[str] = frozenset()) -> list[str]:
    return [c.role for c in settle_roles(tuple(read_column(f) for f in facts), natures, "领取表")]


def test_long_numbers_of_people_are_accounts_unless_the_name_says_what_they_number():
    people = column("姓名", PERSON=1.0)
    assert roles(people, digits("结算户"))[-1] == "account"
    assert roles(people, digits("保单编号"))[-1] == "other"
    assert roles(column("机构名称", org=1.0), digits("结算户"))[-1] == "other"


def test_who_handles_a_case_does_not_make_its_address_an_office():
    people, address = column("领款人姓名", PERSON=1.0), column("地址", ADDRESS=1.0)
    assert roles(people, column("经办机构", org=1.0), address)[-1] == "home_address"
    assert roles(people, column("企业名称", org=1.0), address)[-1] == "address"
    assert roles(people, column("纳税人识别号", USCC=1.0), address)[-1] == "address"


def test_mail_beside_telephones_is_no_office_s():
    firm, mail = column("经办机构", org=1.0), column("yx", EMAIL=1.0)
    assert roles(firm, column("本人手机", CN_MOBILE=1.0), mail)[-1] == "email"
    assert roles(firm, mail)[-1] == "office_email"


def test_mail_and_address_of_a_counter_are_its_own():
    line, mail = column("电话", LANDLINE=1.0), column("信箱", EMAIL=1.0)
    address, both = column("地址", ADDRESS=1.0), column("家庭住址/营业地址", ADDRESS=1.0)
    assert roles(column("受理单位"), line, mail, address)[-2:] == ["office_email", "address"]
    assert roles(column("办件编号"), line, mail, address)[-2:] == ["email", "home_address"]
    assert roles(column("受理单位"), column("电话", CN_MOBILE=1.0), mail)[-1] == "email"
    assert roles(column("机构名称", org=1.0), both)[-1] == "office_address"
    assert roles(column("姓名", PERSON=1.0), column("机构名称", org=1.0), both)[-1] == "home_address"


def test_who_is_named_beside_people_is_private():
    who, note = column("姓名", PERSON=1.0), column("附记", PERSON=0.2, length=6)
    settled = settle_roles(tuple(read_column(f) for f in (who, note)), frozenset(), "领取表")
    assert holds_spans(settled[1], "PERSON")
    assert not holds_spans(read_column(note), "PERSON")


def test_the_manager_s_telephone_does_not_make_a_branch_a_home():
    branch, address = column("网点名称", org=1.0), column("地址", ADDRESS=1.0)
    assert roles(branch, column("负责人手机", CN_MOBILE=1.0), address)[-1] == "address"
