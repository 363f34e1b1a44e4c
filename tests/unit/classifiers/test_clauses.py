"""Every clause of the shipped list: its examples, its evidence, and that nothing but the clause makes them so."""

from dataclasses import replace
from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import current_edition
from classifiers.selftest import failed_examples, is_hit
from classifiers.tiers import Consequence

EDITION = current_edition()
DAY = date(2026, 6, 1)


def test_there_are_74_clauses_in_five_groups():
    prefixes = [clause.id[3] for clause in EDITION.clauses]
    assert {p: prefixes.count(p) for p in "ABCDX"} == {"A": 12, "B": 22, "C": 6, "D": 24, "X": 10}


def test_every_clause_carries_what_the_law_wants():
    assert EDITION.approver
    assert EDITION.approval_number
    assert EDITION.in_force_from <= DAY
    for clause in EDITION.clauses:
        assert clause.basis, clause.id
        assert clause.title_en, clause.id
        assert clause.must_hit, clause.id
        assert clause.must_not_hit, clause.id


def test_every_example_is_judged_as_it_must_be():
    assert failed_examples(EDITION) == ()


@pytest.mark.parametrize("clause", EDITION.clauses, ids=lambda c: c.id)
def test_dropping_the_clause_changes_the_decision(clause):
    """Mutation: without the clause, something that it decided is decided or reasoned otherwise."""
    without = EDITION.without(clause.id)
    for example in clause.must_hit:
        subject = example_subject(example, EDITION)
        before, after = decide(subject, EDITION, today=DAY), decide(subject, without, today=DAY)
        assert clause.id in {h.clause_id for h in before.clauses}
        assert clause.id not in {h.clause_id for h in after.clauses}
        assert (before.deciding_clause, before.reasons_zh) != (after.deciding_clause, after.reasons_zh)


@pytest.mark.parametrize(
    "clause",
    [c for c in EDITION.clauses if c.consequence in {Consequence.REFUSE, Consequence.SHARE}],
    ids=lambda c: c.id,
)
def test_a_strict_clause_decides_its_own_example(clause):
    for example in clause.must_hit:
        decision = decide(example_subject(example, EDITION), EDITION, today=DAY)
        assert decision.release.severity >= clause.consequence.release.severity


@pytest.mark.parametrize("clause", EDITION.clauses, ids=lambda c: c.id)
def test_evidence_names_places_and_never_a_value(clause):
    for example in clause.must_hit:
        subject = example_subject(example, EDITION)
        hit = next(h for h in decide(subject, EDITION, today=DAY).clauses if h.clause_id == clause.id)
        assert hit.basis == clause.basis
        for evidence in hit.evidence:
            assert evidence.count >= 0
            assert evidence.place.split(":")[0] in {
                *("title", "description", "tags", "file_name", "text", "cells", "column", "meta", "rows", "agency"),
                *("release_at", "public_until", "catalogue_flag", "update_frequency"),
            }


def test_an_allow_clause_cancels_words_and_not_values():
    blank = next(c for c in EDITION.clauses if c.id == "NL-X05").must_hit[0]
    subject = example_subject(blank, EDITION)
    assert decide(subject, EDITION, today=DAY).release == "open"
    filled = replace(
        subject,
        row_count=20,
        columns=tuple(replace(c, type="text", rows=20, nonempty=20, distinct=20) for c in subject.columns),
    )
    assert decide(filled, EDITION, today=DAY).release == "refuse"


def test_a_clause_does_not_hit_the_others_counterexamples_needlessly():
    """Counter-examples of the strict clauses stay public or masked: no clause over-blocks another's harmless case."""
    blocked = [
        (clause.id, example.line)
        for clause in EDITION.clauses
        if clause.consequence in {Consequence.REFUSE, Consequence.SHARE, Consequence.CONDITIONAL}
        for example in clause.must_not_hit
        if decide(example_subject(example, EDITION), EDITION, today=DAY).release.severity > 1
    ]
    assert blocked == []


def test_is_hit_tells_cancelled_ones_apart():
    lifted = next(c for c in EDITION.clauses if c.id == "NL-X07")
    marked = next(c for c in EDITION.clauses if c.id == "NL-A01")
    assert is_hit(lifted, lifted.must_hit[0], EDITION)
    assert not is_hit(marked, lifted.must_hit[0], EDITION)
