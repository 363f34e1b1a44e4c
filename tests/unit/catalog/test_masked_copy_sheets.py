"""A masked sheet stands as the original did: header lines, blank rows, numbers beside them, merged titles."""

import re
from pathlib import Path

from xlsxwriter import Workbook

from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys
from desensitize.plan import Demand
from tests.fakes.people import loans
from tests.fakes.workbooks import Rows, book, parts, texts

KEYS = MaskingKeys({"release": b"k" * 32})
OPTIONS = CopyOptions(keys=KEYS)
TABLE = loans(30, seed=43)
IDS, NAMES = (TABLE[name].to_list() for name in ("身份证号", "借款人"))


def _ranges(path: Path) -> list[str]:
    return re.findall(r'<mergeCell ref="([^"]+)"/>', parts(path)["xl/worksheets/sheet1.xml"])


def _without(rows: list[tuple[str | None, ...]], *columns: int) -> list[list[str | None]]:
    return [[cell for at, cell in enumerate(row) if at not in columns] for row in rows]


def test_two_header_lines_blank_rows_and_notes_stay_in_their_place(tmp_path: Path) -> None:
    people = [[n, NAMES[n], IDS[n], 1.5 * n, 7 + n] for n in range(1, 9)]
    rows: Rows = [
        ["补贴发放表"],
        ["序号", "姓名", "身份证号", "金额", None],
        [None, None, None, "本月", "累计"],
        *people[:3],
        [],
        *people[3:],
        [],
        ["合计", None, None, 54, 92],
        [f"填表人：{NAMES[20]}"],
    ]
    source = book(tmp_path / "in.xlsx", {"表": rows})
    report = masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    before, after = texts(source)["表"], texts(tmp_path / "out.xlsx")["表"]
    assert _without(after[:-1], 1, 2) == _without(before[:-1], 1, 2)
    assert after[1:3] == before[1:3]
    assert report["sheets"][0]["left_out"] == []
    assert '<c r="D4"><v>1.5</v></c>' in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]
    everything = "".join(parts(tmp_path / "out.xlsx").values())
    assert not [value for value in (*IDS[1:9], *NAMES[1:9], NAMES[20]) if value in everything]


def test_titles_and_headers_stay_merged_and_other_cells_do_not(tmp_path: Path) -> None:
    people = [[NAMES[n], IDS[n], 1.5 * n, 7] for n in range(1, 9)]
    rows: Rows = [["发放表"], ["姓名", "身份证号", "金额", None], [None, None, "本月", "累计"], *people]
    source = tmp_path / "in.xlsx"
    with Workbook(source) as made:
        sheet = made.add_worksheet("表")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for one, cell in (("A1:D1", "发放表"), ("A2:A3", "姓名"), ("B2:B3", "身份证号"), ("C2:D2", "金额")):
            sheet.merge_range(one, cell)
        sheet.merge_range("D4:D5", 7)
    report = masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    assert _ranges(tmp_path / "out.xlsx") == ["A1:D1", "A2:A3", "B2:B3", "C2:D2"]
    assert [(note["code"], note["count"]) for note in report["sheets"][0]["left_out"]] == [("merged_cells", 1)]


def test_nothing_is_merged_when_a_column_is_gone(tmp_path: Path) -> None:
    rows: Rows = [["发放表"], ["姓名", "身份证号", "金额"], *([NAMES[n], IDS[n], n] for n in range(9))]
    source = tmp_path / "in.xlsx"
    with Workbook(source) as made:
        sheet = made.add_worksheet("表")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.merge_range("A1:C1", "发放表")
    options = CopyOptions(keys=KEYS, demands=(Demand("身份证号", None, "drop", ""),))
    report = masked_copy(source, tmp_path / "out.xlsx", options)
    assert texts(tmp_path / "out.xlsx")["表"][1] == ("姓名", "金额")
    assert _ranges(tmp_path / "out.xlsx") == []
    assert [note["code"] for note in report["sheets"][0]["left_out"]] == ["merged_cells"]


def test_names_twice_stay_and_a_personal_one_does_not(tmp_path: Path) -> None:
    header = ["说明", "说明", None, f"{NAMES[3]}{IDS[3]}", "金额"]
    rows: Rows = [header, *(["无", "有", "x", NAMES[n], n] for n in range(9))]
    masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    made = texts(tmp_path / "out.xlsx")["表"][0]
    assert made[:3] == ("说明", "说明", None)
    assert made[4] == "金额"
    assert IDS[3] not in str(made)


def widths(path: Path) -> list[tuple[str, str, float]]:
    cols = re.findall('<col min="([0-9]+)" max="([0-9]+)" width="([0-9.]+)"', parts(path)["xl/worksheets/sheet1.xml"])
    return [(low, high, float(width)) for low, high, width in cols]


def test_columns_stay_as_wide_as_somebody_set_them(tmp_path: Path) -> None:
    def more(made: Workbook) -> None:
        sheet = made.get_worksheet_by_name("表")
        sheet.set_column(0, 0, 30)
        sheet.set_column(2, 3, 5.5)

    rows: list[list[object]] = [["借款人", "手机号", "金额", "期数"]]
    rows += [[name, phone, 5, 6] for name, phone in zip(TABLE["借款人"], TABLE["手机号"], strict=True)]
    source = book(tmp_path / "in.xlsx", {"表": rows}, more)
    masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    given = {int(low): width for low, _, width in widths(source)}
    made = {int(low): width for low, _, width in widths(tmp_path / "out.xlsx")}
    assert abs(made[1] - given[1]) < 0.01
    assert abs(made[3] - given[3]) < 0.01
    assert made[4] == made[3]
    assert made[2] not in {made[1], made[3]}
