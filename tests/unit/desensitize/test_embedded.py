"""Tables in the text of a document: their headers and their columns tell what a line alone does not."""

import pytest

from desensitize.embedded import tables_in
from desensitize.entities import Entity
from desensitize.text import scan_text


def found(text: str, entity: Entity) -> list[str]:
    """Values of one kind in a text."""
    return [text[one.start : one.end] for one in scan_text(text) if one.entity is entity]


@pytest.mark.parametrize("mark", ["|", "\t", "\u3000", "   ", " | "])
def test_a_header_names_the_accounts_below_it(mark: str) -> None:
    rows = (("客户", "一码通", "数量"), ("甲公司", "180047261935", "12000"), ("乙公司", "190362847051", "3500"))
    text = "冻结清单如下：\n" + "\n".join(mark.join(row) for row in rows) + "\n以上。"
    assert found(text, Entity.SECURITIES_ACCOUNT) == ["180047261935", "190362847051"]


def test_blanks_part_fields_below_a_header_alone() -> None:
    assert found("姓名 一码通 数量\n屠永昌 180047261935 5\n沈建平 190362847051 7", Entity.SECURITIES_ACCOUNT) == [
        "180047261935",
        "190362847051",
    ]
    assert list(tables_in("我 18 岁\n你 20 岁\n他 22 岁")) == []


def test_among_names_a_word_is_a_name() -> None:
    text = "一组　王秀英　45.00\n二组　乜改花　3.80\n三组　江山　9.00\n四组　李卫国　9.20"
    assert found(text, Entity.PERSON) == ["王秀英", "乜改花", "江山", "李卫国"]


def test_a_column_without_a_header_names_nobody() -> None:
    text = "勾长贵　出勤26天　应发9,360\n蔺二娃　出勤22天　应发7,920\n依火木呷　出勤24天　应发8,640"
    assert found(text, Entity.PERSON) == ["勾长贵", "蔺二娃", "依火木呷"]


def test_places_are_those_of_the_text() -> None:
    text = "附：\n| 姓名 | 金额 |\n|---|---|\n| 王秀英 | 3 |\n| 李卫国 | 4 |\n"
    (table,) = tables_in(text)
    assert table.header == ("姓名", "金额")
    assert [[text[slice(*cell)] for cell in row] for row in table.rows] == [["王秀英", "3"], ["李卫国", "4"]]


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "a|b\nc|d", "|||\n|||\n|||", "一 二 三\n一 二\n一 二 三", "\ud800|a\n\ud800|b\n\ud800|c"]
)
def test_what_is_no_table_is_left(text: str) -> None:
    assert [one for one in scan_text(text) if one.recognizer == "text.table"] == []


def test_long_numbers_beside_names_are_accounts() -> None:
    text = (
        "补贴清册\n001 高凤山 12.6亩 1,071.00 6101365582242366293\n002 金哲洙 20.0亩 1,700.00 6101211627841082629\n"
        "003 刘淑芬 4.3亩 365.50 6101341734261726400\n填表人：于丽"
    )
    assert found(text, Entity.BANK_ACCOUNT) == ["6101365582242366293", "6101211627841082629", "6101341734261726400"]


def test_permits_beside_names_are_such() -> None:
    text = "何卓琳　M0738152901　青创中心　5,000\n李卫国　M10482736　同上　5,000\n区海伦　H0918273601　事务所　5,000"
    assert found(text, Entity.HMT_PERMIT) == ["M0738152901", "M10482736", "H0918273601"]
