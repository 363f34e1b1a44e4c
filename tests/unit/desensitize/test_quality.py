"""Floors under the quality of the finders on generated columns: a change that loses names or touches clean cells fails."""

from random import Random

import pytest

from desensitize.recognizers.finders import FINDERS
from tests.bench.quality_names import Tally
from tests.data.generators.tables import columns_of


@pytest.fixture(scope="module")
def columns():
    """Every kind of column with what is known of it, and what the finders say."""
    made = []
    for kind, header, cells in columns_of(Random(20), 60):
        texts = [cell.text for cell in cells]
        made.append((kind, cells, {str(f.entity): f.find(texts, header=header) for f in FINDERS}))
    return made


@pytest.mark.parametrize(
    ("entity", "floor"), [("PERSON", 0.97), ("ADDRESS", 0.97), ("DATE_OF_BIRTH", 0.97), ("HEALTH", 0.97)]
)
def test_strict_spans(columns, entity, floor):
    tally = Tally()
    for _, cells, found in columns:
        for cell, findings in zip(cells, found[entity], strict=True):
            gold = {(span.start, span.end) for span in cell.spans if span.entity == entity}
            places = {(f.start, f.end) for f in findings}
            tally.add(gold, places, {at for start, end in places for at in range(start, end)})
    assert tally.right > 50
    assert 2 * tally.right / (2 * tally.right + tally.extra + tally.missed) >= floor
    assert tally.leaked / tally.characters <= 0.01


def test_clean_cells_stay_untouched(columns):
    clean = touched = 0
    for _, cells, found in columns:
        for row, cell in enumerate(cells):
            if cell.text and not cell.spans:
                clean += 1
                touched += any(results[row] for results in found.values())
    assert clean > 500
    assert touched / clean <= 0.003


def test_columns_of_names_are_found_whole(columns):
    for kind, cells, found in columns:
        if kind == "name":
            missed = [cell for cell, one in zip(cells, found["PERSON"], strict=True) if cell.spans and not one]
            assert len(missed) <= 1
