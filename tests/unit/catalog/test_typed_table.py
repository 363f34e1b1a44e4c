"""Typed table: what was read comes back, changed cells are noticed, parts join to the bytes of one worker."""

import polars as pl
import pytest

from catalog.storage import get
from catalog.storage.errors import CiphertextDamaged, KeyMissing
from catalog.storage.memory import MemoryStorage
from catalog.typed_table import (
    TypedTableRef,
    group_hash,
    join_groups,
    read_all,
    read_group,
    read_groups,
    split_groups,
    table_hash,
    write_group,
    write_typed_table,
)
from catalog.vault import Vault
from catalog.vault.keystore import MemoryKeyStore

FRAME = pl.DataFrame(
    {"姓名": ["张三", None, "", "李四", "王五"], "号": ["001", "110105194912310021", "a\nb", "\0", None]},
    schema={"姓名": pl.String, "号": pl.String},
)


@pytest.fixture
def vault() -> Vault:
    made = Vault(MemoryStorage(), MemoryKeyStore())
    made.new_key("u1")
    return made


def test_round_trip(vault: Vault) -> None:
    ref = write_typed_table(vault, "u1", FRAME, group_rows=2)
    assert (ref.rows, ref.columns, len(ref.groups)) == (5, 2, 3)
    assert read_all(vault, ref).equals(FRAME)
    assert read_group(vault, ref, 1).equals(FRAME[2:4])
    assert [group.height for group in read_groups(vault, ref)] == [2, 2, 1]
    assert TypedTableRef.from_json(ref.to_json()) == ref
    assert table_hash(FRAME, 2) == ref.hash


def test_nothing_readable_is_kept(vault: Vault) -> None:
    write_typed_table(vault, "u1", FRAME)
    for name in vault.storage.list():
        data = get(vault.storage, name)
        assert "张三".encode() not in data
        assert b"110105194912310021" not in data
        assert b"PAR1" not in data
    vault.destroy_key("u1")
    ref = TypedTableRef("u1", "table", "", ("",), 5, 2)
    with pytest.raises(KeyMissing):
        read_group(vault, ref, 0)


def test_parts_written_in_any_order_are_the_table_of_one_worker(vault: Vault) -> None:
    alone = write_typed_table(vault, "u1", FRAME, group_rows=2)
    hashes = {
        index: write_group(vault, "u1", index, group, name="parts")
        for index, group in reversed([*enumerate(split_groups(FRAME, 2))])
    }
    joined = join_groups(vault, "u1", [hashes[i] for i in range(3)], FRAME.columns, rows=5, name="parts", group_rows=2)
    assert joined.hash == alone.hash
    for index in range(3):
        assert vault.get("u1", f"parts-{index:05d}") == vault.get("u1", f"table-{index:05d}")


def test_writing_again_gives_the_same_and_leaves_nothing_of_a_longer_attempt(vault: Vault) -> None:
    vault.put("u1", "tableau-00009", b"another part")
    longer = write_typed_table(vault, "u1", pl.concat([FRAME] * 4), group_rows=2)
    assert len(longer.groups) == 10
    ref = write_typed_table(vault, "u1", FRAME, group_rows=2)
    assert list(vault.parts("u1")) == ["table-00000", "table-00001", "table-00002", "tableau-00009"]
    assert write_typed_table(vault, "u1", FRAME, group_rows=2) == ref


def test_other_cells_under_the_same_key_are_noticed(vault: Vault) -> None:
    ref = write_typed_table(vault, "u1", FRAME, group_rows=2)
    write_group(vault, "u1", 0, FRAME[2:4])
    with pytest.raises(CiphertextDamaged):
        read_group(vault, ref, 0)
    vault.put("u1", "table-00000", b"not parquet")
    with pytest.raises(CiphertextDamaged):
        read_group(vault, ref, 0)


def test_empty_table_keeps_its_columns(vault: Vault) -> None:
    ref = write_typed_table(vault, "u1", FRAME.head(0))
    assert read_all(vault, ref).columns == ["姓名", "号"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([["ab", "c"]], [["a", "bc"]]),
        ([["a", None]], [["a", ""]]),
        ([["a"], ["b"]], [["b"], ["a"]]),
        ([["a", "b"]], [["a"], ["b"]]),
        ([["a", "b"]], [["b", "a"]]),
    ],
)
def test_different_cells_have_different_hashes(one: list[list[str | None]], other: list[list[str | None]]) -> None:
    frames = [pl.DataFrame({str(i): pl.Series(c, dtype=pl.String) for i, c in enumerate(x)}) for x in (one, other)]
    assert group_hash(frames[0]) != group_hash(frames[1])


def test_column_names_are_part_of_the_hash() -> None:
    assert table_hash(FRAME) != table_hash(FRAME.rename({"号": "码"}))


def test_the_hash_is_fixed() -> None:
    """An approval binds it: it may never change for the same cells."""
    assert table_hash(FRAME) == "483459ce7f0998f2044fb7ea15d3e63201f6024ea1d03bc966b4a133a2e1ddb3"
