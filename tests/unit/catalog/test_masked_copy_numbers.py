"""A masked workbook keeps what was a number, a day or a truth value, how it is shown, and where it stood."""

import datetime as dt
import json
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from xlsxwriter import Workbook

from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys
from tests.fakes.people import loans
from tests.fakes.workbooks import Rows, book, parts, texts

KEYS = MaskingKeys({"release": b"k" * 32})
OPTIONS = CopyOptions(keys=KEYS)
TABLE = loans(30, seed=41)
IDS, NAMES, PHONES = (TABLE[name].to_list() for name in ("身份证号", "借款人", "手机号"))


def test_kept_cells_keep_their_type_and_format(tmp_path: Path) -> None:
    rows: Rows = [["借款人", "放款日", "金额", "利率", "结清", "登记", "编号", "期数", "三分之一"]]
    for number, name in enumerate(NAMES[:12]):
        first = [name, dt.date(2023, 2, number + 1), 100.5 + number, 0.0435, number % 2 == 0]
        rows.append([*first, dt.datetime(2023, 5, 1, 9, 30, number), f"00{number}", number or "合计", 1 / 3])

    def formats(made: Workbook) -> None:
        sheet = made.worksheets()[0]
        sheet.write_number(1, 2, 100.5, made.add_format({"num_format": "#,##0.00"}))
        sheet.write_number(2, 3, 0.06, made.add_format({"num_format": '0.00"张建国"'}))
        sheet.write_number(3, 2, 7, made.add_format({"num_format": "0.000%"}))

    source = book(tmp_path / "in.xlsx", {"表": rows}, formats)
    masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    before, after = (fastexcel.read_excel(path).load_sheet(0).to_polars() for path in (source, tmp_path / "out.xlsx"))
    assert after.schema == before.schema
    assert after.drop("借款人").equals(before.drop("借款人"))
    assert before.schema["放款日"] == pl.Date or before.schema["放款日"] == pl.Datetime("ms")
    assert before.schema["结清"] == pl.Boolean
    assert before.schema["编号"] == pl.String
    styles = parts(tmp_path / "out.xlsx")["xl/styles.xml"]
    assert all(code in styles for code in ("#,##0.00", "0.000%", "yyyy/m/d"))
    assert "张建国" not in styles
    # One word among numbers does not make text of them.
    assert '<c r="H3"><v>1</v></c>' in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]


def test_masked_columns_and_long_numbers_are_text(tmp_path: Path) -> None:
    rows: Rows = [["手机", "流水号", "账户余额"], *([int(p), 1234567890123456789, 5] for p in PHONES)]
    rows[4][0] = 7
    masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    sheet = parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]
    assert '<c r="A5" t="inlineStr"' in sheet
    assert '<c r="B5" t="inlineStr"' in sheet
    assert '<c r="C5"><v>5</v></c>' in sheet


def test_days_count_from_1904_where_they_did(tmp_path: Path) -> None:
    with Workbook(tmp_path / "in.xlsx", {"date_1904": True}) as made:
        sheet, day = made.add_worksheet("表"), made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["借款人", "日期"])
        for number, name in enumerate(NAMES):
            sheet.write_string(number + 1, 0, name)
            sheet.write_datetime(number + 1, 1, dt.date(2023, 2, number % 28 + 1), day)
    masked_copy(tmp_path / "in.xlsx", tmp_path / "out.xlsx", OPTIONS)
    days = [row[1] for row in texts(tmp_path / "out.xlsx")["表"]]
    assert days == [row[1] for row in texts(tmp_path / "in.xlsx")["表"]]
    assert 't="inlineStr"' not in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"].split('"B2"')[1][:20]


def test_a_table_stays_where_it_stood(tmp_path: Path) -> None:
    rows: Rows = [[], [], [None, None, "借款人", "金额"], *([None, None, name, 2.5] for name in NAMES)]
    masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    sheet = parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]
    assert '<c r="D3" t="inlineStr" s="1">' in sheet
    assert '<c r="D4"><v>2.5</v></c>' in sheet
    assert texts(tmp_path / "out.xlsx")["表"][0] == ("借款人", "金额")


def test_a_sheet_without_a_header_gets_none(tmp_path: Path) -> None:
    rows: Rows = [[int(p), 1.5] for p in PHONES]
    masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    assert texts(tmp_path / "out.xlsx")["表"] == [("***", "1.5")] * 30


def test_rows_that_are_shuffled_keep_their_numbers(tmp_path: Path) -> None:
    ordered = sorted(IDS)
    rows: Rows = [
        ["身份证号", "金额", "日期"],
        *([i, n + 0.5, dt.date(2024, 1, n % 28 + 1)] for n, i in enumerate(ordered)),
    ]
    report = masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    assert report["is_shuffled"]
    made = fastexcel.read_excel(tmp_path / "out.xlsx").load_sheet(0).to_polars()
    assert made.schema["金额"] == pl.Float64
    assert sorted(made["金额"]) == [row[1] for row in rows[1:]] != made["金额"].to_list()
    days = {row[1]: row[2].day for row in rows[1:]}
    assert all(days[amount] == day.day for amount, day in made.select("金额", "日期").rows())


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_other_programs_write_cells_otherwise(tmp_path: Path, prefix: str) -> None:
    source = book(tmp_path / "a.xlsx", {"表": [["借款人", "金额"], *([n, 2.5] for n in NAMES)]})
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "in.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b'<c r="B', b'<c  t="n" r="B')
                if prefix:
                    data = data.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
                    data = data.replace(b"xmlns=", b"xmlns:x=")
            new.writestr(name, data)
    masked_copy(tmp_path / "in.xlsx", tmp_path / "out.xlsx", OPTIONS)
    assert '<c r="B2"><v>2.5</v></c>' in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]


def test_one_sheet_goes_to_a_format_with_room_for_one(tmp_path: Path) -> None:
    sheets = {
        "封面": [["某市名单"]],
        "名单": [["借款人", "金额", "日期", "编号"], *([n, 2, dt.date(2024, 1, 2), "12"] for n in NAMES)],
        "代码": [["代码", "含义"], ["1", "正常"]],
    }
    source = book(tmp_path / "in.xlsx", sheets)
    report = masked_copy(source, tmp_path / "out.json", OPTIONS)
    assert {one["code"]: one["count"] for one in report["left_out"]} == {"other_sheets": 2}
    first = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))[0]
    assert (first["金额"], first["日期"], first["编号"]) == (2, "2024-01-02", "12")
    masked_copy(source, tmp_path / "out.parquet", OPTIONS)
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made.dtypes == [pl.String, pl.Int64, pl.Date, pl.String]
