"""Reads what `portal scan` was given: rows as the standard CSV reader counts them, or the pages of a document."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from catalog.ingest import DEFAULT_LIMITS, TextRead, read_upload
from catalog.ingest.header import SEARCH_ROWS, find_header

if TYPE_CHECKING:
    import polars as pl

_BLOCK = 50_000
_TABLES = frozenset({".csv", ".tsv"})


@dataclass(frozen=True)
class Rows:
    """One table.

    names: its first record. read_as: what its columns are called, where that does not say it: a title stands above
    the header. chunks: its data, text columns named by their place. damaged: see
    `TableRead`. sheets: names of a workbook's sheets. around: (place, text) of what stands outside the table's cells.
    further: the tables of a workbook's other sheets. sheet: number from 1 of the sheet, of a further one.
    """

    names: tuple[str, ...]
    chunks: "Iterator[pl.DataFrame]"
    damaged: frozenset[int] = frozenset()
    sheets: tuple[str, ...] = ()
    around: tuple[tuple[str, str], ...] = ()
    read_as: tuple[str, ...] = ()
    further: "tuple[Rows, ...]" = ()
    sheet: int | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.read_as or self.names


def read_rows(path: Path) -> Rows | TextRead:
    """Open one file.

    A CSV's first record is its header, and every further record counts, as `csv.reader` gives them; other formats are
    read as uploads are, a workbook with all its sheets.

    Raises IngestError when the file cannot be read.
    """
    if path.suffix.lower() in _TABLES:
        return _csv_rows(path)
    with path.open("rb") as source:
        read = read_upload(source, name=path.name)
        if isinstance(read, TextRead):
            return read
        further = _other_sheets(source) if len(read.sheets) > 1 else ()
    # Texts of the sheets that are read as tables themselves.
    twice = {f"sheet:{rows.sheet}" for rows in further}
    around = (
        *((place, text) for place, text in read.extra_text if place not in twice),
        *(one for rows in further for one in rows.around),
    )
    return Rows(
        tuple(read.frame.columns),
        iter([_numbered(read.frame)]),
        read.damaged,
        read.sheets,
        around,
        further=further,
    )


def _other_sheets(source: BinaryIO) -> tuple[Rows, ...]:
    """Every sheet of a workbook with cells, but the one that is its table."""
    from catalog.ingest.workbook import read_workbook

    source.seek(0)
    book = read_workbook(source, DEFAULT_LIMITS)
    return tuple(
        Rows(
            tuple(sheet.table.frame.columns),
            iter([_numbered(sheet.table.frame)]),
            sheet.table.damaged,
            around=tuple((f"sheet:{sheet.number}", text) for line in sheet.above for text in line if text),
            sheet=sheet.number,
        )
        for sheet in book.sheets
        if sheet.table is not None and sheet.number != book.main
    )


def _numbered(frame: "pl.DataFrame") -> "pl.DataFrame":
    return frame.rename({name: str(place) for place, name in enumerate(frame.columns)})


def _csv_rows(path: Path) -> Rows:
    from catalog.ingest.csv_blocks import IrregularCsv
    from catalog.masked_copy.csv_blocks import csv_blocks, csv_shape

    try:
        shape = csv_shape(path, DEFAULT_LIMITS)
        blocks = csv_blocks(path, shape)
        first = next(blocks, None)
    except IrregularCsv:
        return _exact_rows(path)
    return Rows(shape.names, map(_numbered, chain([] if first is None else [first], blocks)))


def _exact_rows(path: Path) -> Rows:
    """The standard library's reader, for whatever is not regular: other encodings, ragged records, odd quotes."""
    from catalog.ingest.csv import sniff_dialect
    from catalog.ingest.encoding import decode_upload

    with path.open("rb") as source:
        text = decode_upload(source, DEFAULT_LIMITS).text
    dialect = sniff_dialect(text[: 1 << 18])
    delimiter = dialect.delimiter if dialect else ","
    widest = max(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), default=0)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    first = list(islice(records, SEARCH_ROWS))
    header = first[0] if first else []
    named = find_header(first)
    return Rows(
        (*header, *[""] * (widest - len(header))),
        _chunks(chain(first[1:], records), widest),
        read_as=(*named.names, *[""] * widest)[:widest] if named.first is not None and named.data > 1 else (),
    )


def _chunks(records: Iterator[list[str]], width: int) -> "Iterator[pl.DataFrame]":
    import polars as pl

    while block := list(islice(records, _BLOCK)):
        columns = {
            str(place): pl.Series([record[place] if place < len(record) else None for record in block], dtype=pl.String)
            for place in range(width)
        }
        yield pl.DataFrame(columns)
