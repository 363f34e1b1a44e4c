"""Whose names, phones and addresses a table holds, settled by the whole table and not by one column.

A column 姓名 is that of officials in a register of practitioners, of recipients in a subsidy list (named by law, they
stay), and of private persons elsewhere. A column 地址 is an office in a register of institutions and a home in a list
of people.
"""

import re
from dataclasses import replace
from typing import Final

from classifiers.column_roles import PERSON_ROLES, ColumnReading

NAMED_BY_LAW: Final = frozenset({"penalty", "arrears", "dishonest", "practitioner", "subsidy", "honour"})
_NOTICE: Final = ("公示", "公告")
_LISTS: Final = ("名单", "清单", "公布")
# A notice of names alone may name people; beside identifiers, money or health a clause has to order it.
_SENSITIVE: Final = frozenset(
    {"id_number", "passport", "mobile", "phone", "account", "security_account", "home_address", "health", "amount"}
    | {"birth_date", "age", "email", "social_account"}
)
# 检定员, 普查员, 讲解员: a person named by the duty; 学员, 会员, 职员 are named by belonging, 家政员 by a living
_DUTY: Final = re.compile(
    r"(?!.{0,8}(?:家政|服务|保洁|护理|保安|驾驶|配送|快递|送货|押运|收银|营业|售货|促销|推销|保育|炊事|养护|装卸)员$)"
    r"[\u4e00-\u9fff]{2}(?<!学)(?<!会)(?<!社)(?<!成)(?<!人)(?<!雇)(?<!职)(?<!队)(?<!党)(?<!店)(?<!团)员(?:签字|签名|姓名)?$"
)
_CAUSES: Final = ("出险原因", "理赔原因", "伤害原因", "住院原因", "身故原因")
# Aid to the needy and the bereaved names them only where it is announced (社会救助暂行办法: 公示); a payroll does not.
_NEED: Final = (
    *("遗属", "低保", "抚恤", "优抚", "困难", "困境", "特困", "五保", "孤儿", "失独", "残疾", "伤残", "受灾", "救助"),
    *("帮扶", "慰问", "重病", "大病"),
)
_PUBLISHED: Final = (*_NOTICE, "公布", "公开", "名单")
# Who asked for money is not yet one whom the law names as having got it.
_APPLICANTS: Final = re.compile(
    "申领|申请人|申报人|消费者|购房人|购车人|购机人|领券人|中签|中奖|观众|访客|参会|报名|来访|签到"
)
# Who stands beside the recipient of a subsidy or the one in arrears: no law names them.
_BESIDE: Final = re.compile(
    "监护人|家长|配偶|家属|亲属|子女|父母|家庭成员|担保人|保证人|代领|代办|委托|紧急联系|见证人|证明人|报案人|抵押人|出质人"
)
# Columns that only people have.
_IDENTIFIED: Final = frozenset({"id_number", "mobile", "social_account", "home_address", "health"})
# And those that are somebody's where no firm is in the row.
_REACHED: Final = _IDENTIFIED | {"account", "email", "plate"}
_HANDLER: Final = re.compile("经办|承办|受理|代发|代办|开户|贷款|放款|发放|主管|监管|机关|银行|支行|网点|承保|经销")
_COUNTER: Final = re.compile(
    "^(?:受理|办理|服务|咨询|投诉|举报|责任|主管)?(?:单位|机构|部门|科室|处室|窗口|网点|渠道)(?:名称)?$|服务厅|受理点"
)
_SERIAL: Final = re.compile(
    "编号|编码|代码|[单案文批票表档箱卷工学考报赔项标]号|流水|序列|合同|协议|借据|证[书件]?号|许可|执业|登记|备案|凭证|机具|设备|出厂|冠字|发票|标识|码$"
    "|(?:^|_)(?:id|no|code|num|seq|serial|key|uuid)$"
)
_NEARLY_ALL: Final = 0.9
_MOSTLY: Final = 0.5
_LONGEST_ACCOUNT: Final = 21.0
_OWNER: Final = re.compile("业主|经营者")
_SUBSIDY: Final = (
    "补贴",
    "补助",
    "粮补",
    "贴息",
    "奖补",
    "救助",
    "资助",
    "抚恤",
    "奖励",
    "补偿",
    "惠农",
    "低保",
    "津贴",
)


def settle_roles(columns: tuple[ColumnReading, ...], natures: frozenset[str], title: str) -> tuple[ColumnReading, ...]:
    """Give names, phones and addresses their final roles.

    title: folded title of the dataset. Returns the columns in the same order.
    """
    names = title + "".join(c.name.whole for c in columns)
    is_announced = any(w in title for w in _NOTICE)
    is_ill = any(c.has_values and c.role == "health" for c in columns)  # who is ill is named by a notice alone
    is_listed = is_announced or any(w in title for w in _LISTS)
    is_paid = "subsidy" in natures and any(w in names for w in _SUBSIDY) and (is_listed or not is_ill)
    is_subsidy = is_paid and (any(w in title for w in _PUBLISHED) or not any(w in names for w in _NEED))
    is_notice = is_announced and not any(c.has_values and c.role in _SENSITIVE for c in columns)
    named = bool(natures & (NAMED_BY_LAW - {"subsidy"})) or is_subsidy or is_notice
    has_firm = any(c.has_values and c.role in {"org_name", "uscc"} for c in columns)
    settled = tuple(
        replace(c, role="private_person")
        if not is_listed and c.role in {"person_name", "private_person"} and _APPLICANTS.search(c.name.whole)
        else _settle_name(c, named=named, is_subsidy=is_subsidy, is_firms=has_firm or "arrears" in natures)
        for c in columns
    )
    filled = [c for c in settled if c.has_values]
    has_people = any(c.role in {"private_person", "protected_person", "named_person"} for c in filled)
    has_org = any(c.role in {"org_name", "uscc"} for c in filled)
    is_office = has_org or _is_counter(filled)
    punished = any(c.role == "penalised_person" and c.facts.share("PERSON") > 0 for c in filled)
    is_firms = any(_is_firms_row(c) for c in filled)
    is_personal = has_people or any(c.role in (_IDENTIFIED if is_office else _REACHED) for c in filled)
    is_home = (has_people and not is_firms) or (is_personal and not has_org and not is_firms) or punished
    settled = tuple(_settle_number(c) for c in settled) if has_people or (is_personal and not is_firms) else settled
    if is_office and not is_personal and not any(c.role in PERSON_ROLES for c in filled):
        settled = tuple(replace(c, role="office_email") if c.role == "email" else c for c in settled)
    if has_people or (is_personal and not is_firms):
        settled = tuple(replace(_settle_cause(c), is_of_people=True) for c in settled)
    return tuple(
        _settle_contact(c, has_people=has_people or punished, is_home=is_home, has_firm=has_org) for c in settled
    )


def _is_firms_row(column: ColumnReading) -> bool:
    """Whether a column says that the row is a firm's; who handles or pays (经办机构, 开户银行) has nothing in it."""
    is_code = column.role == "uscc" or (column.role == "taxpayer_id" and column.facts.share("USCC") >= _MOSTLY)
    return is_code or (column.role == "org_name" and not _HANDLER.search(column.name.whole))


def _is_counter(columns: list[ColumnReading]) -> bool:
    """Whether rows are offices with their telephones, no mobile among them: mail and address beside them are theirs."""
    has_line = any(c.role in {"hotline", "phone"} and not c.masked and c.facts.share("CN_MOBILE") == 0 for c in columns)
    return has_line and any(_COUNTER.search(c.name.base) for c in columns)


def _settle_number(column: ColumnReading) -> ColumnReading:
    """Long digits, others in every row, in a table of people are an account unless the name says what they number."""
    facts = column.facts
    is_long = facts.shape("long_digits") >= _NEARLY_ALL and facts.length <= _LONGEST_ACCOUNT
    if column.role != "other" or not is_long or facts.distinct < _NEARLY_ALL * facts.nonempty:
        return column
    return column if _SERIAL.search(column.name.base) else replace(column, role="account")


def _settle_cause(column: ColumnReading) -> ColumnReading:
    """What befell an insured person (出险原因) is health data; of a car park or a harvest it is none."""
    is_cause = column.role == "free_text" and any(word in column.name.whole for word in _CAUSES)
    return replace(column, role="health") if is_cause else column


def _settle_name(column: ColumnReading, *, named: bool, is_subsidy: bool, is_firms: bool) -> ColumnReading:
    if column.role == "person_name" and _DUTY.search(column.name.base):
        return replace(column, role="official_person")
    if column.role == "private_person" and is_firms and _OWNER.search(column.name.whole):
        return replace(column, role="official_person")
    if column.role == "person_name":
        is_named = named and not (is_subsidy and _BESIDE.search(column.name.whole))
        return replace(column, role="named_person" if is_named else "private_person")
    if column.role == "private_person" and is_subsidy and not _BESIDE.search(column.name.whole):
        return replace(column, role="named_person")
    return column


_POSTAL: Final = re.compile("(?:通[讯信]|联系|邮寄|收件)(?:处|地址|地点)$")
"""Where somebody gets mail: beside people it is theirs, whatever firms the row names."""
_OFFICE_TOO: Final = re.compile("(?:营业|经营|办公|单位|公司|注册|机构)(?:地址|场所|住所)")
"""A header that says both (家庭住址/营业地址) means the office in a firm's row."""


def _settle_contact(column: ColumnReading, *, has_people: bool, is_home: bool, has_firm: bool) -> ColumnReading:
    if column.role == "address" and (is_home or (has_people and _POSTAL.search(column.name.base))):
        return replace(column, role="home_address")
    if column.role == "home_address" and has_firm and not has_people and _OFFICE_TOO.search(column.name.whole):
        return replace(column, role="office_address")
    is_office = has_firm and column.facts.share("LANDLINE") >= 0.5  # D03 of the list: landlines of offices stay
    if column.role == "phone" and has_people and column.facts.shape("hotline") < 0.5 and not is_office:
        return replace(column, role="private_phone")
    return column
