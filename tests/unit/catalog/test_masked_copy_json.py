"""JSON stays the JSON it was: objects in cells, what stands around the records, and what is no list of records."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.ingest.errors import IngestError
from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))
PEOPLE = ("李晓梅", "王志强", "13812345678", "13912345679", "张建国")


def _copied(tmp_path: Path, text: str, ending: str = "json") -> tuple[Any, dict[str, Any]]:
    source, target = tmp_path / "in.json", tmp_path / f"out.{ending}"
    source.write_text(text, encoding="utf-8")
    report = masked_copy(source, target, OPTIONS)
    made = target.read_text(encoding="utf-8")
    assert not any(word in made for word in PEOPLE)
    return (json.loads(made) if ending == "json" else made), report


def _shape(value: Any) -> Any:
    """Names, lengths and what is hidden in no leaf: everything but the texts."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    return [_shape(item) for item in value] if isinstance(value, list) else None


RECORDS = [
    {"号": 1, "客户": {"姓名": "李晓梅", "手机": 13812345678, "列": [13812345678, 2, {"深": True}]}, "率": 0.5},
    {"号": 2, "客户": {"姓名": "王志强", "手机": "13912345679", "列": []}, "率": None},
    {"号": 3, "客户": None, "率": 1.25},
]


def test_objects_stay_objects_and_numbers_hidden_in_them_become_text(tmp_path: Path) -> None:
    made, report = _copied(tmp_path, json.dumps(RECORDS, ensure_ascii=False))
    assert _shape(made) == _shape(RECORDS)
    assert made[0]["客户"]["手机"] == "***"
    assert made[0]["客户"]["列"][1:] == [2, {"深": True}]
    assert [row["率"] for row in made] == [0.5, None, 1.25]
    assert report["verification"]["passed"]
    assert report["left_out"] == []


def test_a_record_a_line_keeps_objects_too(tmp_path: Path) -> None:
    made, _ = _copied(tmp_path, "\n".join(json.dumps(row, ensure_ascii=False) for row in RECORDS), "jsonl")
    assert [_shape(json.loads(line)) for line in made.splitlines()] == _shape(RECORDS)


def test_fields_that_a_record_has_not_or_has_empty_stay_so(tmp_path: Path) -> None:
    records = [{"甲": 1, "说明": ""}, {"乙": None, "甲": 2, "姓名": "李晓梅"}, {"丙": "x", "说明": "电话13812345678"}]
    made, _ = _copied(tmp_path, json.dumps(records, ensure_ascii=False))
    assert [sorted(row) for row in made] == [sorted(row) for row in records]
    assert made[0] == records[0]
    assert made[1]["乙"] is None
    assert made[2]["丙"] == "x"


def test_shuffled_records_keep_their_fields(tmp_path: Path) -> None:
    names = sorted(f"李晓{chr(0x6885 + at)}" for at in range(40))
    records = [{"姓名": name, **({"号": at} if at % 3 else {"备": ""})} for at, name in enumerate(names)]
    made, report = _copied(tmp_path, json.dumps(records, ensure_ascii=False))
    assert report["is_shuffled"]
    assert sorted(row["号"] for row in made if "号" in row) == [at for at in range(40) if at % 3]
    assert sum(row.get("备") == "" for row in made) == 14


def test_text_that_looks_like_an_object_stays_text(tmp_path: Path) -> None:
    made, _ = _copied(tmp_path, json.dumps([{"说明": '{"a": 1}'}, {"说明": "无"}], ensure_ascii=False))
    assert made[0]["说明"] == '{"a": 1}'


def test_what_stands_around_the_records_stays_and_is_masked(tmp_path: Path) -> None:
    around = {"code": 0, "制表人": "张建国", "电话": 13812345678, "data": {"total": 3, "list": RECORDS, "page": [1]}}
    made, _ = _copied(tmp_path, json.dumps(around, ensure_ascii=False))
    assert _shape(made) == _shape(around)
    assert (made["code"], made["电话"], made["data"]["total"], made["data"]["page"]) == (0, "***", 3, [1])


def test_what_is_no_list_of_records_is_masked_as_it_stands(tmp_path: Path) -> None:
    report = {"2024": {"余额": 12.50, "户数": [1, 2]}, "联系人": "王志强", "联系电话": 13912345679, "说明": "已核对"}
    text = json.dumps(report, ensure_ascii=False, indent=2)
    made, told = _copied(tmp_path, text)
    assert _shape(made) == _shape(report)
    assert (made["2024"], made["联系电话"], made["说明"]) == (report["2024"], "***", "已核对")
    assert told["verification"]["passed"]
    assert (tmp_path / "out.json").read_text(encoding="utf-8").count("\n") == text.count("\n")


def test_escaped_characters_hide_nothing(tmp_path: Path) -> None:
    made, _ = _copied(tmp_path, json.dumps({"联系人": "王志强", "数": 1.5}))
    assert made["数"] == 1.5
    assert made["联系人"].startswith("王")


@pytest.mark.parametrize("text", ['{"a": ', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', ""])
def test_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "in.json").write_text(text, encoding="utf-8")
    with pytest.raises(IngestError):
        masked_copy(tmp_path / "in.json", tmp_path / "out.json", OPTIONS)
    assert not (tmp_path / "out.json").exists()


def test_no_list_of_records_becomes_no_table(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(IngestError):
        masked_copy(tmp_path / "in.json", tmp_path / "out.csv", OPTIONS)
