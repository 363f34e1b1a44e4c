"""Surnames that were left outside before a form of address."""

import pytest

from desensitize.people.cells import Candidate
from desensitize.people.finder import find_people
from desensitize.people.surname_before import with_surnames


def test_a_rare_surname_is_taken_in():
    text = "烟农出身的储时健先生接受采访。"
    assert [text[one.start : one.end] for one in find_people([text])[0]] == ["储时健"]


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ("储时健先生", "时健", "储时健"),
        ("储时健到访", "时健", "时健"),
        ("由时健先生主持", "时健", "时健"),
        ("老师傅陈博先生", "陈博", "陈博"),
    ],
)
def test_only_before_a_form_of_address_and_where_a_clause_begins(text, value, whole):
    at = text.index(value)
    (name,) = with_surnames(text, [Candidate(at, at + len(value), 0.7, "text.model")])
    assert text[name.start : name.end] == whole


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("申请人储时健的材料齐全。", "储时健"),
        ("收款人经文丽已确认。", "经文丽"),
        ("签字:经文丽", "经文丽"),
    ],
)
def test_surnames_like_words_behind_a_role(text, name):
    assert [text[one.start : one.end] for one in find_people([text])[0]] == [name]
