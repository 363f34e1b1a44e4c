"""Editions as YAML: problems with their lines, content hash, dates."""

from datetime import date
from itertools import pairwise

import pytest

from catalog.ingest.cell_forms import FORMS
from classifiers.edition_file import read_edition
from classifiers.edition_source import MAX_BYTES
from classifiers.errors import NegativeListError
from classifiers.known_names import ENTITIES, SHAPES, names_of
from classifiers.matchers import MATCHERS
from classifiers.negative_list import EDITIONS, current_edition, load_edition
from desensitize.entities import Entity

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
        ("    title: 金库", "    title: no", 12, "`title` must be text"),
        ("    title: 金库", "    title: [金库]", 12, "`title` must be text"),
        ("number: 7", "number: true", 2, "whole number"),
        ("number: 7", "number: " + "9" * 5000, 2, "whole number"),
        ("name: 试行清单", "name: [试行清单]", 3, "`name` must be text"),
        ("approval_number: 〔2026〕7号", "approval_number: 20267", 7, "`approval_number` must be text"),
        ("in_force_from: 2026-03-01", "in_force_from: 2026-02-30", 4, "must be a date"),
        ("in_force_from: 2026-03-01", "in_force_from: 2026-03-01 08:00:00", 4, "must be a date"),
        ("words:", "word:", 8, "unknown key `word`"),
        ("[押运, 金库]", "[押运, 2026]", 9, "list of words"),
        ("[押运, 金库]", "[押运, '']", 9, "a word is empty"),
        ("[押运, 金库]", "[押运, $topics]", 9, "cannot refer to another"),
        ("[押运, 金库]", "[押运, '*金库']", 9, "gaps (*)"),
        ("[押运, 金库]", "[押运, a*b*c*d*e]", 9, "at most 3"),
        ("[押运, 金库]", "\n    - 押运\n    - 3", 11, "list of words"),
        ("id: T-1", "id: new", 11, "`id` begins"),
        ("id: T-1", "id: a/b", 11, "`id` begins"),
        ("id: T-1", "id: 12", 11, "needs an `id`"),
        ("consequence: REFUSE", "consequence: [REFUSE]", 14, "REFUSE, SHARE"),
        ("level: 5", "level: yes", 15, "1 to 5"),
        ("level: 5", "level: 5\n    level: 1", 16, "written twice; also on line 15"),
        ("level: 5", "level: 5\n    cancels: T-1", 16, "`cancels` must be a list"),
        ("level: 5", "level: 5\n    cancels: [T-1]", 16, "only an ALLOW clause"),
        ("level: 5", "level: 5\n    cancels: [T-2]", 16, "unknown clause `T-2`"),
        ("level: 5", "level: 5\n    question: 请核对", 16, "two texts"),
        ("level: 5", "level: 5\n    question: {zh: 请核对, en: Check it (number, date).}", 16, "two texts"),
        ("{any: [$topics]}", "{any: []}", 18, "`keywords` needs `any` / `all`"),
        ("{any: [$topics]}", "{any: [$topics], in: [titel]}", 18, "unknown name `titel`"),
        ("{any: [$topics]}", "{any: [$topics], min: .nan}", 18, "must be a number"),
        ("- keywords: {any: [$topics]}", "- columns: {roles: [id_nunber]}", 18, "unknown name `id_nunber`"),
        ("- keywords: {any: [$topics]}", "- time: {}", 18, "`time` needs `gate`"),
        ("- keywords: {any: [$topics]}", "- department: {is: [RHX]}", 18, "unknown name `RHX`"),
        ("- keywords: {any: [$topics]}", "- personal: {entities: [CN_IDS]}", 18, "unknown name `CN_IDS`"),
        ("- {title: 押运线路}", "- {title: 押运线路, rows: many}", 21, "whole number"),
        ("- {title: 押运线路}", "- {title: 押运线路, columns: [a]}", 21, "must map names"),
        ("- {title: 押运线路}", "- {title: 押运线路, columns: {a: 'CN_ID:abc'}}", 21, "must map names"),
        ("- {title: 押运线路}", "- {title: 押运线路, found: [PERSON]}", 21, "must map kinds"),
        ("- {title: 押运线路}", "- {title: 押运线路, catalogue_flag: 绝密}", 21, "must be core"),
        ("- {title: 押运线路}", "- {title: 押运线路, release_at: 明天}", 21, "must be a date"),
        ("- {title: 押运线路}", "- {title: 押运线路, agency_kind: XX}", 21, "kind of agency"),
        ("      miss:", "      mis:", 22, "unknown key `mis`"),
        ("    title: 金库", "    title: &a 金库", 12, "no anchors"),
        ("    title: 金库", "    title: *a", 12, "no anchors"),
        ("    title: 金库", "    <<: {title: 金库}", 12, "no anchors"),
        ("    title: 金库", "    title: !!python/object/apply:os.system [ls]", 12, "no type tags"),
        ("    title: 金库", "    ? [a, b]\n    : 金库", 12, "a key must be text"),
        ("    title: 金库", "\ttitle: 金库", 12, "not with a tab"),
        ("    title: 金库", "    title: 金\0库", 12, "control character"),
        ("    title: 金库", "    title: {金库", 13, "from line 12 on"),
        ("    title: 金库", "    title: " + "[" * 5000 + "]" * 5000, 12, "nested more than"),
    ],
)
def test_a_problem_has_its_line(old, new, line, words):
    assert any(at == line and words in message for at, message in problems(GOOD.replace(old, new)))


def test_a_second_document_and_an_empty_list_are_problems():
    assert problems(GOOD + "---\n" + GOOD) == [(24, "a file holds one list; no second document")]
    assert (10, "needs at least one clause") in problems(
        GOOD[: GOOD.index("  - id: T-1")].replace("clauses:", "clauses: []")
    )
    assert problems("")[0][0] == 1


def test_a_bomb_of_aliases_is_told_and_not_unfolded():
    letters = "abcdefghij"
    bomb = "a: &a [x, x]\n" + "".join(
        f"{one}: &{one} [" + ", ".join([f"*{before}"] * 10) + "]\n" for before, one in pairwise(letters)
    )
    assert {message[:10] for _, message in problems(bomb + GOOD)} == {"no anchors"}


def test_a_fault_in_one_clause_is_not_told_of_those_that_cancel_it():
    second = GOOD[GOOD.index("  - id: T-1") :].replace("T-1", "T-2").replace("REFUSE", "ALLOW")
    text = GOOD.replace("level: 5", "level: 9") + second.replace("level: 5", "cancels: [T-1]")
    assert problems(text) == [(15, "`level` must be 1 to 5")]


def test_bytes_become_text_with_the_line_of_what_is_no_utf8(tmp_path):
    path = tmp_path / "list.yaml"
    for content, line, words in (
        (GOOD.encode("gb18030"), 3, "not UTF-8"),
        (GOOD.encode("utf-16"), 1, "not UTF-8"),
        (b"# " + b"x" * MAX_BYTES, 0, "too long"),
    ):
        path.write_bytes(content)
        with pytest.raises(NegativeListError) as caught:
            load_edition(path)
        assert [p.line for p in caught.value.problems] == [line]
        assert words in caught.value.problems[0].message
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_edition(path).id == load_edition(GOOD).id


def test_names_that_an_edition_may_write_are_those_the_product_finds():
    assert {entity.value for entity in Entity} == ENTITIES
    assert {*FORMS, "minor"} == SHAPES
    assert names_of("departments") == {"CZ", "SW", "SWJ", "JRJ", "RH", "YBJ", "ZJJ", "SCJG", "TJ"}
    for matcher in MATCHERS.values():
        for kind in matcher.fields.values():
            assert kind in {"words", "number", "flag"} or names_of(kind)


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
