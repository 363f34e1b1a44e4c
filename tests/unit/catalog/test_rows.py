from types import SimpleNamespace
from uuid import uuid4

import polars as pl
import pytest

from catalog.actions.rows import (
    ReleaseMoved,
    RowQuery,
    RowQueryInvalid,
    RowsRefused,
    condition_of,
    read_rows,
    sort_of,
    stream_rows,
)
from catalog.errors import NotFound
from catalog.rowstore.build import build_rowstore, infer_fields
from catalog.rowstore.cache import RowCache
from catalog.storage.errors import StorageError
from catalog.storage.memory import MemoryStorage

KEY = "released/aa/rows.sqlite"


@pytest.fixture
def storage(tmp_path):
    frame = pl.DataFrame(
        {
            "年份": ["2023", "2024", "2024", "2025"],
            "地区": ["东湖区", "东湖区", "北麓区", None],
            "余额": ["9", "10.5", "100", "7"],
        }
    )
    path = tmp_path / "rows.sqlite"
    build_rowstore(path, [frame], infer_fields(frame), content_hash="a" * 64)
    kept = MemoryStorage()
    kept.put(KEY, path.read_bytes())
    return kept


@pytest.fixture
def deps(storage, tmp_path):
    return SimpleNamespace(extras={"rows": RowCache(storage, tmp_path / "cache")})


def page(**more):
    return SimpleNamespace(**({"release_id": uuid4(), "row_store_key": KEY, "state": "published", "fields": ()} | more))


def found(deps, filters="", **more):
    result = read_rows(page(), RowQuery.from_text(filters=filters, **more), deps=deps)
    return result.total, [row["_row"] for row in result.records]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ("", [1, 2, 3, 4]),
        ('{"年份": 2024}', [2, 3]),
        ('{"年份": ["2023", "2025"]}', [1, 4]),
        ('{"余额": {"gte": 10, "lt": 100}}', [2]),
        ('{"地区": null}', [4]),
        ('{"$or": [{"年份": "2023"}, {"余额": {"gt": 50}}]}', [1, 3]),
        ('{"$and": [{"年份": "2024"}, {"地区": "东湖区"}]}', [2]),
        ('{"年份": {"eq": "2024"}}', [2, 3]),
    ],
)
def test_filters_of_the_action_api(deps, filters, rows):
    assert found(deps, filters) == (len(rows), rows)


def test_sort_words_and_page(deps):
    assert found(deps, sort="余额 desc")[1] == [3, 2, 1, 4]
    assert found(deps, sort="年份 desc, 余额")[1] == [4, 2, 3, 1]
    assert found(deps, text="北麓") == (1, [3])
    assert found(deps, start=1, rows=2) == (4, [2, 3])
    result = read_rows(page(), RowQuery(fields=("余额",), rows=1), deps=deps)
    assert result.records == ({"_row": 1, "余额": "9"},)
    assert [field.name for field in result.fields] == ["余额"]


@pytest.mark.parametrize("filters", ["[1]", "{", '{"年份": {"near": 3}}', '{"$or": {}}', '{"a": [[1]]}', '"x"'])
def test_other_forms_are_refused(filters):
    with pytest.raises(RowQueryInvalid) as caught:
        RowQuery.from_text(filters=filters)
    assert caught.value.detail == {"part": "filters"}


def test_unknown_column_is_refused_with_the_stores_code(deps):
    with pytest.raises(RowsRefused) as caught:
        found(deps, '{"没有这一列": 1}')
    assert caught.value.code == "rowstore.unknown_field"
    with pytest.raises(RowsRefused):
        stream_rows(page(), RowQuery(fields=("没有这一列",)), deps=deps)


def test_paging_over_a_new_release_says_so(deps):
    with pytest.raises(ReleaseMoved):
        read_rows(page(), RowQuery(), deps=deps, release_id=uuid4())


@pytest.mark.parametrize("state", ["withdrawn", "superseded"])
def test_nothing_is_read_of_what_is_not_published(deps, state):
    with pytest.raises(NotFound):
        read_rows(page(state=state), RowQuery(), deps=deps)


def test_stream_gives_all_rows(deps):
    fields, cells = stream_rows(page(), RowQuery(condition=condition_of({"年份": "2024"})), deps=deps)
    assert [field.name for field in fields] == ["年份", "地区", "余额"]
    assert list(cells) == [("2024", "东湖区", "10.5"), ("2024", "北麓区", "100")]


def test_a_withdrawn_row_store_is_not_read_from_the_cache(deps, storage):
    assert found(deps)[0] == 4
    storage.delete(KEY)
    with pytest.raises(StorageError):
        found(deps)


def test_cache_keeps_within_its_bound(storage, tmp_path):
    size = storage.size(KEY)
    for number in range(3):
        storage.put(f"released/{number}/rows.sqlite", storage.open(KEY).read())
    cache = RowCache(storage, tmp_path / "small", max_bytes=2 * size)
    for number in range(3):
        cache.open(f"released/{number}/rows.sqlite").close()
    assert len(list((tmp_path / "small").iterdir())) == 2
    cache.forget("released/2/rows.sqlite")
    assert len(list((tmp_path / "small").iterdir())) == 1


def test_sort_text():
    assert sort_of('"余额 合计" desc, 年份 ASC,地区') == (("余额 合计", True), ("年份", False), ("地区", False))
