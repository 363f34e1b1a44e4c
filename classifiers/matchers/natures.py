"""The kind of record a dataset is: penalty, subsidy, register, budget, statistics … (`data/natures.yaml`)."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import HOLDS, Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "natures", "not": "natures"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the dataset has one of the natures of `is` (if given) and none of `not`."""
    if reading.natures.intersection(params.get("not", ())):
        return None
    if "is" not in params:
        return HOLDS
    found = sorted(reading.natures.intersection(params["is"]))
    return tuple(Evidence("meta", 1, f"nature:{n}") for n in found) or None
