"""What must hold for any facts: no crash, nothing loosens when something worse is added, JSON keeps everything."""

import json
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.matchers.secrecy_marks import find_secrecy_marks
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, DocumentFacts, EntityFacts, MarkFacts, Subject
from classifiers.tiers import SecurityLabel

EDITION = current_edition()
DAY = date(2026, 6, 1)
NAMES = (
    "姓名",
    "借款人",
    "身份证号",
    "企业名称",
    "金额(元)",
    "笔数",
    "备注",
    "地区",
    "月份",
    "zjhm",
    "密码重置笔数",
    "编号",
    "",
)
TITLES = (
    "名单",
    "公示",
    "统计月报",
    "举报线索",
    "行政处罚",
    "补贴发放",
    "存款明细",
    "模板",
    "保险理赔",
    "不含身份证号",
    "",
)
ENTITIES = ("CN_ID", "CN_MOBILE", "PERSON", "USCC", "BANK_CARD", "ADDRESS", "LANDLINE", "EMAIL")
shares = st.floats(0, 1).map(lambda share: round(share, 2))


@st.composite
def columns(draw: st.DrawFn) -> ColumnFacts:
    share = draw(shares)
    found = draw(
        st.dictionaries(
            st.sampled_from(ENTITIES), st.just(EntityFacts(round(share * 20), share, round(share * 20))), max_size=2
        )
    )
    shapes = draw(
        st.dictionaries(
            st.sampled_from(("org", "masked", "small", "long_digits", "variant", "minor")), shares, max_size=2
        )
    )
    kind = draw(st.sampled_from(("text", "integer", "decimal", "date", "empty")))
    filled = 0 if kind == "empty" else 20
    return ColumnFacts(
        draw(st.sampled_from(NAMES)),
        0,
        kind,
        20,
        filled,
        filled,
        found if filled else {},
        shapes if filled else {},
        {},
        draw(st.floats(0, 40)),
    )


subjects = st.builds(
    Subject,
    title=st.lists(st.sampled_from(TITLES), max_size=3).map("".join),
    description=st.sampled_from(("", "按月汇总。", "内部资料,注意保存。", "尚未公布。")),
    agency_kind=st.sampled_from(("", "JRJ", "SW", "TJ", "CZ", "RH")),
    columns=st.lists(columns(), max_size=5).map(tuple),
    row_count=st.just(20),
    document=st.none()
    | st.builds(DocumentFacts, characters=st.integers(0, 99), entities=st.just({}), roles=st.just({})),
    vocabulary=st.sampled_from((EDITION.vocabulary.fingerprint, "")),
)


def judge(subject: Subject) -> Decision:
    return decide(subject, EDITION, today=DAY)


@settings(max_examples=120, deadline=None)
@given(subjects)
def test_any_facts_are_judged_and_survive_json(subject: Subject) -> None:
    decision = judge(subject)
    assert Subject.from_json(json.loads(json.dumps(subject.to_json()))) == subject
    assert Decision.from_json(json.loads(json.dumps(decision.to_json()))) == decision
    assert decision.reasons_zh
    assert len(decision.reasons_zh) == len(decision.reasons_en)
    assert 0 < decision.confidence <= 1


@settings(max_examples=80, deadline=None)
@given(subjects)
def test_a_mark_or_a_core_flag_always_refuses(subject: Subject) -> None:
    assert judge(replace(subject, marks=(MarkFacts("机密", "text"),))).release == "refuse"
    assert judge(replace(subject, catalogue_flag=SecurityLabel.CORE)).release == "refuse"


@settings(max_examples=80, deadline=None)
@given(subjects)
def test_what_could_not_be_read_is_never_opened(subject: Subject) -> None:
    assert judge(replace(subject, missing=("unread_pages",))).release.severity >= 3


@settings(max_examples=80, deadline=None)
@given(subjects)
def test_facts_of_a_scan_that_looked_for_nothing_never_loosen(subject: Subject) -> None:
    known = judge(replace(subject, vocabulary=EDITION.vocabulary.fingerprint))
    unknown = judge(replace(subject, vocabulary=""))
    assert unknown.release.severity >= known.release.severity


@settings(max_examples=80, deadline=None)
@given(subjects)
def test_found_identity_numbers_are_demanded_or_the_data_stays_in(subject: Subject) -> None:
    column = ColumnFacts("甲", 0, "text", 20, 20, 20, {"CN_ID": EntityFacts(20, 1.0, 20)}, {}, {}, 18)
    decision = judge(replace(subject, columns=(*subject.columns, column)))
    assert decision.release.severity >= 3 or any(d.column == "甲" for d in decision.masking)


gaps = st.text(" \t　·", max_size=3)


spellings = st.tuples(
    st.sampled_from("绝机秘"),
    st.tuples(gaps, gaps, gaps),
    st.sampled_from("★☆*\uff0a"),
    st.sampled_from(("5年", "长期", "6个月", "10 年")),
    st.text("甲乙丙\n", max_size=30),
)


@given(spellings)
def test_a_mark_is_found_in_any_spelling(spelling: tuple[str, tuple[str, str, str], str, str, str]) -> None:
    level, spaces, star, term, before = spelling
    text = f"{before}\n{level}{spaces[0]}密{spaces[1]}{star}{spaces[2]}{term}\n正文"
    assert any(mark.level == f"{level}密" for mark in find_secrecy_marks(text))


@given(st.text(max_size=200))
def test_any_text_has_marks_of_known_grades_inside_it_or_none(text: str) -> None:
    marks = find_secrecy_marks(text)
    assert marks == find_secrecy_marks(text)
    assert all(mark.level in {"绝密", "机密", "秘密"} and mark.line >= 1 for mark in marks)
