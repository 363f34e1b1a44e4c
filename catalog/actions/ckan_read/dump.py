"""All rows of a resource as a stream: csv, tsv, json or xml, byte for byte as CKAN 2.12's DataStore dumps them."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape

from catalog.actions.ckan_read.datastore import Ranker, described, number_or_text, separated
from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.reader import Params, Reader, flag
from catalog.actions.ckan_read.row_access import RowSource, find_rows, note_rows
from catalog.actions.ckan_read.row_filters import ID
from catalog.actions.ckan_read.row_query import RowQuestion, read_question
from catalog.actions.rows import RowsRefused, open_rows
from catalog.fields import Field, FieldType
from catalog.rowstore import MAX_LIMIT, RowStore
from catalog.rowstore.errors import RowStoreError
from catalog.rowstore.query import ROW

FORMATS: Final = ("csv", "tsv", "json", "xml")
# what CKAN 2.12 sends whatever the format: a browser saves it either way
MEDIA_TYPE: Final = "application/octet-stream"
_BLOCK: Final = 500
_BOM: Final = "\ufeff"
_ROW_NUMBER: Final = Field(ID, FieldType.INTEGER)
# CKAN 2.12's own rules of names, in their order
_NAME_RULES: Final = (
    (re.compile(r"^(\d*xml\d*|\d+)", re.IGNORECASE), ""),
    (re.compile(r"\s+"), "_"),
    (re.compile(r"[^\w_.-]"), ""),
    (re.compile(r"^[\d.-]+"), ""),
)
_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # signs XML cannot hold

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Dump:
    """A stream of text and its file extension."""

    chunks: Iterator[str]
    extension: str


def dump_rows(reader: Reader, params: Params) -> Dump:
    """Return the rows of a resource; `format`, `bom`, `q`, `filters`, `fields`, `sort`, `limit`, `offset`.

    Raises:
        ActionError: as `datastore_search`, before the first byte.
    """
    form = str(params.get("format") or "csv").lower()
    if form not in FORMATS:
        raise ActionValidationError({"format": [f"Value must be one of {list(FORMATS)}"]})
    source = find_rows(reader, params)
    store = open_rows(source.key, deps=reader.deps)
    try:
        asked = {name: value for name, value in params.items() if name != "limit" or value != ""}
        question = read_question(store.fields, asked, default_limit=None)
        count = store.count(question.condition)  # refuses a bad query before the first byte
        chunks = _chunks(store, source, question, form, params)
        given = max(0, count - question.offset)
        if question.limit is not None:
            given = min(given, int(str(params["limit"])))
        note_rows(reader, source, columns=question.columns, count=given, door="datastore_dump")
    except (RowStoreError, RowsRefused) as error:
        store.close()
        raise ActionValidationError({"query": [error.message_en]}) from None
    except BaseException:
        store.close()
        raise
    return Dump(_closing(store, chunks), form)


def _chunks(store: RowStore, source: RowSource, question: RowQuestion, form: str, params: Params) -> Iterator[str]:
    by_name = {field.name: field for field in store.fields}
    own = {ID: _ROW_NUMBER} | {name: Field(name, FieldType.NUMBER) for name in question.ranks}
    fields = [own.get(name) or by_name[name] for name in question.columns]
    # the dump of a CKAN has no cap: pages of `datastore_search` have
    limit = params.get("limit")
    end = None if limit in (None, "") else question.offset + int(str(limit))
    is_distinct = flag(params, "distinct") and not question.ranks and ID not in question.columns
    if is_distinct:
        store.distinct(question.columns, question.condition, sort=question.sort, limit=0)
    rows = _distinct(store, question) if is_distinct else _rows(store, question)
    chosen = islice(rows, question.offset, end)
    if end == question.offset:  # nothing asked: a CKAN then writes the end alone
        return iter({"json": ["\n]}\n"], "xml": ["</data>\n"]}.get(form, []))
    columns = [
        {"id": one.name, "type": "int" if one is _ROW_NUMBER else "float"}
        if one.name in own
        else described(one, source.notes)
        for one in fields
    ]
    writer = {"csv": _separated(","), "tsv": _separated("\t"), "json": _as_json(columns), "xml": _as_xml}[form]
    chunks: Iterator[str] = writer(fields, chosen)
    return _after(_BOM, chunks) if flag(params, "bom") else chunks


def _rows(store: RowStore, question: RowQuestion) -> Iterator[Row]:
    """Every row in its asked columns, ranks among them, streamed."""
    ranker = Ranker(question.ranks, [field.name for field in store.fields])
    stored = [ROW if name == ID else name for name in question.columns if name not in question.ranks]
    rows = store.iterate(question.condition, sort=question.sort, fields=[*stored, *ranker.needed])
    if not question.ranks:
        yield from rows
        return
    for row in rows:
        ranks = iter(ranker.of(dict(zip(ranker.needed, row[len(stored) :], strict=True))))
        cells = iter(row)
        yield tuple(next(ranks) if name in question.ranks else next(cells) for name in question.columns)


def _distinct(store: RowStore, question: RowQuestion) -> Iterator[Row]:
    """The rows that differ in the asked columns."""
    start = 0
    while True:
        rows, total = store.distinct(
            question.columns, question.condition, sort=question.sort, offset=start, limit=MAX_LIMIT
        )
        yield from rows
        start += MAX_LIMIT
        if start >= total:
            return


def _closing(store: RowStore, chunks: Iterator[str]) -> Iterator[str]:
    with store:
        yield from chunks


def _after(first: str, chunks: Iterator[str]) -> Iterator[str]:
    yield first
    yield from chunks


def _separated(delimiter: str) -> Any:
    def write(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
        out = io.StringIO()
        # CKAN ends this line with CR LF
        csv.writer(out, delimiter=delimiter).writerow([field.name for field in fields])
        lines = [out.getvalue()]
        for row in rows:
            lines.append(separated(row, delimiter))
            if len(lines) >= _BLOCK:
                yield "".join(lines)
                lines = []
        yield "".join(lines)

    return write


def _as_json(columns: list[dict[str, Any]]) -> Any:
    def write(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
        yield '{\n  "fields": ' + _compact(columns) + ',\n  "records": ['
        separator = "\n    "
        for row in rows:
            yield separator + _compact([_typed(field, cell) for field, cell in zip(fields, row, strict=True)])
            separator = ",\n    "
        yield "\n]}\n"

    return write


def _typed(field: Field, cell: Any) -> Any:
    return number_or_text(field, cell) if isinstance(cell, str) else cell


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _as_xml(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
    yield '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    with_number = fields[0] is _ROW_NUMBER
    body = fields[1:] if with_number else fields
    tags = element_names([field.name for field in body])
    for row in rows:
        number, cells = (f' {ID}="{row[0]}"', row[1:]) if with_number else ("", row)
        text = "".join(_element(tag, _typed(field, cell)) for tag, field, cell in zip(tags, body, cells, strict=True))
        yield f"<row{number}>{text}</row>\n" if text else f"<row{number} />\n"
    yield "</data>\n"


def element_names(columns: Iterable[str]) -> list[str]:
    """Return an XML name for each column, as CKAN makes them: unfit signs gone, equal names numbered.

    Where nothing of a name is left (a year, a percent sign) CKAN writes XML nobody can read; here it is `value`.
    """
    names: list[str] = []
    for column in columns:
        name = unicodedata.normalize("NFC", column)
        for pattern, replacement in _NAME_RULES:
            name = pattern.sub(replacement, name)
        name = name or "value"
        unique, number = name, 0
        while unique in names:
            unique, number = f"{name}_{number}", number + 1
        names.append(unique)
    return names


def _element(tag: str, cell: Any) -> str:
    if cell is None:
        return f'<{tag} xsi:nil="true" />'
    text = escape(_NO_XML.sub("", str(cell)))
    return f"<{tag}>{text}</{tag}>" if text else f"<{tag} />"
