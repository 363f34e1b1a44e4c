"""Stored facts judged again under another edition: only what a comparison of editions looks at, hence faster.

`rule_on` gives the same tier, release, clauses and masking as `decide` (a property test holds that), without sector,
levels, questions and reasons, which no edition of the list changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from classifiers.demands import masking_demands
from classifiers.engine import weigh
from classifiers.errors import FactsError
from classifiers.negative_list import Edition
from classifiers.reading import read_subject
from classifiers.subject import Subject
from classifiers.tiers import Consequence, Release, Tier

Mask = tuple[str | None, str, str]  # column (None: running text), entity, action


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules said of a dataset: outcome, clauses that stand, what is masked.

    `is_readable` is false when the stored facts could not be read: the dataset needs a new scan.
    """

    tier: Tier
    release: Release
    clauses: frozenset[str]
    deciding_clause: str | None
    masks: frozenset[Mask]
    needs_scan: tuple[str, ...] = ()
    is_readable: bool = True


# what cannot be read counts as strict as anything that is not refused: it goes to a person
UNREADABLE: Final = Ruling(Tier.INTERNAL, Release.SHARE_ONLY, frozenset(), None, frozenset(), is_readable=False)


def rule_on(subject: Subject, edition: Edition, *, today: date) -> Ruling:
    """Judge facts under an edition.

    subject: facts without values. today: day on which gates in time are judged.
    """
    reading = read_subject(subject, edition.vocabulary, today)
    weighed = weigh(reading, edition)
    return Ruling(
        weighed.tier,
        weighed.release,
        frozenset(hit.clause_id for hit in weighed.hits if hit.overruled_by is None),
        weighed.deciding.clause_id if weighed.deciding is not None else None,
        frozenset(
            (one.column, one.entity, one.action)
            for one in masking_demands(reading, edition, weighed.hits, weighed.release)
        ),
        weighed.needs_scan,
    )


def rule_on_stored(facts: Mapping[str, Any], edition: Edition, *, today: date) -> Ruling:
    """Judge stored facts; facts that cannot be read any more give `UNREADABLE`."""
    try:
        subject = Subject.from_json(facts)
    except FactsError:
        return UNREADABLE
    return rule_on(subject, edition, today=today)


def stored_ruling(body: Mapping[str, Any], rules_release: str) -> Ruling:
    """Give what the rules said in a stored decision, whatever a person set afterwards.

    body: the decision as JSON; a person's override changed its release and tier, never its clauses.
    rules_release: the release before any override; the tier follows from it.
    """
    release = Release(rules_release)
    tier = next(c.tier for c in Consequence if c.release is release)
    return Ruling(
        tier,
        release,
        frozenset(hit["clause_id"] for hit in body.get("clauses", ()) if hit.get("overruled_by") is None),
        body.get("deciding_clause"),
        frozenset((one["column"], one["entity"], one["action"]) for one in body.get("masking", ())),
        tuple(body.get("needs_scan", ())),
    )
