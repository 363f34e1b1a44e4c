"""Parquet as a table of exact text. Odd files can abort the native reader: only ever opened in the confined child."""

import json
from typing import BinaryIO

import polars as pl

from catalog.ingest.cells import drop_blank_rows, empty_to_null
from catalog.ingest.errors import (
    CellTooLong,
    HeaderOnly,
    Malformed,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
)
from catalog.ingest.header import clean_name, unique_names
from catalog.ingest.limits import Limits
from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.plain_file import plain_file
from catalog.ingest.rows import WholeRows

_SIXTEEN_DIGITS = 1e15
_SCHEMA_KEY = "ARROW:schema"  # a machine's description of the types


def read(source: BinaryIO, limits: Limits) -> TableRead:
    """Read a Parquet upload.

    Raises:
        Malformed, HeaderOnly, TooMany…, CellTooLong.
    """
    with plain_file(source, limits) as path:
        try:
            frame, around = _load(path, limits)
            nested = [index for index, dtype in enumerate(frame.dtypes) if dtype.is_nested()]
            damaged = frozenset(index for index, column in enumerate(frame.get_columns()) if _is_damaged(column))
            texts = [as_text(column) for column in frame.get_columns()]
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OverflowError):
            raise Malformed from None
    names, notes = unique_names([clean_name(name) for name in frame.columns])
    table, blank = drop_blank_rows(
        empty_to_null(pl.DataFrame([text.alias(name) for text, name in zip(texts, names, strict=True)]))
    )
    if not table.height:
        raise HeaderOnly.of(names)
    longest = table.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
    if (longest or 0) > limits.cell_chars:
        raise CellTooLong(limit=limits.cell_chars)
    more = (Note("blank_rows", blank), Note("nested_values", len(nested)), Note("damaged_numbers", len(damaged)))
    return TableRead(
        WholeRows(table),
        format="parquet",
        header_row=None,
        notes=(*notes, *(note for note in more if note.count)),
        damaged=damaged,
        dtypes={name: dtype for name, dtype in zip(names, frame.dtypes, strict=True) if dtype != pl.String},
        extra_text=(("properties", around),) if around else (),
    )


def _load(path: str, limits: Limits) -> tuple[pl.DataFrame, str]:
    """The frame within limits, and the text of the file's own properties."""
    schema = pl.read_parquet_schema(path)
    if not schema:
        raise HeaderOnly
    if len(schema) > limits.columns:
        raise TooManyColumns(limit=limits.columns)
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    if rows > limits.rows:
        raise TooManyRows(limit=limits.rows)
    if rows * len(schema) > limits.cells:
        raise TooManyCells(limit=limits.cells)
    properties = pl.read_parquet_metadata(path)
    around = "\n".join(f"{key}: {value}" for key, value in properties.items() if key != _SCHEMA_KEY)
    return pl.read_parquet(path), around


def _is_damaged(column: pl.Series) -> bool:
    """Whole numbers of 16 digits and more in a floating-point column: identifiers that lost their end."""
    return column.dtype.is_float() and bool((column.abs() >= _SIXTEEN_DIGITS).any())


def as_text(column: pl.Series) -> pl.Series:
    """The cells of a column of any type as text; nested ones as JSON."""
    if column.dtype == pl.String:
        return column
    if column.dtype == pl.Binary:
        return column.bin.encode("hex")
    if column.dtype.is_nested():
        encoded = [
            None if value is None else json.dumps(_plain(value), ensure_ascii=False, default=str)
            for value in column.to_list()
        ]
        return pl.Series(column.name, encoded, pl.String)
    # A length of time has no cast: ISO 8601, P1DT3S.
    return column.dt.to_string("iso") if column.dtype == pl.Duration else column.cast(pl.String)


def _plain(value: object) -> object:
    return value.to_list() if isinstance(value, pl.Series) else value
