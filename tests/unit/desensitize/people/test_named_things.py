"""What looks like a name and names nobody: things called after somebody, marks of offices, villages, words in brackets."""

import pytest

from desensitize.entities import Entity
from desensitize.people.words import TITLE_AFTER, dictionary_words, is_thing
from desensitize.text import scan_text


def names(text: str) -> list[str]:
    """Whom a text names."""
    return [text[one.start : one.end] for one in scan_text(text, entities=(Entity.PERSON,))]


@pytest.mark.parametrize(
    "text",
    [
        "马歇尔计划、李嘉图等价属于名词解释。",
        "宗地编号杭政储出〔2024〕31号，起始价9.87亿元。",
        "王姓、李姓、张姓人口最多，三姓合计占20.9%。",
        "党组暨主任（扩大）会议听取了预算执行情况的汇报。",
        "信用农户：建立“整村授信”白名单",
        "于家堡、程家桥、宋庄三村均已通网。",
        "区慈善总会致力慈善助力乡村振兴。",
        "应发（元）",
        "体现了组织的关怀，增强了职工的归属感。",
    ],
)
def test_nobody_is_named(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由张明主编、郎静娴授课", ["张明", "郎静娴"]),
        ("王晓敏，女，金融学博士", ["王晓敏"]),
        ("灵活就业人员古丽娜尔·艾合买提江于5月补缴养老保险", ["古丽娜尔·艾合买提江"]),
        ("行政处罚决定书〔2021〕3号（林欣怡）", ["林欣怡"]),
        ("联系人：淑芬", ["淑芬"]),
        ("获助学金学生：会计2103班冉光辉", ["冉光辉"]),
    ],
)
def test_somebody_is(text, found):
    assert names(text) == found


def test_offices_are_no_titles():
    assert TITLE_AFTER.match("总在场") is not None
    assert TITLE_AFTER.match("总经理") is not None
    assert TITLE_AFTER.match("总会致力") is None
    assert TITLE_AFTER.match("工作") is None


def test_words_of_the_dictionary_begin_like_names():
    assert {"关怀", "高涨", "利用率"} <= dictionary_words()
    assert not {"王芳", "李伟", "张静"} & dictionary_words()
    assert len(dictionary_words()) > 4000
    assert is_thing("王姓")
    assert is_thing("董办")
