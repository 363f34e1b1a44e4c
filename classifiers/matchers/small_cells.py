"""Small cells: counts of units under three, or one unit with more than 85 % (统计法实施条例 art. 29)."""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.grain import Grain
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading

FIELDS: Final = {
    "counts": "words",
    "dominance": "words",
    "units": "words",
    "one": "words",
    "classes": "words",
    "not": "words",
}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when an aggregate has a column of unit counts (by `counts`) with 1 or 2, beside amounts.

    A share (by `dominance`) above 85 % speaks of one unit only where the columns speak of units at all (`units`): in
    a table of men and women or of channels it is a share of the whole. The share of a kind of units (by `classes`:
    小微企业占比, 商户占比) counts many of them, unless its name speaks of `one`.
    """
    if reading.grain is not Grain.AGGREGATE:
        return None
    found = []
    of_units = any(w in reading.names for w in params.get("units", ()))
    for column in reading.columns:
        name, facts = column.name.whole, column.facts
        if any(w in name for w in params.get("not", ())):
            continue
        if column.is_measure and facts.shape("small") > 0 and any(w in name for w in params["counts"]):
            found.append(Evidence(f"column:{facts.name}", round(facts.shape("small") * facts.nonempty), "small_cell"))
        if (
            of_units
            and not _is_of_kind(name, params)
            and facts.shape("over85") > 0
            and any(w in name for w in params.get("dominance", ()))
        ):
            found.append(Evidence(f"column:{facts.name}", round(facts.shape("over85") * facts.nonempty), "dominance"))
    has_amounts = any(c.role in {"amount", "number", "rate"} for c in reading.columns)
    return tuple(found) if found and has_amounts else None


def _is_of_kind(name: str, params: Mapping[str, Any]) -> bool:
    """Whether a share is that of a kind of units."""
    return any(w in name for w in params.get("classes", ())) and not any(w in name for w in params.get("one", ()))
