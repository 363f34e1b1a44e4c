"""Lines that are not what they should be: an answer for each, never a crash, and nothing released on trust."""

import json
from datetime import date
from random import Random

import pytest

from catalog.assess.line import classify_line, classify_text
from classifiers.negative_list import current_edition
from tests.data.generators.identifiers import credit_code, mobile, resident_id
from tests.data.generators.persons import plain

EDITION = current_edition()
DAY = date(2026, 11, 23)
TABLE = {
    "id": "L1",
    "title": "社会融资规模统计",
    "department": "中国人民银行澄江市分行",
    "fields": [{"name": "月份", "type": "string"}, {"name": "增量(亿元)", "type": "number"}],
    "rows": [{"月份": "2024-01", "增量(亿元)": 21.5}, {"月份": "2024-02", "增量(亿元)": 18.25}],
}


@pytest.mark.parametrize(
    "text",
    [
        b"not json",
        b"\xff\xfe\x00",
        b"[" * 5000,
        b'{"id": "x"',
        b"[]",
        b'"x"',
        b"5",
        b"null",
        b"{}",
        b'{"id": "x", "title": null, "fields": null, "rows": null, "text": null}',
        b'{"id": "x", "title": "t", "rows": [{"a": ' + b"9" * 5000 + b"}]}",
    ],
)
def test_what_is_no_dataset_waits_for_a_person(text):
    answer = classify_text(text, EDITION, today=DAY)
    assert (answer["tier"], answer["release"], answer["released"]) == ("internal", "share_only", None)
    assert answer["questions"]
    assert json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": "月份"},
        {"fields": [{}]},
        {"fields": [{"name": None}]},
        {"fields": {"月份": "string"}},
        {"rows": "x"},
        {"rows": {"月份": 1}},
        {"rows": [None]},
        {"rows": ["2024-01"]},
        {"rows": [["2024-01"]]},
        {"title": ["x"], "description": {}},
        {"title": "", "description": ""},
        {"description": ["x"]},
        {"tags": 7},
        {"release_at": "待定"},
        {"public_until": "长期有效"},
        {"rows": [{"月份": "\ud800", "增量(亿元)": 1}]},
    ],
)
def test_a_part_of_the_wrong_kind_keeps_the_dataset_back(wrong):
    answer = classify_line(TABLE | wrong, EDITION, today=DAY)
    assert (answer["release"], answer["released"]) == ("share_only", None)
    assert set(answer["unreadable"]) & (set(wrong) | {"title"})


def test_a_sound_line_is_open_and_keeps_its_values():
    answer = classify_text(b"\xef\xbb\xbf" + json.dumps(TABLE).encode(), EDITION, today=DAY)
    assert (answer["release"], answer["unreadable"]) == ("open", [])
    assert answer["released"]["rows"] == TABLE["rows"]


def test_rows_given_as_lists_go_by_place():
    answer = classify_line(TABLE | {"rows": [["2024-01", 21.5]]}, EDITION, today=DAY)
    assert answer["release"] == "open"
    assert answer["released"]["rows"] == [{"月份": "2024-01", "增量(亿元)": "21.5"}]


def test_numbers_that_json_has_no_word_for_come_out_as_text():
    text = json.dumps(TABLE | {"rows": [{"月份": "2024-01", "增量(亿元)": float("nan")}, {"增量(亿元)": float("inf")}]})
    answer = classify_text(text.encode(), EDITION, today=DAY)
    assert json.loads(json.dumps(answer, allow_nan=False))["id"] == "L1"


@pytest.mark.parametrize(
    ("text", "release"),
    [("机密★5年", "refuse"), ("借款人身份证号码110101199003077774", "open_after_masking"), ("本表按月发布。", "open")],
)
def test_text_beside_a_table_is_judged_and_not_released(text, release):
    answer = classify_line(TABLE | {"text": text}, EDITION, today=DAY)
    assert answer["release"] == release
    assert answer["resource_kind"] == "data"
    assert "text_beside_table" in {q["code"] for q in answer["questions"]}
    assert answer["released"] is None or answer["released"]["text"] is None


@pytest.mark.parametrize(
    ("said", "release"),
    [
        ("定于2027年1月17日10时发布", "refuse"),
        ("2026年12月1日前不得公开", "refuse"),
        ("embargo until 2027-02-01", "refuse"),
        ("发布时间:2026年1月17日", "open"),
        ("下次发布时间:2027年1月17日", "open"),
    ],
)
def test_a_day_of_release_that_is_only_said_holds(said, release):
    assert classify_line(TABLE | {"description": said}, EDITION, today=DAY)["release"] == release


@pytest.mark.parametrize(
    ("column", "days", "release"),
    [
        ("公示截止日期", ("2028-01-01", "2029-01-01"), "open"),
        ("公示截止日期", ("2028-01-01", "2024-01-01"), "share_only"),
        ("不良行为终止日期", ("2024-05-01", "2025-01-01"), "open"),
        ("不良行为终止日期", ("2024-05-01", "2020-01-01"), "share_only"),
    ],
)
def test_one_entry_past_its_day_keeps_a_notice_back(column, days, release):
    rows = [
        {"企业名称": f"澄江{n}有限公司", "处罚事由": "虚假宣传", column: day}
        for n, day in zip("鸿博", days, strict=True)
    ]
    line = {"id": "N", "title": "行政处罚公示", "fields": [{"name": name} for name in rows[0]], "rows": rows}
    assert classify_line(line, EDITION, today=DAY)["release"] == release


def test_what_the_pipeline_stumbles_over_is_held_back_and_the_others_are_judged(monkeypatch):
    from catalog.assess import line as module

    def assess(read, submission, edition, *, today):
        if submission.title == "坏的":
            raise KeyError("身份证号")
        return whole(read, submission, edition, today=today)

    whole = module.assess
    monkeypatch.setattr(module, "assess", assess)
    bad, good = (classify_text(json.dumps(TABLE | {"title": t}).encode(), EDITION, today=DAY) for t in ("坏的", "好的"))
    assert (bad["id"], bad["release"], bad["released"]) == ("L1", "share_only", None)
    assert [q["code"] for q in bad["questions"]] == ["not_judged"]
    assert good["release"] == "open"


@pytest.mark.parametrize(
    ("given", "comes_back"),
    [("\ud800", "?"), (float("nan"), "nan"), ([1, "x"], [1, "x"]), ({"a": None}, {"a": None}), (7, 7), (None, None)],
)
def test_an_id_of_any_kind_comes_back(given, comes_back):
    assert classify_line(TABLE | {"id": given}, EDITION, today=DAY)["id"] == comes_back


@pytest.mark.parametrize("kind", ["XX", "财政局", "cz", " CZ ", ""])
def test_a_kind_of_department_is_told_from_code_or_words_or_the_name(kind):
    line = TABLE | {"title": "支出进度", "department": "云川市财政局", "department_kind": kind}
    assert classify_line(line, EDITION, today=DAY)["theme"] == "FISC"


def _table(title: str, department: str, rows: list[dict[str, str]]) -> dict[str, object]:
    fields = [{"name": name, "type": "string"} for name in rows[0]]
    return {"id": "T1", "title": title, "department": department, "fields": fields, "rows": rows}


def test_a_credit_code_among_identity_numbers_stays():
    rng = Random(7)
    codes, numbers = [credit_code(rng) for _ in range(3)], [resident_id(rng) for _ in range(3)]
    rows = [{"购机者证件号": one, "机具": "拖拉机"} for pair in zip(codes, numbers, strict=True) for one in pair]
    answer = classify_line(_table("农机购置补贴公示", "澄江市财政局", rows), EDITION, today=DAY)
    shown = [row["购机者证件号"] for row in answer["released"]["rows"]]
    assert shown[::2] == codes
    assert not set(shown) & set(numbers)


def test_a_number_in_a_header_is_hidden_content():
    number = mobile(Random(3))
    rows = [{"企业名称": "澄江禾信商贸有限公司", f"联系手机{number}": "已建档"}] * 3
    answer = classify_line(_table("后备企业建档情况", "澄江市地方金融管理局", rows), EDITION, today=DAY)
    assert (answer["tier"], answer["release"]) == ("internal", "open_after_masking")
    assert "NL-D21" in answer["clauses"]
    assert number not in json.dumps(answer["released"], ensure_ascii=False)


def test_a_register_of_victims_is_shared_only():
    rng = Random(5)
    rows = [{"集资参与人": plain(rng), "身份证号": resident_id(rng), "投入本金(元)": "30000"} for _ in range(4)]
    answer = classify_line(_table("非法集资受损人员登记表", "澄江市地方金融管理局", rows), EDITION, today=DAY)
    assert (answer["release"], answer["released"]) == ("share_only", None)


def test_a_word_of_the_body_does_not_name_everybody():
    other = plain(Random(11))
    text = f"当事人:澄江禾信商贸有限公司。经查,你单位统计员{other}(电话13900000000)提供不真实资料。\n执法人员:王海燕、周立。"
    line = {"id": "D1", "title": "统计行政处罚决定书", "department": "澄江市统计局", "text": text}
    answer = classify_line(line, EDITION, today=DAY)
    assert other not in answer["released"]["text"]
    assert "王海燕" in answer["released"]["text"]


@pytest.mark.parametrize("place", ["title", "description"])
def test_somebodys_number_in_what_was_typed_is_hidden_content(place):
    rng = Random(5)
    rows = [{"月份": f"2024-0{n}", "收入(万元)": str(n * 31.5)} for n in range(1, 7)]
    clean = _table("集体三资收支月报", "澄江市财政局", rows)
    assert classify_line(clean, current_edition(), today=DAY)["release"] == "open"
    answer = classify_line(clean | {place: f"收支月报 填报人手机{mobile(rng)}"}, current_edition(), today=DAY)
    assert (answer["tier"], answer["release"]) == ("internal", "open_after_masking")
    assert "NL-D21" in answer["clauses"]


def test_a_name_and_a_number_in_one_cell_are_a_person():
    rng = Random(6)
    rows = [{"社员": f"{plain(rng)}({resident_id(rng)})", "股金(元)": str(1000 * n)} for n in range(1, 7)]
    answer = classify_line(_table("信用互助社员股金登记", "澄江市农业农村局", rows), current_edition(), today=DAY)
    assert answer["release"] == "share_only"
    assert answer["deciding_clause"] == "NL-B22"


def test_the_loan_of_one_household_leaves_with_its_count():
    """The count alone hidden, the amount beside it would still be that household's."""
    trades = ["农业", "纺织", "餐饮", "物流", "零售", "软件"]
    rows = [
        {
            "行业": trade,
            "贷款户数": str(80 + at),
            "逾期户数": str(1 if at == 2 else 20 + at),
            "逾期金额(万元)": f"{at + 3}.5",
        }
        for at, trade in enumerate(trades)
    ]
    answer = classify_line(_table("分行业贷款逾期情况", "澄江市地方金融管理局", rows), EDITION, today=DAY)
    assert answer["release"] == "open_after_masking"
    shown = [row["逾期金额(万元)"] for row in answer["released"]["rows"]]
    assert shown[2] is None
    assert sum(cell is None for cell in shown) == 2
    assert [row["贷款户数"] for row in answer["released"]["rows"]] == [str(80 + at) for at in range(6)]
