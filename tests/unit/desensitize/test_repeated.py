"""A column that repeats itself is scanned value by value, and nobody can tell from the findings."""

import random

import numpy as np
import polars as pl
import pytest

from desensitize.findings import Spans
from desensitize.scanning import repeated
from desensitize.scanning.columns import scan_column
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher
from tests.bench import records


def _column(kinds: int, rows: int, *, seed: int) -> pl.Series:
    """So many values, some null, blank, starred or with several findings, over and over in any order."""
    rng = random.Random(seed)
    values = [None, "", "  ", "***", "2025-12-23"]
    while len(values) < kinds:
        values.append(f"{rng.choice(('本人', '联系人', ''))}{records.mobile(rng)}，证件{records.cn_id(rng)}")
    return pl.Series("备注", [rng.choice(values) for _ in range(rows)], dtype=pl.String)


def _same(one: Spans, other: Spans) -> bool:
    parts = ("rows", "starts", "ends", "entities", "scores")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


@pytest.mark.parametrize("kinds", [5, 60, 3_000, 9_000])
@pytest.mark.parametrize("header", ["备注", "手机号码", "订单号"])
def test_findings_of_every_cell_in_order(kinds: int, header: str) -> None:
    cells, context = _column(kinds, 12_000, seed=kinds), CellContext.of([header])
    plain = scan_column(cells, context, Matcher())
    assert _same(repeated.scan_values(cells, context, Matcher()), plain)
    assert len(plain) == 0 or kinds > 5


def test_a_value_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counting(series: pl.Series, context: CellContext, matcher: Matcher) -> Spans:
        seen.append(len(series))
        return scan_column(series, context, matcher)

    monkeypatch.setattr(repeated, "scan_column", counting)
    for kinds in (5, 60, 9_000):
        repeated.scan_values(_column(kinds, 12_000, seed=1), CellContext(), Matcher())
    assert seen == [5, 60, 12_000]
