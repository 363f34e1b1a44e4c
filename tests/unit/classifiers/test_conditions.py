"""Every rule and every condition of the shipped list is proved by a dataset that it alone decides.

The cases are datasets as agencies send them (`tests/data/condition_cases.yaml`); a condition that could be dropped
unseen fails here, and so does one that nothing can tell from its neighbours: such a condition is no rule and goes.
"""

from typing import Final

import pytest

from classifiers.engine import weigh
from classifiers.negative_list import Clause, Edition, current_edition
from tests.bench.list_conditions import Case, Part, cases, proved_by, read_case, unproved, without

EDITION: Final = current_edition()


def caught(case: Case, edition: Edition = EDITION) -> set[str]:
    return {hit.clause_id for hit in weigh(read_case(case.data, EDITION), edition).hits}


@pytest.mark.parametrize("clause", EDITION.clauses, ids=lambda clause: clause.id)
def test_the_clause_catches_and_spares_its_cases(clause: Clause) -> None:
    missed = [case.data["title"] for case in cases() if clause.id in case.hit and clause.id not in caught(case)]
    blocked = [case.data["title"] for case in cases() if clause.id in case.spared and clause.id in caught(case)]
    assert (missed, blocked) == ([], [])


def test_no_rule_and_no_condition_can_be_dropped_unseen() -> None:
    assert [str(part) for part in unproved(EDITION)] == []


def test_what_a_part_proves_is_what_dropping_it_changes() -> None:
    """The list really without the part: the case it is said to decide comes out the other way."""
    tried: dict[Part, Case] = {}
    for case in cases():
        reading = read_case(case.data, EDITION)
        for clause in (EDITION.by_id[one] for one in (*case.hit, *case.spared)):
            tried |= dict.fromkeys(proved_by(clause, reading), case)
    assert len(tried) > 700
    same = [
        (str(part), case.data["title"])
        for part, case in tried.items()
        if (part.clause in caught(case)) == (part.clause in caught(case, without(EDITION, part)))
    ]
    assert same == []


def test_every_case_speaks_for_a_clause_of_the_list() -> None:
    assert len(cases()) > 400
    for case in cases():
        assert {*case.hit, *case.spared} <= set(EDITION.by_id), case.data["title"]
        assert case.hit or case.spared, case.data["title"]
