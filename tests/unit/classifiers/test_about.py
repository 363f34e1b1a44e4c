"""Tables that only speak about a matter: their title alone catches nothing, their columns and cells still do."""

from datetime import date
from typing import Any

import pytest

from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import Example, current_edition
from classifiers.reading import read_subject
from classifiers.tiers import Release

EDITION = current_edition()
DAY = date(2026, 11, 22)
NOTICES = {"窗口": "~region", "地址": "text", "咨询电话": "LANDLINE"}
ABOUT: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("反洗钱调查法规目录", "RH", {"文件名称": "len:14", "文号": "text", "发布日期": "date"}),
    ("账户余额查询窗口", "RH", NOTICES),
    ("花名册编制培训", "CZ", {"日期": "date", "课程": "text", "主讲单位": "~org"}),
    ("理赔明细查询常见问题", "YBJ", {"问题": "len:12", "解答": "len:30"}),
    ("税款征收明细系统建设", "SW", {"项目名称": "text", "中标供应商": "~org", "中标金额(万元)": "dec"}),
    ("现场检查事项", "YBJ", {"检查事项": "text", "检查依据": "text", "检查机构": "~org"}),
    ("稽查线索课题立项", "SCJG", {"课题名称": "text", "承担单位": "~org", "经费(万元)": "dec"}),
)


def decided(title: str, kind: str, columns: dict[str, str], **more: Any):
    subject = example_subject(Example({"title": title, "agency_kind": kind, "columns": columns, **more}), EDITION)
    return decide(subject, EDITION, today=DAY), read_subject(subject, EDITION.vocabulary, DAY)


@pytest.mark.parametrize(("title", "kind", "columns"), ABOUT)
def test_what_only_speaks_about_a_matter_is_open(title, kind, columns):
    decision, reading = decided(title, kind, columns)
    assert reading.is_about
    assert decision.release is Release.OPEN


@pytest.mark.parametrize(("title", "kind", "columns"), ABOUT)
def test_what_is_said_to_be_internal_is_never_about(title, kind, columns):
    _, reading = decided(title, kind, columns, description="内部掌握，尚未公布。")
    assert not reading.is_about


@pytest.mark.parametrize(("title", "kind", "columns"), ABOUT[:5])
def test_a_number_of_somebody_makes_it_the_matter_itself(title, kind, columns):
    decision, reading = decided(title, kind, columns | {"客户身份证号": "CN_ID"})
    assert not reading.is_about
    assert decision.release is not Release.OPEN


def test_columns_catch_what_the_title_does_not():
    decision, reading = decided(
        "单位账户查询窗口", "RH", {"窗口": "~region", "地址": "text", "账户余额": "dec", "账号": "BANK_CARD"}
    )
    assert not reading.is_about
    assert decision.deciding_clause == "NL-B02"


def test_talk_of_secrecy_is_not_secret():
    _, reading = decided("工作秘密法规目录", "CZ", {"文件名称": "len:14", "文号": "text", "发布日期": "date"})
    assert reading.is_about
