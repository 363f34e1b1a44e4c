"""All rows of a resource as a stream: csv, tsv, json or xml, byte for byte as CKAN 2.12's DataStore dumps them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from catalog.actions.ckan_read.datastore import described, number_or_text
from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.reader import Params, Reader, flag
from catalog.actions.ckan_read.row_access import RowSource, find_rows
from catalog.actions.ckan_read.row_filters import ID
from catalog.actions.ckan_read.row_query import RowQuestion, read_question
from catalog.actions.rows import RowsRefused, open_rows
from catalog.fields import Field, FieldType
from catalog.rowstore import RowStore
from catalog.rowstore.errors import RowStoreError
from catalog.rowstore.query import ROW

FORMATS: Final = ("csv", "tsv", "json", "xml")
# what CKAN 2.12 sends whatever the format: a browser saves it either way
MEDIA_TYPE: Final = "application/octet-stream"
_BLOCK: Final = 500
_BOM: Final = "\ufeff"
_ROW_NUMBER: Final = Field(ID, FieldType.INTEGER)

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
        chunks = _chunks(store, source, question, form, params)
    except (RowStoreError, RowsRefused) as error:
        store.close()
        raise ActionValidationError({"query": [error.message_en]}) from None
    except ActionValidationError:
        store.close()
        raise
    return Dump(_closing(store, chunks), form)


def _chunks(store: RowStore, source: RowSource, question: RowQuestion, form: str, params: Params) -> Iterator[str]:
    columns = [name for name in question.columns if name not in question.ranks]
    by_name = {field.name: field for field in store.fields}
    fields = [_ROW_NUMBER if name == ID else by_name[name] for name in columns]
    store.count(question.condition, question.words)  # refuses a bad query before the first byte
    stored = [ROW if name == ID else name for name in columns]
    rows = store.iterate(question.condition, question.words, sort=question.sort, fields=stored)
    # the dump of a CKAN has no cap: pages of `datastore_search` have
    limit = params.get("limit")
    end = None if limit in (None, "") else question.offset + int(str(limit))
    chosen = islice(rows, question.offset, end)
    if end == question.offset:  # nothing asked: a CKAN then writes the end alone
        return iter({"json": ["\n]}\n"], "xml": ["</data>\n"]}.get(form, []))
    writer = {"csv": _separated(","), "tsv": _separated("\t"), "json": _as_json(source), "xml": _as_xml}[form]
    chunks: Iterator[str] = writer(fields, chosen)
    return _after(_BOM, chunks) if flag(params, "bom") else chunks


def _closing(store: RowStore, chunks: Iterator[str]) -> Iterator[str]:
    with store:
        yield from chunks


def _after(first: str, chunks: Iterator[str]) -> Iterator[str]:
    yield first
    yield from chunks


def _separated(delimiter: str) -> Any:
    def write(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerow(
            [field.name for field in fields]
        )  # CKAN ends this line with CR LF
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        for number, row in enumerate(rows, 1):
            writer.writerow(row)
            if number % _BLOCK == 0:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        yield out.getvalue()

    return write


def _as_json(source: RowSource) -> Any:
    def write(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
        columns = [{"id": ID, "type": "int"} if one is _ROW_NUMBER else described(one, source.notes) for one in fields]
        yield '{\n  "fields": ' + _compact(columns) + ',\n  "records": ['
        separator = "\n    "
        for row in rows:
            yield separator + _compact([_typed(field, cell) for field, cell in zip(fields, row, strict=True)])
            separator = ",\n    "
        yield "\n]}\n"

    return write


def _typed(field: Field, cell: Any) -> Any:
    return cell if field is _ROW_NUMBER else number_or_text(field, cell)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _as_xml(fields: list[Field], rows: Iterable[Row]) -> Iterator[str]:
    yield '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    for row in rows:
        pairs = list(zip(fields, row, strict=True))
        number = "".join(f' {ID}="{cell}"' for field, cell in pairs if field is _ROW_NUMBER)
        cells = "".join(_element(field.name, cell) for field, cell in pairs if field is not _ROW_NUMBER)
        yield f"<row{number}>{cells}</row>\n"
    yield "</data>\n"


def _element(name: str, cell: str | None) -> str:
    """One cell; a column name that is no XML name stands in an attribute."""
    tag = name if name.isidentifier() else "value"
    attribute = "" if tag == name else f" name={quoteattr(name)}"
    if cell is None:
        return f'<{tag}{attribute} xsi:nil="true" />'
    return f"<{tag}{attribute}>{escape(cell)}</{tag}>"
