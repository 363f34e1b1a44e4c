"""JSON as a table: a list of records, a list inside an object, or one record a line.

Numbers keep their digits exactly as written. Nested values stay JSON text in their cell; what stands around the list
is handed to the scan.
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, BinaryIO, NoReturn

import polars as pl

from catalog.ingest.cells import drop_blank_rows, empty_to_null
from catalog.ingest.encoding import Decoded, decode_upload
from catalog.ingest.errors import (
    CellTooLong,
    HeaderOnly,
    Malformed,
    NotATable,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    TooMuchText,
)
from catalog.ingest.header import clean_name, unique_names
from catalog.ingest.limits import Limits
from catalog.ingest.model import Page, TableRead, TextRead
from catalog.ingest.notes import Note
from catalog.ingest.rows import WholeRows

_SEARCH_DEPTH = 4
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"\[\]{},:]+')
_BARE = re.compile(r'".*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null', re.DOTALL)
Record = dict[str, Any]


class _Number(str):
    """A number's digits, not to be confused with a string's characters."""

    __slots__ = ()


def read(source: BinaryIO, limits: Limits) -> TableRead:
    """Read a JSON upload.

    Raises:
        NotATable: no list of records in it.
        Malformed: not JSON, a name twice in one object, NaN, or nested too deeply.
        HeaderOnly, TooMany…, CellTooLong, BadEncoding.
    """
    decoded = decode_upload(source, limits)
    records, around = _records(decoded)
    if not records:
        raise HeaderOnly
    if len(records) > limits.rows:
        raise TooManyRows(limit=limits.rows)
    keys = list(dict.fromkeys(key for record in records for key in record))
    if not keys:
        raise HeaderOnly
    if len(keys) > limits.columns:
        raise TooManyColumns(limit=limits.columns)
    if len(keys) * len(records) > limits.cells:
        raise TooManyCells(limit=limits.cells)
    names, notes = unique_names([clean_name(key) for key in keys])
    try:
        columns = [
            pl.Series(name, _cells(records, key, limits), pl.String) for name, key in zip(names, keys, strict=True)
        ]
    except UnicodeError:  # half of a surrogate pair, written as an escape: not a character, no table can hold it
        raise Malformed from None
    whole = empty_to_null(pl.DataFrame(columns))
    frame, blank = drop_blank_rows(whole)
    if not frame.height:
        raise HeaderOnly
    named = dict(zip(keys, names, strict=True))
    dtypes = {name: dtype for key, name in named.items() if (dtype := _dtype(records, key))}
    more = (
        Note("blank_rows", blank),
        Note("missing_fields", sum(1 for record in records if len(record) < len(keys))),
        Note("nested_values", sum(1 for key in keys if any(isinstance(r.get(key), dict | list) for r in records))),
    )
    return TableRead(
        WholeRows(frame),
        format="json",
        encoding=decoded.encoding,
        header_row=None,
        dtypes=dtypes,
        bare={
            name: cells for name, cells in _where(_Number | bool, records, named, whole).items() if name not in dtypes
        },
        nested=_where(dict | list, records, named, whole),
        blanks=_blanks(records, named, whole),
        notes=(*notes, *(note for note in more if note.count)),
        extra_text=(("around", around),) if around else (),
    )


def _records(decoded: Decoded) -> tuple[list[Record], str]:
    """The records, and the JSON text of everything around them."""
    try:
        value = _parse(decoded.text)
    except json.JSONDecodeError:
        return list(_lines(decoded.text)), ""
    if isinstance(value, list):
        return _as_records(value), ""
    holder, key = _longest_list(value)
    records = _as_records(holder.pop(key))
    return records, _text(value)


def text_around(decoded: Decoded) -> tuple[str, str]:
    """What stands before and behind the list of records, as JSON text: {"code": 0, "data": and }; both may be empty."""
    if not decoded.data.lstrip().startswith(b"{"):
        return "", ""
    try:
        value = _parse(decoded.text)
    except json.JSONDecodeError:  # a record a line
        return "", ""
    holder, key = _longest_list(value)
    mark = secrets.token_hex(16)
    holder[key] = mark
    before, _, behind = _text(value).partition(f'"{mark}"')
    return before, behind


def read_any(source: BinaryIO, limits: Limits) -> TextRead:
    """Any JSON as one page of text, as it stands; characters that are written as escapes as themselves.

    Raises Malformed, TooMuchText, BadEncoding.
    """
    decoded = decode_upload(source, limits)
    try:
        value = _parse(decoded.text)
        text = _text(value) if "\\u" in decoded.text else decoded.text.replace("\r\n", "\n")
        text.encode()
    except (json.JSONDecodeError, UnicodeError):
        raise Malformed from None
    if len(text) > limits.text_chars:
        raise TooMuchText(limit=limits.text_chars)
    return TextRead((Page(1, text),), format="json", encoding=decoded.encoding)


def with_quotes(text: str) -> str | None:
    """JSON text in which values are no JSON any more, because something was hidden in them, as strings: "***".

    Returns None when that makes no JSON of it.
    """
    made = _SCALAR.sub(lambda found: found[0] if _BARE.fullmatch(found[0]) else f'"{found[0]}"', text)
    try:
        _parse(made)
    except (json.JSONDecodeError, Malformed):
        return None
    return made


def _longest_list(value: Any) -> tuple[Record, str]:
    found = max(_lists(value, _SEARCH_DEPTH), key=lambda pair: len(pair[0][pair[1]]), default=None)
    if found is None:
        raise NotATable
    return found


def _lines(text: str) -> Iterator[Record]:
    for line in text.splitlines():
        if line.strip():
            try:
                value = _parse(line)
            except json.JSONDecodeError:
                raise Malformed from None
            if not isinstance(value, dict):
                raise NotATable
            yield value


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse, object_pairs_hook=_object
        )
    except RecursionError:
        raise Malformed from None


def _object(pairs: list[tuple[str, Any]]) -> Record:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed  # a name given twice: one of the values would be lost
    return found


def _refuse(_: str) -> NoReturn:
    raise Malformed


def _as_records(items: Sequence[Any]) -> list[Record]:
    if not all(isinstance(item, dict) for item in items):
        raise NotATable
    return list(items)


def _lists(value: Any, depth: int) -> Iterator[tuple[Record, str]]:
    """Where lists of objects are: the object that holds each, and its key."""
    if depth == 0 or not isinstance(value, dict):
        return
    for key, item in value.items():
        if isinstance(item, list) and item and all(isinstance(one, dict) for one in item):
            yield value, key
        else:
            yield from _lists(item, depth - 1)


def _dtype(records: Sequence[Record], key: str) -> pl.DataType | None:
    """What all values of a column are, when they are numbers or truth values; None otherwise."""
    kinds = {type(value) for record in records if (value := record.get(key)) is not None}
    if kinds == {bool}:
        return pl.Boolean()
    return pl.Float64() if kinds == {_Number} else None


def _where(
    kinds: type | UnionType, records: Sequence[Record], names: Mapping[str, str], whole: pl.DataFrame
) -> dict[str, pl.Series]:
    """Which cells of the rows with a value are of some kinds, of the columns that hold any."""
    filled = _filled(whole)
    made: dict[str, pl.Series] = {}
    for key, name in names.items():
        cells = [isinstance(record.get(key), kinds) for record in records]
        if any(cells):
            made[name] = pl.Series(name, cells, dtype=pl.Boolean).filter(filled)
    return made


def _blanks(records: Sequence[Record], names: Mapping[str, str], whole: pl.DataFrame) -> dict[str, pl.Series]:
    """How rows with a value have none in a column, see `TableRead.blanks`; without columns with nothing but null."""
    filled = _filled(whole)
    made: dict[str, pl.Series] = {}
    for key, name in names.items():
        cells = ['""' if record.get(key) == "" else "null" if key in record else None for record in records]
        if set(cells) != {"null"}:
            made[name] = pl.Series(name, cells, dtype=pl.String).filter(filled)
    return made


def _filled(whole: pl.DataFrame) -> pl.Series:
    """Which rows have a value."""
    return whole.select(pl.any_horizontal(pl.all().is_not_null())).to_series()


def _cells(records: Sequence[Record], key: str, limits: Limits) -> list[str | None]:
    cells = [_cell(record.get(key)) for record in records]
    if any(cell is not None and len(cell) > limits.cell_chars for cell in cells):
        raise CellTooLong(limit=limits.cell_chars)
    return cells


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _text(value)


def _text(value: Any) -> str:
    """JSON text with the numbers' own digits."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)
