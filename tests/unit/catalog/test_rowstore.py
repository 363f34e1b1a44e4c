"""Row store: exact cells, honest filters, bound values, read-only."""

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from catalog.fields import Field, FieldType, matches
from catalog.rowstore import MAX_LIMIT, RowStore
from catalog.rowstore.build import build_rowstore, infer_fields
from catalog.rowstore.errors import BadQuery, NotARowStore, TooSlow, UnknownField
from catalog.rowstore.query import And, Condition, Contains, Eq, In, Or, Range
from catalog.storage.errors import StorageError

FRAME = pl.DataFrame(
    {
        "地区": ["甲区", "乙区", None, "甲区", "100%_a\\b"],
        "金额": ["10.50", "9", "-3.25", None, "100"],
        "代码": ["001", "002", "010", "1", "007"],
        '名"称;--': ["Abc", "abD", "x", "y", "z"],
    },
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "rows #1?.sqlite"
    build_rowstore(file, [FRAME[:2], FRAME[2:]], infer_fields(FRAME, ["", "万元"]), content_hash="abc")
    return file


@pytest.fixture
def store(path: Path):
    with RowStore.open(path) as opened:
        yield opened


def test_types_only_where_every_cell_is_canonical(store: RowStore) -> None:
    assert [(field.name, field.type.value, field.unit) for field in store.fields] == [
        ("地区", "text", ""),
        ("金额", "number", "万元"),
        ("代码", "text", ""),
        ('名"称;--', "text", ""),
    ]
    assert (store.total, store.content_hash) == (5, "abc")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "-20", "0"], "integer"),
        (["1", "2.0"], "number"),
        (["2024-01-31", None], "date"),
        (["2024-13-01"], "text"),
        (["01"], "text"),
        (["1,234"], "text"),
        (["+1"], "text"),
        (["1\n"], "text"),
        (["１"], "text"),
        (["-0.5"], "number"),
        (["110105194912310021"], "text"),
        ([None], "text"),
    ],
)
def test_inferred_types(cells: list[str | None], kind: str) -> None:
    frame = pl.DataFrame({"a": pl.Series(cells, dtype=pl.String)})
    assert infer_fields(frame)[0].type.value == kind
    assert all(matches(FieldType(kind), cell) for cell in cells if cell)


def test_cells_are_exact_and_numbered(store: RowStore) -> None:
    rows = store.rows(fields=["金额", "代码"])
    assert rows[0] == {"_row": 1, "金额": "10.50", "代码": "001"}
    assert [row["_row"] for row in rows] == [1, 2, 3, 4, 5]
    assert store.rows(typed=True, limit=1)[0]["金额"] == Decimal("10.50")
    assert list(store.iterate(fields=["代码"])) == [("001",), ("002",), ("010",), ("1",), ("007",)]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Eq("地区", "甲区"), [1, 4]),
        (Eq("地区", None), [3]),
        (Eq("金额", "10.5"), [1]),
        (Eq("金额", "9.00"), [2]),
        (Eq("代码", "1"), [4]),
        (Eq("金额", "abc"), []),
        (In("地区", ("乙区", None)), [2, 3]),
        (In("地区", ()), []),
        ({"地区": ["甲区", "乙区"], "金额": 9}, [2]),
        ({}, [1, 2, 3, 4, 5]),
        (Range("金额", ge="9", lt="100"), [1, 2]),
        (Range("金额", gt="9"), [1, 5]),
        (Range("代码", le="002"), [1, 2]),
        (Range("金额"), [1, 2, 3, 5]),
        (Contains("地区", "%_a\\"), [5]),
        (Contains("地区", "%区"), []),
        (Contains('名"称;--', "ab"), [1, 2]),
        (Or((Eq("代码", "001"), Eq("代码", "007"))), [1, 5]),
        (Or(()), []),
        (And(()), [1, 2, 3, 4, 5]),
        (And((Eq("地区", "甲区"), Range("金额", ge="0"))), [1]),
    ],
)
def test_filters(store: RowStore, filters: Condition, rows: list[int]) -> None:
    assert [row["_row"] for row in store.rows(filters)] == rows
    assert store.count(filters) == len(rows)
    assert len(list(store.iterate(filters))) == len(rows)


def test_full_text_wants_every_word_somewhere(store: RowStore) -> None:
    assert [row["_row"] for row in store.rows(q="甲 ABC")] == [1]
    assert store.count(q="区") == 3
    assert store.count(q="  ") == 5
    assert store.count(q="%") == 1


def test_sorting_numbers_as_numbers_with_empty_cells_last(store: RowStore) -> None:
    def order(name: str, descending: bool) -> list[int]:
        return [row["_row"] for row in store.rows(sort=[(name, descending)])]

    assert order("金额", False) == [3, 2, 1, 5, 4]
    assert order("金额", True) == [5, 1, 2, 3, 4]
    assert order("代码", False) == [1, 2, 5, 3, 4]
    assert order("_row", True) == [5, 4, 3, 2, 1]
    assert [row["_row"] for row in store.rows(sort=[("地区", True), ("金额", False)])][:2] == [1, 4]


def test_pages(store: RowStore) -> None:
    assert [row["_row"] for row in store.rows(offset=3, limit=5)] == [4, 5]
    assert [row["_row"] for row in store.rows(Eq("地区", "甲区"), offset=1, limit=1)] == [4]
    assert store.rows(limit=0) == []
    assert store.rows(offset=10**12) == []


@pytest.mark.parametrize("name", ["不存在", "c0", 'a" OR 1=1 --', "rows"])
def test_only_columns_of_the_table_can_be_named(store: RowStore, name: str) -> None:
    with pytest.raises(UnknownField):
        store.rows(Eq(name, "x"))
    with pytest.raises(UnknownField):
        store.rows(fields=[name])
    with pytest.raises(UnknownField):
        store.rows(sort=[(name, False)])


def test_the_number_of_a_row_can_be_asked_for(store: RowStore) -> None:
    assert [row["_row"] for row in store.rows(Range("_row", gt="2", le="4"))] == [3, 4]
    assert [row["_row"] for row in store.rows(In("_row", ("1", "5")))] == [1, 5]
    assert next(iter(store.iterate(fields=["_row", "地区"])))[0] == 1


def test_empty_cells_stand_where_they_are_wanted(store: RowStore) -> None:
    last = [row["地区"] for row in store.rows(sort=[("地区", False, False)])]
    first = [row["地区"] for row in store.rows(sort=[("地区", False, True)])]
    assert last.count(None) == first.count(None)
    if None in last:
        assert last[-1] is None
        assert first[0] is None


@pytest.mark.parametrize("text", ["' OR 1=1 --", "x'); DROP TABLE rows; --", "甲区\0", "\\", "%"])
def test_values_are_bound(store: RowStore, text: str) -> None:
    assert store.count(Eq("地区", text)) == 0
    assert store.count({"地区": [text]}) == 0
    assert store.total == store.count(And(()))


def test_queries_that_are_too_large(store: RowStore) -> None:
    deep: Condition = Eq("地区", "a")
    for _ in range(10):
        deep = And((deep,))
    bad: list[Condition] = [
        deep,
        In("地区", tuple(map(str, range(1000)))),
        Or(tuple(Eq("地区", "a") for _ in range(100))),
        Range("金额", ge="abc"),
        Range("金额", ge="nan"),
        Range("金额", ge="1_0"),
        Range("金额", ge="９"),
        Contains("地区", "x" * 2000),
        Eq("地区", "\ud800"),
        Contains("地区", "\ud800"),
    ]
    for condition in bad:
        with pytest.raises(BadQuery):
            store.count(condition)
        with pytest.raises(BadQuery):
            list(store.iterate(condition))
    for page in ({"limit": MAX_LIMIT + 1}, {"limit": -1}, {"offset": -1}, {"offset": 1 << 62}):
        with pytest.raises(BadQuery):
            store.rows(**page)
    with pytest.raises(BadQuery):
        store.rows(q=" ".join("abcdefghijk"))
    with pytest.raises(BadQuery):
        store.rows(sort=[("金额", False)] * 20)


def test_a_query_over_its_time_is_stopped(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [str(n) for n in range(200_000)]})
    file = tmp_path / "a"
    build_rowstore(file, [frame], infer_fields(frame), content_hash="")
    with RowStore.open(file, seconds=0.001) as store, pytest.raises(TooSlow):
        store.count(Contains("a", "x"))


def test_it_cannot_be_written(store: RowStore) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store._connection.execute("DELETE FROM rows")


def test_the_same_table_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build_rowstore(again, [FRAME], infer_fields(FRAME, ["", "万元"]), content_hash="abc")
    assert again.read_bytes() == path.read_bytes()
    assert again.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(200)])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    with pytest.raises(NotARowStore):
        RowStore.open(file)
    with pytest.raises(NotARowStore):
        RowStore.open(tmp_path / "missing")


def test_a_store_of_another_version_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
    connection.close()
    with pytest.raises(NotARowStore):
        RowStore.open(path)


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "missing folder" / "a"
    with pytest.raises(StorageError):
        build_rowstore(file, [FRAME], infer_fields(FRAME), content_hash="")
    wide = FRAME.with_columns(pl.lit("x").alias("more"))
    with pytest.raises(StorageError):
        build_rowstore(tmp_path / "b", [wide], infer_fields(FRAME), content_hash="")
    assert not (tmp_path / "b").exists()


def test_fields_round_trip() -> None:
    field = Field("金额", FieldType.NUMBER, "万元")
    assert Field.from_json(json.loads(json.dumps(field.to_json()))) == field
