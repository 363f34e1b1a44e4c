"""Filters, full text and order of the row store equal a plain reading of what they mean."""

import tempfile
from decimal import Decimal
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.fields import Field, FieldType, matches
from catalog.rowstore import RowStore
from catalog.rowstore.build import build_rowstore
from catalog.rowstore.query import And, Condition, Contains, Eq, In, Or, Range

FIELDS = (Field("名", FieldType.TEXT), Field("数", FieldType.NUMBER))
TEXT = st.text(st.sampled_from("aAbB甲乙%_\\'\"\t -1"), min_size=1, max_size=4)
NUMBER = st.sampled_from(["0", "-1", "1", "1.0", "1.50", "10", "9", "-0.5", "123456789012345", "0.1"])
ROWS = st.lists(st.tuples(st.none() | TEXT, st.none() | NUMBER), min_size=1, max_size=12)
Row = tuple[str | None, str | None]

LEAVES = st.one_of(
    st.builds(Eq, st.just("名"), st.none() | TEXT),
    st.builds(Eq, st.just("数"), st.none() | NUMBER | TEXT),
    st.builds(In, st.just("名"), st.lists(st.none() | TEXT, max_size=3).map(tuple)),
    st.builds(In, st.just("数"), st.lists(st.none() | NUMBER, max_size=3).map(tuple)),
    st.builds(Contains, st.just("名"), TEXT),
    st.builds(Range, st.just("名"), ge=st.none() | TEXT, lt=st.none() | TEXT),
    st.builds(Range, st.just("数"), gt=st.none() | NUMBER, le=st.none() | NUMBER),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)), st.builds(Or, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=4,
)


def _cell(row: Row, name: str) -> str | None:
    return row[0] if name == "名" else row[1]


def _same(name: str, cell: str | None, value: str | None, values: tuple[str | None, ...]) -> bool:
    if cell is None or value is None:
        return cell is value
    texts = [one for one in values if one is not None]
    if name == "数" and all(matches(FieldType.NUMBER, one) for one in texts):
        return Decimal(cell) == Decimal(value)
    return cell == value


def _key(name: str, text: str) -> Decimal | bytes:
    return Decimal(text) if name == "数" else text.encode()


def _lower(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)


def holds(condition: Condition, row: Row) -> bool:
    match condition:
        case And(conditions):
            return all(holds(one, row) for one in conditions)
        case Or(conditions):
            return any(holds(one, row) for one in conditions)
        case Eq(name, value):
            return _same(name, _cell(row, name), value, (value,))
        case In(name, values):
            return any(_same(name, _cell(row, name), value, values) for value in values)
        case Contains(name, text):
            cell = _cell(row, name)
            return cell is not None and _lower(text) in _lower(cell)
        case Range(name, ge, gt, le, lt):
            cell = _cell(row, name)
            if cell is None:
                return False
            key = _key(name, cell)
            bounds = ((ge, key.__ge__), (gt, key.__gt__), (le, key.__le__), (lt, key.__lt__))
            return all(bound is None or compare(_key(name, bound)) for bound, compare in bounds)
    raise AssertionError(condition)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.lists(CONDITIONS, min_size=1, max_size=4), st.booleans())
def test_the_store_answers_as_a_plain_reading_does(
    rows: list[Row], conditions: list[Condition], descending: bool
) -> None:
    frame = pl.DataFrame(rows, schema={"名": pl.String, "数": pl.String}, orient="row")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows")
        build_rowstore(path, [frame], FIELDS, content_hash="")
        with RowStore.open(path) as store:
            for condition in conditions:
                expected = [number for number, row in enumerate(rows, 1) if holds(condition, row)]
                assert [row["_row"] for row in store.rows(condition)] == expected
                assert store.count(condition) == len(expected)
            for index, name in enumerate(("名", "数")):
                ordered = [row["_row"] for row in store.rows(sort=[(name, descending)])]
                full = [n for n, row in enumerate(rows, 1) if row[index] is not None]
                full.sort(key=lambda n: _key(name, rows[n - 1][index] or ""), reverse=descending)
                cells = [rows[n - 1][index] for n in ordered]
                assert [None if c is None else _key(name, c) for c in cells] == [
                    *(_key(name, rows[n - 1][index] or "") for n in full),
                    *[None] * (len(rows) - len(full)),
                ]
