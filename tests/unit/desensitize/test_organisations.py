"""Organisations and places: pieces that are one name are joined, neighbours that are two are not, signs are left out."""

import pytest

from desensitize.places.organisations import organisations_and_places
from desensitize.tagger import Tagged


def names(text: str, *tagged: tuple[str, str]) -> list[tuple[str, str]]:
    """What is made of pieces that the tagger gave, in the order of the text."""
    pieces, at = [], 0
    for kind, piece in tagged:
        start = text.index(piece, at)
        at = start + len(piece)
        pieces.append(Tagged(start, at, kind, 0.9))
    return [(name.kind, text[name.start : name.end]) for name in organisations_and_places(text, pieces, ())]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("云川联合银行开业", [("LOCATION", "云川"), ("ORG", "联合银行")], [("ORG", "云川联合银行")]),
        ("恒岳商贸有限公司", [("ORG", "恒岳"), ("ORG", "商贸有限公司")], [("ORG", "恒岳商贸有限公司")]),
        ("蓝狮白鹰之战", [("ORG", "蓝狮"), ("ORG", "白鹰")], [("ORG", "蓝狮"), ("ORG", "白鹰")]),
        ("恒岳集团云帆公司", [("ORG", "恒岳集团"), ("ORG", "云帆公司")], [("ORG", "恒岳集团"), ("ORG", "云帆公司")]),
        ("@云川动物医院讲座", [("ORG", "@云川动物医院")], [("ORG", "云川动物医院")]),
        ("云恒7家银行收费", [("ORG", "云恒")], [("ORG", "云恒")]),
        ("云帆咨询公司银行业总监", [("ORG", "云帆咨询公司")], [("ORG", "云帆咨询公司")]),
        ("云帆商贸有限公司", [("ORG", "云帆")], [("ORG", "云帆商贸有限公司")]),
    ],
)
def test_names(text, tagged, expected):
    assert names(text, *tagged) == expected
