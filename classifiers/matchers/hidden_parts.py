"""Hidden sheets, rows, columns, comments, tracked changes and document properties that came with the file; somebody's
number in what was typed about it."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final[Mapping[str, str]] = {}
_TYPED: Final = frozenset({"title", "description", "tags", "file_name"})  # somebody's number stands in them


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the file has hidden parts, or a column is hidden."""
    del params
    found = [Evidence(part, 1, "identifier" if part in _TYPED else "hidden") for part in reading.subject.hidden_parts]
    found += [Evidence(f"column:{c.facts.name}", c.facts.nonempty, "hidden") for c in reading.columns if c.facts.hidden]
    return tuple(found) or None
