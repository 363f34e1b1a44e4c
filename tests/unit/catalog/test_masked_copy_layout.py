"""A delimited text keeps the lines around and between its rows: titles, header lines, blank records."""

import csv
import io
import json
from pathlib import Path

import pytest

from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys
from desensitize.plan import Demand

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))
ROWS = ["1,张建国,13812345678,12.50", "2,李晓梅,13912345679,8.00", "3,王志强,13712345670,7.25"]


def _copied(tmp_path: Path, text: str, encoding: str = "utf-8", ending: str = "csv") -> tuple[str, dict[str, object]]:
    source, target = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    source.write_bytes(text.encode(encoding))
    report = masked_copy(source, target, OPTIONS)
    return target.read_bytes().decode(encoding), report


def _records(text: str, delimiter: str = ",") -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _without_people(text: str, delimiter: str = ",") -> list[list[str]]:
    return [[cell for at, cell in enumerate(line) if at not in {1, 2}] for line in _records(text, delimiter)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_titles_blank_lines_and_totals_stay_where_they_were(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [
        "2025年贷款明细表,,,",
        "填报人：赵敏,,电话 13612345671,",
        "序号,姓名,手机,金额",
        ROWS[0],
        "",
        ROWS[1],
        ",,,",
        ROWS[2],
        "合计,,,27.75",
    ]
    text = "\r\n".join(lines).replace(",", delimiter) + "\r\n"
    made, report = _copied(tmp_path, text, encoding)
    before, after = _records(text, delimiter), _records(made, delimiter)
    assert [len(line) for line in after] == [len(line) for line in before]
    assert _without_people(made, delimiter)[2:] == _without_people(text, delimiter)[2:]
    assert after[0] == before[0]
    assert after[1][0].startswith("填报人：")
    assert not any(word in made for word in ("赵敏", "13612345671", "张建国", "13812345678", "李晓梅", "王志强"))
    assert report["left_out"] == []


def test_a_title_that_says_what_the_table_hides_is_hidden(tmp_path: Path) -> None:
    made, _ = _copied(tmp_path, "\n".join(["卡片 13712345670 号,,,", "序号,姓名,手机,金额", *ROWS]))
    assert "13712345670" not in made
    assert len(_records(made)) == 5


def test_no_header_is_made_up(tmp_path: Path) -> None:
    made, report = _copied(tmp_path, "\n".join(ROWS) + "\n")
    assert [line[0] for line in _records(made)] == ["1", "2", "3"]
    assert "列1" not in made
    assert "13812345678" not in made
    assert report["left_out"] == []


def test_names_twice_and_empty_names_stay(tmp_path: Path) -> None:
    rows = [f"{row},备查,备查" for row in ROWS]
    made, _ = _copied(tmp_path, "\n".join(["序号,姓名,手机,,说明,说明", *rows]) + "\n")
    assert _records(made)[0] == ["序号", "姓名", "手机", "", "说明", "说明"]


def test_a_personal_name_among_them_is_still_masked(tmp_path: Path) -> None:
    rows = [f"{row},备查,备查" for row in ROWS]
    made, report = _copied(tmp_path, "\n".join(["序号,姓名,手机,张建国13812345678,说明,说明", *rows]) + "\n")
    header = _records(made)[0]
    assert header[:3] == ["序号", "姓名", "手机"]
    assert header[4:] == ["说明", "说明"]
    assert "张建国" not in made + json.dumps(report, ensure_ascii=False)


def test_two_header_lines_stay_two(tmp_path: Path) -> None:
    lines = ["序号,姓名,手机,金额,", ",,,本月,累计", "1,张建国,13812345678,12,20", "2,李晓梅,13912345679,8,9"]
    made, report = _copied(tmp_path, "\n".join([*lines, "3,王志强,13712345670,7,8"]) + "\n")
    assert _records(made)[:2] == _records("\n".join(lines[:2]))
    assert report["left_out"] == []


def test_a_header_printed_again_on_every_page_and_a_total_are_left(tmp_path: Path) -> None:
    header = "住址,姓名,手机,金额"
    rows = [f"浙江省杭州市西湖区文三路{n}号{n}幢30{n}室,{row[2:]}" for n, row in enumerate(ROWS, 1)]
    made, _ = _copied(tmp_path, "\n".join([header, *rows, header, *rows, "小 计,,,27.75"]) + "\n")
    after = _records(made)
    assert after[4] == header.split(",")
    assert after[-1] == ["小 计", "", "", "27.75"]
    assert "文三路" not in made


def test_short_records_and_a_table_under_another_stay_as_they_are(tmp_path: Path) -> None:
    lines = [
        "月度报表",
        "",
        "序号,姓名,手机,金额",
        *ROWS,
        "合计,,,27.75",
        "",
        "说明",
        "经办人：赵敏",
        ",电话",
        "4,王磊,,",
    ]
    text = "\n".join(lines) + "\n"
    made, report = _copied(tmp_path, text)
    assert [len(line) for line in _records(made)] == [len(line) for line in _records(text)]
    assert _records(made)[-4:-1] == [["说明"], ["经办人：赵*"], ["", "电话"]]
    assert report["left_out"] == []


def test_a_dropped_column_makes_records_whole_but_leaves_empty_lines(tmp_path: Path) -> None:
    text = "\n".join(["序号,姓名,手机,金额", *ROWS[:2], "", ROWS[2], "完"]) + "\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    options = CopyOptions(keys=OPTIONS.keys, demands=(Demand("手机", None, "drop", ""),))
    masked_copy(tmp_path / "in.csv", tmp_path / "out.csv", options)
    made = _records((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert [len(line) for line in made] == [3, 3, 3, 0, 3, 3]
    assert made[0] == ["序号", "姓名", "金额"]


def test_a_column_alone_keeps_its_empty_lines(tmp_path: Path) -> None:
    made, _ = _copied(tmp_path, "手机\n13812345678\n\n13912345679\n13712345670\n")
    assert _records(made) == [["手机"], ["***"], [""], ["***"], ["***"]]


def test_a_cell_of_a_line_like_a_blank_one_is_no_blank_one(tmp_path: Path) -> None:
    text = '序号,姓名,手机,说明\n1,张建国,13812345678,"一\n,,,\n\n二"\n\n2,李晓梅,13912345679,三\n'
    made, _ = _copied(tmp_path, text)
    assert _without_people(made) == _without_people(text)
