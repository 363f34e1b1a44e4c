"""Small cells: counts of units under three, or one unit with more than 85 % (统计法实施条例 art. 29)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from classifiers.column_roles import ColumnReading
from classifiers.decision import Evidence
from classifiers.grain import Grain
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading
from classifiers.small_groups import BESIDE, DOMINANT, SMALL, figures_beside

FIELDS: Final = {
    "counts": "words",
    "dominance": "words",
    "one": "words",
    "not": "words",
}
_FIGURES: Final = frozenset({"amount", "number", "rate"})


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when an aggregate has a column of unit counts (by `counts`) with 1 or 2, beside amounts.

    A share (by `dominance`) above 85 % speaks of one unit only where its name says so (by `one`: 最大企业占比): any
    other is that of a kind, a place or a channel in the whole. Amounts and rates of those few units are evidence too:
    the count alone hidden, they would still tell of one.
    """
    if reading.grain is not Grain.AGGREGATE or not any(c.role in _FIGURES for c in reading.columns):
        return None
    named = [c for c in reading.columns if not any(w in c.name.whole for w in params.get("not", ()))]
    counts = [c for c in named if c.is_measure and any(w in c.name.whole for w in params["counts"])]
    shares = [c for c in named if all(any(w in c.name.whole for w in params.get(k, ())) for k in ("dominance", "one"))]
    found = (*_telling(counts, "small", SMALL, reading), *_telling(shares, "over85", DOMINANT, reading))
    return found or None


def _telling(columns: Sequence[ColumnReading], shape: str, kind: str, reading: Reading) -> Iterator[Evidence]:
    """Evidence of the columns with cells of that shape, and of the figures that belong to them."""
    cells = {c.facts.name: round(c.facts.shape(shape) * c.facts.nonempty) for c in columns if c.facts.shape(shape) > 0}
    yield from (Evidence(f"column:{name}", count, kind) for name, count in cells.items())
    for figure, own in figures_beside(reading.columns, [c.facts.name for c in columns], [*cells]):
        yield Evidence(f"column:{figure.facts.name}", cells[own], BESIDE)
