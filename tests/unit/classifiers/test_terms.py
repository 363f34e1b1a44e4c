"""Words of a vocabulary: scope, negation, folding."""

import pytest

from classifiers.terms import Vocabulary, normalise

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
