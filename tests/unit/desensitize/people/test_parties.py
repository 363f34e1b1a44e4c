"""Names right behind a word for somebody, and of those who declare a document lost."""

import pytest

from desensitize.people.finder import find_people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("收件写我先生李明远。", "李明远"),
        ("零星报销退件说明：参保人才让东主，社保卡待补。", "才让东主"),
        ("▲吉才让不慎遗失保险合同，声明作废。", "吉才让"),
        ("高桂英遗失残疾人证，声明作废。", "高桂英"),
    ],
)
def test_what_stands_there_is_a_name(text, name):
    assert [text[one.start : one.end] for one in find_people([text])[0]] == [name]


@pytest.mark.parametrize(
    "text", ["单位不慎遗失公章，声明作废。", "参保人可通过手机办理，无须到场。", "我司不慎遗失发票一份。"]
)
def test_what_people_do_and_have_is_none(text):
    assert find_people([text])[0] == ()
