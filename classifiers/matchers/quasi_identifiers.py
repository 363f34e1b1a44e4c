"""Traits that together single out a person: birth, sex, village, occupation … (GB/T 37964-2019, GB/T 42460-2023)."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.column_roles import QUASI_ROLES
from classifiers.decision import Evidence
from classifiers.grain import is_quasi_person
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"at_least": "number"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when rows describe single people by at least `at_least` (3) traits."""
    found = [c for c in reading.columns if c.role in QUASI_ROLES and c.has_values]
    if len({c.role for c in found}) < params.get("at_least", 3) or not is_quasi_person(reading.columns):
        return None
    return tuple(Evidence(f"column:{c.facts.name}", c.facts.nonempty, c.role) for c in found)
