"""What a clause saw, in words for people: the place, the kind and the count."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import gettext as _

from catalog.views import EvidenceView
from portal.formatting import number
from portal.language import noted, record_word

_PLACES: Final[Mapping[str, str]] = {
    "title": noted("标题"),
    "description": noted("摘要"),
    "tags": noted("标签"),
    "file_name": noted("文件名"),
    "text": noted("正文"),
    "cells": noted("单元格"),
    "meta": noted("题名与数据项"),
    "rows": noted("数据行"),
    "agency": noted("数源单位"),
    "release_at": noted("发布时间"),
    "public_until": noted("公示期"),
    "catalogue_flag": noted("目录标识"),
}
# roles of columns, shapes and signs that the rules name by code
_KINDS: Final[Mapping[str, str]] = {
    "certificate_type": noted("证件类型"),
    "credential": noted("密码或密钥"),
    "passport": noted("护照或通行证号"),
    "id_number": noted("公民身份号码"),
    "taxpayer_id": noted("纳税人识别号"),
    "uscc": noted("统一社会信用代码"),
    "hotline": noted("对外服务电话"),
    "mobile": noted("手机号"),
    "phone": noted("电话号码"),
    "security_account": noted("证券账户"),
    "account": noted("银行账号"),
    "social_account": noted("社交账号"),
    "office_email": noted("单位邮箱"),
    "email": noted("邮箱"),
    "protected_person": noted("举报人等受保护的人"),
    "penalised_person": noted("当事人姓名"),
    "official_person": noted("职务人员姓名"),
    "private_person": noted("个人姓名"),
    "person_name": noted("姓名"),
    "birth_date": noted("出生日期"),
    "home_address": noted("住址"),
    "office_address": noted("办公地址"),
    "address": noted("地址"),
    "plate": noted("车牌号"),
    "health": noted("健康信息"),
    "free_text": noted("自由文本"),
    "embargo": noted("未到公开时间"),
    "lifted": noted("已到公开时间"),
    "expired": noted("公示期已满"),
    "hidden": noted("隐藏内容"),
    "small_cell": noted("人数过少的格"),
    "dominance": noted("单家占比过高的格"),
    "form:masked": noted("已部分遮盖的写法"),
    "form:variant": noted("变形写法"),
}
_GRAINS: Final[Mapping[str, str]] = {
    "org": noted("一行一家单位"),
    "person": noted("一行一人"),
    "aggregate": noted("汇总数据"),
}


def evidence_words(evidence: EvidenceView) -> str:
    """Return one piece of evidence as people read it, for example “备注”列，手机号 6 处."""
    place = evidence.place
    where = (
        _("“%(name)s”列", name=place.removeprefix("column:"))
        if place.startswith("column:")
        else record_word(_PLACES.get(place, place))
    )
    what = _kind(evidence)
    count = " " + _("%(n)s 处", n=number(evidence.count)) if evidence.count > 1 else ""
    return f"{where}{_('，')}{what}{count}" if what else f"{where}{count}"


def _kind(evidence: EvidenceView) -> str:
    if evidence.kind in _KINDS:
        return _(_KINDS[evidence.kind])
    if evidence.kind_label and evidence.kind_label != evidence.kind:
        return record_word(evidence.kind_label)
    if evidence.kind.startswith("grain:"):
        return record_word(_GRAINS.get(evidence.kind.removeprefix("grain:"), ""))
    if evidence.kind.startswith("mark:"):
        return _("密级标志")
    return "" if evidence.kind.isascii() else f"“{evidence.kind}”"


def init_evidence(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.filters["evidence"] = evidence_words
