"""Delimited text and plain text: exact cells, found header, nothing lost in silence."""

import io

import pytest

from catalog.ingest import IngestError, Limits, TableRead, TextRead, read_upload
from catalog.ingest.errors import INGEST_ERRORS
from catalog.ingest.finishing import clean_text
from catalog.ingest.notes import NOTES


def table(data: str | bytes, name: str = "x.csv", limits: Limits | None = None) -> TableRead:
    raw = data.encode() if isinstance(data, str) else data
    read = read_upload(io.BytesIO(raw), name=name, limits=limits or Limits())
    assert isinstance(read, TableRead)
    return read


def refusal(data: str | bytes, name: str = "x.csv", limits: Limits | None = None) -> IngestError:
    with pytest.raises(IngestError) as caught:
        table(data, name, limits)
    return caught.value


def notes(read: TableRead | TextRead) -> dict[str, tuple[int, int]]:
    return {note.code: (note.count, note.first) for note in read.notes}


TEXT = "编号,姓名,证件号\n001,张三,110105194912310021\n002,李四,\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_cells(encoding: str, named: str) -> None:
    read = table(TEXT.encode(encoding))
    assert read.frame.columns == ["编号", "姓名", "证件号"]
    assert read.frame.rows() == [("001", "张三", "110105194912310021"), ("002", "李四", None)]
    assert read.encoding == named
    assert read.notes == ()


def test_rare_characters_of_gb18030() -> None:
    read = table("姓名,地\n㐀𠮷,䶮\n".encode("gb18030"))
    assert read.frame.rows() == [("㐀𠮷", "䶮")]


def test_damaged_utf8_is_not_taken_for_gb18030() -> None:
    raw = ("姓名,备注\n" + "张三,情况说明\n" * 50).encode()
    error = refusal(raw[:-3] + b"\xff\n")
    assert error.code == "ingest.bad_encoding"
    assert error.detail == {"line": 51}
    truncated = raw + "王".encode()[:2]  # a cut character decodes as GB18030 by chance
    assert refusal(truncated).code == "ingest.bad_encoding"


def test_words_that_are_valid_in_both_encodings() -> None:
    read = table("a,b\n联通,1\n".encode("gb18030"))
    assert (read.encoding, read.frame.item(0, 0)) == ("gb18030", "联通")
    assert table("a,b\ncafé,1\n").frame.item(0, 0) == "café"


def test_neither_encoding() -> None:
    assert refusal(b"a,b\n\x81\xff,2\n").detail == {"line": 2}
    assert refusal(b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8\n\x00").code == "ingest.bad_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    rows = [["a", "b", "c"], ["1", f'"x{delimiter}y"', '"line\n""two"""'], ["3", "", "z"]]
    read = table(end.join(delimiter.join(row) for row in rows))
    assert read.delimiter == delimiter
    assert read.frame.rows() == [("1", f"x{delimiter}y", 'line\n"two"'), ("3", None, "z")]


def test_title_rows_and_footer() -> None:
    read = table("某市2023年欠税公告\n单位：万元,,\n地区,税种,金额\n甲区,增值税,1.50\n注：仅供参考\n")
    assert read.frame.columns == ["地区", "税种", "金额"]
    assert read.header_row == 3
    assert read.extra_text == (("title:1", "某市2023年欠税公告"), ("title:2", "单位：万元"))
    assert read.frame.rows()[-1] == ("注：仅供参考", None, None)
    assert notes(read) == {"title_rows": (2, 0), "short_rows": (1, 5)}


def test_two_level_header() -> None:
    read = table("地区,收入,,支出,\n,本月,累计,本月,累计\n甲区,1,2,3,4\n")
    assert read.frame.columns == ["地区", "收入_本月", "收入_累计", "支出_本月", "支出_累计"]
    assert "header_joined" in notes(read)


def test_a_data_row_of_words_is_not_a_second_header() -> None:
    read = table("姓名,,地址\n张三,备注,\n李四,,某路\n")
    assert read.frame.columns == ["姓名", "列2", "地址"]
    assert read.frame.height == 2


def test_a_counter_under_a_column_without_a_name_is_no_second_header() -> None:
    read = table(",住址,姓名\n1,,赵敏\n2,文三路5号,孙刚\n3,文三路9号,林娜\n")
    assert read.frame.height == 3
    assert "header_joined" not in notes(read)


def test_years_are_names_but_numbers_are_not() -> None:
    assert table("地区,2022,2023\n甲,1,2\n").frame.columns == ["地区", "2022", "2023"]
    read = table("110105194912310021,13800138000\n110105194912310022,13800138001\n")
    assert read.header_row is None
    assert read.frame.height == 2
    assert notes(read) == {"header_missing": (1, 0)}
    assert read.needs_person


def test_names_are_made_unique() -> None:
    read = table("a,a, a ,,a_2,\n1,2,3,4,5,\n")
    assert read.frame.columns == ["a", "a_3", "a_4", "列4", "a_2"]
    assert notes(read) == {"header_duplicate": (2, 0), "header_empty": (1, 0)}


def test_a_long_row_is_an_error_with_its_line() -> None:
    error = refusal('a,b\n1,"x\ny"\n3,4,5\n')
    assert error.code == "ingest.ragged_row"
    assert error.detail == {"line": 4, "cells": 3, "columns": 2}
    assert "第4行有3列" in error.message_zh
    assert table("a,b\n1,2,,\n").frame.rows() == [("1", "2")]


def test_long_and_short_rows_that_cancel_out_are_still_seen() -> None:
    assert refusal("a,b,c\n1,2\n3,4,5,6\n").code == "ingest.ragged_row"


def test_short_rows_are_kept_and_noted() -> None:
    read = table("a,b,c\n1,2,3\n4\n5,6\n")
    assert read.frame.rows()[1:] == [("4", None, None), ("5", "6", None)]
    assert notes(read) == {"short_rows": (2, 3)}


def test_an_unclosed_quotation_mark_is_an_error() -> None:
    error = refusal('a,b\n1,2\n3,"4\n5,6\n')
    assert (error.code, error.detail) == ("ingest.unclosed_quote", {"line": 3})
    assert refusal('"a,b\n1,2\n').code == "ingest.unclosed_quote"


def test_odd_quotation_marks_are_read_as_spreadsheets_do() -> None:
    assert table('a,b\n5" disk,"x"y\n').frame.rows() == [('5" disk', "xy")]


def test_blank_lines_are_left_out_and_counted() -> None:
    read = table("a,b\n\n1,2\n,\n\n3,4\n\n\n")
    assert read.frame.rows() == [("1", "2"), ("3", "4")]
    quoted = table('a,b\n"",""\n1,2\n')
    assert quoted.frame.rows() == [("1", "2")]
    assert notes(quoted) == {"blank_rows": (1, 0)}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "ingest.empty"),
        (b"\n\n \n", "ingest.empty"),
        (b"a,b\n", "ingest.no_rows"),
        (b"a,b\n1,\x002\n", "ingest.nul_bytes"),
        (b"\x89PNG\r\n\x1a\n", "ingest.unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ingest.old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "ingest.encrypted",
        ),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    assert refusal(data).code == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=10), "ingest.too_large"),
        (Limits(rows=1), "ingest.too_many_rows"),
        (Limits(columns=2), "ingest.too_many_columns"),
        (Limits(cells=5), "ingest.too_many_cells"),
        (Limits(cell_chars=5), "ingest.cell_too_long"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_limits(limits: Limits, code: str, quote: str) -> None:
    data = f"a,b,c\n{quote}123456{quote},2,3\n4,5,6\n"
    assert refusal(data, limits=limits).code == code


def test_text_or_table_by_content() -> None:
    prose = read_upload(io.BytesIO("关于公开的通知\n各单位：请按时报送，谢谢。\f第二页\n".encode()), name="通知.txt")
    assert isinstance(prose, TextRead)
    assert [page.number for page in prose.pages] == [1, 2]
    assert prose.pages[1].text == "第二页\n"
    assert table("a\tb\n1\t2\n3\t4\n", "数据.txt").frame.rows() == [("1", "2"), ("3", "4")]
    assert table("名称\n甲\n乙\n", "单列.csv").frame.columns == ["名称"]


def test_control_characters_need_a_person() -> None:
    read = read_upload(io.BytesIO("正文\x07内容".encode()), name="a.txt")
    assert notes(read) == {"control_characters": (1, 0)}
    assert read.needs_person


def test_control_characters_in_cells_need_a_person() -> None:
    read = table("a,b\n1,x\x07y\n2,\x1b[31m\n3,z\n")
    assert notes(read) == {"control_characters": (2, 0)}
    assert read.needs_person


def test_text_is_made_holdable() -> None:
    assert clean_text("张\0三") == "张三"
    assert clean_text("a\ud800b𠮷") == "a\ufffdb𠮷"


def test_big_files_take_the_fast_way_and_the_exact_way_alike() -> None:
    rows = [f"{n:06d},名称{n},{n / 7:.4f}" for n in range(60_000)]
    fast = table("编号,名称,数值\n" + "\n".join(rows))
    exact = table("编号,名称,数值\n" + "\n".join(rows) + '\n"1"x,2,3')
    assert fast.frame.equals(exact.frame.head(60_000))
    assert exact.frame.rows()[-1] == ("1x", "2", "3")


def test_messages_never_hold_values() -> None:
    error = refusal("a,b\n张三,13800138000,多余\n")
    assert "张三" not in error.message_zh + error.message_en + str(error) + repr(error)


def test_every_error_and_note_has_both_languages() -> None:
    for kind in INGEST_ERRORS:
        error = kind(line=1, limit=2, cells=3, columns=4)
        assert error.message_zh.endswith("。")
        assert error.message_en.endswith(".")
    assert len({kind.code for kind in INGEST_ERRORS}) == len(INGEST_ERRORS)
    for code, (_, chinese, english) in NOTES.items():
        assert chinese.format(count=1, first=1).endswith("。"), code
        assert english.format(count=1, first=1).endswith("."), code
