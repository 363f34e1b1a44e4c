"""`portal classify` over lines of any shape: an answer for each, every field of the format, nothing that JSON lacks."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.assess.line import classify_line, classify_text
from classifiers.negative_list import current_edition
from classifiers.taxonomy import taxonomy

EDITION = current_edition()
DAY = date(2026, 11, 23)
NULLABLE = {"id", "deciding_clause", "sector", "released"}
TYPES = {
    "tier": str,
    "release": str,
    "sharing": str,
    "opening": str,
    "clauses": list,
    "deciding_clause": str,
    "theme": str,
    "sector": str,
    "also_sectors": list,
    "resource_kind": str,
    "jr0197_level": int,
    "masking": list,
    "keep": list,
    "text_spans": list,
    "questions": list,
    "released": dict,
}
TOLD = ["", "110101199003077774", "13812345678", "机密★5年", "2024-01", "=1+1", "云川银行", "\ud800", "核心数据"]
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.text(max_size=30), st.sampled_from(TOLD)
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
names = st.one_of(
    st.sampled_from(["姓名", "身份证号", "月份", "金额(万元)", "备注", "", "\u200b", " 姓名 ", "姓名\n", "名" * 300]),
    st.text(max_size=8),
)
fields = st.fixed_dictionaries({"name": names, "type": st.sampled_from(["string", "number", "date", None, 5])})
rows = st.dictionaries(names, scalars, max_size=5)
lines = st.fixed_dictionaries(
    {},
    optional={
        "id": anything,
        "title": st.one_of(st.text(max_size=20), anything),
        "department": st.one_of(st.sampled_from(["云川市财政局", "某某局"]), anything),
        "department_kind": st.one_of(st.sampled_from(["CZ", "XX", "jrj", ""]), anything),
        "description": anything,
        "format": anything,
        "update_frequency": anything,
        "tags": anything,
        "fields": st.one_of(st.lists(st.one_of(fields, anything), max_size=5), anything),
        "rows": st.one_of(st.lists(st.one_of(rows, anything), max_size=5), anything),
        "text": st.one_of(st.none(), st.text(max_size=200), anything),
        "release_at": anything,
        "hidden": anything,
    },
)


def check_form(answer):
    """The answer has every field of the format, of its type."""
    for name, kind in TYPES.items():
        assert isinstance(answer[name], kind) or (name in NULLABLE and answer[name] is None), name
    assert (answer["theme"] == "FIN") == (answer["sector"] in taxonomy().sectors)
    assert set(answer["also_sectors"]) <= {*taxonomy().sectors, *taxonomy().themes} - {answer["theme"]}
    assert 1 <= answer["jr0197_level"] <= 5
    assert all(set(one) == {"column", "entity", "action"} for one in answer["masking"])
    assert all(set(one) == {"text_sha256", "entity"} for one in answer["text_spans"])
    if answer["released"] is not None:
        assert set(answer["released"]) == {"fields", "rows", "text"}
        assert answer["release"] in {"open", "open_after_masking"}
    json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines)
def test_any_line_has_an_answer_in_the_form_of_the_format(line):
    answer = classify_line(line, EDITION, today=DAY)
    check_form(answer)
    if answer["released"] is not None and answer["resource_kind"] == "data":
        assert len(answer["released"]["rows"]) == len(line.get("rows") or [])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines, st.integers(min_value=0, max_value=200))
def test_a_line_that_breaks_off_waits_for_a_person(line, kept):
    text = json.dumps(line).encode()[:kept]
    answer = classify_text(text, EDITION, today=DAY)
    check_form(answer)
    if kept < len(json.dumps(line).encode()):
        assert (answer["release"], answer["released"]) == ("share_only", None)
