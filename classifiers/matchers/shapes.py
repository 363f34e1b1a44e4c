"""Columns whose cells have a form: masked already, masked in part, written in disguise, long plain numbers …"""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "shapes", "at_least": "number", "roles": "roles", "with": "entities", "without": "entities"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when a column (of `roles`) has at least that share of cells of the form.

    with: entities that must be found in the same column; without: entities that must not.
    """
    if reading.shapes.isdisjoint(params["is"]):
        return None
    found = []
    least = params.get("at_least", 0.0)
    for column in reading.columns:
        facts = column.facts
        if "roles" in params and column.role not in params["roles"] and column.nominal not in params["roles"]:
            continue
        if "with" in params and facts.cells(*params["with"]) == 0:
            continue
        if "without" in params and facts.cells(*params["without"]) > 0:
            continue
        for shape in params["is"]:
            share = facts.shape(shape)
            if share > 0 and share >= least:
                found.append(Evidence(f"column:{facts.name}", round(share * facts.nonempty), f"form:{shape}"))
    return tuple(found) or None
