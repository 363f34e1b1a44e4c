"""What a clause saw, in words: places, roles of columns, kinds of values, forms, natures. Chinese and English.

The rules name all of these by code; people should never have to read one. The page of a decision, its reasons and the
output of `portal classify` say the same words, because they take them from here.
"""

from typing import Final

from classifiers.taxonomy import taxonomy
from classifiers.terms import normalise

Words = tuple[str, str]

PLACES: Final[dict[str, Words]] = {
    "title": ("标题", "title"),
    "description": ("摘要", "summary"),
    "tags": ("标签", "tags"),
    "file_name": ("文件名", "file name"),
    "text": ("正文", "text"),
    "body": ("正文", "text"),
    "top": ("首页版心上部", "top of the first page"),
    "cells": ("单元格", "cells"),
    "meta": ("题名与数据项", "title and columns"),
    "rows": ("数据行", "rows"),
    "agency": ("数源单位", "agency"),
    "release_at": ("发布时间", "release date"),
    "public_until": ("公示期", "period of publication"),
    "catalogue_flag": ("目录标识", "catalogue flag"),
    "hidden_rows": ("隐藏的行", "hidden rows"),
    "hidden_columns": ("隐藏的列", "hidden columns"),
    "hidden_sheets": ("隐藏的工作表", "hidden sheets"),
    "hidden_text": ("隐藏的文字", "hidden text"),
    "comments": ("批注", "comments"),
    "headers": ("数据项名称", "names of columns"),
    "tracked_changes": ("修订痕迹", "tracked changes"),
}

_ROLES: Final[dict[str, Words]] = {
    "account": ("银行账号", "bank account"),
    "accused": ("被举报人", "accused person"),
    "address": ("地址", "address"),
    "age": ("年龄", "age"),
    "amount": ("金额", "amounts"),
    "birth_date": ("出生日期", "date of birth"),
    "certificate_type": ("证件类型", "type of document"),
    "count": ("计数", "counts"),
    "credential": ("密码或密钥", "password or key"),
    "device": ("设备标识", "device identifier"),
    "email": ("邮箱", "e-mail address"),
    "ethnicity": ("民族", "ethnicity"),
    "free_text": ("自由文本", "free text"),
    "gender": ("性别", "gender"),
    "health": ("健康信息", "health information"),
    "home_address": ("住址", "home address"),
    "hotline": ("对外服务电话", "public telephone"),
    "id_number": ("公民身份号码", "identity number"),
    "ip_address": ("网络地址", "network address"),
    "minor_sign": ("未成年人标识", "sign of a minor"),
    "mobile": ("手机号", "mobile number"),
    "named_person": ("列名的人", "named person"),
    "number": ("数值", "figures"),
    "occupation": ("职业", "occupation"),
    "office_address": ("办公地址", "office address"),
    "office_email": ("单位邮箱", "office e-mail"),
    "official_person": ("职务人员姓名", "name of an official"),
    "org_name": ("机构名称", "name of an organisation"),
    "passport": ("护照或通行证号", "passport or permit number"),
    "penalised_person": ("当事人姓名", "name of a penalised person"),
    "person_name": ("姓名", "name of a person"),
    "phone": ("电话号码", "telephone number"),
    "plate": ("车牌号", "number plate"),
    "private_person": ("个人姓名", "name of a private person"),
    "protected_person": ("举报人等受保护的人", "protected person, such as an informant"),
    "rate": ("比率", "rates"),
    "security_account": ("证券账户", "securities account"),
    "security_setting": ("安全配置", "security setting"),
    "social_account": ("社交账号", "social account"),
    "staff_private": ("工作人员的个人信息", "private data of staff"),
    "taxpayer_id": ("纳税人识别号", "taxpayer number"),
    "uscc": ("统一社会信用代码", "social credit code"),
    "village": ("村组", "village"),
    "vin": ("车辆识别代号", "vehicle identification number"),
}

_VALUES: Final[dict[str, Words]] = {
    "CN_ID": ("居民身份证号", "resident identity number"),
    "CN_MOBILE": ("手机号", "mobile number"),
    "LANDLINE": ("固定电话", "landline number"),
    "BANK_CARD": ("银行卡号", "bank card number"),
    "BANK_ACCOUNT": ("银行账号", "bank account"),
    "USCC": ("统一社会信用代码", "unified social credit code"),
    "REG_NO": ("工商注册号", "business registration number"),
    "ORG_CODE": ("组织机构代码", "organisation code"),
    "EMAIL": ("电子邮箱", "e-mail address"),
    "PERSON": ("姓名", "person name"),
    "ADDRESS": ("住址", "address"),
    "ORG": ("机构名称", "organisation name"),
    "LOCATION": ("地名", "place name"),
    "PASSPORT": ("护照号", "passport number"),
    "HMT_PERMIT": ("港澳台通行证号", "travel permit (HK, Macau, Taiwan)"),
    "OTHER_ID": ("其他个人证件号", "number of another personal document"),
    "PLATE": ("车牌号", "number plate"),
    "VIN": ("车辆识别代号", "vehicle identification number"),
    "IP": ("IP 地址", "IP address"),
    "MAC": ("MAC 地址", "MAC address"),
    "DATE_OF_BIRTH": ("出生日期", "date of birth"),
    "SECURITIES_ACCOUNT": ("证券账户号", "securities account"),
    "POLICY_NUMBER": ("保险单号", "insurance policy number"),
    "WECHAT": ("微信号", "WeChat id"),
    "QQ": ("QQ 号", "QQ number"),
    "HEALTH": ("健康信息", "health information"),
    "PASSWORD": ("密码", "password"),
    "CVV": ("卡片安全码", "card verification value"),
}

_SIGNS: Final[dict[str, Words]] = {
    "secrecy": ("与涉密内容相近之处", "likeness to classified content"),
    "embargo": ("未到公开时间", "not yet to be published"),
    "lifted": ("已到公开时间", "the day of publication has come"),
    "expired": ("公示期已满", "the period of publication has ended"),
    "identifier": ("个人号码", "somebody's number"),
    "hidden": ("隐藏内容", "hidden content"),
    "small_cell": ("人数过少的格", "cells of too few people"),
    "dominance": ("单家占比过高的格", "cells that one contributor dominates"),
    "beside_small_cell": ("说明这几家单位的数值", "figures of those few units"),
    "general": ("一般数据", "general data"),
    "important": ("重要数据", "important data"),
    "core": ("核心数据", "core data"),
    "form:masked": ("已遮盖的写法", "masked writing"),
    "form:variant": ("变形写法", "disguised writing"),
    "form:id_like": ("与身份证号相近的号码", "numbers close to an identity number"),
    "form:long_digits": ("很长的号码", "very long numbers"),
    "form:uscc": ("统一社会信用代码", "social credit codes"),
    "form:split_second": ("精确到秒以下的时刻", "times within a second"),
    "form:minor": ("未成年人的号码或生日", "numbers or birthdays of minors"),
    "grain:person": ("一行一人", "one person a row"),
    "grain:org": ("一行一家单位", "one organisation a row"),
    "grain:aggregate": ("汇总数据", "aggregated data"),
    "grain:template": ("空白表式", "an empty form"),
    "grain:record": ("一行一件业务", "one transaction a row"),
    "grain:document": ("一份文书", "a document"),
    "nature:arrears": ("欠缴公告", "a notice of arrears"),
    "nature:budget": ("预决算", "a budget or final account"),
    "nature:complaint": ("投诉举报", "complaints"),
    "nature:dishonest": ("失信名单", "a list of the dishonest"),
    "nature:honour": ("表彰名单", "a list of honours"),
    "nature:market": ("市场行情", "market data"),
    "nature:office_contact": ("对外联系方式", "public contacts"),
    "nature:penalty": ("行政处罚", "administrative penalties"),
    "nature:practitioner": ("从业人员名册", "a register of practitioners"),
    "nature:price": ("价格与收费", "prices and charges"),
    "nature:register": ("名录", "a register"),
    "nature:shareholder": ("股东信息", "shareholders"),
    "nature:staff": ("单位内部人员", "an agency's own staff"),
    "nature:statistics": ("统计数据", "statistics"),
    "nature:subsidy": ("补贴发放", "subsidies"),
    "nature:template": ("空白表式", "an empty form"),
}

# People and addresses of running text, by who they are (classifiers.span_roles).
_IN_TEXT: Final[dict[str, Words]] = {
    "PERSON:official": _ROLES["official_person"],
    "PERSON:penalised": _ROLES["penalised_person"],
    "PERSON:private": _ROLES["private_person"],
    "PERSON:protected": _ROLES["protected_person"],
    "ADDRESS:home": _ROLES["home_address"],
    "ADDRESS:office": _ROLES["office_address"],
    "EMAIL:private": _ROLES["email"],
    "EMAIL:office": _ROLES["office_email"],
    "LANDLINE:home": ("住宅电话", "home telephone"),
    "LANDLINE:office": _ROLES["phone"],
}

KINDS: Final[dict[str, Words]] = _ROLES | _VALUES | _SIGNS | _IN_TEXT


def place_words(place: str, *, english: bool) -> str:
    """Say where: `column:khmc` is the column “khmc”; a code that nobody named stays as it is."""
    kind, _, name = place.partition(":")
    if kind in {"column", "cells"} and name:
        return f"column “{name}”" if english else f"“{name}”列"
    return PLACES[place][english] if place in PLACES else place


def kind_words(kind: str, *, english: bool) -> str:
    """Say what: a kind's words, an agency kind's name; a word that was searched stands in quotation marks."""
    if kind in KINDS:
        return KINDS[kind][english]
    if kind.startswith("mark:"):
        level = kind.removeprefix("mark:")
        return f"secrecy mark {level}" if english else f"密级标志“{level}”"
    department = taxonomy().departments.get(kind)
    if department is not None:
        return department.name_en if english else department.name
    return f"“{kind}”"


def seen_words(place: str, kind: str, count: int, *, english: bool) -> str:
    """Say what a clause saw: “备注”列有手机号（6 处）, what one row is, what kind of record, which agency.

    count: cells or places; rows for what one row is.
    """
    name = place.removeprefix("column:")
    if name != place and kind not in KINDS and kind in normalise(name):
        return f"there is a column “{name}”" if english else f"有“{name}”列"
    where, what = place_words(place, english=english), kind_words(kind, english=english)
    if kind == "grain:document":
        return "the whole is a document" if english else "全文是一份文书"
    if kind.startswith("grain:"):
        return f"{what} ({count:,} rows)" if english else f"{what}（{count:,} 行）"
    if kind.startswith("nature:"):
        return f"{where} speak of {what}" if english else f"{where}表明是{what}"
    if place in {"release_at", "public_until"}:
        return what  # a day that has come, or not, says where it stands
    if place == "catalogue_flag":
        return f"the {where} says {what}" if english else f"{where}为{what}"
    if place == "agency":
        return f"the agency is “{what}”" if english else f"数源单位是{what}"
    return f"{what} in {where} ({count:,})" if english else f"{where}有{what}（{count:,} 处）"
