"""One file in, one masked file out, or none at all."""

import re
from pathlib import Path
from typing import Any, BinaryIO

from catalog.ingest import TableRead, TextRead, read_upload
from catalog.ingest.csv_blocks import IrregularCsv
from catalog.ingest.encoding import decode_upload
from catalog.ingest.errors import HeaderOnly, NotATable
from catalog.ingest.plain_text import read_text
from catalog.ingest.sniff import sniff_format
from catalog.masked_copy.csv_blocks import csv_shape
from catalog.masked_copy.csv_copy import copy_csv
from catalog.masked_copy.limits import LIMITS, fitting, free_memory
from catalog.masked_copy.options import CopyOptions, UnknownTarget, UnsupportedInput
from catalog.masked_copy.replacing import replacing
from desensitize.scanning.workers import Workers, jobs_worth

_HEAD_BYTES = 4_096
# HTML, also as some programs export it under the name of a spreadsheet, and other markup languages
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|svg)[\s>]", re.IGNORECASE)
_PROSE = frozenset({".md", ".markdown"})
"""Endings of running text, whatever stands in it: a table in it is a part of the text."""


def masked_copy(source: Path, target: Path, options: CopyOptions, workers: Workers | None = None) -> dict[str, Any]:
    """Write a masked copy of a file.

    source: CSV, XLSX, Parquet, JSON or a document. target: its ending chooses the format. options: see CopyOptions.
    workers: processes that the caller started already, so that they load while this one does.
    Returns the report, without values. Raises IngestError, UnknownTarget, UnsupportedInput, PlanError,
    MissingMaskingKey, ResidualPii or CellTooLongForXlsx; then there is no target file.
    """
    ending = target.suffix.lower().lstrip(".")
    if ending in {"csv", "tsv"} and source.suffix.lower() == target.suffix.lower() and not options.is_whole:
        try:
            shape = csv_shape(source, LIMITS)
            jobs = jobs_worth(source.stat().st_size, options.jobs, names=options.names)
            with workers or Workers(jobs, names=options.names) as shared:
                return replacing(target, lambda out: copy_csv(source, shape, out, options, shared))
        except IrregularCsv:
            pass  # the exact reader below takes whatever the fast one refuses
    kind = input_kind(source)
    if kind == "xlsx":
        return _copy_book(source, target, ending, options)
    try:
        with source.open("rb") as opened:
            read = _read(opened, source, kind)
    except NotATable:
        if kind != "json" or ending != "json":
            raise
        return _copy_json(source, target, options)
    if isinstance(read, TextRead):
        return _copy_document(read, source, target, ending, options)
    from catalog.masked_copy.delimited_layout import DelimitedLayout, delimited_layout
    from catalog.masked_copy.delimited_out import TextForm, line_end
    from catalog.masked_copy.json_layout import JsonLayout, json_layout
    from catalog.masked_copy.table_copy import copy_table
    from catalog.masked_copy.table_out import DELIMITED, TABLE_ENDINGS

    if ending not in TABLE_ENDINGS and not (read.delimiter and ending in DELIMITED):
        raise UnknownTarget
    layout: DelimitedLayout | JsonLayout | None = None
    if kind == "json" and ending in {"json", "jsonl"}:
        layout = json_layout(source) if ending == "json" else JsonLayout()
    form = TextForm(delimiter="\t" if ending == "tsv" else ",")
    if ending in DELIMITED and read.delimiter:
        delimiter = "\t" if ending == "tsv" else read.delimiter
        form = TextForm(read.encoding, line_end(source, read.encoding), delimiter)
        layout = delimited_layout(source, read)
    return replacing(target, lambda out: copy_table(read, ending, out, options, form=form, layout=layout))


def _copy_book(source: Path, target: Path, ending: str, options: CopyOptions) -> dict[str, Any]:
    """A workbook into one of as many sheets, or its main sheet into a format that has room for one table."""
    from catalog.ingest.workbook import read_workbook
    from catalog.masked_copy.delimited_out import TextForm
    from catalog.masked_copy.table_copy import copy_table
    from catalog.masked_copy.table_out import TABLE_ENDINGS
    from catalog.masked_copy.workbook_copy import copy_workbook, main_table

    if ending not in TABLE_ENDINGS:
        raise UnknownTarget
    with source.open("rb") as opened:
        book = read_workbook(opened, fitting(LIMITS, free_memory()))
    if ending == "xlsx":
        return replacing(target, lambda out: copy_workbook(book, out, options))
    read, notes = main_table(book)
    form = TextForm(delimiter="\t" if ending == "tsv" else ",")
    return replacing(target, lambda out: copy_table(read, ending, out, options, form=form, notes=notes))


def _copy_json(source: Path, target: Path, options: CopyOptions) -> dict[str, Any]:
    """JSON that is no list of records: masked as the text that it is, and still JSON."""
    from catalog.ingest.json import read_any
    from catalog.masked_copy.text_copy import copy_text

    with source.open("rb") as opened:
        read = read_any(opened, fitting(LIMITS, free_memory()))
    return replacing(target, lambda out: copy_text(read, source, out, options))


def _copy_document(read: TextRead, source: Path, target: Path, ending: str, options: CopyOptions) -> dict[str, Any]:
    from catalog.masked_copy.text_copy import TEXT_ENDINGS, copy_text

    if ending not in TEXT_ENDINGS:
        raise UnknownTarget
    return replacing(target, lambda out: copy_text(read, source, out, options))


def input_kind(source: Path) -> str:
    """What a file is by its content, as `sniff_format` says it.

    Raises IngestError as that does, and UnsupportedInput for what could be read but not masked.
    """
    with source.open("rb") as opened:
        kind = sniff_format(opened, source.name)
        head = opened.read(_HEAD_BYTES)
    if kind == "text" and _MARKUP.search(head):
        raise UnsupportedInput
    return kind


def _read(opened: BinaryIO, source: Path, kind: str) -> TableRead | TextRead:
    """The upload; a header without rows is a table too: its masked copy is its header."""
    limits = fitting(LIMITS, free_memory())
    try:
        if kind == "text" and source.suffix.lower() in _PROSE:
            return read_text(decode_upload(opened, limits), limits)
        return read_upload(opened, name=source.name, limits=limits)
    except HeaderOnly as empty:
        if not empty.names:
            raise
        return _empty_table(empty.names)


def _empty_table(names: tuple[str, ...]) -> TableRead:
    import polars as pl

    from catalog.ingest.rows import WholeRows

    return TableRead(WholeRows(pl.DataFrame(schema=dict.fromkeys(names, pl.String))), format="")
