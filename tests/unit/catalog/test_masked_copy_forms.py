"""A masked copy keeps the form of the file: its types, and a header without rows."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from catalog.ingest.errors import HeaderOnly
from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))


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
