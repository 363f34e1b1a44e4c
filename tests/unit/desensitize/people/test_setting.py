"""General language and records: the same piece is doubted in one and taken in the other, where findings are read."""

import pytest

from desensitize.entities import Entity
from desensitize.people.setting import doubt_of, is_general
from desensitize.text import Aim, scan_text


@pytest.mark.parametrize(
    ("text", "general"),
    [
        ("周末和家里人去湖边散步,看了一下午的白鹭,心情舒畅", True),
        ("主队在最后一分钟打进制胜球,全场观众起立欢呼", True),
        ("借款人逾期未还,已向其配偶催收两次,仍然无果", False),
        ("周末两天都在家里,有事请打00000000000这个号", False),
        ("xm=某某;bz=周末去湖边散步;lx=二", False),
        ("周末散步", False),
        ("", False),
    ],
)
def test_what_a_text_is_of(text, general):
    assert is_general(text) is general
    assert (doubt_of(text) > doubt_of("")) is general


def found(text: str, aim: Aim) -> set[str]:
    """Names in a text."""
    return {text[f.start : f.end] for f in scan_text(text, entities={Entity.PERSON}, aim=aim)}


CHAT = (
    "生活需要信心,更需要耐心和平常心,愿你我都有好运气",
    "新剪的刘海好丑啊,在家里躲了一整天,谁来安慰一下",
    "青春就是用来折腾的,别等老了才后悔没有去远方看看",
    "高山流水觅知音,白云深处有人家,江南烟雨最是多情",
)


def test_general_language_reports_no_words_as_names():
    assert [found(text, Aim.REPORT) for text in CHAT] == [set()] * len(CHAT)


def test_hiding_finds_whatever_reporting_does():
    for text in (*CHAT, "借款人高明逾期,担保人钱守信代偿", "导演金大军的新片下月上映,主演仍由钱守信担任"):
        assert found(text, Aim.REPORT) <= found(text, Aim.HIDE)


def test_a_sure_name_is_reported_in_general_language():
    assert found("晚上和金大军一起去看了场球,回来已经十二点多了", Aim.REPORT) == {"金大军"}
