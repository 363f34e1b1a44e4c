"""Columns of things: what looks like a name there stays in plain view unless it is a sure one or shown to be one."""

import pytest

from desensitize.people.finder import find_people, profile_names
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.people.things import is_label, may_name_things

_PLACES = [
    "宁波",
    "武汉",
    "青岛",
    "西安",
    "贵州",
    "云南",
    "福建",
    "山东",
    "安徽",
    "四川",
    "湖南",
    "海南",
    "广西",
    "吉林",
    "河北",
    "江苏",
    "浙江",
]
_FIRMS = [
    *["爱柯迪", "康力源", "福莱特", "德明利", "博晖创新", "珈伟新能", "高德红外", "华明装备", "森鹰窗业", "禾元生物"],
    *(f"{place}{trade}" for place in _PLACES for trade in ("钢铁", "水泥", "燃气", "高速", "港口", "热电")),
]


def _found(cells: list[str], header: str) -> list[str]:
    profile = profile_names(cells, header=header)
    found = find_people(cells, header=header, column=profile)
    return [cell[f.start : f.end] for cell, findings in zip(cells, found, strict=True) for f in findings]


@pytest.mark.parametrize("header", ["name_cn", "名称缩写", "short_name", "name"])
def test_short_names_of_firms_are_nobody(header: str) -> None:
    assert len(_found(_FIRMS, header)) <= 2


def test_a_sure_name_among_things_is_found() -> None:
    assert "王建国" in _found([*_FIRMS, "王建国"], "名称缩写")


def test_what_stands_beside_a_name_shows_it_among_things() -> None:
    assert "王建国" in _found([*_FIRMS, "王建国 13812345678"], "名称缩写")


@pytest.mark.parametrize("header", ["备注", "摘要", "remark", "col7", "字段3", ""])
def test_headers_of_notes_and_none_are_not_of_things(header: str) -> None:
    assert not may_name_things(header)


@pytest.mark.parametrize(
    ("header", "evidence"), [("chapter_name", 1), ("short_name", 1), ("cust_name", 3), ("empName", 3)]
)
def test_a_name_in_latin_letters_is_whose_the_word_before_says(header: str, evidence: int) -> None:
    assert name_evidence(header) == evidence


def test_a_column_of_persons_is_none_of_things() -> None:
    people = ["王建国", "李秀英", "张伟", "刘洋", "陈桂花", "杨志强", "赵丽华", "周晓东", "吴秀兰", "徐文斌"] * 4
    assert profile_names(people, header="short_name").evidence >= NameEvidence.PARTY


def test_a_clause_is_no_label() -> None:
    assert is_label("高德红外")
    assert is_label("Tian An Co., Ltd.")
    assert not is_label("客户张伟,已还清。")
