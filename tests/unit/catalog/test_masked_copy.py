"""A masked copy of a file: every format, any block size, proved as written, and no file left when it is not."""

import codecs
import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from catalog.ingest import TableRead, read_upload
from catalog.ingest.csv_blocks import IrregularCsv, parse_records
from catalog.masked_copy import CopyOptions, UnknownTarget, csv_blocks, masked_copy
from catalog.masked_copy.csv_blocks import csv_shape
from catalog.masked_copy.limits import LIMITS
from catalog.masked_copy.overrides import OverrideError, read_overrides
from desensitize.entities import Entity
from desensitize.keys import MaskingKeys
from desensitize.plan import Demand
from desensitize.proof.residual import ResidualPii
from tests.fakes.people import loans

KEYS = MaskingKeys({"release": b"k" * 32})
OPTIONS = CopyOptions(keys=KEYS)
TABLE = loans(80, seed=9)
HIDDEN = ("借款人", "身份证号", "手机号", "还款卡号", "家庭住址", "邮箱")
KEPT = ("统一社会信用代码", "贷款金额(元)", "放款日期")


def read(path: Path) -> pl.DataFrame:
    with path.open("rb") as source:
        made = read_upload(source, name=path.name)
    assert isinstance(made, TableRead)
    return made.frame


def no_values(text: str) -> None:
    for column in ("借款人", "身份证号", "手机号", "还款卡号", "邮箱"):
        assert not any(value in text for value in TABLE[column])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    TABLE.write_csv(path)
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_every_table_format(source: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out.{ending}"
    report = masked_copy(source, target, OPTIONS)
    made = read(target)
    assert made.columns == TABLE.columns
    for name in KEPT:
        before, after = TABLE[name], made[name]
        if ending == "xlsx":  # an amount is a number there; its format shows the places
            before, after = (cells.str.replace(r"^(\d+\.\d*?)0+$", "$1") for cells in (before, after))
        assert after.to_list() == before.to_list()
    for name in HIDDEN:
        assert not set(made[name]) & set(TABLE[name])
    assert report["verification"]["passed"] is True
    assert report["rows"] == 80
    no_values(json.dumps(report, ensure_ascii=False))
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "json"])
def test_every_format_is_read(tmp_path: Path, ending: str, source: Path) -> None:
    middle = tmp_path / f"in.{ending}"
    if ending == "parquet":
        TABLE.write_parquet(middle)
    elif ending == "json":
        middle.write_text(json.dumps(TABLE.to_dicts(), ensure_ascii=False), encoding="utf-8")
    else:
        TABLE.write_excel(middle)
    masked_copy(middle, tmp_path / "a.csv", OPTIONS)
    masked_copy(source, tmp_path / "b.csv", OPTIONS)
    assert read(tmp_path / "a.csv").equals(read(tmp_path / "b.csv"))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_encoding_mark_delimiter_and_line_ends_are_kept(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "in.csv"
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    path.write_bytes(mark + TABLE.write_csv(line_terminator=newline, separator="|").encode(encoding))
    report = masked_copy(path, tmp_path / "out.csv", OPTIONS)
    data = (tmp_path / "out.csv").read_bytes()
    assert data[:2] == path.read_bytes()[:2]
    text = data.removeprefix(mark).decode(encoding)
    assert text.splitlines()[0].split("|") == TABLE.columns
    assert ("\r\n" in text) == (newline == "\r\n")
    assert report["encoding"].startswith(encoding)
    assert read(tmp_path / "out.csv")["放款日期"].to_list() == TABLE["放款日期"].to_list()
    no_values(text)


def test_clean_cells_are_the_very_same_bytes(tmp_path: Path) -> None:
    rows = [["编号", "说明"], ["007", '含"引号"，逗号,与\n换行'], ["-12.5", "=1+1"], ["", " 前后空格 "], ["1e3", "+x"]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path = tmp_path / "in.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    masked_copy(path, tmp_path / "out.csv", OPTIONS)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as made:
        got = list(csv.reader(made))
    # What a spreadsheet would run as a formula is the only thing that changes.
    assert got == [*rows[:2], ["-12.5", "'=1+1"], *rows[3:4], ["1e3", "'+x"]]


@pytest.mark.parametrize("block_bytes", [700, 5_000, 1 << 20])
def test_blocks_of_any_size_give_the_same_bytes(
    source: Path, tmp_path: Path, block_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = CopyOptions(keys=KEYS, demands=(Demand("手机号", "CN_MOBILE", "pseudonymise", "NL-D03"),))
    whole = tmp_path / "whole.csv"
    masked_copy(source, whole, options)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", block_bytes)
    seen: list[int] = []
    report = masked_copy(
        source, tmp_path / "out.csv", CopyOptions(keys=KEYS, demands=options.demands, progress=seen.append)
    )
    assert (tmp_path / "out.csv").read_bytes() == whole.read_bytes()
    assert report["rows"] == 80 == seen[-1]
    assert len(seen) > 1 or block_bytes > 100_000


@pytest.mark.parametrize("block_bytes", [2_000, 1 << 20])
def test_rows_that_a_hidden_column_orders_are_shuffled_over_the_whole_file(
    tmp_path: Path, block_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.csv"
    ordered = TABLE.sort("身份证号")
    ordered.write_csv(path)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", block_bytes)
    report = masked_copy(path, tmp_path / "out.csv", OPTIONS)
    assert report["is_shuffled"]
    made = read(tmp_path / "out.csv")["统一社会信用代码"].to_list()
    before = ordered["统一社会信用代码"].to_list()
    assert sorted(made) == sorted(before)
    places = [before.index(code) for code in made]
    # No block of rows stays together: the first rows come from all over the file.
    assert max(places[:20]) - min(places[:20]) > 40
    again = tmp_path / "again.csv"
    masked_copy(path, again, OPTIONS)
    assert again.read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_rows_that_only_a_later_block_shows_in_order_are_shuffled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.csv"
    table = pl.concat([TABLE.head(40), TABLE.tail(40).sort("身份证号")])
    table.write_csv(path)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 4_000)
    assert masked_copy(path, tmp_path / "out.csv", OPTIONS)["is_shuffled"]
    made = read(tmp_path / "out.csv")
    assert sorted(made["统一社会信用代码"]) == sorted(table["统一社会信用代码"])
    assert made["统一社会信用代码"].to_list() != table["统一社会信用代码"].to_list()


def test_an_identifier_known_from_another_block_is_hidden_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = [f"3400{number:014d}" for number in range(1_000, 1_060)]
    frame = pl.DataFrame({"序号": [str(i) for i in range(60)], "收款账号": accounts, "摘要": ["划转"] * 60})
    cells = frame["摘要"].to_list()
    cells[2] = f"与{accounts[55]}对应"
    frame = frame.with_columns(pl.Series("摘要", cells)).sample(fraction=1.0, shuffle=True, seed=1)
    path = tmp_path / "in.csv"
    frame.write_csv(path)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 400)
    masked_copy(path, tmp_path / "out.csv", CopyOptions(keys=KEYS))
    assert not any(account in (tmp_path / "out.csv").read_text(encoding="utf-8") for account in accounts)


def test_irregular_files_go_the_exact_way(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('姓名,手机号,备注\n张伟,13900139123\n李娜,13800138456,他说"好"\n', encoding="utf-8")
    with pytest.raises(IrregularCsv):
        parse_records(path.read_bytes(), ("姓名", "手机号", "备注"), ",")
    masked_copy(path, tmp_path / "out.csv", OPTIONS)
    made = read(tmp_path / "out.csv")
    assert made["手机号"].to_list() == ["***", "***"]
    assert made["备注"].to_list() == [None, '他说"好"']


def test_an_irregularity_in_a_later_block_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.csv"
    lines = [f"{i},13900139{i:03d},正常" for i in range(300)]
    lines[250] = "250,13900139250"
    path.write_text("序号,手机号,备注\n" + "\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(csv_blocks, "_HEAD_BYTES", 1_000)
    shape = csv_shape(path, LIMITS)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 800)
    with pytest.raises(IrregularCsv):
        list(csv_blocks.csv_blocks(path, shape))
    masked_copy(path, tmp_path / "out.csv", OPTIONS)
    assert set(read(tmp_path / "out.csv")["手机号"]) == {"***"}


def test_one_column_with_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('手机号\n13900139123\n""\n13800138456\n', encoding="utf-8")
    masked_copy(path, tmp_path / "out.csv", OPTIONS)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == ["手机号", "***", '""', "***"]


def test_a_document(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text("当事人朱雅琴，身份证号320101196308126667。\n联系电话13900139123。\n", encoding="utf-8")
    report = masked_copy(path, tmp_path / "out.txt", OPTIONS)
    text = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "320101196308126667" not in text
    assert "13900139123" not in text
    assert report["found"]["CN_ID"] == 1
    with pytest.raises(UnknownTarget):
        masked_copy(path, tmp_path / "out.xlsx", OPTIONS)
    assert not (tmp_path / "out.xlsx").exists()


def test_nothing_is_left_when_verification_fails(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desensitize import proved

    monkeypatch.setattr(proved, "mask_table", lambda frame, *_, **__: frame)
    monkeypatch.setattr(proved, "settle", lambda released, *_, **__: (released, 0))
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(ResidualPii):
        masked_copy(source, target, OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_only_asked_kinds_change(source: Path, tmp_path: Path) -> None:
    options = CopyOptions(keys=KEYS, entities=frozenset({Entity.CN_MOBILE}))
    assert not options.names
    masked_copy(source, tmp_path / "out.csv", options)
    made = read(tmp_path / "out.csv")
    assert set(made["手机号"]) == {"***"}
    assert made["身份证号"].to_list() == TABLE["身份证号"].to_list()


def test_a_wrong_target_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownTarget):
        masked_copy(source, tmp_path / "out.pdf", OPTIONS)


def test_overrides() -> None:
    purpose, demands = read_overrides(
        "purpose: share\ncolumns:\n  身份证号: partial\n  法人: {action: keep, entity: PERSON}\ntext: {CN_MOBILE: partial}\n"
    )
    assert purpose == "share"
    assert demands == (
        Demand("身份证号", None, "partial", ""),
        Demand("法人", "PERSON", "keep", ""),
        Demand(None, "CN_MOBILE", "partial", ""),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("columns:\n  甲: blur\n", 2),
        ("text:\n  NAME: drop\n", 2),
        ("colums: {}\n", 1),
        ("columns: [1]\n", 1),
        ("a: [", 1),
        ("columns: {}\npurpose: sale\n", 2),
        ("text:\n  PERSON: keep\n  CN_MOBILE: keep\n", 3),
        ("text: {CN_MOBILE: drop}\n", 1),
        ("text: {CN_MOBILE: suppress}\n", 1),
        ("columns:\n  甲: {action: keep, entity: CN_ID}\n", 2),
        ("columns:\n  甲: {action: drop, beside: [乙]}\n", 2),
        ("columns:\n  甲: {action: suppress, beside: 乙}\n", 2),
    ],
)
def test_wrong_overrides_say_where(text: str, line: int) -> None:
    with pytest.raises(OverrideError) as caught:
        read_overrides(text)
    assert caught.value.line == line


def test_a_plan_may_name_the_figures_beside_small_cells() -> None:
    _, demands = read_overrides("columns:\n  户数: suppress\n  金额: {action: suppress, beside: [户数]}\n")
    assert [(one.column, one.action, one.beside) for one in demands] == [
        ("户数", "suppress", ()),
        ("金额", "suppress", ("户数",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_table_of_ascii_in_utf16_without_its_mark_is_masked(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("id,mobile,note\n1,13812345678,ok\n2,13912345670,late\n".encode(encoding))
    masked_copy(path, tmp_path / "out.csv", OPTIONS)
    text = (tmp_path / "out.csv").read_bytes().decode("utf-16")
    assert text.startswith("id,")
    assert "13812345678" not in text
    assert "late" in text
