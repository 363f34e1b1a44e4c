"""What surroundings show: words that are names behind a role, names that end before a relation, things called after people."""

import pytest

from desensitize.people.finder import find_people


def names(text: str) -> list[str]:
    """What is found in one remark."""
    return [text[f.start : f.end] for f in find_people([text], header="备注")[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("法定代表人：高原，股东：钱守信", ["高原", "钱守信"]),
        ("借款人和平、担保人钱守信均已签字", ["和平", "钱守信"]),
        ("程旋之妻", ["程旋"]),
        ("金大军之子钱守信代签", ["金大军", "钱守信"]),
        ("经手人歐陽麗娟", ["歐陽麗娟"]),
    ],
)
def test_names(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "王阳明文化讲座门票",
        "徐霞客旅游节赞助费",
        "雷锋志愿服务队活动经费",
        "高管变更备案",
        "干部职工花名册",
        "客户信用账户维持担保比例",
        "公文处理常识",
        "投诉人满意度调查",
        "申请人申请材料清单",
        "法定代表人变更登记",
        "被保险人连续投保优惠",
    ],
)
def test_things(text):
    assert names(text) == []
