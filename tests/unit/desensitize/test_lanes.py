"""Wide and short tables: laid end to end, columns give what each gives alone."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from desensitize import end_to_end
from desensitize.findings import Spans, TableScan, no_spans
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table
from desensitize.masking.echo import words_in_their_rows
from desensitize.masking.hidden import hidden_words
from desensitize.masking.row_order import ordering_columns, orders_rows
from desensitize.plan import build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.scan import Survey, scan_table
from desensitize.scanning.lanes import lanes_of
from desensitize.verify import verify_table
from tests.bench import records

KEYS = MaskingKeys({"release": b"k" * 32})
FIELDS = ("rows", "starts", "ends", "entities", "scores")
KINDS = {
    "姓名": records.name,
    "住址": records.address,
    "手机": records.mobile,
    "证件": records.cn_id,
    "备注": lambda rng: records.remark(rng, records.wording(rng)),
    "金额": records.amount,
    "出生日期": records.day,
    "单位": lambda rng: rng.choice(("工商银行", "财政局", "")),
    "col": records.mobile,
}


def wide(columns: int, rows: int, seed: int) -> pl.DataFrame:
    rng = random.Random(seed)
    names = [rng.choice(list(KINDS)) for _ in range(columns)]
    return pl.DataFrame(
        {f"{name}{at}": [KINDS[name](rng) or None for _ in range(rows)] for at, name in enumerate(names)}
    )


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column by itself, however many there are."""
    for module in ("scanning.lanes", "masking.alike"):
        monkeypatch.setattr(f"desensitize.{module}.is_wide", lambda frame: False)
    for module in ("scanning.evidence", "proof.standing", "masking.echo", "masking.free_text"):
        monkeypatch.setattr(f"desensitize.{module}.WIDE", 10**9)


def same(one: TableScan, other: TableScan) -> None:
    for first, second in zip(one.columns, other.columns, strict=True):
        assert (first.name, first.label, first.nonempty, first.cells, first.context) == (
            second.name,
            second.label,
            second.nonempty,
            second.cells,
            second.context,
        )
        for name in FIELDS:
            assert np.array_equal(getattr(first.spans, name), getattr(second.spans, name)), (first.name, name)


@pytest.mark.parametrize("seed", range(3))
def test_end_to_end_finds_and_masks_what_each_column_alone_does(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    frame = wide(60, 21, seed)
    scan = scan_table(frame)
    plan = build_plan(scan, (), frame=frame)
    masked = mask_table(frame, plan, scan=scan, keys=KEYS)
    alone(monkeypatch)
    scan_alone = scan_table(frame)
    same(scan, scan_alone)
    assert sum(len(column.spans) for column in scan.columns) > 300
    assert build_plan(scan_alone, (), frame=frame) == plan
    assert mask_table(frame, plan, scan=scan_alone, keys=KEYS).equals(masked)


def test_what_is_left_in_a_wide_table_is_found_as_in_a_narrow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = wide(48, 12, 7).with_columns(pl.Series("姓名48", ["欧阳婉清"] * 12), pl.Series("说明49", ["无" * 9] * 12))
    scan = scan_table(frame)
    plan = build_plan(scan, (), frame=frame)
    masked = mask_table(frame, plan, scan=scan, keys=KEYS)
    leak = masked.with_columns(pl.Series("说明49", ["正常", f"由欧阳婉清补办，见{frame['姓名48'][0]}的批复"] * 6))
    seen = []
    for _ in range(2):
        with pytest.raises(ResidualPii) as residual:
            verify_table(frame, leak, plan, scan=scan)
        seen.append({(place.check, place.column, place.row, place.start, place.end) for place in residual.value.places})
        alone(monkeypatch)
    assert seen[0] == seen[1]
    assert {check for check, column, *_ in seen[0] if column == "说明49"} >= {"own_row", "free_text"}


def test_words_that_stand_nowhere_in_their_row_are_not_looked_for_by_column() -> None:
    frame = wide(40, 9, 3)
    scan = scan_table(frame)
    plan = build_plan(scan, (), frame=frame)
    masked = mask_table(frame, plan, scan=scan, keys=KEYS)
    words = hidden_words(frame, plan, scan)
    cells = {name: masked[name] for name in masked.columns}
    assert len(words_in_their_rows(cells, words, plan)) < len(words) / 4
    back = {name: frame[name] for name in frame.columns}
    free = [column for column in plan.columns if column.operator == "spans"]
    assert len(words_in_their_rows(back, words, plan)) >= sum(
        len(frame[column.column].drop_nulls()) > 0 for column in free
    )


def test_columns_that_are_read_alike_share_a_lane_and_each_stands_in_one() -> None:
    frame = pl.DataFrame({f"c{at}": ["x"] for at in range(100)} | {"手机": ["1"], "姓名": ["y"]})
    survey = Survey(frame.columns)
    survey.add(frame)
    lanes = lanes_of(frame, survey.state().columns)
    assert sorted(place for lane in lanes for place in lane.places) == list(range(102))
    assert max(len(lane.places) for lane in lanes) == 100


def test_spans_are_joined_and_cut() -> None:
    def spans(*rows: int) -> Spans:
        made = np.array(rows, np.int64)
        return Spans(
            made, made.astype(np.int32), made.astype(np.int32) + 1, made.astype(np.uint8), made.astype(np.uint8)
        )

    parts = [spans(0, 2), no_spans(), spans(1)]
    long = end_to_end.joined(parts, 3)
    assert long.rows.tolist() == [0, 2, 7]
    shuffled = long.take(np.array([2, 0, 1]))
    assert [part.rows.tolist() for part in end_to_end.cut(shuffled, 3, 3)] == [[0, 2], [], [1]]


ORDERS: tuple[tuple[Callable[[random.Random], str], Callable[[str], Any]], ...] = (
    (lambda rng: str(rng.randint(1, 9_999)), float),
    (lambda rng: f"{rng.randint(1, 9_999):,}", lambda text: float(text.replace(",", ""))),
    (records.name, lambda text: text.encode("gb18030")),
    (records.name, str),
    (records.cn_id, str),
)


@pytest.mark.parametrize("seed", range(30))
def test_the_quick_look_at_a_columns_order_rules_out_no_column_that_orders(seed: int) -> None:
    rng = random.Random(seed)
    made, key = rng.choice(ORDERS)
    texts: list[str | None] = [*sorted((made(rng) for _ in range(40)), key=key, reverse=rng.random() < 0.5)]
    for _ in range(rng.randint(0, 9)):
        texts.insert(rng.randrange(len(texts)), rng.choice(("", " ", None)))
    cells = pl.Series("a", texts, dtype=pl.String)
    assert orders_rows(cells)
    assert ordering_columns(cells.to_frame()) == ("a",)
