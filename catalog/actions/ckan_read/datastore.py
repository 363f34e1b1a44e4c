"""Rows of released tables: `datastore_search` and `datastore_info`, from the row store."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.reader import MISSING, Params, Reader, flag, whole
from catalog.actions.rows import RowQueryInvalid, condition_of, open_rows, sort_of
from catalog.errors import CatalogError
from catalog.fields import Field, FieldType
from catalog.models import Dataset, Release, ReleaseFile
from catalog.policies import Verb, may
from catalog.rowstore import RowStore
from catalog.rowstore_errors import RowStoreError, UnknownField
from catalog.rowstore_query import And, Condition, Contains

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 32_000
ID: Final = "_id"
FORMATS: Final = ("objects", "lists", "csv", "tsv")
TYPES: Final = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "int8",
    FieldType.NUMBER: "numeric",
    FieldType.DATE: "date",
}
NATIVE: Final = {"int8": "bigint", "numeric": "numeric", "text": "text", "date": "date"}
KNOWN: Final = frozenset(
    [
        "resource_id",
        "id",
        "filters",
        "q",
        "distinct",
        "plain",
        "language",
        "limit",
        "offset",
        "fields",
        "sort",
        "include_total",
        "include_next_page",
        "total_estimation_threshold",
        "records_format",
        "full_text",
        "release",
        "callback",
    ]
)


def row_store_key(reader: Reader, params: Params) -> tuple[str, str]:
    """Return the resource id and the storage key of its row store, for a reader who may read the rows.

    Raises:
        ActionValidationError: no resource id. ActionNotFound: none, no rows, or not for this reader.
    """
    given = params.get("resource_id") or params.get("id")
    if not given:
        raise ActionValidationError({"resource_id": [MISSING]})
    message = f'Resource "{str(given)[:40]}" was not found.'
    try:
        resource_id = UUID(str(given))
    except ValueError:
        raise ActionNotFound(message) from None
    rows = (
        select(Release)
        .join(ReleaseFile, ReleaseFile.release_id == Release.id)
        .join(Dataset, Dataset.current_release_id == Release.id)
        .where(ReleaseFile.resource_id == resource_id)
    )
    release = reader.session.scalars(rows).unique().one_or_none()
    if release is None or release.row_store_key is None or not may(reader.actor, Verb.DOWNLOAD, release):
        raise ActionNotFound(message)
    asked = params.get("release")
    if asked and str(asked) != str(release.id):
        raise ActionValidationError({"release": [f"superseded by {release.id}"]})
    return str(resource_id), release.row_store_key


def datastore_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Search rows: resource_id, filters (ranges, $or, $and), q, fields, sort, limit (to 32000), offset, distinct."""
    unknown = sorted(name for name in params if name not in KNOWN)
    if unknown:
        raise ActionValidationError({"__extras": [f'invalid value "{unknown[0][:40]}"']})
    resource_id, key = row_store_key(reader, params)
    limit = min(_natural(params, "limit", DEFAULT_LIMIT), MAX_LIMIT)
    offset = _natural(params, "offset", 0)
    records_format = str(params.get("records_format") or "objects")
    if records_format not in FORMATS:
        raise ActionValidationError({"records_format": [f"Value must be one of {list(FORMATS)}"]})
    try:
        with open_rows(key, deps=reader.deps) as store:
            found = _Search(store, params, limit, offset)
            result = found.result(records_format)
    except UnknownField:
        raise ActionValidationError({"fields": ["unknown field"]}) from None
    except (RowStoreError, CatalogError) as error:
        raise ActionValidationError({"query": [error.message_en]}) from None
    return result | {"resource_id": resource_id, "limit": limit}


def datastore_info(reader: Reader, params: Params) -> dict[str, Any]:
    """Return the columns of a resource's rows and how many rows there are."""
    resource_id, key = row_store_key(reader, params)
    with open_rows(key, deps=reader.deps) as store:
        fields = [
            {
                "id": field.name,
                "type": TYPES[field.type],
                "schema": {
                    "native_type": NATIVE[TYPES[field.type]],
                    "notnull": False,
                    "index_name": None,
                    "is_index": False,
                    "uniquekey": False,
                },
                **({"info": {"unit": field.unit}} if field.unit else {}),
            }
            for field in store.fields
        ]
        meta = {"id": resource_id, "count": store.total, "table_type": "BASE TABLE", "aliases": []}
    return {"fields": fields, "meta": meta}


def _natural(params: Params, name: str, default: int) -> int:
    value = whole(params, name, default)
    return default if value is None else value


class _Search:
    """One `datastore_search` on an open store."""

    def __init__(self, store: RowStore, params: Params, limit: int, offset: int) -> None:
        self.store = store
        self.params = params
        self.limit = limit
        self.offset = offset
        self.names = [field.name for field in store.fields]
        self.columns = self._columns()
        self.sort = self._sort()
        self.condition, self.text = self._condition()

    def _columns(self) -> list[str]:
        """The asked columns, `_id` first when none are named."""
        asked = self.params.get("fields")
        if asked is None or asked in ("", []):
            return [ID, *self.names]
        if isinstance(asked, str):
            stripped = asked.strip()
            asked = json.loads(stripped) if stripped.startswith("[") else next(csv.reader([stripped]))
        columns = [str(one).strip() for one in asked]
        for name in columns:
            if name != ID and name not in self.names:
                raise ActionValidationError({"fields": [f'invalid value "{name[:63]}"']})
        return columns

    def _sort(self) -> list[tuple[str, bool]]:
        asked = self.params.get("sort")
        if not asked:
            return []
        text = ",".join(str(one) for one in asked) if isinstance(asked, list) else str(asked)
        try:
            pairs = sort_of(text)
        except RowQueryInvalid:
            raise ActionValidationError({"sort": ["invalid value"]}) from None
        for name, _ in pairs:
            if name != ID and name not in self.names:
                raise ActionValidationError({"sort": [f'invalid value "{text[:63]}"']})
        return [("_row" if name == ID else name, descending) for name, descending in pairs]

    def _condition(self) -> tuple[Condition | None, str | None]:
        filters = self._json("filters") or {}
        q = self.params.get("q")
        if isinstance(q, str) and q.strip().startswith("{"):
            q = self._json("q")
        if not isinstance(filters, Mapping):
            raise ActionValidationError({"filters": ["Not a dict"]})
        self._check(filters)
        parts: list[Condition] = []
        try:
            ids = filters.get(ID)
            condition = condition_of({name: value for name, value in filters.items() if name != ID})
        except RowQueryInvalid:
            raise ActionValidationError({"filters": ["Invalid filter"]}) from None
        if condition is not None:
            parts.append(condition)
        self.after = self._after(ids)
        if isinstance(q, Mapping):
            for name, text in q.items():
                if name not in self.names:
                    raise ActionValidationError({"q": [f'invalid value "{str(name)[:63]}"']})
                parts.append(Contains(str(name), str(text)))
            q = None
        return (And(tuple(parts)) if parts else None), (str(q) if q else None)

    def _after(self, ids: Any) -> int:
        """The `_id` after which the page begins: what `next_page` of the page before said."""
        if ids is None:
            return 0
        if isinstance(ids, Mapping) and set(ids) == {"gt"}:
            return int(ids["gt"])
        raise ActionValidationError({"filters": ["_id: only {'gt': number} of a next_page"]})

    def _json(self, name: str) -> Any:
        value = self.params.get(name)
        if isinstance(value, str) and value.strip():
            try:
                return json.loads(value)
            except ValueError:
                raise ActionValidationError({name: ["Cannot parse JSON"]}) from None
        return value

    def _check(self, filters: Mapping[str, Any]) -> None:
        for name, value in filters.items():
            if name in {"$or", "$and"}:
                for one in value if isinstance(value, list) else []:
                    if isinstance(one, Mapping):
                        self._check(one)
            elif name != ID and name not in self.names:
                raise ActionValidationError({"filters": [f"Unknown field: {str(name)[:63]}"]})

    def result(self, records_format: str) -> dict[str, Any]:
        """The answer, what was asked repeated in it as CKAN does."""
        is_distinct = flag(self.params, "distinct")
        include_total = flag(self.params, "include_total", default=True)
        rows, total = self._distinct() if is_distinct else (self._rows(), None)
        answer: dict[str, Any] = {
            "include_total": include_total,
            "include_next_page": flag(self.params, "include_next_page"),
            "records_format": records_format,
            "records": _shape(rows, self.columns, records_format),
            "fields": [{"id": name, "type": self._type(name)} for name in self.columns],
        }
        for name in ("filters", "q", "sort", "distinct", "offset"):
            if self.params.get(name) not in (None, "", [], {}):
                answer[name] = self._json(name) if name == "filters" else self.params[name]
        if "offset" in answer:
            answer["offset"] = self.offset
        if include_total:
            answer["total"] = self.store.count(self.condition, self.text) if total is None else total
        if answer["include_next_page"] and len(rows) == self.limit and rows and ID in self.columns:
            answer["next_page"] = {ID: {"gt": rows[-1][self.columns.index(ID)]}}
        return answer

    def _rows(self) -> list[list[Any]]:
        wanted = [name for name in self.columns if name != ID]
        if self.after and not (self.condition or self.text or self.sort):
            found = self.store.rows(offset=self.after + self.offset, limit=self.limit, fields=wanted)
        else:
            skip = self.after and self.store.rows(self.condition, self.text, sort=[("_row", False)], limit=1)
            found = self.store.rows(
                self.condition, self.text, sort=self.sort, offset=self.offset, limit=self.limit, fields=wanted
            )
            if skip:
                found = [row for row in found if row["_row"] > self.after]
        return [[row["_row"] if name == ID else self._value(name, row[name]) for name in self.columns] for row in found]

    def _distinct(self) -> tuple[list[list[Any]], int]:
        wanted = [name for name in self.columns if name != ID]
        self.columns = wanted
        seen = dict.fromkeys(self.store.iterate(self.condition, self.text, sort=self.sort, fields=wanted))
        page = list(seen)[self.offset : self.offset + self.limit]
        rows = [[self._value(name, cell) for name, cell in zip(wanted, row, strict=True)] for row in page]
        return rows, len(seen)

    def _field(self, name: str) -> Field:
        return self.store.fields[self.names.index(name)]

    def _type(self, name: str) -> str:
        return "int" if name == ID else TYPES[self._field(name).type]

    def _value(self, name: str, cell: str | None) -> Any:
        return number_or_text(self._field(name), cell)


def number_or_text(field: Field, cell: str | None) -> Any:
    """Return a cell as JSON: a number where the column holds numbers (at most 15 digits, so exact), else text."""
    if cell is None or not field.is_numeric:
        return cell
    return int(cell) if field.type is FieldType.INTEGER or "." not in cell else float(cell)


def _shape(rows: Sequence[Sequence[Any]], columns: Sequence[str], records_format: str) -> Any:
    if records_format == "objects":
        return [dict(zip(columns, row, strict=True)) for row in rows]
    if records_format == "lists":
        return [list(row) for row in rows]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if records_format == "tsv" else ",", lineterminator="\n")
    writer.writerows(rows)
    return out.getvalue()
