"""Masking a table: only what was found changes, per cell, chunk by chunk, with nulls and empty cells as they were."""

import numpy as np
import polars as pl
import pytest

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import ColumnScan, Finding, Spans, TableScan, no_spans
from desensitize.keys import MaskingKeys, MissingMaskingKey
from desensitize.mask import mask_table, mask_text, released_columns
from desensitize.masking.spans import merge_overlaps, replace_spans
from desensitize.plan import Demand, PlanError, build_plan
from desensitize.scan import scan_table
from tests.fakes.people import loans

KEYS = MaskingKeys({"release": b"k" * 32})


def spans(*parts: tuple[int, int, int, str]) -> Spans:
    table = np.array([(row, start, end, ENTITY_INDEX[kind]) for row, start, end, kind in parts]).reshape(-1, 4)
    return Spans(
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
        table[:, 3].astype(np.uint8),
        np.full(len(table), 100, np.uint8),
    )


def column(name: str, index: int, found: Spans, label: str = "MIXED", rows: int = 3) -> ColumnScan:
    kinds = {Entity(kind): 1 for kind in ENTITY_INDEX if ENTITY_INDEX[kind] in found.entities.tolist()}
    return ColumnScan(name, index, label, rows, kinds, kinds, found)


def masked(frame: pl.DataFrame, *columns: ColumnScan, demands: tuple[Demand, ...] = ()) -> pl.DataFrame:
    scan = TableScan(frame.height, columns)
    return mask_table(frame, build_plan(scan, demands), scan=scan, keys=KEYS)


def test_only_the_pieces_change() -> None:
    frame = pl.DataFrame({"备注": ["电话13800138000，请回访", None, ""]})
    made = masked(frame, column("备注", 0, spans((0, 2, 13, "CN_MOBILE"))))
    assert made["备注"].to_list() == ["电话***，请回访", None, ""]


def test_several_pieces_and_a_crowded_cell() -> None:
    crowded = "，".join(["13800138000"] * 40)
    frame = pl.DataFrame({"备注": ["a13800138000b13900139000c", crowded]})
    found = [(0, 1, 12, "CN_MOBILE"), (0, 13, 24, "CN_MOBILE")]
    found += [(1, 12 * i, 12 * i + 11, "CN_MOBILE") for i in range(40)]
    made = masked(frame, column("备注", 0, spans(*found)), demands=(Demand(None, "CN_MOBILE", "partial", "NL-D03"),))
    assert made["备注"].to_list() == ["a138****8000b139****9000c", "，".join(["138****8000"] * 40)]


def test_overlapping_pieces_are_taken_out_whole() -> None:
    frame = pl.DataFrame({"备注": ["x110101199003078515y"]})
    found = spans((0, 1, 19, "CN_ID"), (0, 7, 20, "BANK_ACCOUNT"))
    assert masked(frame, column("备注", 0, found))["备注"].to_list() == ["x***"]


@pytest.mark.timing
def test_a_megabyte_cell_with_thousands_of_pieces_is_linear() -> None:
    import time

    text = "13800138000 " * 90_000
    found = Spans(
        np.zeros(90_000, np.int64),
        np.arange(90_000, dtype=np.int32) * 12,
        np.arange(90_000, dtype=np.int32) * 12 + 11,
        np.full(90_000, ENTITY_INDEX["CN_MOBILE"], np.uint8),
        np.full(90_000, 100, np.uint8),
    )
    began = time.perf_counter()
    made = masked(pl.DataFrame({"备注": [text]}), column("备注", 0, found))
    assert made["备注"][0] == "*** " * 90_000
    assert time.perf_counter() - began < 10


def test_columns_that_stay_are_byte_identical() -> None:
    frame = loans(300)
    scan = scan_table(frame)
    made = mask_table(frame, build_plan(scan, [], frame=frame), scan=scan, keys=KEYS)
    for name in ("统一社会信用代码", "贷款金额(元)", "放款日期"):
        assert made[name].to_list() == frame[name].to_list()
    assert made.height == frame.height


def test_rare_pieces_in_a_clean_column_are_hidden_per_cell() -> None:
    frame = loans(1500).select(pl.col("放款日期").alias("说明"))
    values = frame["说明"].to_list()
    for row in (3, 700, 1499):
        values[row] = f"{values[row]} 联系13800138000"
    frame = pl.DataFrame({"说明": values})
    scan = scan_table(frame, names=False)
    made = mask_table(frame, build_plan(scan, [], frame=frame), scan=scan, keys=KEYS)
    changed = [row for row, (a, b) in enumerate(zip(values, made["说明"], strict=True)) if a != b]
    assert changed == [3, 700, 1499]
    assert made["说明"][3].endswith("联系***")


def test_a_column_that_a_clause_hides_is_hidden_in_every_row() -> None:
    frame = pl.DataFrame({"证件号码": ["110101199003078515", "旧证 3401-771", "无", None, "3401**********0012"]})
    scan_of = TableScan(5, (column("证件号码", 0, spans((0, 0, 18, "CN_ID")), "CN_ID"),))
    plan = build_plan(scan_of, [Demand("证件号码", "CN_ID", "partial", "NL-D01")])
    made = mask_table(frame, plan, scan=scan_of, keys=KEYS)
    assert made["证件号码"].to_list() == ["110101************", "***", "无", None, "3401**********0012"]


def test_a_column_of_one_kind_also_hides_what_looks_like_it() -> None:
    frame = pl.DataFrame({"姓名": ["张三丰", "李四", "云川商贸有限公司", "无", "3号"]})
    scan_of = TableScan(5, (column("姓名", 0, spans((0, 0, 3, "PERSON")), "PERSON"),))
    made = mask_table(frame, build_plan(scan_of, []), scan=scan_of, keys=KEYS)
    assert made["姓名"].to_list() == ["张**", "李*", "云川商贸有限公司", "无", "3号"]


def test_a_hidden_name_is_hidden_in_its_whole_row() -> None:
    frame = pl.DataFrame({"姓名": ["张三丰", "李四光"], "备注": ["张三丰已结清，李四光", "回访李四光，李四光同意"]})
    made = masked(
        frame,
        column("姓名", 0, spans((0, 0, 3, "PERSON"), (1, 0, 3, "PERSON")), "PERSON"),
        column("备注", 1, no_spans(), "NONE"),
    )
    assert made["备注"].to_list() == ["张**已结清，李四光", "回访李**，李**同意"]


def test_a_name_that_a_clause_shows_is_not_hidden_elsewhere_in_its_row() -> None:
    frame = pl.DataFrame({"法定代表人": ["张三丰"], "备注": ["张三丰到场"]})
    made = masked(
        frame,
        column("法定代表人", 0, spans((0, 0, 3, "PERSON")), "PERSON"),
        column("备注", 1, no_spans(), "NONE"),
        demands=(Demand("法定代表人", "PERSON", "keep", "NL-X03"),),
    )
    assert made.rows() == [("张三丰", "张三丰到场")]


def test_short_numbers_are_hidden_where_they_stand_alone() -> None:
    frame = pl.DataFrame({"安全码": ["123"], "备注": ["码123，单号91234"]})
    made = masked(frame, column("安全码", 0, spans((0, 0, 3, "CVV")), "CVV"), column("备注", 1, no_spans(), "NONE"))
    assert made.rows() == [("***", "码***，单号91234")]


def test_dropped_and_renamed_columns() -> None:
    frame = pl.DataFrame({"张伟13900139123": ["a"], "病种": ["甲"], "备注": ["c"]})
    scan = scan_table(frame, names=False)
    plan = build_plan(scan, [Demand("病种", "HEALTH", "drop", "NL-D10")])
    assert mask_table(frame, plan, scan=scan, keys=KEYS).columns == ["数据项1", "备注"]
    assert released_columns(plan) == {"张伟13900139123": "数据项1", "备注": "备注"}


def test_a_table_that_is_not_the_plans_is_refused() -> None:
    frame = loans(5)
    scan = scan_table(frame, names=False)
    plan = build_plan(scan, [])
    with pytest.raises(PlanError):
        mask_table(frame.select(reversed(frame.columns)), plan, scan=scan, keys=KEYS)
    with pytest.raises(PlanError):
        mask_table(frame.with_columns(new=pl.lit("x")), plan, scan=scan, keys=KEYS)


def test_pseudonyms_need_a_key_and_join_over_columns_and_text() -> None:
    frame = loans(40)
    scan = scan_table(frame, names=False)
    plan = build_plan(scan, [Demand("手机号", "CN_MOBILE", "pseudonymise", "NL-D03")])
    with pytest.raises(MissingMaskingKey):
        mask_table(frame, plan, scan=scan, keys=MaskingKeys())
    made = mask_table(frame, plan, scan=scan, keys=KEYS)
    assert made["手机号"].n_unique() == frame["手机号"].n_unique()
    assert made["手机号"].str.contains("^[a-p]{24}$").all()


@pytest.mark.parametrize("cut", [13, 64, 199])
def test_chunks_joined_equal_the_whole(cut: int) -> None:
    frame = loans(200, seed=3)
    scan = scan_table(frame)
    plan = build_plan(scan, [Demand("手机号", "CN_MOBILE", "pseudonymise", "NL-D03")], frame=frame)
    whole = mask_table(frame, plan, scan=scan, keys=KEYS)
    parts = []
    for first in range(0, 200, cut):
        part = frame.slice(first, cut)
        its = [
            ColumnScan(c.name, c.index, c.label, c.nonempty, c.cells, c.whole, _slice(c.spans, first, cut))
            for c in scan.columns
        ]
        parts.append(mask_table(part, plan, scan=TableScan(part.height, tuple(its)), keys=KEYS))
    assert pl.concat(parts).equals(whole)


def _slice(found: Spans, first: int, count: int) -> Spans:
    return found.where((found.rows >= first) & (found.rows < first + count)).shifted(-first)


def test_replace_keeps_every_other_character() -> None:
    cells = pl.Series("x", ["😀甲乙丙", "abc", None])
    found = spans((0, 1, 2, "PERSON"), (0, 3, 4, "PERSON"), (1, 0, 3, "PERSON"))
    assert replace_spans(cells, found, pl.Series(["1", "22", ""])).to_list() == ["😀1乙22", "", None]


def test_merge_orders_and_joins() -> None:
    found, joined = merge_overlaps(spans((0, 5, 9, "PERSON"), (0, 1, 6, "PERSON"), (1, 0, 2, "PERSON")))
    assert (found.starts.tolist(), found.ends.tolist(), joined.tolist()) == ([1, 0], [9, 2], [True, False])


def test_text_with_lone_surrogates() -> None:
    text = "电话13800138000\ud800，卡\udfff6222"
    plan = build_plan(TableScan(0, ()), [])
    found = [Finding(Entity.CN_MOBILE, 2, 13, 1.0), Finding(Entity.BANK_CARD, 16, 20, 1.0)]
    assert mask_text(text, found, plan, keys=KEYS) == "电话***\ud800，卡***2"


def test_ten_thousand_columns() -> None:
    frame = pl.DataFrame({f"c{i}": ["13800138000" if i % 1000 == 0 else "x"] for i in range(10_000)})
    columns = [
        column(f"c{i}", i, spans((0, 0, 11, "CN_MOBILE")) if i % 1000 == 0 else no_spans(), rows=1)
        for i in range(10_000)
    ]
    made = masked(frame, *columns)
    assert [made[f"c{i}"][0] for i in (0, 1, 9000)] == ["***", "x", "***"]
