"""Which unknown figures follow from sums that are known: the attacker's side of suppression, in exact arithmetic.

Two hidden cells a line are not enough (Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001,
chapter 6): lines taken together may leave one of them alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_ROUNDS = 50
"""Times that bounds are passed on; they settle in a few, and any of them is true."""


@dataclass(frozen=True, slots=True)
class Equations:
    """Unknowns that add up to known figures, as parallel arrays of terms.

    of: equation of each term, rising. unknown: its number. factor: 1.0 or -1.0. figures: by equation.
    """

    of: Places
    unknown: Places
    factor: Floats
    figures: Floats


def solved(equations: Equations) -> set[int]:
    """Unknowns that have one value only, whatever the figures are.

    By elimination to reduced row-echelon form: an unknown is determined exactly if a row holds it alone.
    """
    system: dict[int, dict[int, Fraction]] = {}
    terms = zip(equations.of.tolist(), equations.unknown.tolist(), equations.factor.tolist(), strict=True)
    for equation, unknown, factor in terms:
        system.setdefault(equation, {})[unknown] = Fraction(factor)
    rows: dict[int, dict[int, Fraction]] = {}  # by the unknown that each row gives
    within: dict[int, set[int]] = {}  # rows in which an unknown stands besides
    for given in sorted(system.values(), key=len):
        row = _reduced(given, rows)
        if not row:
            continue
        # The unknown that stands in the fewest rows: few have to be rewritten.
        lead = min(row, key=lambda unknown: (len(within.get(unknown, ())), unknown))
        row = {unknown: factor / row[lead] for unknown, factor in row.items()}
        for other in tuple(within.pop(lead, ())):
            _add(rows[other], row, -rows[other][lead], within, other)
        rows[lead] = row
        for unknown in row:
            if unknown != lead:
                within.setdefault(unknown, set()).add(lead)
    return {lead for lead, row in rows.items() if len(row) == 1}


def _reduced(row: dict[int, Fraction], rows: Mapping[int, dict[int, Fraction]]) -> dict[int, Fraction]:
    """A row without the unknowns that others give."""
    for lead in [unknown for unknown in row if unknown in rows]:
        factor = row[lead]
        for unknown, weight in rows[lead].items():
            left = row.get(unknown, Fraction(0)) - factor * weight
            if left:
                row[unknown] = left
            else:
                row.pop(unknown, None)
    return row


def _add(
    row: dict[int, Fraction],
    other: Mapping[int, Fraction],
    factor: Fraction,
    within: dict[int, set[int]],
    lead: int,
) -> None:
    """Add a multiple of another row, keeping account of which unknowns stand where."""
    for unknown, weight in other.items():
        left = row.get(unknown, Fraction(0)) + factor * weight
        if left:
            row[unknown] = left
            within.setdefault(unknown, set()).add(lead)
        else:
            row.pop(unknown, None)
            within.get(unknown, set()).discard(lead)


def bounds(equations: Equations, unknowns: int, least: float) -> tuple[Floats, Floats]:
    """Between which figures each unknown must lie, as far as one sum after the other shows it.

    unknowns: how many there are. least: what every one is at least. Returns the lowest and the highest figures.
    """
    low, high = np.full(unknowns, least), np.full(unknowns, np.inf)
    at, is_plus = equations.unknown, equations.factor > 0
    figures = equations.figures[equations.of]
    for _ in range(_ROUNDS):
        others_low = _of_others(np.where(is_plus, low[at], -high[at]), equations.of)
        others_high = _of_others(np.where(is_plus, high[at], -low[at]), equations.of)
        lowest, highest = figures - others_high, figures - others_low
        lower, higher = low.copy(), high.copy()
        np.maximum.at(lower, at, np.where(is_plus, lowest, -highest))
        np.minimum.at(higher, at, np.where(is_plus, highest, -lowest))
        if np.array_equal(lower, low) and np.array_equal(higher, high):
            break
        low, high = lower, higher
    return low, high


def _of_others(ends: Floats, of: Places) -> Floats:
    """For each term the sum of the other terms' ends in its equation, endless where one of those is."""
    is_endless = np.isinf(ends)
    if not is_endless.any():
        return np.asarray(np.bincount(of, ends)[of] - ends)
    finite = np.where(is_endless, 0.0, ends)
    endless = np.bincount(of, is_endless)[of] - is_endless
    sums = np.bincount(of, finite)[of] - finite
    return np.asarray(np.where(endless > 0, np.copysign(np.inf, ends[is_endless][0]), sums))
