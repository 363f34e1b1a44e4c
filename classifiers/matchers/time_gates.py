"""Gates in time: not before the release (统计法实施条例 28), not after the notice ends (征信业管理条例 16)."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {"gate": "gates"}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold for `embargo` (release day in the future), `lifted` (it has come) or `expired` (the notice has ended)."""
    subject, found = reading.subject, []
    for gate in params["gate"]:
        if gate == "embargo" and subject.release_at is not None and subject.release_at > reading.today:
            found.append(Evidence("release_at", 1, "embargo"))
        if gate == "lifted" and subject.release_at is not None and subject.release_at <= reading.today:
            found.append(Evidence("release_at", 1, "lifted"))
        if gate == "expired" and subject.public_until is not None and subject.public_until < reading.today:
            found.append(Evidence("public_until", 1, "expired"))
    return tuple(found) or None
