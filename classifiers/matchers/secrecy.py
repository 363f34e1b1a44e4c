"""What the whole resembles: datasets that are refused, whatever words they use (`classifiers.likeness.secrecy`).

A clause names it beside the words of its matter: neither the matter alone nor the likeness alone refuses anything.
"""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.likeness import resembles_shut, secrecy
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"at_least": "number"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when the likeness reaches `at_least` (0) and the whole resembles what is shut, too."""
    if not resembles_shut(reading) or secrecy(reading) < params.get("at_least", 0.0):
        return None
    return (Evidence("meta", 1, "secrecy"),)
