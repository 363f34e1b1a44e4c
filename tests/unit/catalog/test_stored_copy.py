"""A stored table scanned, profiled, masked and proved in parts gives what the whole table gives, and hides across parts."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import polars as pl
import pytest

from catalog.ingest import rows as rows_module
from catalog.ingest.distinct import KEPT, DistinctCount
from catalog.ingest.profile import TableProfile, profile_table
from catalog.masked_copy import stored_copy
from catalog.masked_copy.stored_copy import StoredTable, Tally, release_stored
from catalog.release_files import CsvCopy
from catalog.scan_parts import HEAD_ROWS, scan_stored
from catalog.storage.memory import MemoryStorage
from catalog.typed_table import StoredRows, TypedTableRef, regrouped, table_hash, write_typed_table
from catalog.vault import Vault
from catalog.vault.keystore import MemoryKeyStore
from classifiers.terms import Vocabulary
from desensitize.entities import PERSONAL
from desensitize.keys import MaskingKeys
from desensitize.plan import MaskingPlan, build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.scan import scan_table
from tests.bench import records

ROWS = 240
KEYS = MaskingKeys({"release": bytes(range(32))})
DAY = date(2026, 3, 2)


@pytest.fixture
def vault() -> Vault:
    made = Vault(MemoryStorage(), MemoryKeyStore())
    made.new_key("u1")
    return made


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (rows_module, stored_copy):
        monkeypatch.setattr(module, "PIECE_BYTES", 4_000)


def people(seed: int = 1) -> pl.DataFrame:
    rng = random.Random(seed)
    rows = [
        (records.name(rng), records.cn_id(rng), records.mobile(rng), records.amount(rng), "已按期归还本息，材料齐全")
        for _ in range(ROWS)
    ]
    return pl.DataFrame(rows, schema=["借款人姓名", "证件号码", "手机", "金额", "备注"], orient="row")


def planned(frame: pl.DataFrame) -> MaskingPlan:
    return build_plan(scan_table(frame), (), frame=frame, today=DAY)


@contextmanager
def released(
    vault: Vault, frame: pl.DataFrame, *, group_rows: int, plan: MaskingPlan | None = None
) -> Iterator[tuple[pl.DataFrame, Tally]]:
    ref = write_typed_table(vault, "u1", frame, group_rows=group_rows)
    told: list[tuple[str, int]] = []
    table = StoredTable(vault, ref, (), plan or planned(frame), KEYS, masked=lambda _: None)
    copy = CsvCopy()
    try:
        copy, tally = release_stored(
            table, copy, metadata=("某地贷款情况",), entities=PERSONAL, progress=lambda *step: told.append(step)
        )
        assert told[-1][1] == frame.height
        yield pl.concat([*copy.parts()]), tally
    finally:
        copy.close()


def test_parts_give_what_the_whole_gives(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = people()
    with released(vault, frame, group_rows=37) as (parts, tally):
        counts = tally.as_dict()
    for module in (rows_module, stored_copy):
        monkeypatch.setattr(module, "PIECE_BYTES", 1 << 30)
    with released(vault, frame, group_rows=1_000) as (whole, alone):
        assert parts.equals(whole)
        assert counts == alone.as_dict()
        assert tally.changed == alone.changed
    assert counts["rows"] == ROWS
    text = parts.write_csv()
    assert not any(number in text for number in frame["证件号码"])


def test_what_one_part_hides_stands_in_no_other(vault: Vault) -> None:
    frame = people(2)
    plan = planned(frame)
    name = next(name for name in frame["借款人姓名"] if len(name) >= 3)
    number = frame["证件号码"][0]
    notes = frame["备注"].to_list()
    notes[230] = f"与{name[0]}家无关，另附{name}等材料，编号A{number[:17]}{number[17:].lower()}B"
    frame = frame.with_columns(pl.Series("备注", notes))
    with released(vault, frame, group_rows=37, plan=plan) as (parts, tally):
        assert tally.settled + tally.changed["备注"] > 0
    cell = parts["备注"][230]
    assert name not in cell
    assert number not in cell.upper()


def test_rows_in_order_of_what_is_hidden_are_shuffled_over_all_parts(vault: Vault) -> None:
    frame = people(3).sort("证件号码")
    plan = planned(frame)
    assert plan.shuffle == ("证件号码",)
    with released(vault, frame, group_rows=37, plan=plan) as (first, _):
        pass
    with released(vault, frame, group_rows=37, plan=plan) as (again, _):
        assert first.equals(again), "the key alone makes the order"
    amounts = frame["金额"].to_list()
    assert sorted(first["金额"]) == sorted(amounts)
    stayed = sum(a == b for a, b in zip(first["金额"], amounts, strict=True))
    assert stayed < ROWS // 4
    moved = [amounts.index(amount) // 37 for amount in first["金额"][:37]]
    assert len(set(moved)) > 3, "rows leave their part"


def test_a_plan_that_keeps_an_order_it_may_not_keep_is_refused(vault: Vault) -> None:
    plan = planned(people(4))
    frame = people(4).sort("证件号码")
    with pytest.raises(ResidualPii) as refused, released(vault, frame, group_rows=37, plan=plan):
        pass
    assert {place.check for place in refused.value.places} == {"row_order"}


def test_counts_of_groups_are_those_of_the_table(vault: Vault) -> None:
    frame = people(5)
    ref = write_typed_table(vault, "u1", frame, group_rows=37)
    told: list[int] = []
    totals, whole = scan_stored(vault, ref, damaged=(), progress=told.append), scan_table(frame)
    assert told == list(range(1, len(ref.groups) + 1))
    assert totals.rows == whole.rows
    for mine, other in zip(totals.columns, whole.columns, strict=True):
        assert (mine.name, mine.label, mine.nonempty, mine.context) == (
            other.name,
            other.label,
            other.nonempty,
            other.context,
        )
        assert (dict(mine.cells), dict(mine.whole)) == (dict(other.cells), dict(other.whole))
        head = other.spans.where(other.spans.rows < HEAD_ROWS)
        assert list(mine.spans.where(mine.spans.rows < HEAD_ROWS)) == list(head)
        for entity in other.cells:
            assert mine.spans.of(entity).rows[0] == other.spans.of(entity).rows[0]


def test_a_profile_in_blocks_is_that_of_the_whole() -> None:
    frame = people(6).with_columns(pl.Series("出生日期", [f"20{n % 20 + 5:02d}-03-0{n % 9 + 1}" for n in range(ROWS)]))
    scan, words = scan_table(frame), Vocabulary.of(["归还本息", "材料"])
    blocks = TableProfile(frame.columns, words, today=DAY)
    for block in frame.iter_slices(17):
        blocks.add(block)
    assert blocks.facts(scan) == profile_table(frame, scan, words, today=DAY)


def test_stored_rows_give_columns_and_heads(vault: Vault) -> None:
    frame = people(7)
    rows = StoredRows(vault, write_typed_table(vault, "u1", frame, group_rows=37))
    assert (list(rows.columns), rows.height) == (frame.columns, ROWS)
    assert rows.head(50).equals(frame.head(50))
    assert rows.get_column("手机").equals(frame["手机"])
    assert pl.concat([*rows.blocks()]).equals(frame)


def test_blocks_of_any_size_make_the_same_table(vault: Vault) -> None:
    frame = people(8)
    cut = [frame[:1], frame[1:90], frame[90:90], frame[90:200], frame[200:]]
    assert [group.height for group in regrouped(cut, 37)] == [37] * 6 + [18]
    again: TypedTableRef = write_typed_table(vault, "u1", frame, group_rows=37)
    assert again.hash == table_hash(pl.concat([*regrouped(cut, 37)]), 37)
    assert [group.height for group in regrouped([frame[:0]], 37)] == [0]


@pytest.mark.parametrize("count", [1, KEPT - 1, 3 * KEPT])
def test_different_values_are_counted_in_blocks(count: int) -> None:
    values = pl.Series([str(n) for n in range(count)])
    seen = DistinctCount()
    for at in range(0, count, 50_000):
        seen.add(values[at : at + 50_000])
        seen.add(values[: at + 10])
    assert seen.count() == count if count < KEPT else abs(seen.count() - count) < 0.02 * count
