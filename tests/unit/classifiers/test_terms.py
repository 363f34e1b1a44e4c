"""Words of a vocabulary: scope, negation, folding."""

import pytest

from classifiers.terms import Vocabulary, Words, normalise, stands_in

WORDS = Vocabulary.of(["秘密", "商业秘密", "身份证", "手机号", "IP", "未公布"])


def test_gaps_full_width_and_case_are_folded():
    assert normalise("身 份 证 ABC(x)") == "身份证 abc(x)"
    assert normalise("身\u200b份\ufeff证") == "身份证"


def test_overlapping_words_are_all_counted():
    assert WORDS.find("商业秘密与秘密").affirmed == {"商业秘密": 1, "秘密": 2}


@pytest.mark.parametrize(
    "text",
    [
        "不含身份证号",
        "数据不涉及身份证、手机号",
        "身份证号已全部删除",
        "身份证等字段除外",
        "已去除身份证",
        "无个人身份证信息",
    ],
)
def test_a_word_under_negation_is_denied(text):
    found = WORDS.find(normalise(text))
    assert "身份证" in found.denied
    assert "身份证" not in found.affirmed


@pytest.mark.parametrize(
    "text", ["含身份证号", "不含地址。身份证号见附件", "非法集资人员身份证", "核对身份证,不含其他"]
)
def test_negation_does_not_cross_its_part_of_the_sentence(text):
    assert WORDS.find(normalise(text)).affirmed == {"身份证": 1}


def test_a_latin_word_stands_by_itself():
    assert WORDS.find("recipient ship").affirmed == {}
    assert WORDS.find("客户ip地址 ip").affirmed == {"ip": 2}


GAPPED = Vocabulary.of(["不得*透露", "单户*费率", "拟*下调*利率"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("知悉人员不得向任何机构透露", "不得*透露"),
        ("不得透露", "不得*透露"),
        ("单户年化担保费率(%)", "单户*费率"),
        ("拟于下旬下调再贷款利率", "拟*下调*利率"),
    ],
)
def test_a_gap_stands_for_what_people_put_between(text, word):
    assert GAPPED.find(normalise(text)).affirmed == {word: 1}


@pytest.mark.parametrize(
    "text", ["不得转载。请勿透露", "不得在本办法规定的期限届满以前擅自向外界透露", "单户,平均费率"]
)
def test_a_gap_does_not_cross_a_sentence_nor_grow_long(text):
    assert GAPPED.find(normalise(text)).affirmed == {}


def test_a_word_with_a_gap_stands_in_a_columns_name():
    assert stands_in("单户*费率", "单户年化担保费率")
    assert not stands_in("单户*费率", "费率(单户)")
    assert stands_in("费率", "平均费率")
    assert Words(["单户*费率"]).heads == {"单户"}
    assert Words(["拟*下调"]).heads is None
