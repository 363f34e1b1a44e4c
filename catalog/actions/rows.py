"""Read: the rows of a release, for pages, the REST API and the Action API alike."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from catalog.deps import Deps
from catalog.errors import CatalogError, NotFound
from catalog.fields import Field
from catalog.rowstore import RowStore
from catalog.rowstore.cache import RowCache
from catalog.rowstore.errors import RowStoreError
from catalog.rowstore.query import And, Condition, Eq, In, Or, Range
from catalog.views import DatasetPage

BOUNDS = {"gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}
_ROW_LIMIT = 50_000


class RowQueryInvalid(CatalogError):
    """Filters or sort are not of the form this API takes; `detail.part` says which."""

    code = "rows.invalid"
    message_zh = "筛选或排序条件的写法不正确。"
    message_en = "The filters or the sort order are not written as this API takes them."
    status_hint = 422


class RowsRefused(CatalogError):
    """The row store would not answer; the code is its own."""

    status_hint = 422

    def __init__(self, error: RowStoreError) -> None:
        super().__init__()
        self.code = error.code
        self.message_zh = error.message_zh
        self.message_en = error.message_en


class ReleaseMoved(CatalogError):
    """The pages read so far belong to another release; `detail.release_id` names the present one."""

    code = "rows.release_moved"
    message_zh = "翻页期间数据已发布新版本，请从头读取。"
    message_en = "A new version was released while you were paging; please start again."
    status_hint = 409


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Which rows: a condition, words, order (column, descending), a page and columns (empty: all)."""

    condition: Condition | None = None
    text: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    start: int = 0
    rows: int = 100
    fields: tuple[str, ...] = ()

    @classmethod
    def from_text(
        cls,
        *,
        filters: str = "",
        text: str = "",
        sort: str = "",
        start: int = 0,
        rows: int = 100,
        fields: tuple[str, ...] = (),
    ) -> "RowQuery":
        """Read what a caller typed: `filters` as a JSON object, `sort` as `col, col2 desc`.

        Raises:
            RowQueryInvalid: neither is of that form.
        """
        try:
            asked = json.loads(filters) if filters.strip() else {}
        except (ValueError, RecursionError):
            raise RowQueryInvalid({"part": "filters"}) from None
        return cls(condition_of(asked), text, sort_of(sort), start, rows, fields)


def condition_of(asked: Any) -> Condition | None:
    """Return the condition of CKAN's filter form.

    `{column: value | [values] | {"gt" | "gte" | "lt" | "lte" | "eq": value}}`, joined by and; `$or` and `$and` hold
    lists of such objects (CKAN 2.12, datastore_search).

    Raises:
        RowQueryInvalid: another form.
    """
    if not isinstance(asked, Mapping):
        raise RowQueryInvalid({"part": "filters"})
    if not asked:
        return None
    return And(tuple(_one(str(name), value) for name, value in asked.items()))


def _one(name: str, value: Any) -> Condition:
    if name in {"$or", "$and"}:
        if not isinstance(value, list):
            raise RowQueryInvalid({"part": "filters"})
        parts = tuple(condition_of(part) or And(()) for part in value)
        return Or(parts) if name == "$or" else And(parts)
    if isinstance(value, Mapping):
        return _range(name, value)
    if isinstance(value, list):
        if any(isinstance(one, list) for one in value):
            raise RowQueryInvalid({"part": "filters"})
        if any(isinstance(one, Mapping) for one in value):
            return Or(tuple(_one(name, one) for one in value))
        return In(name, tuple(_text(one) for one in value))
    return Eq(name, _text(value))


def _range(name: str, asked: Mapping[str, Any]) -> Condition:
    bounds: dict[str, str] = {}
    parts: list[Condition] = []
    for operator, value in asked.items():
        if operator == "eq":
            parts.append(Eq(name, _text(value)))
        elif operator == "in" and isinstance(value, list):
            parts.append(In(name, tuple(_text(one) for one in value)))
        elif operator in BOUNDS and value is not None and not isinstance(value, list | Mapping):
            bounds[BOUNDS[operator]] = _text(value) or ""
        else:
            raise RowQueryInvalid({"part": "filters"})
    if bounds:
        parts.append(Range(name, **bounds))
    return And(tuple(parts))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def sort_of(text: str) -> tuple[tuple[str, bool], ...]:
    """Return (column, descending) pairs of `a, b desc`; column names may be quoted.

    Raises:
        RowQueryInvalid: a direction other than asc or desc.
    """
    pairs: list[tuple[str, bool]] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, direction = part.rpartition(" ") if part.lower().endswith((" asc", " desc")) else (part, "", "asc")
        pairs.append((name.strip().strip('"'), direction.lower() == "desc"))
    if any(not name for name, _ in pairs):
        raise RowQueryInvalid({"part": "sort"})
    return tuple(pairs)


def open_rows(row_store_key: str | None, *, deps: Deps) -> RowStore:
    """Open the row store of a release.

    Raises:
        NotFound: the release has no rows (a document, or data that are not open).
    """
    if row_store_key is None:
        raise NotFound
    return _cache(deps).open(row_store_key)


def _cache(deps: Deps) -> RowCache:
    cache: RowCache = deps.extras["rows"]
    return cache


@dataclass(frozen=True, slots=True)
class RowPage:
    """A page of rows: cells by column name with `_row`, the number that match, and the release they are of."""

    release_id: UUID
    total: int
    fields: tuple[Field, ...]
    records: tuple[dict[str, Any], ...]


def as_described(page: DatasetPage, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the columns with their units as the dictionary has them now: the row store was written once."""
    units = {field.name: field.unit for field in page.fields}
    return tuple(replace(field, unit=units.get(field.name, field.unit)) for field in fields)


def read_rows(page: DatasetPage, query: RowQuery, *, deps: Deps, release_id: UUID | None = None) -> RowPage:
    """Return a page of released rows.

    Args:
        page: the dataset as the caller may see it (`read_dataset` has decided that).
        query: which rows.
        deps: `extras["rows"]` is the process's `RowCache`.
        release_id: the release of the pages read before, when paging.

    Raises:
        NotFound: no rows to read. ReleaseMoved: the release is no longer that one.
        RowsRefused: an unknown column, too complex, or too slow.
    """
    if release_id is not None and release_id != page.release_id:
        raise ReleaseMoved({"release_id": str(page.release_id)})
    if page.state != "published":
        raise NotFound
    try:
        with open_rows(page.row_store_key, deps=deps) as store:
            records = store.rows(
                query.condition,
                query.text or None,
                sort=query.sort,
                offset=query.start,
                limit=min(query.rows, _ROW_LIMIT),
                fields=query.fields or None,
            )
            total = store.count(query.condition, query.text or None)
            fields = as_described(page, store.chosen(query.fields or None))
            return RowPage(page.release_id, total, fields, tuple(records))
    except RowStoreError as error:
        raise RowsRefused(error) from None


def stream_rows(
    page: DatasetPage, query: RowQuery, *, deps: Deps
) -> tuple[tuple[Field, ...], Iterator[tuple[str | None, ...]]]:
    """Return the columns and all matching rows, streamed, for an export of what a reader filtered.

    Raises:
        NotFound, RowsRefused: as `read_rows`; before the first row.
    """
    store = open_rows(page.row_store_key, deps=deps)
    try:
        fields = as_described(page, store.chosen(query.fields or None))
        store.count(query.condition, query.text or None)  # refuses a bad query before the first byte
    except RowStoreError as error:
        store.close()
        raise RowsRefused(error) from None

    def cells() -> Iterator[tuple[str | None, ...]]:
        with store:
            yield from store.iterate(query.condition, query.text or None, sort=query.sort, fields=query.fields or None)

    return fields, cells()
