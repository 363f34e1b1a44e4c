"""What stands below a table is no data; what only looks like it stays."""

import json
from datetime import date
from io import BytesIO

import pytest

from catalog.assess import Submission, assess
from catalog.ingest import TableRead, read_upload
from catalog.ingest.foot import without_foot
from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.subject import Subject

HEAD = "行业,户数,余额\n"
BODY = "农业,10,1.5\n工业,20,2.5\n"


def read(text: str) -> TableRead:
    made = read_upload(BytesIO(text.encode()), name="t.csv")
    assert isinstance(made, TableRead)
    return without_foot(made)


@pytest.mark.parametrize(
    "foot",
    [
        ["注：本表不含互联网贷款。"],
        ["注:1.本表不含互联网贷款。", "2.余额按期末数填列，单位为万元。"],
        ["数据来源：人民银行"],
        ["填表人：周建平"],
        ["说明：按行业门类统计", "（1）农业含林业、牧业与渔业。", "填报日期：2025-03-31"],
        ["单位负责人："],
        ["Note: excluding online loans"],
    ],
)
def test_notes_and_signatures_below_a_table_are_no_rows(foot: list[str]) -> None:
    made = read(HEAD + BODY + "".join(f"{line},,\n" for line in foot))
    assert made.rows.height == 2
    assert [text for place, text in made.extra_text if place.startswith("note:")] == foot
    assert [(note.code, note.count) for note in made.notes] == [("foot_rows", len(foot))]


def test_short_lines_below_are_not_counted_as_short_rows() -> None:
    made = read(HEAD + BODY + "注：本表不含互联网贷款。\n")
    assert [note.code for note in made.notes] == ["foot_rows"]


def test_three_signatures_in_a_wide_table() -> None:
    made = read("甲,乙,丙,丁,戊,己\n1,2,3,4,5,6\n填表人：王某,,审核人：李某,,填报日期：2025,\n")
    assert made.rows.height == 1
    assert made.extra_text[-1] == ("note:1", "填表人：王某 审核人：李某 填报日期：2025")


@pytest.mark.parametrize(
    "last",
    [
        "备注栏,,",
        "注：见附件,30,3.5",
        "1.其他,,",
        "合计,30,4.0",
        "来源不明,,",
        "联系人,,",
        "2.余额按期末数填列，单位为万元。,,",
        "注册会计师：,1,",
    ],
)
def test_what_is_a_row_stays(last: str) -> None:
    assert read(HEAD + BODY + last + "\n").rows.height == 3


def test_a_note_between_rows_stays_where_it_is() -> None:
    assert read(HEAD + "农业,10,1.5\n注：上年数,,\n工业,20,2.5\n").rows.height == 3


def test_a_table_of_notes_alone_is_a_table() -> None:
    assert read(HEAD + "注：甲,,\n注：乙,,\n").rows.height == 2


def test_a_table_of_two_columns_is_left_alone() -> None:
    assert read("项目,内容\n名称,甲\n说明：,\n").rows.height == 2


@pytest.mark.parametrize(
    ("above", "below", "release"),
    [
        ("", "注：本表不含互联网贷款。,,\n", "open"),
        ("分行业贷款余额,,\n", "", "open"),
        ("", "注：内部资料，不得外传。,,\n", "share_only"),
        ("内部资料 注意保存,,\n", "", "share_only"),
        ("", "注：本表不属于内部资料。,,\n", "open"),
        ("", "注：机密★5年,,\n", "refuse"),
    ],
)
def test_what_stands_around_a_table_is_heard_though_it_is_not_released(above: str, below: str, release: str) -> None:
    """A line that says who may read the table says it whether or not it counts as a row."""
    table = read(above + HEAD + BODY + below)
    about = Submission("分行业贷款余额", agency="云川市地方金融监督管理局", agency_kind="JRJ")
    made = assess(table, about, current_edition(), today=date(2026, 11, 24))
    assert table.rows.height == 2
    assert made.decision.release.value == release
    stored = Subject.from_json(json.loads(json.dumps(made.subject.to_json(), ensure_ascii=False)))
    assert decide(stored, current_edition(), today=date(2026, 11, 24)) == made.decision
