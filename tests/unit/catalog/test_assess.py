"""The pipeline in memory: read → scan → facts → decision → plan → proved release."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import polars as pl
import pytest

from catalog.assess import Submission, assess, release_preview, text_release
from catalog.assess.line import classify_line
from catalog.ingest.model import Page, TableRead, TextRead
from catalog.ingest.profile import marks_in_cells, profile_table
from catalog.ingest.rows import WholeRows
from classifiers.negative_list import current_edition
from classifiers.subject import Subject
from classifiers.terms import Vocabulary
from classifiers.tiers import SecurityLabel
from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.keys import MaskingKeys
from desensitize.scan import scan_table
from tests.data.generators import identifiers, persons

EDITION = current_edition()
DAY = date(2026, 6, 1)
RNG = Random(5)


def read(**columns: list[str | None]) -> TableRead:
    return TableRead(WholeRows(pl.DataFrame({n: pl.Series(v, dtype=pl.String) for n, v in columns.items()})), "csv")


def keys() -> MaskingKeys:
    return MaskingKeys.throwaway("release")


def borrowers(rows: int = 12) -> TableRead:
    return read(
        借款人=[persons.plain(RNG) for _ in range(rows)],
        身份证号=[identifiers.resident_id(RNG) for _ in range(rows)],
        用途=[RNG.choice(("购买农资", "装修")) for _ in range(rows)],
    )


def test_a_table_goes_through_to_a_proved_release():
    table = borrowers()
    made = assess(table, Submission(title="小额贷款借款人清单", agency="澄江市地方金融管理局"), EDITION, today=DAY)
    assert made.subject.agency_kind == "JRJ"
    assert made.decision.release == "open_after_masking"
    released = release_preview(table, made, keys())
    assert released is not None
    assert released.frame is not None
    told = released.frame.write_csv()
    for name in ("借款人", "身份证号"):
        assert not any(value in told for value in table.frame.get_column(name).to_list())
    assert released.frame.get_column("用途").to_list() == table.frame.get_column("用途").to_list()


def test_what_the_proof_finds_on_one_page_is_hidden_on_all(monkeypatch):
    phone = identifiers.mobile(RNG)
    pages = ("绿萝项目情况说明。", f"第二页\n客户反映，手机{phone}，大厅摆放绿萝。")
    document = TextRead(tuple(Page(number, text) for number, text in enumerate(pages, 1)), "txt")
    made = assess(document, Submission(title="情况说明"), EDITION, today=DAY)
    made = replace(made, plan=replace(made.plan, text_entities={**made.plan.text_entities, "PERSON": "redact"}))

    def seen(text, entities):
        at = text.find("绿萝") if "第二页" in text else -1
        return (Finding(Entity.PERSON, at, at + 2, 0.9),) if at >= 0 else ()

    monkeypatch.setattr(text_release, "scan_text", seen)
    released, hidden = text_release.release_pages(pages, made, keys())
    assert "绿萝" not in "".join(released)
    assert phone not in "".join(released)
    assert ("绿萝", "PERSON") in hidden
    assert released[0].endswith("项目情况说明。")


def test_facts_and_decision_hold_no_value():
    table = borrowers()
    made = assess(table, Submission(title="小额贷款借款人清单"), EDITION, today=DAY)
    told = json.dumps([made.subject.to_json(), made.decision.to_json()], ensure_ascii=False)
    for name in ("借款人", "身份证号"):
        assert not any(value in told for value in table.frame.get_column(name).to_list())
    assert Subject.from_json(made.subject.to_json()) == made.subject


def test_nothing_is_released_of_what_is_shared_or_refused():
    table = borrowers()
    shared = assess(table, Submission(title="个人征信异议处理记录", agency_kind="RH"), EDITION, today=DAY)
    assert shared.decision.release == "share_only"
    assert release_preview(table, shared, keys()) is None
    core = assess(table, Submission(title="清单", catalogue_flag=SecurityLabel.CORE), EDITION, today=DAY)
    assert core.decision.release == "refuse"
    assert release_preview(table, core, keys()) is None


@pytest.mark.parametrize("place", ["cell", "header", "title", "outside"])
def test_a_mark_anywhere_refuses(place):
    table = read(**{"机密★5年" if place == "header" else "标题": ["机密★5年" if place == "cell" else "甲", "乙"]})
    if place == "outside":
        table = TableRead(table.rows, "xlsx", extra_text=(("comment", "秘密★1年"),))
    title = "绝密★长期 汇总" if place == "title" else "汇总"
    made = assess(table, Submission(title=title), EDITION, today=DAY)
    assert (made.decision.release, made.decision.deciding_clause) == ("refuse", "NL-A01")


def test_an_uninspected_page_is_not_opened():
    text = TextRead((Page(1, "公告"), Page(2, "", is_inspected=False)), "pdf")
    made = assess(text, Submission(title="公告"), EDITION, today=DAY)
    assert made.decision.release == "share_only"
    assert release_preview(text, made, keys()) is None


def test_text_keeps_officials_and_hides_the_rest():
    name, other, number = "李文博", "王海燕", identifiers.resident_id(RNG)
    body = f"行政处罚决定书\n当事人：{name}，身份证号{number}。\n经查，{name}指使员工{other}转移资金。\n客户{other}称不知情。"
    text = TextRead((Page(1, body),), "docx")
    made = assess(text, Submission(title="行政处罚决定书", agency_kind="ZJJ"), EDITION, today=DAY)
    released = release_preview(text, made, keys())
    assert released is not None
    assert name in released.pages[0]
    assert other not in released.pages[0]
    assert number not in released.pages[0]
    assert {entity for _, entity in released.hidden} >= {"PERSON", "CN_ID"}


def test_profile_counts_forms_and_words_without_values():
    table = read(
        备注=["内部资料", "内部资料", "普通", None],
        户数=["1", "2", "30", "40"],
        证件号=["3401**********0012"] * 4,
        机构=["澄江典当有限公司", "临江银行澄江分行", "某局", "澄江信用社"],
        日期=["2020-01-02", "2021-03-04", "2020-05-06", "2020-07-08"],
        编码=["0012", "0013", "0014", "0015"],
    )
    facts = profile_table(table.frame, scan_table(table.frame), Vocabulary.of(["内部资料"]), today=DAY)
    notes, counts, masked, orgs, days, codes = facts
    assert (notes.nonempty, notes.distinct, notes.terms) == (3, 2, {"内部资料": 2})
    assert (counts.type, counts.shape("small")) == ("integer", 0.5)
    assert masked.shape("masked") == 1.0
    assert orgs.shape("org") == 1.0
    assert days.type == "date"
    assert codes.type == "text"


def test_children_are_told_by_their_numbers():
    body = "330106" + "20180101" + "001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    table = read(身份证号=[number] * 4, 姓名=["赵一诺"] * 4)
    made = assess(table, Submission(title="开户登记"), EDITION, today=DAY)
    assert "NL-B19" in {h.clause_id for h in made.decision.clauses}


def test_marks_in_cells_name_the_column():
    frame = read(题名=["关于某事的函", "机密★3年 关于某事的函"]).frame
    assert [(m.level, m.place) for m in marks_in_cells(frame)] == [("机密", "cells:题名")]


LINE = {
    "id": "L1",
    "title": "机构名录",
    "department": "澄江市地方金融管理局",
    "fields": [{"name": "机构名称", "type": "string"}, {"name": "规模(万元)", "type": "number"}],
    "rows": [
        {"机构名称": "澄江启恒典当有限公司", "规模(万元)": 12.5},
        {"机构名称": "澄江万合典当有限公司", "规模(万元)": 3},
    ],
}


def test_a_line_has_the_keys_that_others_build_on_and_numbers_stay_numbers():
    answer = classify_line(LINE, EDITION, today=DAY)
    assert set(answer) >= {
        *(
            "id",
            "tier",
            "release",
            "sharing",
            "opening",
            "clauses",
            "deciding_clause",
            "theme",
            "sector",
            "also_sectors",
        ),
        *("resource_kind", "jr0197_level", "masking", "keep", "text_spans", "questions", "released"),
    }
    assert (answer["sharing"], answer["opening"]) == ("无条件共享", "无条件开放")
    assert answer["released"]["rows"] == LINE["rows"]
    assert answer == classify_line(LINE, EDITION, today=DAY)


@pytest.mark.parametrize(
    ("extra", "release"),
    [
        ({"catalog_flag": "核心"}, "refuse"),
        ({"tags": ["重要数据"]}, "conditional"),
        ({"description": "目录标识：核心"}, "refuse"),
        ({"description": "未列入重要数据目录"}, "open"),
        ({"release_at": "2999-01-01T09:30"}, "refuse"),
        ({"release_at": "2020-01-01"}, "open"),
        ({"public_until": "2020-01-01"}, "share_only"),
        ({"comments": ["机密★1年"]}, "refuse"),
        ({"fields": [{"name": "机构名称"}, {"name": "规模(万元)", "hidden": True}]}, "open_after_masking"),
    ],
)
def test_flags_and_dates_of_a_line(extra, release):
    assert classify_line({**LINE, **extra}, EDITION, today=DAY)["release"] == release


def test_an_empty_document_is_not_opened():
    assert classify_line({"id": "x", "title": "扫描件", "text": ""}, EDITION, today=DAY)["released"] is None


def test_where_to_complain_makes_no_record_of_complaints():
    name, card = persons.plain(RNG), identifiers.card(RNG)
    text = f"耕地补贴兑付如下：\n{name}，12.5亩，1,120.50元，卡号{card}\n监督举报电话：0551-61234567"
    line = {
        "id": "1",
        "title": "惠民惠农补贴兑付公示",
        "department": "澄江市财政局",
        "fields": [],
        "rows": [],
        "text": text,
    }
    answer = classify_line(line, EDITION, today=DAY)
    assert answer["release"] == "open_after_masking"
    assert name in answer["released"]["text"]
    assert card not in answer["released"]["text"]


def test_a_plate_that_no_province_gives_is_hidden_where_the_text_calls_it_one():
    line = {"id": "1", "title": "拍卖公告", "department": "澄江市税务局", "text": "拍卖车辆临A47340，车牌号临B8D123。"}
    answer = classify_line(line, EDITION, today=DAY)
    assert not any(plate in str(answer["released"]) for plate in ("临A47340", "临B8D123"))
