"""Names in Latin letters: pinyin in either order and case, first name and family name; places and firms are left."""

import polars as pl
import pytest

from desensitize.people.finder import find_people
from desensitize.people.latin import has_latin_name, latin_names
from desensitize.recognizers.person import FINDER


def found(text: str) -> list[str]:
    """Names in one text."""
    return [text[name.start : name.end] for name in latin_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zhang Xiaoming", ["Zhang Xiaoming"]),
        ("ZHANG XIAOMING", ["ZHANG XIAOMING"]),
        ("ZHANG Xiaoming 汇入", ["ZHANG Xiaoming"]),
        ("Xiaoming Zhang", ["Xiaoming Zhang"]),
        ("Zhang Xiao Ming", ["Zhang Xiao Ming"]),
        ("Zhang, Xiaoming", ["Zhang, Xiaoming"]),
        ("Ouyang Na", ["Ouyang Na"]),
        ("Dear Li Dong, your application", ["Li Dong"]),
        ("Name: John Brown, Tel", ["John Brown"]),
        ("John A. Smith", ["John A. Smith"]),
        ("Smith, John", ["Smith, John"]),
        ("David Chen", ["David Chen"]),
        ("Nguyen Thi Hoa 持股", ["Nguyen Thi Hoa"]),
        ("Ping An Bank", []),
        ("Wang Fu Jing Street", []),
        ("Hong Kong", []),
        ("He Nan Lu", []),
        ("Li Ning Co", []),
        ("Total Assets", []),
        ("Credit Card", []),
        ("Customer Name", []),
        ("Dear Client", []),
        ("Mr Mrs", []),
        ("IT OA", []),
        ("wang@li.cn Wang", []),
    ],
)
def test_forms(text, names):
    assert found(text) == names


@pytest.mark.parametrize("text", ["Zhang Xiaoming", "CHEN Wenbo paid", "Beneficiary: John Brown"])
def test_a_cell_without_han_is_read_as_well(text):
    assert has_latin_name(text)
    assert pl.Series([text]).str.contains(FINDER.trigger).all()
    assert len(find_people([text], header="备注")[0]) == 1
