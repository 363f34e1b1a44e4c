"""Kind of resource: rows and columns, or running text."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.matchers.outcome import HOLDS, Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "resources"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the content is of one of the kinds (data, text)."""
    kind = "data" if reading.columns else "text"
    return HOLDS if kind in params["is"] else None
