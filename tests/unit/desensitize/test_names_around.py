"""Names around a table: headers, sheets, files."""

import pytest

from desensitize.entities import Entity
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import covered_name, find_in_names

MATCHER = Matcher()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张伟13812345678", [("PERSON", "张伟"), ("CN_MOBILE", "13812345678")]),
        ("经办人李建国", [("PERSON", "李建国")]),
        ("家住杭州市西湖区文三路12号", [("ADDRESS", "杭州市西湖区文三路12号")]),
        ("王建国的明细", [("PERSON", "王建国")]),
        ("金额", []),
        ("高管人数", []),
        ("李子产量", []),
        ("万张卡投诉量", []),
        ("张数", []),
        ("缴存职工(万人)", []),
        ("居民(万千瓦时)", []),
        ("联系人(万建国)", [("PERSON", "万建国")]),
        ("2023年张家口市小额贷款公司名录", []),
        ("", []),
    ],
)
def test_names(name: str, expected: list[tuple[str, str]]) -> None:
    assert [(f.entity.value, name[f.start : f.end]) for f in find_in_names([name], MATCHER)[0]] == expected


def test_without_reading_only_patterns_are_found() -> None:
    assert find_in_names(["张伟"], MATCHER, reads=False) == [()]
    assert find_in_names(["张伟13812345678"], MATCHER, entities=[Entity.CN_MOBILE])[0][0].entity is Entity.CN_MOBILE


def test_a_covered_name_says_nothing() -> None:
    assert covered_name("王建国13812345678.csv", MATCHER) == "●●●●●●.csv"
    assert covered_name("2024年度明细.csv", MATCHER) == "2024年度明细.csv"
