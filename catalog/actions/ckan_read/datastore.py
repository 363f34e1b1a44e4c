"""Rows of released tables: `datastore_search` and `datastore_info`, from the row store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.reader import Params, Reader, flag
from catalog.actions.ckan_read.row_access import find_rows, note_rows
from catalog.actions.ckan_read.row_filters import ID, NOT_QUERYABLE
from catalog.actions.ckan_read.row_query import RowQuestion, json_or_text, read_question
from catalog.actions.ckan_read.row_words import Sought
from catalog.actions.rows import open_rows
from catalog.fields import Field, FieldType
from catalog.rowstore import RowStore
from catalog.rowstore.errors import BadQuery, RowStoreError
from catalog.rowstore.words import rank

FORMATS: Final = ("objects", "lists", "csv", "tsv")
TYPES: Final = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "int8",
    FieldType.NUMBER: "numeric",
    FieldType.DATE: "date",
}
NATIVE: Final = {"int8": "bigint", "numeric": "numeric", "text": "text", "date": "date"}
_ECHOED: Final = ("filters", "q", "sort", "offset", "language", "full_text")
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
MOST_RANKED: Final = 5_000  # rows put in order of how well they match; more stand as they stand in the table


def datastore_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Search rows.

    resource_id; filters (values, lists, ranges, $or, $and); q (text, or an object of column: text), full_text, plain,
    language; fields; sort; limit (100, at most 32000), offset; distinct; include_total; include_next_page;
    records_format (objects, lists, csv, tsv); release (the release that pages read before belong to).
    """
    unknown = next((name for name in params if name not in KNOWN), None)
    if unknown is not None:
        raise ActionValidationError({"__extras": [f'invalid value "{unknown[:40]}"']})
    records_format = str(params.get("records_format") or "objects")
    if records_format not in FORMATS:
        raise ActionValidationError({"records_format": [f"Value must be one of {list(FORMATS)}"]})
    source = find_rows(reader, params)
    try:
        with open_rows(source.key, deps=reader.deps) as store:
            question = read_question(store.fields, params)
            rows = _Rows(store, question, source.notes, is_text=records_format in {"csv", "tsv"})
            answer = _answer(rows, params, records_format)
            count = rows.given
    except BadQuery:
        raise ActionValidationError(NOT_QUERYABLE) from None
    except RowStoreError as error:
        raise ActionValidationError({"query": [error.message_en]}) from None
    note_rows(reader, source, columns=question.columns, count=count, door="datastore_search")
    return answer | {"resource_id": source.resource_id, "limit": question.limit}


def datastore_info(reader: Reader, params: Params) -> dict[str, Any]:
    """Return the columns of a resource's rows and how many rows there are."""
    source = find_rows(reader, params, noun="Resource/Alias")
    with_schema = flag(params, "include_fields_schema", default=True)
    with open_rows(source.key, deps=reader.deps) as store:
        fields = [
            described(field, source.notes) | ({"schema": _schema(field)} if with_schema else {})
            for field in store.fields
        ]
        meta = {"id": source.resource_id, "count": store.total, "table_type": "BASE TABLE", "aliases": []}
    size = reader.deps.storage.size(source.key)
    meta |= {"size": size, "db_size": size, "idx_size": 0}
    return {"fields": fields} | ({"meta": meta} if flag(params, "include_meta", default=True) else {})


def described(field: Field, notes: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return a column as the DataStore describes it, with its label, notes and unit as they are now."""
    info = {"label": field.name, "notes": "", "unit": field.unit} | dict(notes.get(field.name, {}))
    return {"id": field.name, "type": TYPES[field.type], "info": info}


def _schema(field: Field) -> dict[str, Any]:
    native = NATIVE[TYPES[field.type]]
    return {"native_type": native, "notnull": False, "index_name": None, "is_index": False, "uniquekey": False}


def _answer(rows: "_Rows", params: Params, records_format: str) -> dict[str, Any]:
    """The answer, what was asked repeated in it as CKAN does."""
    store, question = rows.store, rows.question
    include_total = flag(params, "include_total", default=True)
    include_next = flag(params, "include_next_page")
    is_distinct = flag(params, "distinct")
    page, total, last = rows.distinct() if is_distinct else rows.page()
    rows.given += len(page)
    answer: dict[str, Any] = {
        "include_total": include_total,
        "include_next_page": include_next,
        "records_format": records_format,
        "records": _shape(page, question.columns, records_format),
        "fields": [rows.described(name) for name in ([] if params.get("fields") == [] else question.named)],
    }
    for name in _ECHOED:
        if params.get(name) is not None:
            answer[name] = json_or_text(params, name) if name in {"filters", "q"} else params[name]
    if "q" in answer and not isinstance(answer["q"], Mapping):
        answer["q"] = str(answer["q"])
    if "offset" in answer:
        answer["offset"] = question.offset
    for name in ("plain", "distinct"):
        if params.get(name) is not None:
            answer[name] = flag(params, name)
    if question.filterops is not None:
        answer["filterops"] = question.filterops
    if include_total:
        answer["total"] = store.count(question.condition) if total is None else total
    if include_next and last is not None:
        answer["next_page"] = {ID: {"gt" if question.by_id else "lt": last}}
    return answer


class Ranker:
    """Says how well rows match.

    Args:
        ranks: what was looked for, by the name of the column that says it.
        names: the columns of the table, in order.
    """

    def __init__(self, ranks: Mapping[str, Sought], names: Sequence[str]) -> None:
        self.ranks = ranks
        self.needed = dict.fromkeys(
            name for one in ranks.values() for name in (names if one.column is None else [one.column])
        )
        self._names = list(names)

    def of(self, row: Mapping[str, Any]) -> list[float]:
        """Return the ranks of one row, whose cells are under their columns' names."""
        return [
            rank(
                [row[name] for name in (self._names if one.column is None else [one.column])],
                one.words,
                language=one.language,
                is_all=one.is_all,
            )
            for one in self.ranks.values()
        ]


class _Rows:
    """Pages of one open store; exact text cells where the answer is text itself (csv, tsv)."""

    def __init__(
        self, store: RowStore, question: RowQuestion, notes: Mapping[str, Mapping[str, str]], *, is_text: bool
    ) -> None:
        self.store = store
        self.question = question
        self._notes = notes
        self._is_text = is_text
        self._fields = {field.name: field for field in store.fields}
        self._ranker = Ranker(question.ranks, list(self._fields))
        self.given = 0  # rows answered so far

    def described(self, name: str) -> dict[str, Any]:
        """One column of the answer."""
        if name == ID:
            return {"id": ID, "type": "int"}
        return (
            {"id": name, "type": "float"} if name in self.question.ranks else described(self._fields[name], self._notes)
        )

    def page(self) -> tuple[list[list[Any]], int | None, int | None]:
        """The rows, how many there are where that is known, and the last `_id` where the page is in its order."""
        asked = self.question
        wanted = list(dict.fromkeys([*(one for one in asked.columns if one in self._fields), *self._ranker.needed]))
        limit, total = asked.limit or 0, None
        if asked.ranks and not asked.sort:
            total = self.store.count(asked.condition)
        if total is None or total > MOST_RANKED:
            found = self.store.rows(asked.condition, sort=asked.sort, offset=asked.offset, limit=limit, fields=wanted)
        else:  # the best first
            found = self.store.rows(asked.condition, limit=MOST_RANKED, fields=wanted)
            found.sort(key=lambda row: [-one for one in self._ranker.of(row)])
            found = found[asked.offset : asked.offset + limit]
        last = found[-1]["_row"] if found and asked.by_id is not None else None
        return [self._cells(row) for row in found], total, last

    def distinct(self) -> tuple[list[list[Any]], int | None, None]:
        """Rows that differ in the asked columns; with `_id` among them every row does."""
        asked = self.question
        if ID in asked.columns:
            rows, total, _ = self.page()
            return rows, total, None
        if asked.ranks:
            if self.store.count(asked.condition) > MOST_RANKED:
                raise BadQuery
            self.question = replace(asked, offset=0, limit=MOST_RANKED)
            seen = list(dict.fromkeys(tuple(row) for row in self.page()[0]))
            return [list(row) for row in seen[asked.offset : asked.offset + (asked.limit or 0)]], len(seen), None
        wanted = list(asked.columns)
        found, total = self.store.distinct(
            wanted, asked.condition, sort=asked.sort, offset=asked.offset, limit=asked.limit or 0
        )
        return [[self._typed(n, cell) for n, cell in zip(wanted, row, strict=True)] for row in found], total, None

    def _cells(self, row: Mapping[str, Any]) -> list[Any]:
        ranks = dict(zip(self.question.ranks, self._ranker.of(row), strict=True))
        return [
            row["_row"] if name == ID else ranks[name] if name in ranks else self._typed(name, row[name])
            for name in self.question.columns
        ]

    def _typed(self, name: str, cell: str | None) -> Any:
        return cell if self._is_text else number_or_text(self._fields[name], cell)


def number_or_text(field: Field, cell: str | None) -> Any:
    """Return a cell as JSON: a number where the column holds numbers (at most 15 digits, so exact), else text."""
    if cell is None or not field.is_numeric:
        return cell
    return int(cell) if field.type is FieldType.INTEGER or "." not in cell else float(cell)


def separated(row: Sequence[Any], delimiter: str) -> str:
    """Return a line as PostgreSQL's COPY writes it: nothing is null, a pair of quotes is an empty text."""
    return delimiter.join([_quoted(cell, delimiter) for cell in row]) + "\n"


def _quoted(cell: Any, delimiter: str) -> str:
    if cell is None:
        return ""
    text = str(cell)
    if text and delimiter not in text and '"' not in text and "\n" not in text and "\r" not in text:
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _shape(rows: Sequence[Sequence[Any]], columns: Sequence[str], records_format: str) -> Any:
    if records_format == "objects":
        return [dict(zip(columns, row, strict=True)) for row in rows]
    if records_format == "lists":
        return [list(row) for row in rows]
    delimiter = "\t" if records_format == "tsv" else ","
    return "".join(separated(row, delimiter) for row in rows)
