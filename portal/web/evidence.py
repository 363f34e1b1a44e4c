"""What a clause saw, in words for people: the place, the kind and the count."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import gettext as _

from catalog.views import EvidenceView
from portal.formatting import number

_PLACES: Final[Mapping[str, str]] = {
    "title": "标题",
    "description": "摘要",
    "tags": "标签",
    "file_name": "文件名",
    "text": "正文",
    "cells": "单元格",
    "meta": "题名与数据项",
    "rows": "数据行",
    "agency": "数源单位",
    "release_at": "发布时间",
    "public_until": "公示期",
    "catalogue_flag": "目录标识",
}
# roles of columns, shapes and signs that the rules name by code
_KINDS: Final[Mapping[str, str]] = {
    "certificate_type": "证件类型",
    "credential": "密码或密钥",
    "passport": "护照或通行证号",
    "id_number": "公民身份号码",
    "taxpayer_id": "纳税人识别号",
    "uscc": "统一社会信用代码",
    "hotline": "对外服务电话",
    "mobile": "手机号",
    "phone": "电话号码",
    "security_account": "证券账户",
    "account": "银行账号",
    "social_account": "社交账号",
    "office_email": "单位邮箱",
    "email": "邮箱",
    "protected_person": "举报人等受保护的人",
    "penalised_person": "当事人姓名",
    "official_person": "职务人员姓名",
    "private_person": "个人姓名",
    "person_name": "姓名",
    "birth_date": "出生日期",
    "home_address": "住址",
    "office_address": "办公地址",
    "address": "地址",
    "plate": "车牌号",
    "health": "健康信息",
    "free_text": "自由文本",
    "embargo": "未到公开时间",
    "lifted": "已到公开时间",
    "expired": "公示期已满",
    "hidden": "隐藏内容",
    "small_cell": "人数过少的格",
    "dominance": "单家占比过高的格",
    "form:masked": "已部分遮盖的写法",
    "form:variant": "变形写法",
}
_GRAINS: Final[Mapping[str, str]] = {"org": "一行一家单位", "person": "一行一人", "aggregate": "汇总数据"}


def evidence_words(evidence: EvidenceView) -> str:
    """Return one piece of evidence as people read it, for example “备注”列，手机号 6 处."""
    place = evidence.place
    where = f"“{place.removeprefix('column:')}”列" if place.startswith("column:") else _PLACES.get(place, place)
    what = _kind(evidence)
    count = " " + _("%(n)s 处", n=number(evidence.count)) if evidence.count > 1 else ""
    return f"{where}，{what}{count}" if what else f"{where}{count}"


def _kind(evidence: EvidenceView) -> str:
    if evidence.kind in _KINDS:
        return _KINDS[evidence.kind]
    if evidence.kind_label and evidence.kind_label != evidence.kind:
        return evidence.kind_label
    if evidence.kind.startswith("grain:"):
        return _GRAINS.get(evidence.kind.removeprefix("grain:"), "")
    if evidence.kind.startswith("mark:"):
        return _("密级标志")
    return "" if evidence.kind.isascii() else f"“{evidence.kind}”"


def init_evidence(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.filters["evidence"] = evidence_words
