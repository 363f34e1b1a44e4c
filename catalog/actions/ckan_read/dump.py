"""All rows of a resource as a stream: csv, tsv, json or xml, as CKAN's DataStore dumps them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from catalog.actions.ckan_read.datastore import TYPES, number_or_text, row_store_key
from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.reader import Params, Reader, flag, whole
from catalog.actions.rows import RowQueryInvalid, RowsRefused, condition_of, open_rows, sort_of
from catalog.fields import Field
from catalog.rowstore import RowStore
from catalog.rowstore_errors import RowStoreError

MEDIA: Final = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "xml": "text/xml",
}
_BLOCK: Final = 500
_BOM: Final = "\ufeff"

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Dump:
    """A stream of text with its type and file extension."""

    chunks: Iterator[str]
    media_type: str
    extension: str


def dump_rows(reader: Reader, params: Params) -> Dump:
    """Return the rows of a resource; `format`, `bom`, `q`, `filters`, `sort`, `limit`, `offset` as in CKAN.

    Raises:
        ActionError: as `datastore_search`.
    """
    form = str(params.get("format") or "csv").lower()
    if form not in MEDIA:
        raise ActionValidationError({"format": [f"Value must be one of {sorted(MEDIA)}"]})
    _, key = row_store_key(reader, params)
    limit, offset = whole(params, "limit", None), whole(params, "offset", 0) or 0
    try:
        filters = json.loads(str(params.get("filters") or "{}"))
        condition, sort = condition_of(filters), sort_of(str(params.get("sort") or ""))
    except (ValueError, RowQueryInvalid):
        raise ActionValidationError({"filters": ["Invalid filter"]}) from None
    store = open_rows(key, deps=reader.deps)
    try:
        store.count(condition, str(params.get("q") or "") or None)
    except (RowStoreError, RowsRefused) as error:
        store.close()
        raise ActionValidationError({"query": [error.message_en]}) from None
    rows = store.iterate(condition, str(params.get("q") or "") or None, sort=sort)
    chosen = islice(rows, offset, None if limit is None else offset + limit)
    writer = {"csv": _separated(","), "tsv": _separated("\t"), "json": _as_json, "xml": _as_xml}[form]
    chunks = _closing(store, writer(store.fields, enumerate(chosen, offset + 1)))
    if flag(params, "bom") and form in {"csv", "tsv"}:
        chunks = _after(_BOM, chunks)
    return Dump(chunks, MEDIA[form], form)


def _closing(store: RowStore, chunks: Iterator[str]) -> Iterator[str]:
    with store:
        yield from chunks


def _after(first: str, chunks: Iterator[str]) -> Iterator[str]:
    yield first
    yield from chunks


def _separated(delimiter: str) -> Any:
    def write(fields: tuple[Field, ...], rows: Iterable[tuple[int, Row]]) -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(["_id", *(field.name for field in fields)])
        for number, row in rows:
            writer.writerow([number, *row])
            if number % _BLOCK == 0:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        yield out.getvalue()

    return write


def _as_json(fields: tuple[Field, ...], rows: Iterable[tuple[int, Row]]) -> Iterator[str]:
    described = [{"id": "_id", "type": "int"}, *({"id": one.name, "type": TYPES[one.type]} for one in fields)]
    yield '{\n  "fields": ' + json.dumps(described, ensure_ascii=False) + ',\n  "records": ['
    separator = "\n    "
    for number, row in rows:
        cells = [number, *(number_or_text(field, cell) for field, cell in zip(fields, row, strict=True))]
        yield separator + json.dumps(cells, ensure_ascii=False)
        separator = ",\n    "
    yield "\n]}\n"


def _as_xml(fields: tuple[Field, ...], rows: Iterable[tuple[int, Row]]) -> Iterator[str]:
    yield '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    for number, row in rows:
        cells = "".join(_element(field.name, cell) for field, cell in zip(fields, row, strict=True))
        yield f'<row _id="{number}">{cells}</row>\n'
    yield "</data>\n"


def _element(name: str, cell: str | None) -> str:
    """One cell; a column name that is no XML name stands in an attribute."""
    tag = name if name.isidentifier() else "value"
    attribute = "" if tag == name else f" name={quoteattr(name)}"
    if cell is None:
        return f'<{tag}{attribute} xsi:nil="true" />'
    return f"<{tag}{attribute}>{escape(cell)}</{tag}>"
