"""Folding for names: traditional characters are read as simplified, places stay."""

import opencc
import pytest

from desensitize.entities import Entity
from desensitize.han_text import fold_han
from desensitize.text import scan_text


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("聯絡人張偉強", "联络人张伟强"),
        ("借款人张三", "借款人张三"),
        ("乾隆年製", "乾隆年制"),
        ("三萬元", "三万元"),
        ("", ""),
    ],
)
def test_traditional_characters_are_read_as_simplified(raw, folded):
    normal = fold_han(raw)
    assert normal.text == folded
    assert len(normal.text) == len(raw)


def test_the_table_agrees_with_opencc_character_by_character():
    converter = opencc.OpenCC("t2s")
    wrong = [c for c in map(chr, range(0x4E00, 0x9FA6)) if fold_han(c).text not in {c, converter.convert(c)}]
    assert wrong == []


def test_a_traditional_name_is_found_in_its_own_place():
    text = "經手人歐陽麗娟，聯絡人張偉強。"
    found = [text[f.start : f.end] for f in scan_text(text, entities={Entity.PERSON})]
    assert found == ["歐陽麗娟", "張偉強"]
