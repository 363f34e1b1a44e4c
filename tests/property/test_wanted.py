"""What is looked for in a release: normal forms whatever the way to them, and what needs its surroundings to be known."""

import random

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from desensitize.entities import ENTITY_INDEX, PERSONAL
from desensitize.masking.hidden import HiddenValues
from desensitize.operators import squash
from desensitize.proof.standing import find_standing
from desensitize.proof.wanted import Sought, normal_forms
from desensitize.scanning.columns import scan_column
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher
from tests.bench import records
from tests.property.test_scan_equals_analyzer import HEADERS, MARKS, cell

MATCHER = Matcher()


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=12), st.text("aZ9.@-_ \n\r\"',*１", max_size=12)), max_size=8))
def test_normal_forms_of_any_texts(texts: list[str]) -> None:
    values = pl.Series([text.encode("utf-8", "ignore").decode() for text in texts], dtype=pl.String)
    expected = [squash(pl.Series([value]))[0].upper() for value in values.to_list()]
    assert [form.upper() for form in normal_forms(values).to_list()] == expected


def _hidden(cells: pl.Series, context: CellContext) -> HiddenValues:
    spans = scan_column(cells, context, MATCHER).of(*PERSONAL)
    values = [cells[row][f.start : f.end] for row, f in spans]
    columns = np.zeros(len(spans), np.int32)
    return HiddenValues(spans.rows, spans.entities, columns, pl.Series("text", values, dtype=pl.String), spans.scores)


def test_what_no_scan_would_find_by_itself_is_remembered() -> None:
    """Every value that the matcher does not see whole when it stands alone is among them, whatever made it known."""
    rng = random.Random(20)
    alone = 0
    for header in HEADERS:
        context = CellContext.of([header, *rng.choice(MARKS)])
        cells = pl.Series([cell(rng) for _ in range(300)], dtype=pl.String)
        hidden = _hidden(cells, context)
        bound = set(Sought.of(hidden).context_bound().hashes[0].tolist()) if len(hidden) else set()
        sought = Sought.of(hidden)
        for value, form, length in zip(hidden.values.to_list(), sought.hashes.tolist(), sought.lengths, strict=True):
            seen = any(
                f.start == 0 and f.end >= len(value) and f.entity in PERSONAL
                for f in MATCHER.find(value, CellContext())
            )
            assert seen or form in bound or length < 6, value
            alone += seen
    assert alone > 1_000


def test_a_credit_code_alone_proves_nobody_would_find_the_card() -> None:
    """A number that was a card beside its label, and is a body's code where it stands alone, is remembered."""
    rng = random.Random(3)
    code = records.uscc(rng)
    kinds = np.array([ENTITY_INDEX["BANK_ACCOUNT"]], np.uint8)
    nothing = np.zeros(1, np.uint8)
    hidden = HiddenValues(np.zeros(1, np.int64), kinds, np.zeros(1, np.int32), pl.Series("text", [code]), nothing)
    assert len(Sought.of(hidden).context_bound()) == 1


def test_an_identifier_is_found_in_a_column_that_repeats_itself() -> None:
    rng = random.Random(4)
    number = records.mobile(rng)
    kinds = np.array([ENTITY_INDEX["CN_MOBILE"]], np.uint8)
    hidden = HiddenValues(
        np.zeros(1, np.int64), kinds, np.zeros(1, np.int32), pl.Series("text", [number]), np.zeros(1, np.uint8)
    )
    texts = ["正常", "逾期", None, f"见{number}"] * 3_000
    hits = find_standing(pl.Series(texts, dtype=pl.String), Sought.of(hidden).wanted())
    assert [hit.text for hit in hits] == list(range(3, 12_000, 4))
    assert {(hit.start, hit.end) for hit in hits} == {(1, 12)}
