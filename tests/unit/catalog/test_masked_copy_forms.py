"""A masked copy keeps the form of the file: its types, and a header without rows."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from catalog.ingest.errors import HeaderOnly
from catalog.masked_copy import CopyOptions, masked_copy
from catalog.writers import xlsx_book
from desensitize.keys import MaskingKeys
from desensitize.plan import Demand
from tests.fakes.people import loans

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))

READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "csv": pl.read_csv,
    "tsv": lambda path: pl.read_csv(path, separator="\t"),
    "json": pl.read_json,
    "parquet": pl.read_parquet,
    "xlsx": pl.read_excel,
}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_header_alone_is_copied(tmp_path: Path, ending: str) -> None:
    source, target = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    empty = pl.DataFrame(schema={"姓名": pl.String, "张建国的手机": pl.String})
    {"csv": empty.write_csv, "parquet": empty.write_parquet, "xlsx": lambda path: _workbook(path, empty.columns)}[
        ending
    ](source)
    report = masked_copy(source, target, OPTIONS)
    assert report["rows"] == 0
    assert "张建国" not in json.dumps(report, ensure_ascii=False)
    if ending == "csv":
        name, phone = next(csv.reader(io.StringIO(target.read_text())))
    elif ending == "parquet":
        name, phone = pl.read_parquet(target).columns
    else:
        name, phone = pl.read_excel(target, has_header=False).row(0)
    assert name == "姓名"
    assert "张建国" not in phone


def _workbook(path: Path, names: list[str]) -> None:
    with Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, names)


def test_an_empty_list_has_no_header_to_copy(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("[]")
    with pytest.raises(HeaderOnly):
        masked_copy(tmp_path / "in.json", tmp_path / "out.json", OPTIONS)
    assert not (tmp_path / "out.json").exists()


TYPED = pl.DataFrame(
    {
        "序号": [1, 2, 3],
        "姓名": ["张伟", "李娜", "王芳"],
        "手机号": [13812345678, 13912345678, 13712345678],
        "金额": [1.5, 2.25, 1000000.0],
        "放款日": [date(2020, 1, day) for day in (1, 2, 3)],
        "登记时间": [datetime(2020, 1, 1, 9, 30)] * 3,
        "结清": [True, False, None],
        "期数": [1, None, 3],
        "编码": ["007", "1.50", "2"],
    }
)


def test_parquet_keeps_the_types_of_what_was_not_masked(tmp_path: Path) -> None:
    TYPED.write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.parquet", OPTIONS)
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made.schema == TYPED.schema | {"手机号": pl.String}
    kept = [name for name in TYPED.columns if name not in {"姓名", "手机号"}]
    assert made.select(kept).equals(TYPED.select(kept))


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_keeps_numbers_and_truth_values(tmp_path: Path, ending: str) -> None:
    rows = TYPED.select("序号", "姓名", "金额", "结清", "期数", "编码").to_dicts()
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    text = "\n".join(lines) if ending == "jsonl" else f"[{','.join(lines)}]"
    (tmp_path / f"in.{ending}").write_text(text, encoding="utf-8")
    masked_copy(tmp_path / f"in.{ending}", tmp_path / f"out.{ending}", OPTIONS)
    written = (tmp_path / f"out.{ending}").read_text(encoding="utf-8")
    made = [json.loads(line) for line in written.splitlines()] if ending == "jsonl" else json.loads(written)
    for row, new in zip(rows, made, strict=True):
        assert new["姓名"] != row["姓名"]
        for name in ("序号", "金额", "结清", "期数", "编码"):
            assert (new[name], type(new[name])) == (row[name], type(row[name]))


def test_json_cells_keep_their_own_type(tmp_path: Path) -> None:
    rows = [
        {"编号": "123", "姓名": "张伟", "率": 1e-7, "大": 12345678901234567, "混": 1, "空": None, "嵌": {"a": 1}},
        {"编号": "124", "姓名": "李娜", "率": 1.50, "大": 2, "混": "面议", "空": None, "嵌": None},
        {"编号": "125", "姓名": "王芳", "率": -2, "大": 3, "混": True, "空": None, "嵌": {"手机": "13712345678"}},
    ]
    (tmp_path / "in.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    masked_copy(tmp_path / "in.json", tmp_path / "out.json", OPTIONS)
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    for row, new in zip(rows, made, strict=True):
        for name in ("编号", "率", "大", "混", "空"):
            assert (new[name], type(new[name])) == (row[name], type(row[name])), name
    assert [new["嵌"] for new in made] == [{"a": 1}, None, {"手机": "***"}]


def test_parquet_keeps_types_of_every_kind(tmp_path: Path) -> None:
    moment = datetime(2020, 1, 1, 9, 30)
    frame = pl.DataFrame(
        {
            "小": pl.Series([1, None, 3], dtype=pl.Int8),
            "大": pl.Series([2**63, 2, 3], dtype=pl.UInt64),
            "单": pl.Series([0.1, 2.5, None], dtype=pl.Float32),
            "定": pl.Series([Decimal("1.50")] * 3),
            "刻": [time(9, 30)] * 3,
            "毫秒": pl.Series([moment] * 3).cast(pl.Datetime("ms")),
            "时区": pl.Series([moment] * 3).dt.replace_time_zone("Asia/Shanghai"),
            "列": [[1, 2], [3], None],
            "体": [{"x": 1, "y": "甲"}, None, {"x": 2, "y": "乙"}],
            "时长": [timedelta(days=1, seconds=3), None, timedelta(seconds=-61.5)],
            "类别": pl.Series(["甲", "乙", "甲"], dtype=pl.Categorical),
            "字节": [b"\x01\xff", None, b"abc"],
        }
    )
    frame.write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.parquet", OPTIONS)
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made.equals(frame)
    assert made.schema == frame.schema


def test_bytes_that_spell_a_number_are_masked(tmp_path: Path) -> None:
    pl.DataFrame({"附件": [b"phone 13912345678", b"x", b"y"]}).write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.parquet", OPTIONS)
    made = pl.read_parquet(tmp_path / "out.parquet")
    assert made.schema == {"附件": pl.String}
    assert b"13912345678".hex() not in made["附件"][0]


def test_a_text_names_no_category_that_was_masked(tmp_path: Path) -> None:
    frame = pl.DataFrame({"手机号": pl.Series(["13912345678", "13812345678"], dtype=pl.Categorical), "数": [1, 2]})
    frame.write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.parquet", OPTIONS)
    assert b"13912345678" not in (tmp_path / "out.parquet").read_bytes()


AMOUNTS = (
    "区县,余额,利率,日期,编号,笔数,版本\n甲,10.10,0.5,2025-01-01,001,7,1.10\n乙,853447.35,0.25,2025-01-02,002,8,x\n"
)


@pytest.mark.parametrize("ending", ["json", "parquet", "xlsx"])
def test_amounts_of_a_text_are_numbers_where_there_are_types(tmp_path: Path, ending: str) -> None:
    """An amount that ends in a zero is one too: all of its column have two places."""
    (tmp_path / "in.csv").write_text(AMOUNTS, encoding="utf-8")
    target = tmp_path / f"out.{ending}"
    masked_copy(tmp_path / "in.csv", target, OPTIONS)
    made = READERS[ending](target)
    assert made["余额"].cast(pl.Float64).to_list() == [10.1, 853447.35]
    assert made["余额"].dtype.is_numeric()
    assert made["利率"].to_list() == [0.5, 0.25]
    assert made["笔数"].to_list() == [7, 8]
    assert made["编号"].to_list() == ["001", "002"]
    assert made["版本"].to_list() == ["1.10", "x"]
    if ending == "parquet":
        assert made.schema["余额"] == pl.Decimal(38, 2)
        assert made["日期"].to_list() == [date(2025, 1, 1), date(2025, 1, 2)]
    if ending == "json":
        assert '"余额": 10.10,' in target.read_text(encoding="utf-8")


def test_a_type_does_not_name_what_no_row_shows(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "状态": pl.Series(["正常", "逾期", "正常"], dtype=pl.Enum(["正常", "逾期", "王建国13912345678"])),
            "备注": pl.Series([None] * 3, dtype=pl.Struct({"李小娜13812345678": pl.Int64})),
            "金额": [1, 2, 3],
        }
    )
    frame.write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.parquet", OPTIONS)
    assert pl.read_parquet(tmp_path / "out.parquet").schema["状态"] == pl.Enum(["正常", "逾期"])
    data = (tmp_path / "out.parquet").read_bytes()
    assert b"13912345678" not in data
    assert b"13812345678" not in data


@pytest.mark.parametrize("ending", ["json", "parquet", "xlsx", "csv"])
def test_rows_that_masking_leaves_blank_stay_rows(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame({"甲": ["1", None, "3"], "乙": ["x", "y", "z"], "丙": [None, None, "w"]})
    frame.write_parquet(tmp_path / "in.parquet")
    options = CopyOptions(keys=OPTIONS.keys, demands=(Demand("乙", None, "drop", ""),))
    report = masked_copy(tmp_path / "in.parquet", tmp_path / f"out.{ending}", options)
    assert report["rows"] == 3
    assert report["verification"]["passed"]


def test_days_moments_and_truth_values_go_to_a_workbook_as_such(tmp_path: Path) -> None:
    TYPED.write_parquet(tmp_path / "in.parquet")
    masked_copy(tmp_path / "in.parquet", tmp_path / "out.xlsx", OPTIONS)
    made = pl.read_excel(tmp_path / "out.xlsx")
    assert made["放款日"].to_list() == TYPED["放款日"].to_list()
    assert made["登记时间"].to_list() == TYPED["登记时间"].to_list()
    assert made.select("金额", "结清", "编码").dtypes == [pl.Float64, pl.Boolean, pl.String]
    TYPED.write_csv(tmp_path / "in.csv")
    masked_copy(tmp_path / "in.csv", tmp_path / "out2.xlsx", OPTIONS)
    assert pl.read_excel(tmp_path / "out2.xlsx")["放款日"].to_list() == TYPED["放款日"].to_list()


def test_a_long_table_goes_on_in_a_further_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "SHEET_ROWS", 40)
    table = loans(100, seed=3)
    table.write_csv(tmp_path / "in.csv")
    masked_copy(tmp_path / "in.csv", tmp_path / "out.xlsx", OPTIONS)
    sheets = pl.read_excel(tmp_path / "out.xlsx", sheet_id=0)
    assert list(sheets) == ["数据", "数据_2", "数据_3"]
    assert [sheet.height for sheet in sheets.values()] == [39, 39, 22]
    codes = [code for sheet in sheets.values() for code in sheet["统一社会信用代码"]]
    assert codes == table["统一社会信用代码"].to_list()


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "parquet", "xlsx"])
def test_suppressed_cells_are_empty_beside_their_status_in_every_format(tmp_path: Path, ending: str) -> None:
    """A CSV goes through whole: sums of small cells run over all its rows, and their columns get others beside them."""
    source, target = tmp_path / "in.csv", tmp_path / f"out.{ending}"
    source.write_text(
        "区县,男户数,女户数,全部\n甲,1,9,10\n乙,20,25,45\n丙,30,35,65\n合计,51,69,120\n", encoding="utf-8"
    )
    masked_copy(source, target, replace(OPTIONS, demands=(Demand("男户数", None, "suppress", ""),)))
    made = READERS[ending](target)
    assert made.columns[:4] == ["区县", "男户数", "男户数_status", "女户数"]
    assert made["男户数"].cast(pl.Int64).to_list()[0] is None
    assert made["女户数"].cast(pl.Int64).to_list()[0] is None
    assert made["全部"].cast(pl.Int64).to_list() == [10, 45, 65, 120]
    assert made["男户数_status"].to_list()[0] == "抑制"
