"""`portal scan`: places as the standard CSV reader counts them, labels, other formats, no instance folder."""

import csv
import io
import json
import os
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from xlsxwriter import Workbook

from portal.cli import main

ROWS = [
    ["姓名", "证件", "备注"],
    ["张伟民", "11010519491231002X", "联系13800138000，\n备用“13900139000”"],
    ["", "", ""],
    ["李娜", "无", 'he said "call 13700137000"'],
    ["王芳", "91350100M000100Y43", "无"],
]


def run(*arguments: str) -> tuple[int, list[dict]]:
    result = CliRunner().invoke(main, ["scan", *arguments])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def write(path: Path, encoding: str = "utf-8", newline: str = "\n") -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows(ROWS)
    path.write_bytes(out.getvalue().encode(encoding))


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n")])
def test_places_are_those_of_the_csv_reader(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "in.csv"
    write(path, encoding, newline)
    code, found = run(str(path), "--entities", "CN_ID,CN_MOBILE,USCC")
    assert code == 0
    with path.open(encoding=encoding, newline="") as source:
        records = list(csv.reader(source))[1:]
    pieces = {(f["type"], records[f["row"]][f["column"]][f["start"] : f["end"]]) for f in found}
    assert pieces == {
        ("CN_ID", "11010519491231002X"),
        ("CN_MOBILE", "13800138000"),
        ("CN_MOBILE", "13900139000"),
        ("CN_MOBILE", "13700137000"),
        ("USCC", "91350100M000100Y43"),
    }
    assert [f.get("personal") for f in found if f["type"] == "USCC"] == [False]
    assert all(f["file"] == str(path) for f in found)


def test_names_are_found_too(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    write(path)
    _, found = run(str(path))
    assert {(f["column"], f["row"]) for f in found if f["type"] == "PERSON"} >= {(0, 0), (0, 2), (0, 3)}


def test_ragged_records_and_blank_lines_are_scanned(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a,b\n1,2,13800138000\n\n13900139000\n", encoding="utf-8")
    _, found = run(str(path))
    assert [(f["column"], f["row"]) for f in found] == [(0, 2), (2, 0)]


def test_labels(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    write(path)
    code, found = run("--columns", str(path))
    assert code == 0
    assert [(f["column"], f["label"]) for f in found] == [(0, "PERSON"), (1, "MIXED"), (2, "MIXED")]


def test_a_personal_header_is_told(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("序号,联系人13800138000\n1,无\n", encoding="utf-8")
    _, found = run(str(path), "--entities", "CN_MOBILE")
    assert found == [
        {
            "file": str(path),
            "column": 1,
            "row": -1,
            "start": 3,
            "end": 14,
            "type": "CN_MOBILE",
            "score": 0.85,
            "header": True,
        }
    ]


def test_a_spreadsheet_with_rounded_numbers(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    frame = pl.DataFrame({"证件": [110105194912310021.0], "电话": ["13800138000"]})
    frame.write_excel(path, dtype_formats={pl.Float64: "0"})
    _, found = run(str(path))
    assert [(f["column"], f["type"]) for f in found] == [(0, "CN_ID"), (1, "CN_MOBILE")]


def test_every_sheet_of_a_workbook_is_scanned(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    sheets = {
        "封面": [["贷款台账"]],
        "汇总": [["支行", "笔数"], ["城东支行", "12"], ["城西支行", "7"]],
        "明细": [["附表（联系电话13900139000）"], ["客户", "手机", "金额"], ["张伟民", "13800138000", "100"]],
        "空表": [],
    }
    with Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    _, found = run(str(path))
    cells = {(f["sheet"], f["column"], f["row"], f["type"]) for f in found if f["row"] >= 0}
    assert cells == {(3, 0, 0, "PERSON"), (3, 1, 0, "CN_MOBILE")}
    assert [(f["place"], f["type"]) for f in found if f["row"] < 0] == [("sheet:3", "CN_MOBILE")]
    _, labels = run(str(path), "--columns")
    assert [(one.get("sheet"), one["label"]) for one in labels] == [
        (None, "NONE"),
        (None, "NONE"),
        (1, "NONE"),
        (3, "PERSON"),
        (3, "CN_MOBILE"),
        (3, "NONE"),
    ]


def test_an_unreadable_file_is_told_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook 13800138000")
    result = CliRunner().invoke(main, ["scan", str(path)])
    assert result.exit_code == 1
    assert "13800138000" not in result.output


def test_a_pipe_is_refused_in_words(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = CliRunner().invoke(main, ["scan", str(pipe)])
    assert result.exit_code == 2
    assert "不是普通文件" in result.output


def test_unknown_kinds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    write(path)
    assert CliRunner().invoke(main, ["scan", str(path), "--entities", "NOPE"]).exit_code == 2


def test_the_header_below_a_title_says_what_the_columns_are(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = [
        ["保险收费情况表（联系人张伟民13800138000）", "", ""],
        ["单位：元", "", ""],
        ["保单号", "生日", "金额（分）"],
    ]
    rows += [[f"PDAA20243{number:013d}", f"1963-05-{number:02d}", f"138{number:08d}"] for number in range(1, 26)]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    _, found = run(str(path))
    assert {(f["type"], f["row"]) for f in found if f["row"] < 2} == {("PERSON", -1), ("CN_MOBILE", -1)}
    assert sorted(f["row"] for f in found if f["type"] == "POLICY_NUMBER") == list(range(2, 27))
    _, labels = run(str(path), "--columns")
    assert [one["label"] for one in labels] == ["POLICY_NUMBER", "DATE_OF_BIRTH", "NONE"]


def test_a_header_with_somebody_in_it_is_still_the_header(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = [["报文（联系人张伟民13800138000）", "保单号"]]
    rows += [[f"khmc=李娜;sjh=139{number:08d}", f"PDAA20243{number:013d}"] for number in range(25)]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    _, labels = run(str(path), "--columns")
    assert labels[1]["label"] == "POLICY_NUMBER"


def test_lines_that_are_no_text_are_told_with_their_number(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    for line, word in ((b'{"text": "\xff"}', "UTF-8"), (b"[]", "JSON"), (b'{"text": 1}', "no string")):
        source.write_bytes(b'\xef\xbb\xbf{"text": "' + "手机13912345678".encode() + b'"}\r\n' + line)
        result = CliRunner().invoke(main, ["scan-text", str(source)])
        assert result.exit_code == 1
        assert '"CN_MOBILE"' in result.output
        assert "第 2 行" in result.output
        assert word in result.output


def test_what_is_nobodys_own_is_marked(tmp_path):
    text = (
        "举报人赵小川，住云川市东湖区人民路9号3幢2单元501室。我局地址：云川市东湖区文三路8号，值班室电话0571-88123456。"
    )
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["scan-text", str(source)])
    told = [one for one in json.loads(result.output)["entities"] if one["type"] in {"PERSON", "ADDRESS", "LANDLINE"}]
    assert [(text[one["start"] : one["end"]], one.get("personal", True)) for one in told] == [
        ("赵小川", True),
        ("云川市东湖区人民路9号3幢2单元501室", True),
        ("云川市东湖区文三路8号", False),
        ("0571-88123456", False),
    ]
