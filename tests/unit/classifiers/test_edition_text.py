"""An edition's file changed clause by clause: what is changed changes, and every other line stays."""

from datetime import date

import pytest

from classifiers.edition_text import (
    add_clause,
    clause_ids,
    clause_text,
    clause_values,
    clause_yaml,
    head_values,
    remove_clause,
    replace_clause,
    with_head,
)
from classifiers.errors import NegativeListError
from classifiers.negative_list import EDITIONS, load_edition

SHIPPED = max(EDITIONS.glob("*.yaml")).read_text("utf-8")


def test_every_clause_can_be_taken_out_written_and_put_back() -> None:
    edition = load_edition(SHIPPED)
    assert clause_ids(SHIPPED) == tuple(clause.id for clause in edition.clauses)
    text = SHIPPED
    for clause_id in clause_ids(SHIPPED)[::4]:
        is_same = replace_clause(SHIPPED, clause_id, clause_text(SHIPPED, clause_id)) == SHIPPED
        assert is_same, clause_id
        text = replace_clause(text, clause_id, clause_yaml(clause_values(text, clause_id)))
    assert load_edition(text).id == edition.id
    assert text.startswith(SHIPPED[:200])


def test_what_is_written_has_no_aliases() -> None:
    day, words = date(2026, 3, 1), ["甲", "乙"]
    text = with_head(SHIPPED, in_force_from=day, in_force_to=day)
    assert load_edition(text).in_force_to == day
    written = clause_yaml({"id": "T-1", "when": [{"keywords": {"any": words, "none": words}}]})
    assert "&" not in written
    assert "*" not in written


def test_one_clause_changes_and_the_rest_stays() -> None:
    values = clause_values(SHIPPED, "NL-B05")
    changed = replace_clause(SHIPPED, "NL-B05", clause_yaml({**values, "consequence": "CONDITIONAL"}))
    before, after = load_edition(SHIPPED), load_edition(changed)
    assert after.by_id["NL-B05"].consequence == "CONDITIONAL"
    assert {c.id for c in after.clauses if c.consequence != before.by_id[c.id].consequence} == {"NL-B05"}
    remarks = [line for line in SHIPPED.splitlines() if line.startswith("#")]
    assert [line for line in changed.splitlines() if line.startswith("#")] == remarks
    assert [c.id for c in before.clauses] == [c.id for c in after.clauses]


def test_a_clause_is_added_in_its_group_and_removed() -> None:
    new = clause_yaml({**clause_values(SHIPPED, "NL-B05"), "id": "NL-B99", "title": "另一条"})
    more = add_clause(SHIPPED, new)
    ids = clause_ids(more)
    assert ids[ids.index("NL-B99") - 1].startswith("NL-B")
    assert ids[ids.index("NL-B99") + 1].startswith("NL-C")
    assert load_edition(more).by_id["NL-B99"].title == "另一条"
    assert load_edition(remove_clause(more, "NL-B99")).id == load_edition(SHIPPED).id
    for clause_id in (clause_ids(SHIPPED)[0], clause_ids(SHIPPED)[-1]):
        assert clause_id not in clause_ids(remove_clause(SHIPPED, clause_id))


def test_the_head_is_written_anew() -> None:
    text = with_head(SHIPPED, number=2, approver="市政府办公厅", in_force_to=None)
    assert head_values(text)["number"] == 2
    assert head_values(text)["name"] == head_values(SHIPPED)["name"]
    assert load_edition(text).approver == "市政府办公厅"
    assert clause_ids(text) == clause_ids(SHIPPED)
    short = "edition: {number: 1, name: a}\nclauses:\n- {id: X}\n- id: Y\n"
    assert head_values(with_head(short, number=3)) == {"number": 3, "name": "a"}
    assert clause_ids(with_head("clauses:\n- id: Y\n", number=3)) == ("Y",)
    assert clause_text(short, "Y") == "id: Y\n"


@pytest.mark.parametrize(
    ("text", "line"), [("clauses: [", 1), ("a: 1", 1), ("edition: {}\nclauses: [{id: A}, {id: B}]\n", 2)]
)
def test_what_cannot_be_changed_says_where(text: str, line: int) -> None:
    with pytest.raises(NegativeListError) as caught:
        replace_clause(text, "A", "id: A\n")
    assert caught.value.problems[0].line == line


@pytest.mark.parametrize("new", ["", "- id: A\n", "title: [", "title: without an id\n"])
def test_what_is_put_in_is_one_clause(new: str) -> None:
    with pytest.raises(NegativeListError):
        replace_clause(SHIPPED, "NL-B05", new)
    with pytest.raises(KeyError):
        replace_clause(SHIPPED, "NL-Z99", "id: A\n")
