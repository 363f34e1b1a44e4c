"""Nobody reads a code: whatever a clause can see has words in both languages."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from classifiers.column_roles import IDENTITY_ROLES, MEASURES, PERSON_ROLES, QUASI_ROLES
from classifiers.engine import decide
from classifiers.evidence_words import KINDS, PLACES, kind_words, place_words, seen_words
from classifiers.grain import Grain
from classifiers.lexicon import nature_words, role_words
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, EntityFacts, Subject
from classifiers.taxonomy import taxonomy
from desensitize.entities import ENTITIES, Entity


def _named_forms() -> Iterator[str]:
    """Forms of cells that a clause's conditions name."""
    for clause in current_edition().clauses:
        for condition in (condition for rule in clause.when for condition in rule.conditions):
            if condition.kind == "shapes":
                yield from condition.params["is"]


def test_every_code_has_words() -> None:
    roles = (
        {one.role for one in role_words()} | PERSON_ROLES | IDENTITY_ROLES | QUASI_ROLES | MEASURES | {"named_person"}
    )
    codes = {
        *roles,
        *(entity.value for entity in Entity),
        *(f"grain:{grain.value}" for grain in Grain),
        *(f"nature:{one.nature}" for one in nature_words()),
        *(f"form:{form}" for form in _named_forms()),
        "form:minor",
    }
    assert {"form:masked", "form:variant"} <= codes
    assert sorted(codes - set(KINDS)) == []


@pytest.mark.parametrize("english", [False, True])
def test_words_are_of_their_language(english: bool) -> None:
    words = [pair[english] for pair in (*KINDS.values(), *PLACES.values())]
    assert all(words)
    assert all(bool(re.search("[一-鿿]", word)) is not english for word in words if word != "QQ 号")


def test_a_kind_of_value_is_called_as_in_the_plan() -> None:
    """The rules know the codes only, and say the same words as the side that finds them."""
    assert {code: KINDS[code] for code in Entity} == {
        code: (one.name_zh, one.name_en) for code, one in ENTITIES.items()
    }


def test_places_and_kinds_are_said() -> None:
    assert place_words("column:khmc", english=False) == "“khmc”列"
    assert place_words("hidden_sheets", english=True) == "hidden sheets"
    assert kind_words("grain:person", english=False) == "一行一人"
    assert kind_words("mark:机密", english=False) == "密级标志“机密”"
    assert kind_words("请勿外传", english=False) == "“请勿外传”"
    department = next(iter(taxonomy().departments.values()))
    assert kind_words(department.code, english=False) == department.name


@pytest.mark.parametrize(
    ("place", "kind", "count", "chinese", "english"),
    [
        ("column:备注", "CN_MOBILE", 6, "“备注”列有手机号（6 处）", "mobile number in column “备注” (6)"),
        ("title", "举报线索", 1, "标题有“举报线索”（1 处）", "“举报线索” in title (1)"),
        ("text", "ADDRESS:home", 1, "正文有住址（1 处）", "home address in text (1)"),
        ("text", "PERSON:private", 2, "正文有个人姓名（2 处）", "name of a private person in text (2)"),
        ("rows", "grain:org", 1200, "一行一家单位（1,200 行）", "one organisation a row (1,200 rows)"),
        ("rows", "grain:document", 0, "全文是一份文书", "the whole is a document"),
        ("meta", "nature:subsidy", 1, "题名与数据项表明是补贴发放", "title and columns speak of subsidies"),
        ("agency", "SW", 1, "数源单位是税务局", "the agency is “Tax bureau”"),
    ],
)
def test_what_a_clause_saw_reads_as_a_sentence(place, kind, count, chinese, english) -> None:
    assert seen_words(place, kind, count, english=False) == chinese
    assert seen_words(place, kind, count, english=True) == english


def test_reasons_name_the_law_in_the_marks_of_their_language() -> None:
    columns = (ColumnFacts("证件号", 0, "text", 3, 3, 3, entities={"CN_ID": EntityFacts(3, 1.0, 3)}),)
    subject = Subject(
        title="代理人登记",
        agency_kind="YBJ",
        columns=columns,
        row_count=3,
        vocabulary=current_edition().vocabulary.fingerprint,
    )
    decision = decide(subject, current_edition(), today=date(2026, 11, 23))
    lines = [line for line in decision.reasons_zh if line.startswith("NL-D01")]
    assert lines
    assert not set(lines[0]) & set(";()")
    assert any("NL-D01 (to be masked)" in line and "Basis: " in line for line in decision.reasons_en)


@pytest.mark.parametrize(
    ("place", "kind", "chinese", "english"),
    [
        ("public_until", "expired", "公示期已满", "the period of publication has ended"),
        ("release_at", "embargo", "未到公开时间", "not yet to be published"),
        ("catalogue_flag", "core", "目录标识为核心数据", "the catalogue flag says core data"),
        (
            "column:中间投入(万元)",
            "amount",
            "“中间投入(万元)”列有金额（6 处）",
            "amounts in column “中间投入(万元)” (6)",
        ),
    ],
)
def test_days_flags_and_amounts_read_as_people_say_them(place: str, kind: str, chinese: str, english: str) -> None:
    assert seen_words(place, kind, 6, english=False) == chinese
    assert seen_words(place, kind, 6, english=True) == english
