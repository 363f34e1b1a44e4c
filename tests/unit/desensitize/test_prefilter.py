"""The conditions that send cells to the matcher: cheap for the regex engine however many rules there come to be."""

import random
import time

import polars as pl
import pytest

from desensitize.scanning import columns, prefilter
from desensitize.scanning.prefilter import ALWAYS_ASK
from tests.bench import records

_KEPT_COMPILED = 32
"""Patterns that Polars keeps compiled; one more, used in turns, and every use compiles it anew."""
_OTHERS = 8
"""Patterns that `columns` writes where it uses them."""


def test_all_patterns_of_a_way_through_the_columns_stay_compiled() -> None:
    named = {
        getattr(columns, name)
        for name in dir(columns)
        if name.isupper()
        and isinstance(getattr(columns, name), str)
        and getattr(columns, name) in vars(prefilter).values()
    }
    assert len(named) >= 10
    assert len(named) + len(ALWAYS_ASK) + _OTHERS <= _KEPT_COMPILED


@pytest.mark.parametrize("repetition", ["[0-9]{17}", "[0-9]{1,17}", "[0-9]{17,}"])
def test_repetitions_weigh_what_they_count(repetition: str) -> None:
    assert prefilter._weight(f"a{repetition}") == 17


def test_groups_hold_every_part_and_no_more_than_the_engine_can() -> None:
    rng = random.Random(3)
    parts = [f"{letter}[0-9]{{{rng.randint(1, 70)}}}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    groups = list(prefilter._grouped([*parts, parts[0]]))
    assert sorted("|".join(groups).split("|")) == sorted(f"(?:{part})" for part in parts)
    assert all(prefilter._weight(group) <= prefilter._WEIGHT or "|" not in group for group in groups)
    assert 1 < len(groups) < len(parts)


def test_no_pattern_outgrows_the_engine_on_remarks() -> None:
    """Each costs what a pattern costs that is known to be small, not fifty times as much."""
    rng = random.Random(5)
    remarks = pl.Series([records.remark(rng, records.wording(rng)) for _ in range(4_000)])
    small = min(_seconds(remarks, "[0-9A-Fa-f]{22}") for _ in range(5))
    slowest = max(min(_seconds(remarks, pattern) for _ in range(3)) for pattern in ALWAYS_ASK)
    assert slowest < 25 * small


def _seconds(texts: pl.Series, pattern: str) -> float:
    begun = time.process_time()
    texts.str.contains(pattern)
    return time.process_time() - begun
