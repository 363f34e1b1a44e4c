"""What is typed beside a file: dictionaries pasted from a spreadsheet, descriptions and their tags."""

from dataclasses import replace

import pytest

from catalog.errors import InvalidField
from catalog.metadata import ColumnText, Description, Metadata, read_dictionary


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", ()),
        ("利率,加权平均\n地区,", (ColumnText("利率", meaning="加权平均"), ColumnText("地区"))),
        ("利率\t%\t加权平均", (ColumnText("利率", unit="%", meaning="加权平均"),)),
        ("a,平均利率,%,加权平均", (ColumnText("a", "平均利率", "%", "加权平均"),)),
        ("字段\t含义\t单位\n利率\t加权平均\t%", (ColumnText("利率", unit="%", meaning="加权平均"),)),
        ('\ufeff序号,数据项,类型,说明\n1,利率,数值,"加权，平均"\n\n', (ColumnText("利率", meaning="加权，平均"),)),
        ("数据项,单位\n利率,", (ColumnText("利率"),)),
    ],
)
def test_a_dictionary_is_read_as_it_was_pasted(text: str, columns: tuple[ColumnText, ...]) -> None:
    assert read_dictionary(text) == columns


@pytest.mark.parametrize(("text", "line"), [("a,b,c,d,e", 1), ("利率,x\n,y", 2), ("字段,含义\n,无名", 2)])
def test_a_line_of_another_form_is_named(text: str, line: int) -> None:
    with pytest.raises(InvalidField) as refused:
        read_dictionary(text)
    assert refused.value.detail == {"field": "dictionary", "line": line}


def test_metadata_come_back_as_they_were_sealed() -> None:
    typed = Metadata("a.csv", title="题", tags=("利率",), columns=(ColumnText("a", "甲", None, "义"),), licence="cc-by")
    assert Metadata.from_text(typed.to_text()) == typed
    assert Metadata.from_text('{"file_name": "a", "tags": [], "release_at": null, "public_until": null}').columns == ()


def test_a_tag_changes_with_every_word() -> None:
    one = Description("题", columns=(ColumnText("a"),))
    others = [
        replace(one, title="题目"),
        replace(one, tags=("利率",)),
        replace(one, licence="cc-by"),
        replace(one, columns=(ColumnText("a", unit=""),)),
        replace(one, columns=(ColumnText("a", meaning="义"),)),
    ]
    assert len({one.tag(), one.tag("waiting"), *(other.tag() for other in others)}) == len(others) + 2
    assert Description.from_json(one.to_json()) == one


def test_what_changed_is_named_without_a_word_of_it() -> None:
    one = Description("题", columns=(ColumnText("a"), ColumnText("b")))
    other = replace(one, summary="摘要", columns=(ColumnText("a"), ColumnText("b", meaning="义")))
    assert other.changed(one) == ["summary", "columns.1"]
