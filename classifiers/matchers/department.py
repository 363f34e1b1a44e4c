"""The department that provides the data, by its kind (CZ, SW, SWJ, JRJ, RH, YBJ, ZJJ, SCJG, TJ)."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "departments", "not": "departments"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the agency is one of `is` and none of `not`."""
    kind = reading.subject.agency_kind
    if kind in params.get("not", ()) or ("is" in params and kind not in params["is"]):
        return None
    return (Evidence("agency", 1, kind),)
