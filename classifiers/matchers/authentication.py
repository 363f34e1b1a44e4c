"""Authentication data (JR/T 0171-2020 C3): passwords, CVV, biometrics, by column with values or by text."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"any": "words", "not": "words"}
_ENTITIES: Final = ("PASSWORD", "CVV")


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when a column of credentials has values, or cells or text hold a credential."""
    found = []
    for column in reading.columns:
        name = column.name.whole
        named = any(w in name for w in params["any"]) and not any(w in name for w in params.get("not", ()))
        if column.role == "credential" and named and not column.masked:
            found.append(Evidence(f"column:{column.facts.name}", column.facts.nonempty, "credential"))
        elif not column.is_measure and (cells := column.facts.cells(*_ENTITIES)):
            found.append(Evidence(f"column:{column.facts.name}", cells, "credential"))
    if reading.subject.document is not None:
        count = reading.subject.document.credentials
        count += sum(reading.subject.document.entities.get(e, 0) for e in _ENTITIES)
        if count:
            found.append(Evidence("text", count, "credential"))
    return tuple(found) or None
