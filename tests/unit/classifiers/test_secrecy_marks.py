"""Marks in real layouts, and words about secrecy that are none."""

import time

import pytest

from classifiers.matchers.secrecy_marks import find_secrecy_marks

MARKS = [
    "机密★5年\n云金监〔2020〕2号",
    "机 密 ★ 5 年\n正文",
    "绝密☆长期",
    "秘密*10年 关于某事",
    "秘密＊10年",
    "关于某事的函\n\n附件1\n机密\n正文",
    "【机密】关于调整方案",
    "密级：秘密  保密期限：5年",
    "机密\n★\n3\n年",
    "某文件_机密.docx",
    "本文件属机密级国家秘密",
    "機密★10年",
    "（秘密）2020年工作",
    "绝密★启用前",
    "页眉 机密★一年 第2页",
    "机\u200b密★5年",
    "秘密★6个月",
    "机密级★10年",
    "机密★",
    "第一页\n无标志\n\f机密★长期\n第二页",
    "正文很长。" * 200 + "\n秘密★2年\n附件",
]
NO_MARKS = [
    "商业秘密保护办法",
    "机密性、完整性和可用性",
    "★★★ 三星级酒店",
    "涉密文件统计：机密级3件",
    "应标注密级，如“机密★10年”。",
    "国家秘密的密级分为绝密、机密、秘密三级",
    "密级：公开",
    "保守国家秘密法宣传",
    "员工应保守秘密。",
    "秘密投票",
    "机密文件管理办法",
    "商业秘密★5年",
    "密切联系群众",
    "",
]


@pytest.mark.parametrize("text", MARKS)
def test_mark_is_found(text):
    found = find_secrecy_marks(text)
    assert found
    assert found[0].level in {"绝密", "机密", "秘密"}
    assert not found[0].declassified


@pytest.mark.parametrize("text", NO_MARKS)
def test_no_mark(text):
    assert find_secrecy_marks(text) == ()


@pytest.mark.parametrize(
    "text", ["原密级：机密\n已于2019年1月解密", "机密★10年（已解密）", "秘密★5年\n经批准予以解密，现公开。"]
)
def test_a_lifted_mark_says_so(text):
    assert all(mark.declassified for mark in find_secrecy_marks(text))


@pytest.mark.parametrize("text", ["机密★10年\n解密前不得外传", "机密★5年\n拟解密", "秘密★3年\n本系统支持数据解密"])
def test_talk_of_lifting_lifts_nothing(text):
    assert not any(mark.declassified for mark in find_secrecy_marks(text))


def test_place_and_star_are_told():
    first = find_secrecy_marks("机密★5年\n正文")[0]
    assert (first.place, first.line, first.starred) == ("top", 1, True)
    assert find_secrecy_marks("a\nb\nc\nd\ne\nf\n秘密\n")[0].place == "body"


@pytest.mark.timing
@pytest.mark.parametrize("text", ["密" * 200_000, "机 " * 100_000 + "密", "秘密" * 100_000, "机密\n" * 20_000])
def test_adversarial_text_is_quick(text):
    start = time.process_time()
    find_secrecy_marks(text)
    assert time.process_time() - start < 3
