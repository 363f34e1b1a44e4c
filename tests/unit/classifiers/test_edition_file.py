"""Editions as YAML: problems with their lines, content hash, dates."""

from datetime import date

import pytest

from classifiers.edition_file import read_edition
from classifiers.errors import NegativeListError
from classifiers.negative_list import EDITIONS, current_edition, load_edition

GOOD = """\
edition:
  number: 7
  name: 试行清单
  in_force_from: 2026-03-01
  in_force_to: 2026-12-31
  approver: 某办公室
  approval_number: 〔2026〕7号
words:
  topics: [押运, 金库]
clauses:
  - id: T-1
    title: 金库
    title_en: vaults
    consequence: REFUSE
    level: 5
    basis: 某法第1条
    when:
      - keywords: {any: [$topics]}
    examples:
      hit:
        - {title: 押运线路}
      miss:
        - {title: 存款余额}
"""

SHIPPED = (EDITIONS / "2026-01.yaml").read_text("utf-8")


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(NegativeListError) as caught:
        load_edition(text)
    assert caught.value.code == "classify.negative_list"
    return [(p.line, p.message) for p in caught.value.problems]


def test_a_good_edition_is_read():
    edition = load_edition(GOOD)
    assert (edition.number, edition.approval_number, len(edition.clauses)) == (7, "〔2026〕7号", 1)
    assert edition.clauses[0].when[0].conditions[0].params["any"] == ("押运", "金库")
    assert edition.vocabulary.words == {"押运", "金库"}
    assert edition.is_in_force(date(2026, 3, 1))
    assert not edition.is_in_force(date(2027, 1, 1))


def test_the_id_is_a_hash_of_the_meaning():
    commented = "# a remark\n" + GOOD.replace("[押运, 金库]", "\n    - 押运\n    - 金库")
    assert load_edition(commented).id == load_edition(GOOD).id
    assert load_edition(GOOD.replace("某法第1条", "某法第2条")).id != load_edition(GOOD).id


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("consequence: REFUSE", "consequence: FORBID", 14, "REFUSE, SHARE"),
        ("keywords: {any", "keywrods: {any", 18, "unknown matcher"),
        ("{any: [$topics]}", "{amy: [$topics]}", 18, "no parameter"),
        ("$topics", "$topic", 18, "no list of words"),
        ("level: 5", "level: 9", 15, "1 to 5"),
        ("    basis: 某法第1条\n", "", 11, "`basis` is missing"),
        ("in_force_to: 2026-12-31", "in_force_to: 2025-12-31", 5, "before it begins"),
        ("approval_number: 〔2026〕7号", "approval_no: 〔2026〕7号", 7, "unknown key"),
        ("- {title: 存款余额}", "- {titel: 存款余额}", 23, "an example has no"),
        ("    title: 金库", "    titel: 金库", 12, "unknown key"),
    ],
)
def test_a_problem_has_its_line(old, new, line, words):
    assert any(at == line and words in message for at, message in problems(GOOD.replace(old, new)))


def test_all_problems_are_told_at_once_and_in_order():
    found = problems(GOOD.replace("level: 5", "level: 9").replace("REFUSE", "NO").replace("$topics", "$x"))
    assert len(found) >= 3
    assert found == sorted(found, key=lambda p: p[0])


def test_broken_yaml_has_a_line_and_no_text_of_the_file():
    with pytest.raises(NegativeListError) as caught:
        load_edition(GOOD.replace("    title: 金库", "    title: [金库"))
    assert caught.value.problems[0].line > 0
    assert "金库" not in str(caught.value)


def test_a_clause_twice_is_a_problem():
    twice = GOOD + GOOD[GOOD.index("  - id: T-1") :]
    assert any("is also on line 11" in message for _, message in problems(twice))


def test_only_mask_clauses_mask():
    text = GOOD.replace("    when:", "    masks:\n      - {roles: [id_number], entity: CN_ID, action: drop}\n    when:")
    assert any("only a MASK clause" in message for _, message in problems(text))


def test_shipped_files_are_valid_and_the_newest_is_current():
    editions = [load_edition(path) for path in sorted(EDITIONS.glob("*.yaml"))]
    assert current_edition().id == max(editions, key=lambda e: (e.in_force_from, e.number)).id


def test_a_fault_is_said_in_both_languages_and_quotes_no_other_line():
    with pytest.raises(NegativeListError) as caught:
        read_edition(SHIPPED.replace("level: 5", "level: 9", 1))
    problem = caught.value.problems[0]
    assert problem.message_zh == "`level` 须是 1 至 5"
    assert problem.message == "`level` must be 1 to 5"
    assert (
        str(problem) == f"第{problem.line}行 NL-A01：`level` 须是 1 至 5（line {problem.line}: `level` must be 1 to 5）"
    )


def test_an_edition_is_not_in_force_before_it_was_approved():
    with pytest.raises(NegativeListError) as caught:
        read_edition(SHIPPED.replace("in_force_from: 2026-01-01", "in_force_from: 2025-01-01", 1))
    assert [p.message for p in caught.value.problems] == ["is in force before it was approved"]
