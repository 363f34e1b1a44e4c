"""Writers: bytes that other programs read back to the same cells, the same each time, and never run."""

import csv
import datetime as dt
import io
import json
import zipfile

import fastexcel
import polars as pl
import pytest

from catalog.fields import Field, FieldType
from catalog.writers import xlsx
from catalog.writers.cells import escape_formula, rows_of, unescape_formula
from catalog.writers.csv import stream_csv, write_csv
from catalog.writers.json import stream_json, write_json_lines
from catalog.writers.parquet import write_parquet
from catalog.writers.text import write_text
from catalog.writers.typed_cells import TypedCells
from catalog.writers.xlsx import write_xlsx
from catalog.writers.xlsx_book import SheetOut, in_sheets, sheet_names, write_book
from catalog.writers.xlsx_cells import CellTooLongForXlsx

FIELDS = (Field("名称"), Field("金额", FieldType.NUMBER), Field("备注"))
ROWS = [
    ("甲", "10.50", '含"引号"，与,逗号'),
    ("001", "-3", None),
    ("=1+1", None, "多行\n内容"),
    ("110105194912310021", "123456789012345", " 空格 "),
]


def csv_bytes(**options: bool) -> bytes:
    out = io.BytesIO()
    write_csv(ROWS, FIELDS, out, **options)
    return out.getvalue()


def xlsx_bytes(rows: list[tuple[str | None, ...]] = ROWS, fields: tuple[Field, ...] = FIELDS, **options: str) -> bytes:
    out = io.BytesIO()
    write_xlsx(rows, fields, out, **options)
    return out.getvalue()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\u2212"])
def test_every_trigger_is_escaped(first: str) -> None:
    cell = f"{first}cmd|' /C calc'!A0"
    assert escape_formula(cell) == f"'{cell}"
    assert unescape_formula(escape_formula(cell)) == cell


@pytest.mark.parametrize("cell", ["-12.5", "+3", "-1e5", "-0", "-5%", "-.5", "abc", "", "'quoted'", "1-2", "a=b"])
def test_numbers_and_plain_text_stay(cell: str) -> None:
    assert escape_formula(cell) == cell


@pytest.mark.parametrize("cell", ["-12.5+A1", "+8613800138000 ", "--1", "-", "=", "@", "-1\n"])
def test_what_only_begins_like_a_number_is_escaped(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"


def test_an_apostrophe_of_the_author_is_not_lost() -> None:
    for cell in ("'=1", "''=1", "'abc", "'"):
        assert unescape_formula(escape_formula(cell)) == cell


def test_csv_is_rfc_4180() -> None:
    data = csv_bytes()
    assert data.startswith("名称,金额,备注\r\n".encode())
    assert data.count(b"\r\n") == 5
    back = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert back[1:] == [
        ["甲", "10.50", '含"引号"，与,逗号'],
        ["001", "-3", ""],
        ["'=1+1", "", "多行\n内容"],
        ["110105194912310021", "123456789012345", " 空格 "],
    ]
    assert csv_bytes(bom=True) == b"\xef\xbb\xbf" + data


def test_header_names_are_escaped_too() -> None:
    assert b"".join(stream_csv([], [Field("=cmd")])) == b"'=cmd\r\n"


def test_counts_and_hash_are_of_the_bytes() -> None:
    import hashlib

    out = io.BytesIO()
    written = write_csv(iter(ROWS), FIELDS, out)
    assert (written.rows, written.size) == (4, len(out.getvalue()))
    assert written.sha256 == hashlib.sha256(out.getvalue()).hexdigest()


def test_an_empty_cell_alone_is_a_row() -> None:
    data = b"".join(stream_csv([(None,), ("a",)], [Field("a")]))
    assert list(csv.reader(io.StringIO(data.decode(), newline=""))) == [["a"], [""], ["a"]]


def test_json_keeps_digits_and_nulls_and_does_not_escape() -> None:
    out = io.BytesIO()
    assert write_json_lines(ROWS, FIELDS, out).rows == 4
    lines = out.getvalue().decode().splitlines()
    assert lines[0].startswith('{"名称": "甲", "金额": 10.50,')
    assert json.loads(lines[2]) == {"名称": "=1+1", "金额": None, "备注": "多行\n内容"}
    whole = json.loads(b"".join(stream_json(ROWS, FIELDS)))
    assert [row["名称"] for row in whole] == [row[0] for row in ROWS]
    assert json.loads(b"".join(stream_json([], FIELDS))) == []


def test_a_cell_that_is_no_number_in_a_number_column_is_a_string() -> None:
    data = b"".join(stream_json([("甲", "见附件", None)], FIELDS))
    assert json.loads(data)[0]["金额"] == "见附件"
    sheet = fastexcel.read_excel(xlsx_bytes([("甲", "见附件", None)])).load_sheet(0, dtypes="string").to_polars()
    assert sheet.rows() == [("甲", "见附件", None)]


def test_xlsx_reads_back() -> None:
    sheet = fastexcel.read_excel(xlsx_bytes()).load_sheet(0, dtypes="string").to_polars()
    assert sheet.columns == ["名称", "金额", "备注"]
    assert sheet.rows() == [
        ("甲", "10.5", '含"引号"，与,逗号'),
        ("001", "-3", None),
        ("'=1+1", None, "多行\n内容"),
        ("110105194912310021", "123456789012345", " 空格 "),
    ]
    typed = fastexcel.read_excel(xlsx_bytes()).load_sheet(0).to_polars()
    assert typed.schema["金额"] == pl.Float64


def test_xlsx_days_and_truth_values_are_such() -> None:
    fields = (Field("日期", FieldType.DATE), Field("是否", FieldType.BOOLEAN), Field("名称"))
    rows = [
        ("2024-01-02", "true", "甲"),
        ("2023-02-30", "false", "乙"),
        ("1899-05-01", "见附件", None),
        (None, None, "丙"),
    ]
    data = xlsx_bytes(rows, fields)
    sheet = fastexcel.read_excel(data).load_sheet(0, dtypes="string").to_polars()
    assert sheet.rows() == [
        ("2024-01-02 00:00:00", "true", "甲"),
        ("2023-02-30", "false", "乙"),
        ("1899-05-01", "见附件", None),
        (None, None, "丙"),
    ]
    typed = fastexcel.read_excel(xlsx_bytes(rows[:1], fields)).load_sheet(0).to_polars()
    assert typed.rows() == [(dt.datetime(2024, 1, 2), True, "甲")]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert '<cols><col min="1"' in archive.read("xl/worksheets/sheet1.xml").decode()


def test_books_have_names_that_programs_take() -> None:
    wished = ["甲", "甲", "a/b", "A[b]", "长" * 40, "长" * 40, "''", ""]
    assert sheet_names(wished) == ["甲", "甲_2", "ab", "Ab_2", "长" * 31, "长" * 29 + "_2", "工作表7", "工作表8"]


def test_a_book_shows_at_least_one_sheet() -> None:
    out = io.BytesIO()
    frame = pl.DataFrame({"甲": ["1"]})
    write_book([SheetOut("一", frame, is_hidden=True), SheetOut("二", frame, is_hidden=True)], out)
    with zipfile.ZipFile(out) as archive:
        assert archive.read("xl/workbook.xml").decode().count('state="hidden"') == 1


def test_books_are_the_same_each_time_and_keep_titles_and_numbers() -> None:
    cells = TypedCells(pl.Series([0.1 + 0.2, None, 1e-7]), pl.Series([3, 0, 1], dtype=pl.UInt32))
    frame = pl.DataFrame({"数": ["0.3", "=1+1", "true"]})
    sheet = SheetOut("表", frame, above=[["标题", None]], typed={0: cells})
    one, other = io.BytesIO(), io.BytesIO()
    for out in (one, other):
        write_book([sheet], out, formats=['0.00"%"'])
    assert one.getvalue() == other.getvalue()
    with zipfile.ZipFile(one) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert """formatCode='0.00"%"'""" in archive.read("xl/styles.xml").decode()
    assert '<c r="A3" s="3"><v>0.30000000000000004</v></c>' in xml
    assert '<c r="A4" t="inlineStr"><is><t xml:space="preserve">\'=1+1</t>' in xml
    assert '<c r="A5" t="b"><v>1e-7</v></c>' in xml
    assert 'ySplit="2"' in xml


def test_a_sheet_is_cut_where_it_is_full() -> None:
    frame = pl.DataFrame({"甲": [str(n) for n in range(7)]})
    cells = TypedCells(pl.Series([float(n) for n in range(7)]), pl.Series([0] * 7, dtype=pl.UInt32))
    parts = [*in_sheets(SheetOut("表", frame, above=[["x"]], typed={0: cells}), room=5)]
    assert [part.frame.height for part in parts] == [3, 3, 1]
    assert [part.typed[0].values.to_list() for part in parts] == [[0, 1, 2], [3, 4, 5], [6]]


def test_xlsx_has_no_formula_and_fixed_dates() -> None:
    data = xlsx_bytes()
    assert data == xlsx_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f" not in sheet
    assert "docProps/core.xml" not in names  # no author, no date


def test_xlsx_sheet_names_are_made_allowed() -> None:
    for asked, given in (("数[据]", "数据"), ("'/?", "数据"), ("名" * 40, "名" * 25), ("", "数据")):
        assert fastexcel.read_excel(xlsx_bytes(sheet=asked)).sheet_names == [given]


def test_xlsx_control_characters_survive() -> None:
    cell = "a\x01b\rc_x0041_d<&>\"'"
    sheet = fastexcel.read_excel(xlsx_bytes([(cell, None, None)])).load_sheet(0, dtypes="string").to_polars()
    assert sheet.item(0, 0) == cell


def test_xlsx_long_tables_go_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    for rows, sheets in ((0, 1), (2, 1), (3, 2), (4, 2), (5, 3)):
        book = fastexcel.read_excel(xlsx_bytes([(str(n), None, None) for n in range(rows)]))
        assert len(book.sheet_names) == sheets
        cells = [cell for s in range(sheets) for cell in book.load_sheet(s, dtypes="string").to_polars()["名称"]]
        assert cells == [str(n) for n in range(rows)]


def test_xlsx_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(CellTooLongForXlsx):
        xlsx_bytes([("x" * 32_768, None, None)])


def test_parquet_is_exact_and_the_same_each_time() -> None:
    frame = pl.DataFrame(ROWS, schema=["a", "b", "c"], orient="row")
    one, two = io.BytesIO(), io.BytesIO()
    assert write_parquet(frame, one).rows == 4
    write_parquet(pl.concat([frame[:1], frame[1:]]), two)
    assert one.getvalue() == two.getvalue()
    assert pl.read_parquet(io.BytesIO(one.getvalue())).equals(frame)


def test_rows_of_a_frame() -> None:
    frame = pl.DataFrame(ROWS, schema=["a", "b", "c"], orient="row")
    assert list(rows_of(frame)) == ROWS


def test_text_pages() -> None:
    out = io.BytesIO()
    assert write_text(["第一页\n", "第二页"], out).rows == 2
    assert out.getvalue().decode() == "第一页\n\f第二页"
