"""Where names end that the tagger cut wrongly, lists behind a word for those who take part, prose that names nobody."""

from random import Random

import pytest

from desensitize.entities import Entity
from desensitize.people.lists import headed_names
from desensitize.text import scan_text
from tests.data.generators.official_prose import sentence


def names(text: str) -> list[str]:
    """What is found in one text."""
    return [text[f.start : f.end] for f in scan_text(text, entities=(Entity.PERSON,))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来我市调研指导工作,市长高登榜、副市长丁绍东陪同。", ["高登榜", "丁绍东"]),
        ("局党组书记周庆中同志与总支书记签订责任书", ["周庆中"]),
        ("散会前吴士珍强调要把合规放在首位", ["吴士珍"]),
        ("申请人阿西木呷与被申请人吉克曲布达成和解", ["阿西木呷", "吉克曲布"]),
        ("文   王 志    陆 鸣\n重庆万州", ["王 志", "陆 鸣"]),
        ("我们向陈组长说明了情况,向姚某借款伍万元", []),
        ("我司标的车由唐钰盛驾驶", ["唐钰盛"]),
    ],
)
def test_names_end_where_they_do(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "任本公司董事长、马钢(集团)控股有限公司总经理",
        "现将《涉农资金管理办法》印发给你们,请遵照执行。",
        "地处横断山区腹地,境内高山耸峙,大河奔流",
        "注册内部审计师职业资格或者高级及以上财务、审计专业技术职称;",
        "广东、广西、宁夏的、云南的项目",
        "姓名 职务 董事长 男 62 2005/6/20",
    ],
)
def test_prose_names_nobody(text):
    assert names(text) == []


def test_members_of_a_list_follow_those_that_look_like_names():
    text = "出席:褚遂年、安宁、王建国"
    assert [text[one.start : one.end] for one in headed_names(text)] == ["褚遂年", "安宁", "王建国"]
    assert list(headed_names("出席:市财政局、税务局、人民银行")) == []


def test_sentences_mark_whom_they_name():
    rng = Random(3)
    made = [sentence(rng) for _ in range(300)]
    named = [one for one in made if one.spans]
    assert 10 < len(named) < 80
    assert all(2 <= span.end - span.start <= 12 for one in named for span in one.spans)
