"""Judging stored facts again gives what judging them the first time gave; comparing is blind to nothing."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.compare import Direction, compare_rulings
from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import current_edition, load_edition
from classifiers.rerun import UNREADABLE, Ruling, rule_on, rule_on_stored, stored_ruling
from classifiers.subject import Subject
from tests.property.test_classifiers import subjects

EDITION = current_edition()
DAY = date(2026, 6, 1)
EXAMPLES = [
    pytest.param(example, id=f"{clause.id}:{example.line}")
    for clause in EDITION.clauses
    for example in (*clause.must_hit, *clause.must_not_hit)
]
ONE_MORE = """\
edition: {number: 9, name: 试行, in_force_from: 2026-01-01, approver: 某办公室, approval_number: 〔2026〕9号}
clauses:
  - id: T-1
    title: 押运安排
    title_en: escort
    consequence: SHARE
    basis: 某法第1条
    when: [{keywords: {any: [从未找过的词], in: [title, text, cells]}}]
    examples: {hit: [{title: 从未找过的词}], miss: [{title: 余额}]}
"""


def ruling_of(decision: Decision) -> Ruling:
    """What of a whole decision a comparison looks at."""
    return Ruling(
        decision.tier,
        decision.release,
        frozenset(hit.clause_id for hit in decision.clauses if hit.overruled_by is None),
        decision.deciding_clause,
        frozenset((one.column, one.entity, one.action) for one in decision.masking),
        decision.needs_scan,
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_ruled_as_decided(example):
    subject = example_subject(example, EDITION)
    decision = decide(subject, EDITION, today=DAY)
    ruling = rule_on(subject, EDITION, today=DAY)
    assert ruling == ruling_of(decision)
    stored = json.loads(json.dumps(decision.to_json()))
    assert stored_ruling(stored, decision.release.value) == ruling
    assert ruling_of(Decision.from_json(stored)) == ruling
    assert rule_on_stored(json.loads(json.dumps(subject.to_json())), EDITION, today=DAY) == ruling
    assert compare_rulings("same", ruling, ruling) is None


@settings(max_examples=60, deadline=None)
@given(subjects, st.sampled_from(EDITION.clauses))
def test_any_facts_are_ruled_as_decided_also_without_a_clause(subject, clause):
    less = EDITION.without(clause.id)
    full, short = (rule_on(subject, one, today=DAY) for one in (EDITION, less))
    assert full == ruling_of(decide(subject, EDITION, today=DAY))
    assert short == ruling_of(decide(subject, less, today=DAY))
    change, back = compare_rulings("a", full, short), compare_rulings("a", short, full)
    assert (change is None) == (back is None)
    if change is None:
        assert (full.tier, full.release, full.masks) == (short.tier, short.release, short.masks)
        assert full.clauses == short.clauses
    if change is not None and back is not None and change.direction is Direction.LOOSER:
        assert back.direction is Direction.STRICTER


def test_a_word_nobody_looked_for_counts_as_stricter():
    edition = load_edition(ONE_MORE)
    stored = Subject(title="某表", row_count=5, columns=(), vocabulary=EDITION.vocabulary.fingerprint)
    before, after = rule_on(stored, EDITION, today=DAY), rule_on(stored, edition, today=DAY)
    assert after.needs_scan == ("T-1",)
    change = compare_rulings("a", before, after)
    assert change is not None
    assert (change.direction, change.needs_withdrawal) == (Direction.STRICTER, True)


@pytest.mark.parametrize("facts", [{}, {"version": 99, "title": "x"}, {"version": 1, "columns": [{"no": "name"}]}])
def test_facts_that_cannot_be_read_count_as_stricter(facts):
    ruling = rule_on_stored(facts, EDITION, today=DAY)
    assert ruling == UNREADABLE
    change = compare_rulings("a", rule_on(Subject(title="某表"), EDITION, today=DAY), ruling)
    assert change is not None
    assert change.needs_withdrawal
    refused = rule_on(Subject(title="机密★5年"), EDITION, today=DAY)
    again = compare_rulings("a", refused, ruling)
    assert again is not None
    assert again.needs_withdrawal


def test_what_a_person_set_is_not_what_the_rules_said():
    subject = example_subject(next(c for c in EDITION.clauses if c.id == "NL-D01").must_hit[0], EDITION)
    decision = decide(subject, EDITION, today=DAY)
    overridden = {**decision.to_json(), "release": "share_only", "tier": "internal"}
    assert stored_ruling(overridden, decision.release.value) == ruling_of(decision)
