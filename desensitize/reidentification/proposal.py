"""What to generalise so that every class holds enough look-alikes."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from desensitize.operators import OPERATORS, How
from desensitize.reidentification.classes import Numbered, class_sizes, joined_numbers, value_numbers
from desensitize.table import Table

_DATE = r"(?:19|20)\d{2}[-./年]?\d{0,2}[-./月]?\d{0,2}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One step, to be taken after those before it.

    column: what to change. action: year, age_band, county, bucket or drop. k: smallest class afterwards.
    rows_below_k: rows still in classes that are too small.
    """

    column: str
    action: str
    k: int
    rows_below_k: int


def propose_generalisation(frame: Table, quasi_identifiers: Sequence[str], k_least: int) -> tuple[Proposal, ...]:
    """Greedy search: each step leaves the fewest rows in small classes, and generalises rather than drops.

    frame: at least one row; its columns are looked at one by one. k_least: wanted size of the smallest class. Returns
    the steps; after the last one k is reached, or no quasi-identifier is left.
    """
    ways = {name: _ways(frame.get_column(name)) for name in quasi_identifiers}
    now = {name: forms.pop(0)[0] for name, forms in ways.items()}
    steps: list[Proposal] = []
    while now and _measure(now, k_least)[1]:
        below, _, name = min(
            (_measure(_changed(now, name, ways[name]), k_least)[1], int(not ways[name]), name) for name in now
        )
        action = ways[name][0][1] if ways[name] else "drop"
        now = _changed(now, name, ways[name])
        ways[name] = ways[name][1:]
        k = _measure(now, k_least)[0] if now else frame.height
        steps.append(Proposal(name, action, k, below))
    return tuple(steps)


def _changed(now: dict[str, Numbered], name: str, ways: list[tuple[Numbered, str]]) -> dict[str, Numbered]:
    """The columns with one in its next coarser form, or without it when there is none."""
    if ways:
        return {**now, name: ways[0][0]}
    return {other: numbered for other, numbered in now.items() if other != name}


def _measure(columns: dict[str, Numbered], k_least: int) -> tuple[int, int]:
    """k, and rows in classes below `k_least`."""
    if not columns:
        return 0, 0
    sizes = class_sizes(joined_numbers(list(columns.values()))[0])
    return int(sizes.min()), int(sizes[sizes < k_least].sum())


def _ways(values: pl.Series) -> list[tuple[Numbered, str]]:
    """A column as it is and in coarser forms, finest first; each is really coarser than the one before."""
    text = values.cast(pl.String)
    made: list[tuple[pl.Series, str]] = []
    if _mostly(text, _DATE):
        made.append((text.str.extract(r"((?:19|20)\d{2})", 1), "year"))
        made.append((_apply("age_band", text, {"width": 10}), "age_band"))
    elif values.dtype.is_numeric() or _mostly(text, r"-?[\d,]+(?:\.\d+)?"):
        is_age = any(word in values.name for word in ("年龄", "age", "Age"))
        made.append(
            (_apply("age_band", text, {"width": 10}), "age_band") if is_age else (_apply("bucket", text, {}), "bucket")
        )
    elif _mostly(text, r".*[省市区县].+"):
        made.append((_apply("county", text, {}), "county"))
    kept = [(value_numbers(values), "")]
    for series, action in made:
        numbered = value_numbers(series)
        if numbered[1] < kept[-1][0][1]:
            kept.append((numbered, action))
    return kept


def _mostly(values: pl.Series, pattern: str) -> bool:
    filled = values.drop_nulls()
    return bool(len(filled)) and float(str(filled.str.contains(f"^(?:{pattern})$").mean())) > 0.9


def _apply(operator: str, values: pl.Series, params: dict[str, int]) -> pl.Series:
    filled = values.fill_null("")
    return OPERATORS[operator].apply(filled, How(params=params))
