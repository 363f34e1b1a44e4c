"""A masked workbook: every sheet, what it may not say, and a report of each."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from catalog.ingest.errors import EmptyUpload
from catalog.masked_copy import CopyOptions, masked_copy
from catalog.masked_copy.book_out import put_book
from catalog.writers.xlsx_book import SheetOut
from desensitize.keys import MaskingKeys
from desensitize.plan import Demand, PlanError
from desensitize.proof.residual import ResidualPii
from tests.fakes.people import loans
from tests.fakes.workbooks import Rows, book, parts, texts

KEYS = MaskingKeys({"release": b"k" * 32})
OPTIONS = CopyOptions(keys=KEYS)
TABLE = loans(30, seed=41)
IDS, NAMES, PHONES = (TABLE[name].to_list() for name in ("身份证号", "借款人", "手机号"))


def test_every_sheet_is_masked_with_its_own_plan(tmp_path: Path) -> None:
    source = book(
        tmp_path / "in.xlsx",
        {
            "借款": [["借款人", "身份证号", "金额"], *([n, i, 5.25] for n, i in zip(NAMES, IDS, strict=True))],
            "联系": [["客户", "手机"], *([n, p] for n, p in zip(NAMES[:9], PHONES, strict=False))],
            "统计": [["地区", "户数"], ["东湖区", 3], ["西山区", 4]],
        },
    )
    report = masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    made = texts(tmp_path / "out.xlsx")
    assert list(made) == ["借款", "联系", "统计"]
    assert [len(rows) for rows in made.values()] == [31, 10, 3]
    assert made["统计"] == [("地区", "户数"), ("东湖区", "3"), ("西山区", "4")]
    everything = "".join(parts(tmp_path / "out.xlsx").values()) + json.dumps(report, ensure_ascii=False)
    assert not [value for value in (*IDS, *NAMES, *PHONES) if value in everything]
    assert report["rows"] == 41
    assert report["verification"]["passed"] is True
    assert [(sheet["name"], sheet["status"], sheet["rows"], sheet["columns_masked"]) for sheet in report["sheets"]] == [
        ("借款", "masked", 30, 2),
        ("联系", "masked", 9, 2),
        ("统计", "masked", 2, 0),
    ]
    assert [(column["sheet"], column["name"]) for column in report["columns"]][3:5] == [
        ("联系", "客户"),
        ("联系", "手机"),
    ]


def test_a_pseudonym_is_the_same_in_every_sheet(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "借款": [["证件号码", "金额"], *([i, n] for n, i in enumerate(IDS))],
        "还款": [["身份证号", "日期"], *([i, dt.date(2024, 1, 2)] for i in reversed(IDS))],
    }
    options = CopyOptions(keys=KEYS, demands=(Demand("证件号码", "CN_ID", "pseudonymise", ""),))
    masked_copy(book(tmp_path / "in.xlsx", sheets), tmp_path / "out.xlsx", options)
    made = texts(tmp_path / "out.xlsx")
    one, other = ([row[0] for row in rows[1:]] for rows in made.values())
    assert len(set(one)) == 30
    assert one == other[::-1]
    assert not set(one) & {*IDS, "***"}


def test_a_demand_is_for_the_sheets_that_have_the_column(tmp_path: Path) -> None:
    source = book(
        tmp_path / "in.xlsx", {"甲": [["金额", "备注"], [1, "x"], [2, "y"]], "乙": [["项目"], ["存款"], ["贷款"]]}
    )
    masked_copy(source, tmp_path / "out.xlsx", CopyOptions(keys=KEYS, demands=(Demand("备注", None, "drop", ""),)))
    assert texts(tmp_path / "out.xlsx") == {"甲": [("金额",), ("1",), ("2",)], "乙": [("项目",), ("存款",), ("贷款",)]}
    with pytest.raises(PlanError):
        masked_copy(source, tmp_path / "no.xlsx", CopyOptions(keys=KEYS, demands=(Demand("没有", None, "drop", ""),)))
    assert not (tmp_path / "no.xlsx").exists()


def test_what_one_sheet_hides_stands_in_no_other(tmp_path: Path) -> None:
    accounts = [f"3400{number:010d}" for number in range(700, 740)]
    sheets: dict[str, Rows] = {
        "账户": [["序号", "收款账号"], *([n, a] for n, a in enumerate(accounts))],
        "核对": [["批次", "说明"], ["1", f"与{accounts[7]}对应"], ["2", "无误"], ["3", f"由{NAMES[0]}经手核对完毕"]],
        "名单": [["借款人", "余额"], *([n, 1] for n in NAMES)],
    }
    masked_copy(book(tmp_path / "in.xlsx", sheets), tmp_path / "out.xlsx", OPTIONS)
    everything = "".join(parts(tmp_path / "out.xlsx").values())
    assert not [account for account in accounts if account in everything]
    assert NAMES[0] not in everything


def test_titles_stay_above_the_header_and_are_masked(tmp_path: Path) -> None:
    rows: Rows = [
        ["东湖区小额贷款借款人明细表"],
        [f"填报人：{NAMES[0]}  电话：{PHONES[1]}", None, "单位：元"],
        ["借款人", "手机号", "金额"],
        *([n, p, 3] for n, p in zip(NAMES, PHONES, strict=True)),
    ]
    masked_copy(book(tmp_path / "in.xlsx", {"表": rows}), tmp_path / "out.xlsx", OPTIONS)
    made = texts(tmp_path / "out.xlsx")["表"]
    assert made[0] == ("东湖区小额贷款借款人明细表", None, None)
    assert made[2] == ("借款人", "手机号", "金额")
    assert made[1][2] == "单位：元"
    assert str(made[1][0]).startswith("填报人：")
    assert NAMES[0] not in str(made[1])
    assert PHONES[1] not in str(made[1])


def test_sheet_names_are_cleaned_and_stay_apart(tmp_path: Path) -> None:
    table: Rows = [["项目", "金额"], ["存款", 1], ["贷款", 2]]
    sheets = {f"{NAMES[0]}贷款": table, f"{NAMES[1]}贷款": table, PHONES[0]: table, "台账": table}
    sheets["附"] = [["借款人", "余额"], [NAMES[0], 1], [NAMES[1], 2]]
    report = masked_copy(book(tmp_path / "in.xlsx", sheets), tmp_path / "out.xlsx", OPTIONS)
    names = list(texts(tmp_path / "out.xlsx"))
    assert len(set(names)) == 5
    assert names[2:] == ["工作表3", "台账", "附"]
    assert not [value for value in (NAMES[0], NAMES[1], PHONES[0]) if value in "".join(names)]
    assert [sheet["name"] for sheet in report["sheets"]] == names


def test_sheets_of_one_layout_are_all_called_after_persons_or_none(tmp_path: Path) -> None:
    table: Rows = [["月份", "收入"], ["2024-01", 1], ["2024-02", 2]]
    names = ("何强", "林辉", "郭海", "何然", "朱志")
    sheets: dict[str, Rows] = {**dict.fromkeys(names, table), "汇总": [["地区", "户数"], ["甲县", 1], ["乙县", 2]]}
    masked_copy(book(tmp_path / "in.xlsx", sheets), tmp_path / "out.xlsx", OPTIONS)
    assert list(texts(tmp_path / "out.xlsx")) == [*(f"工作表{number}" for number in range(1, 6)), "汇总"]


def test_empty_hidden_and_chart_sheets_are_told(tmp_path: Path) -> None:
    def more(made: Workbook) -> None:
        made.worksheets()[1].hide()
        made.worksheets()[2].very_hidden()
        chart = made.add_chart({"type": "bar"})
        chart.add_series({"values": "=数据!$B$2:$B$3"})
        made.add_chartsheet("图").set_chart(chart)
        made.worksheets()[0].write_comment(0, 0, f"找{NAMES[3]}核实")

    table: Rows = [["借款人", "金额"], [NAMES[0], 1], [NAMES[1], 2]]
    source = book(tmp_path / "in.xlsx", {"数据": table, "底稿": table, "深藏": table, "空表": []}, more)
    report = masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    told = [(sheet["number"], sheet["status"], sheet.get("hidden")) for sheet in report["sheets"]]
    assert told == [
        (1, "masked", False),
        (2, "masked", True),
        (3, "masked", True),
        (4, "empty", False),
        (5, "left_out", None),
    ]
    assert {one["code"]: one["count"] for one in report["left_out"]} == {"comments": 1, "other_sheets": 1}
    made = parts(tmp_path / "out.xlsx")
    assert made["xl/workbook.xml"].count('state="hidden"') == 2
    assert not [name for name in made if "chart" in name or "comment" in name]
    assert texts(tmp_path / "out.xlsx")["空表"] == []
    assert NAMES[0] not in "".join(made.values())


def test_a_workbook_without_a_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyUpload):
        masked_copy(book(tmp_path / "in.xlsx", {"空": []}), tmp_path / "out.xlsx", OPTIONS)


def test_a_file_that_reads_otherwise_is_noticed() -> None:
    frame = pl.DataFrame({"甲": ["1", "x"], "乙": ["2024-01-02", None]})
    put_book([SheetOut("表", frame)], io.BytesIO(), is_checked=True)

    class Forgetful(io.BytesIO):
        """Loses a letter on the way to the disk."""

        def read(self, size: int | None = -1, /) -> bytes:
            made = super().read(size)
            out = io.BytesIO()
            if not made:
                return made
            with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
                for name in old.namelist():
                    new.writestr(name, old.read(name).replace(b">x<", b">y<"))
            return out.getvalue()

    with pytest.raises(ResidualPii) as caught:
        put_book([SheetOut("表", frame)], Forgetful(), is_checked=True)
    assert [(place.column, place.row) for place in caught.value.places] == [("表!1", 2)]


def test_a_failed_proof_names_the_sheet_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desensitize import proved

    monkeypatch.setattr(proved, "mask_table", lambda frame, *_, **__: frame)
    monkeypatch.setattr(proved, "settle", lambda released, *_, **__: (released, 0))
    source = book(tmp_path / "in.xlsx", {"统计": [["地区"], ["东湖"]], "名单": [["手机"], *([p] for p in PHONES)]})
    with pytest.raises(ResidualPii) as caught:
        masked_copy(source, tmp_path / "out.xlsx", OPTIONS)
    assert {place["column"] for place in caught.value.summary()} == {"名单!手机"}
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]
