"""Nobody reads a code: whatever a clause can see has words in both languages."""

import re
from collections.abc import Iterator

import pytest

from classifiers.column_roles import IDENTITY_ROLES, PERSON_ROLES, QUASI_ROLES
from classifiers.evidence_words import KINDS, PLACES, kind_words, place_words
from classifiers.grain import Grain
from classifiers.lexicon import nature_words, role_words
from classifiers.negative_list import current_edition
from classifiers.taxonomy import taxonomy
from desensitize.entities import Entity


def _named_forms() -> Iterator[str]:
    """Forms of cells that a clause's conditions name."""
    for clause in current_edition().clauses:
        for condition in (condition for rule in clause.when for condition in rule.conditions):
            if condition.kind == "shapes":
                yield from condition.params["is"]


def test_every_code_has_words() -> None:
    roles = {one.role for one in role_words()} | PERSON_ROLES | IDENTITY_ROLES | QUASI_ROLES
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


def test_places_and_kinds_are_said() -> None:
    assert place_words("column:khmc", english=False) == "“khmc”列"
    assert place_words("hidden_sheets", english=True) == "hidden sheets"
    assert kind_words("grain:person", english=False) == "一行一人"
    assert kind_words("mark:机密", english=False) == "密级标志“机密”"
    assert kind_words("请勿外传", english=False) == "“请勿外传”"
    department = next(iter(taxonomy().departments.values()))
    assert kind_words(department.code, english=False) == department.name
