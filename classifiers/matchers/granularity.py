"""What one row is: person, org, aggregate, record, template, or a document."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "grains", "not": "grains"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the grain is one of `is` and none of `not`."""
    grain = reading.grain.value
    if grain in params.get("not", ()) or ("is" in params and grain not in params["is"]):
        return None
    return reading.grain_evidence
