"""Fields of XML and JSON inside a cell: each is read as a cell under a header of its name."""

import polars as pl
import pytest

from desensitize.entities import Entity
from desensitize.scan import scan_table
from desensitize.scanning.fields import fields_of


def found(text: str) -> list[tuple[str, str]]:
    scan = scan_table(pl.DataFrame({"报文": [text]}))
    return [(f.entity.value, text[f.start : f.end]) for _, f in scan.spans_of(0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<xm>常丽花</xm>", [("xm", "常丽花")]),
        ("<ns2:name><![CDATA[于田]]></ns2:name>", [("name", "于田")]),
        ("<p name=\"赖梅\" n='3'/>", [("name", "赖梅"), ("n", "3")]),
        ('{"custName": "苗蕾", "n": 3, "住址":"东二排"}', [("custName", "苗蕾"), ("住址", "东二排")]),
        ("<b>", []),
        ("利率<4.35%，期限>3年", []),
        ("", []),
    ],
)
def test_fields(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(field.name, text[field.start : field.end]) for field in fields_of(text)] == expected


def test_a_field_is_a_cell_under_its_name() -> None:
    assert found("<row><xm>钟诗</xm><dz>老粮站院内东二排</dz><csrq>19870512</csrq></row>") == [
        ("PERSON", "钟诗"),
        ("ADDRESS", "老粮站院内东二排"),
        ("DATE_OF_BIRTH", "19870512"),
    ]


def test_a_field_of_things_holds_no_person() -> None:
    assert found('{"productName":"安心贷","branch":"高新支行"}') == []


def test_what_else_stands_in_the_column_does_not_matter() -> None:
    alone, among = ("<xm>于田</xm>",), ("<xm>合计</xm>",) * 30 + ("<xm>于田</xm>",)
    for cells in (alone, among):
        scan = scan_table(pl.DataFrame({"a": list(cells)}), entities={Entity.PERSON})
        assert [(row, f.start, f.end) for row, f in scan.spans_of(0)] == [(len(cells) - 1, 4, 6)]


def test_a_long_cell_of_brackets_costs_little() -> None:
    assert list(fields_of("<a " * 60_000 + "{k:" * 60_000)) == []


def test_a_short_value_of_a_thing_is_one_throughout() -> None:
    assert found('{"productName":"张江贷","project":"李家坝"}') == []
    assert found('{"客户姓名":"张建国","产品":"安心贷"}') == [("PERSON", "张建国")]
