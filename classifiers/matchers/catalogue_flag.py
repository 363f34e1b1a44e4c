"""Catalogue flag: the data is on a catalogue of core or important data (数据安全法 art. 21). Decides before content."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"is": "labels"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the dataset's catalogue flag is one of `is` (core, important, general)."""
    flag = reading.subject.catalogue_flag
    if flag is None or flag.value not in params["is"]:
        return None
    return (Evidence("catalogue_flag", 1, flag.value),)
