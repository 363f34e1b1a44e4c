"""What to generalise so that every class holds enough look-alikes."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from desensitize.operators import OPERATORS, How
from desensitize.reidentification.classes import class_numbers, class_sizes

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


def propose_generalisation(frame: pl.DataFrame, quasi_identifiers: Sequence[str], k_least: int) -> tuple[Proposal, ...]:
    """Greedy search: each step leaves the fewest rows in small classes, and generalises rather than drops.

    frame: at least one row. k_least: wanted size of the smallest class. Returns the steps; after the last one k is
    reached, or no quasi-identifier is left.
    """
    now = frame.select(quasi_identifiers)
    ways = {name: _ways(now.get_column(name)) for name in now.columns}
    steps: list[Proposal] = []
    while now.width:
        if _measure(now, k_least)[1] == 0:
            break
        tried: list[tuple[int, int, str, str, pl.DataFrame]] = []
        for name in now.columns:
            made, action = ways[name][0] if ways[name] else (None, "drop")
            changed = now.drop(name) if made is None else now.with_columns(made.alias(name))
            k, below = _measure(changed, k_least)
            tried.append((below, int(made is None), name, action, changed))
            del k
        below, _, name, action, now = min(tried, key=lambda one: one[:3])
        ways[name] = ways[name][1:]
        k = _measure(now, k_least)[0] if now.width else frame.height
        steps.append(Proposal(name, action, k, below))
    return tuple(steps)


def _measure(frame: pl.DataFrame, k_least: int) -> tuple[int, int]:
    """k, and rows in classes below `k_least`."""
    if not frame.width:
        return frame.height, 0
    sizes = class_sizes(class_numbers(frame, frame.columns)[0])
    return int(sizes.min()), int(sizes[sizes < k_least].sum())


def _ways(values: pl.Series) -> list[tuple[pl.Series, str]]:
    """Coarser forms of a column, finest first; each is really coarser."""
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
    before = values.n_unique()
    kept = []
    for series, action in made:
        if series.n_unique() < before:
            kept.append((series, action))
            before = series.n_unique()
    return kept


def _mostly(values: pl.Series, pattern: str) -> bool:
    filled = values.drop_nulls()
    return bool(len(filled)) and float(str(filled.str.contains(f"^(?:{pattern})$").mean())) > 0.9


def _apply(operator: str, values: pl.Series, params: dict[str, int]) -> pl.Series:
    filled = values.fill_null("")
    return OPERATORS[operator].apply(filled, How(params=params))
