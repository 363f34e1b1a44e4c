"""Masking, for any text: equal to presidio-anonymizer, independent of chunks, and every other character untouched."""

from collections.abc import Callable

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import ColumnScan, Finding, Spans, TableScan
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table, mask_text
from desensitize.masking.row_order import ordering_columns, shuffled_order
from desensitize.masking.spans import merge_overlaps, replace_spans, span_texts
from desensitize.operators import OPERATORS, How
from desensitize.plan import Demand, build_plan

KEYS = MaskingKeys({"release": b"k" * 32})
KINDS = ("CN_MOBILE", "CN_ID", "EMAIL", "PERSON", "ADDRESS", "BANK_CARD", "DATE_OF_BIRTH")
PLAN = build_plan(
    TableScan(0, ()),
    [
        Demand(None, "CN_ID", "partial", "NL-D01"),
        Demand(None, "CN_MOBILE", "pseudonymise", "NL-D03"),
        Demand(None, "EMAIL", "partial", "NL-D06"),
    ],
)
TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("张三0123456789X@.-，云川市区路号 １３a"), st.characters(codec="utf-8")),
    max_size=60,
)
WILD = st.text(alphabet=st.characters(), max_size=60)


@st.composite
def marked(draw: Callable, texts: st.SearchStrategy[str] = TEXT, *, gap: int = 0) -> tuple[str, list[Finding]]:
    """A text and disjoint findings in it, at least `gap` characters apart."""
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    found = []
    last = -gap
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start >= last + gap:
            found.append(Finding(Entity(draw(st.sampled_from(KINDS))), start, end, 1.0))
            last = end
    return text, found


def by_hand(text: str, found: list[Finding]) -> str:
    """The plain definition: cut the text, one operator call a piece."""
    made, done = "", 0
    for finding in found:
        how = How(finding.entity, PLAN.text_params[finding.entity], "release", KEYS)
        piece = text[finding.start : finding.end].encode("utf-8", "replace").decode()
        new = OPERATORS[PLAN.text_entities[finding.entity]].apply(pl.Series([piece], dtype=pl.String), how)[0]
        made, done = made + text[done : finding.start] + new, finding.end
    return made + text[done:]


@given(marked(WILD))
def test_text_equals_the_plain_definition(case: tuple[str, list[Finding]]) -> None:
    text, found = case
    assert mask_text(text, found, PLAN, keys=KEYS) == by_hand(text, found)
    assert mask_text(text, reversed(found), PLAN, keys=KEYS) == by_hand(text, found)


@settings(max_examples=60, deadline=None)
@given(marked(gap=1))
def test_text_equals_presidio_anonymizer(case: tuple[str, list[Finding]]) -> None:
    text, found = case
    # Presidio joins neighbours of one kind that only white space parts; ours are masked one by one.
    found = [f for a, f in zip([None, *found], found, strict=False) if a is None or text[a.end : f.start].strip()]
    operators = {}
    for kind in KINDS:
        how = How(kind, PLAN.text_params[kind], "release", KEYS)

        def one(value: str, *, operator: str = PLAN.text_entities[kind], how: How = how) -> str:
            return str(OPERATORS[operator].apply(pl.Series([value], dtype=pl.String), how)[0])

        operators[kind] = OperatorConfig("custom", {"lambda": one})
    results = [RecognizerResult(f.entity.value, f.start, f.end, f.score) for f in found]
    made = AnonymizerEngine().anonymize(text, results, operators).text if text else ""
    assert mask_text(text, found, PLAN, keys=KEYS) == made


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), marked()), min_size=1, max_size=12), st.integers(1, 5))
def test_a_column_equals_its_texts_and_its_chunks(cells: list[tuple[str, list[Finding]] | None], cut: int) -> None:
    frame = pl.DataFrame({"备注": pl.Series([None if cell is None else cell[0] for cell in cells], dtype=pl.String)})
    found = [(row, f) for row, cell in enumerate(cells) if cell is not None for f in cell[1] if f.end > f.start]
    made = _masked(frame, found)
    expected = [None if cell is None else by_hand(cell[0], [f for f in cell[1] if f.end > f.start]) for cell in cells]
    # A hidden name is hidden in its whole row; apart from that the column is its texts.
    for row, (got, want) in enumerate(zip(made["备注"].to_list(), expected, strict=True)):
        words = [f for r, f in found if r == row and f.entity in {"PERSON", "ADDRESS", "DATE_OF_BIRTH"}]
        assert got == want or words
    parts = []
    for first in range(0, frame.height, cut):
        its = [(row - first, f) for row, f in found if first <= row < first + cut]
        parts.append(_masked(frame.slice(first, cut), its))
    assert pl.concat(parts).equals(made)


def _masked(frame: pl.DataFrame, found: list[tuple[int, Finding]]) -> pl.DataFrame:
    spans = _spans([(row, f.start, f.end, ENTITY_INDEX[f.entity]) for row, f in found])
    kinds = {f.entity: 1 for _, f in found}
    scan = TableScan(frame.height, (ColumnScan("备注", 0, "MIXED", frame.height, kinds, {}, spans),))
    plan = build_plan(
        scan,
        [
            Demand(None, "CN_ID", "partial", "NL-D01"),
            Demand(None, "CN_MOBILE", "pseudonymise", "NL-D03"),
            Demand(None, "EMAIL", "partial", "NL-D06"),
        ],
    )
    return mask_table(frame, plan, scan=scan, keys=KEYS)


def _spans(parts: list[tuple[int, int, int, int]]) -> Spans:
    table = np.array(parts, np.int64).reshape(-1, 4)
    rows, starts, ends, kinds = table.T
    return Spans(
        rows.astype(np.int64),
        starts.astype(np.int32),
        ends.astype(np.int32),
        kinds.astype(np.uint8),
        np.zeros(len(rows), np.uint8),
    )


@settings(deadline=None)
@given(st.data())
def test_any_findings_become_disjoint_and_cover_the_same(data: st.DataObject) -> None:
    text = data.draw(TEXT)
    parts = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=12))
    whole = [(0, min(a, b), max(a, b), 0) for a, b in parts if a != b]
    spans, joined = merge_overlaps(_spans(whole))
    covered = {i for _, start, end, _ in whole for i in range(start, end)}
    assert {i for s, e in zip(spans.starts, spans.ends, strict=True) for i in range(s, e)} == covered
    assert all(e <= s for e, s in zip(spans.ends, spans.starts[1:], strict=False))
    assert len(joined) == len(spans)
    cells = pl.Series("x", [text], dtype=pl.String)
    assert span_texts(cells, spans).to_list() == [text[s:e] for s, e in zip(spans.starts, spans.ends, strict=True)]
    made = replace_spans(cells, spans, pl.Series(["\x00"] * len(spans), dtype=pl.String))[0]
    kept = "".join(char for i, char in enumerate(text) if i not in covered)
    assert made.replace("\x00", "") == kept.replace("\x00", "")


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=20), st.sampled_from(sorted(OPERATORS)), st.sampled_from(KINDS))
def test_operators_are_elementwise_and_stay_in_their_domain(values: list[str], operator: str, kind: str) -> None:
    how = How(kind, PLAN.text_params[kind], "release", KEYS)
    series = pl.Series("x", values, dtype=pl.String)
    made = OPERATORS[operator].apply(series, how)
    one_by_one = [OPERATORS[operator].apply(pl.Series("x", [value], dtype=pl.String), how)[0] for value in values]
    assert made.to_list() == one_by_one
    assert made.str.contains(OPERATORS[operator].domain(how)).all()


@given(st.integers(0, 300), st.binary(min_size=32, max_size=40))
def test_a_shuffle_is_a_permutation(rows: int, key: bytes) -> None:
    order = shuffled_order(rows, MaskingKeys({"release": key}), "release", "1")
    assert sorted(order.tolist()) == list(range(rows))


@given(st.lists(st.integers(0, 10**6), min_size=12, max_size=40, unique=True), st.booleans())
def test_an_ordered_column_is_seen(numbers: list[int], is_falling: bool) -> None:
    values = [str(number) for number in sorted(numbers, reverse=is_falling)]
    assert ordering_columns(pl.DataFrame({"a": values})) == ("a",)
