"""Workbooks: exact text, damaged identifiers, what hides beside the cells, and files made to hurt."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from catalog.ingest import IngestError, Limits, TableRead, read_upload
from catalog.ingest.excel_scan import column_number, scan_sheet


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def table(data: bytes, sheet: str | None = None, limits: Limits | None = None) -> TableRead:
    read = read_upload(io.BytesIO(data), name="x.xlsx", sheet=sheet, limits=limits or Limits())
    assert isinstance(read, TableRead)
    return read


def code_of(data: bytes, **options: object) -> str:
    with pytest.raises(IngestError) as caught:
        table(data, **options)
    return caught.value.code


def repacked(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def rich(book: xlsxwriter.Workbook) -> None:
    book.set_properties({"author": "作者甲", "comments": "内部说明"})
    sheet = book.add_worksheet("名单")
    sheet.merge_range(2, 1, 2, 5, "某市2023年名单", book.add_format())
    sheet.write_row(3, 1, ["证件号", "金额", "日期", "卡号", "比率"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_number(4, 1, 110105194912310021)
    sheet.write_number(4, 2, 0.1)
    sheet.write_datetime(4, 3, dt.date(2024, 1, 2), day)
    sheet.write_string(4, 4, "6222021234567890123")
    sheet.write_formula(4, 5, "=1/0", None, "#DIV/0!")
    sheet.write_string(5, 1, "110105194912310021")
    sheet.write_number(5, 2, 13800138000)
    sheet.write_string(5, 4, " 001 ")
    sheet.write_boolean(5, 5, True)
    sheet.write_comment(5, 1, "找经办人核实")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column(2, 3, None, None, {"hidden": True})
    sheet.set_header("&L页眉内部资料")
    sheet.write_url(6, 1, "mailto:someone@example.cn", string="链接")
    sheet.insert_textbox(9, 9, "文本框内容")
    hidden = book.add_worksheet("底稿")
    hidden.hide()
    hidden.write_row(0, 0, ["机密", "★10年"])
    book.define_name("自定义名称", "=名单!$A$1")


def test_cells_are_exact_text() -> None:
    read = table(workbook(rich))
    assert read.frame.columns == ["证件号", "金额", "日期", "卡号", "比率"]
    rows = read.frame.rows()
    assert rows[0][1:] == ("0.1", "2024-01-02", "6222021234567890123", None)
    assert rows[1] == ("110105194912310021", "13800138000", None, " 001 ", "true")
    assert read.header_row == 4
    assert read.sheet == "名单"
    assert read.sheets == ("名单", "底稿")


def test_numbers_of_sixteen_digits_damage_their_column_and_no_other() -> None:
    read = table(workbook(rich))
    assert read.damaged == {0}
    assert read.needs_person


def test_text_identifiers_are_not_damaged() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["证件号", "金额"])
        sheet.write_string(1, 0, "110105194912310021")
        sheet.write_number(1, 1, 123456789012345)

    assert table(workbook(fill)).damaged == frozenset()


def test_what_hides_is_told_and_handed_to_the_scan() -> None:
    read = table(workbook(rich))
    found = {note.code: note.count for note in read.notes}
    assert found == {
        "title_rows": 1,
        "damaged_numbers": 1,
        "hidden_rows": 1,
        "hidden_columns": 2,
        "merged_cells": 1,
        "error_cells": 1,
        "comments": 1,
        "hidden_sheets": 1,
    }
    words = "\n".join(text for _, text in read.extra_text)
    for expected in (
        *("某市2023年名单", "找经办人核实", "作者甲", "内部说明", "页眉内部资料"),
        *("文本框内容", "底稿", "机密", "★10年", "自定义名称", "mailto:someone@example.cn"),
    ):
        assert expected in words, expected


def _sheets(book: xlsxwriter.Workbook, **sheets: list[list[object]]) -> None:
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


@pytest.mark.parametrize(
    ("sheets", "taken"),
    [
        ({"封皮": [["统计年报"], ["单位：万元"]], "数据": [["区县", "余额"], ["东", 1]]}, "数据"),
        (
            {
                "填报说明": [["项目", "解释"], ["余额", "期末"]],
                "表1": [["区县", "余额"], ["东", 1]],
                "表2": [["甲", "乙"], [1, 2]],
            },
            "表1",
        ),
        ({"数据": [["区县", "余额"], ["东", 1]], "机构代码": [["代码", "名称"], ["01", "甲"]]}, "数据"),
        ({"说明": [["项目", "解释"], ["余额", "期末"]]}, "说明"),
        ({"名单": [["机构"], ["甲"]], "其他": [["x"]]}, "名单"),
    ],
)
def test_the_first_sheet_that_looks_like_a_table_is_read(sheets: dict[str, list[list[object]]], taken: str) -> None:
    assert table(workbook(lambda book: _sheets(book, **sheets))).sheet == taken


def test_a_chosen_sheet() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, [f"列{name}", f"值{name}"])

    data = workbook(fill)
    assert table(data).frame.rows() == [("值甲",)]
    assert table(data, sheet="乙").frame.rows() == [("值乙",)]
    assert [note.code for note in table(data).notes] == ["other_sheets"]
    assert "值乙" in table(data).extra_text[-1][1]
    assert code_of(data, sheet="丙") == "ingest.no_such_sheet"


def test_empty_workbooks() -> None:
    assert code_of(workbook(lambda book: book.add_worksheet())) == "ingest.empty"
    assert code_of(workbook(lambda book: book.add_worksheet().write_row(0, 0, ["a", "b"]))) == "ingest.no_rows"


def test_one_cell_far_away_is_refused_at_once() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    assert code_of(workbook(fill)) == "ingest.too_many_cells"


def test_an_archive_bomb_is_refused() -> None:
    data = repacked(workbook(rich), lambda name, old: old, {"xl/media/image1.png": bytes(64 << 20)})
    assert code_of(data) == "ingest.archive_bomb"
    assert code_of(data, limits=Limits(unpacked_bytes=20 << 20, unpack_ratio=10**9)) == "ingest.too_large"
    many = repacked(workbook(rich), lambda name, old: old, {f"x/{n}": b"" for n in range(50)})
    assert code_of(many, limits=Limits(archive_entries=40)) == "ingest.archive_bomb"


def test_document_types_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccc">]><coreProperties>&b;</coreProperties>'
    data = repacked(workbook(rich), lambda name, old: bomb if name == "docProps/core.xml" else old)
    assert code_of(data) == "ingest.malformed"


def test_unknown_encodings_of_a_member_are_damage() -> None:
    def change(name: str, old: bytes) -> bytes:
        return old.replace(b'encoding="UTF-8"', b'encoding="X-9"') if name == "xl/workbook.xml" else old

    assert code_of(repacked(workbook(rich), change)) == "ingest.malformed"


def test_members_that_two_readers_could_read_differently_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = repacked(workbook(rich), lambda name, old: old, {"xl/worksheets/sheet1.xml": b"<worksheet/>"})
    assert code_of(data) == "ingest.malformed"


@pytest.mark.parametrize("cut", [10, 100, 1000, -10])
def test_cut_files(cut: int) -> None:
    assert code_of(workbook(rich)[:cut]) == "ingest.malformed"


def test_encrypted_members() -> None:
    data = bytearray(workbook(rich))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert code_of(bytes(data)) == "ingest.encrypted"


def test_macros_and_pictures_need_a_person() -> None:
    data = repacked(workbook(rich), lambda name, old: old, {"xl/vbaProject.bin": b"x", "xl/media/image1.png": b"y"})
    read = table(data)
    assert {note.code: note.count for note in read.notes}["embedded_objects"] == 2


def test_two_level_header_with_merged_cells() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        plain = book.add_format()
        sheet.merge_range(0, 0, 1, 0, "地区", plain)
        sheet.merge_range(0, 1, 0, 2, "收入", plain)
        sheet.write_row(1, 1, ["本月", "累计"])
        sheet.write_row(2, 0, ["甲区", 1.5, 2])

    read = table(workbook(fill))
    assert read.frame.columns == ["地区", "收入_本月", "收入_累计"]
    assert read.frame.rows() == [("甲区", "1.5", "2")]


def test_prefixed_sheets_and_cells_without_places_are_judged_by_their_look() -> None:
    def strip(name: str, old: bytes) -> bytes:
        import re

        return re.sub(rb' r="[A-Z]+[0-9]+"', b"", old) if name == "xl/worksheets/sheet1.xml" else old

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["证件号", "名"])
        sheet.write_number(1, 0, 110105194912310021)
        sheet.write_string(1, 1, "甲")

    assert table(repacked(workbook(fill), strip)).damaged == {0}


def test_scan_reads_prefixed_xml_in_pieces() -> None:
    xml = (
        b'<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="4" hidden="true"/></x:cols><x:sheetData>'
        b'<x:row r="7" hidden="1"><x:c s="3" r="C7"><x:v>1.10105194912310E+17</x:v></x:c>'
        b"<x:c r='AB7' t='e'><x:v>#N/A</x:v></x:c></x:row>"
        b'<x:row r="9"><x:c r="D9" t="str"><x:f>A1</x:f><x:v>110105194912310021</x:v></x:c></x:row></x:sheetData>'
        b'<x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>'
    )
    for size in (1, 7, 50, len(xml)):
        facts = scan_sheet(xml[i : i + size] for i in range(0, len(xml), size))
        assert (facts.first_row, facts.last_row, facts.first_column, facts.last_column) == (7, 9, 3, 28)
        assert facts.long_number_columns == {3}
        assert (facts.hidden_rows, facts.hidden_columns, facts.merged, facts.errors) == (1, 3, 1, 1)
        assert not facts.has_bare_cells


def test_the_library_says_nothing_about_the_file(caplog: pytest.LogCaptureFixture) -> None:
    def change(name: str, old: bytes) -> bytes:
        return old.replace(b"relationships/worksheet", b"relationships/secret-word") if name.endswith(".rels") else old

    code_of(repacked(workbook(rich), change))
    assert caplog.records == []


def test_column_numbers() -> None:
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16_384]
