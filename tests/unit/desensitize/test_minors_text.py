"""Texts about children: what tells them, what only looks so, and that nothing of a name stays in their masked form."""

from datetime import date

import pytest

from desensitize.findings import TableScan
from desensitize.masking.minors_text import speaks_of_minor
from desensitize.masking.recipe import Demand
from desensitize.masking.text import mask_text
from desensitize.plan import build_plan
from desensitize.text import scan_text
from tests.unit.desensitize.test_mask import KEYS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "学生王晓明，男，9岁，就读于云川市实验小学",
        "受助学生李雪莹，班级高一（3）班，监护人李国强",
        "被保险人王芳华（2015年1月12日出生）",
        "张建国反映其女儿张雨涵三岁，保单被退",
        "未成年人赵子轩由其母陈丽华代理",
    ],
)
def test_a_child_is_seen(text):
    assert speaks_of_minor(text, scan_text(text), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "张建国，男，45岁，借款五万元",
        "18岁以下人数为20，联系人张建国",
        "未成年人保护宣传，联系人张建国",
        "期限3年，张建国签字",
        "张建国，1975年3月2日出生",
        "小学生9岁入学率为九成",
    ],
)
def test_grown_people_and_statistics_are_none(text):
    assert not speaks_of_minor(text, scan_text(text), TODAY)


def test_the_day_of_the_eighteenth_birthday_decides():
    text = "陈丽华，2008年11月23日出生"
    found = scan_text(text)
    assert not speaks_of_minor(text, found, TODAY)
    assert speaks_of_minor(text, found, date(2026, 11, 22))


def test_a_text_about_a_child_keeps_nothing_of_a_number():
    plan = build_plan(TableScan(0, ()), [Demand(None, "CN_MOBILE", "partial", "NL-D03")], today=TODAY)
    grown, child = "张建国，男，45岁，手机13800138000", "王晓明，男，9岁，手机13800138000"
    assert "138****8000" in mask_text(grown, scan_text(grown), plan, keys=KEYS)
    assert mask_text(child, scan_text(child), plan, keys=KEYS) == "***，男，9岁，手机***"
