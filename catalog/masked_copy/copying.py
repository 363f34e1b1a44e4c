"""One file in, one masked file out, or none at all."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from catalog.ingest import TableRead, TextRead, read_upload
from catalog.ingest.csv_blocks import IrregularCsv
from catalog.ingest.errors import HeaderOnly
from catalog.ingest.sniff import sniff_format
from catalog.masked_copy.csv_blocks import csv_shape
from catalog.masked_copy.csv_copy import copy_csv
from catalog.masked_copy.limits import LIMITS, fitting, free_memory
from catalog.masked_copy.options import CopyOptions, UnknownTarget
from desensitize.scanning.workers import Workers, jobs_worth


def masked_copy(source: Path, target: Path, options: CopyOptions, workers: Workers | None = None) -> dict[str, Any]:
    """Write a masked copy of a file.

    source: CSV, XLSX, Parquet, JSON or a document. target: its ending chooses the format. options: see CopyOptions.
    workers: processes that the caller started already, so that they load while this one does.
    Returns the report, without values. Raises IngestError, UnknownTarget, PlanError, MissingMaskingKey or ResidualPii;
    then there is no target file.
    """
    ending = target.suffix.lower().lstrip(".")
    if ending in {"csv", "tsv"} and source.suffix.lower() == target.suffix.lower():
        try:
            shape = csv_shape(source, LIMITS)
            jobs = jobs_worth(source.stat().st_size, options.jobs, names=options.names)
            with workers or Workers(jobs, names=options.names) as shared:
                return _replacing(target, lambda out: copy_csv(source, shape, out, options, shared))
        except IrregularCsv:
            pass  # the exact reader below takes whatever the fast one refuses
    if ending == "xlsx" and is_workbook(source):
        from catalog.ingest.workbook import read_workbook
        from catalog.masked_copy.workbook_copy import copy_workbook

        with source.open("rb") as opened:
            book = read_workbook(opened, fitting(LIMITS, free_memory()))
        return _replacing(target, lambda out: copy_workbook(book, out, options))
    with source.open("rb") as opened:
        read = _read(opened, source.name)
    if isinstance(read, TableRead):
        from catalog.masked_copy.table_copy import TABLE_ENDINGS, copy_table

        if ending not in TABLE_ENDINGS:
            raise UnknownTarget
        return _replacing(target, lambda out: copy_table(read, ending, out, options))
    if ending not in {"txt", "text", "md"} or not isinstance(read, TextRead):
        raise UnknownTarget
    from catalog.masked_copy.text_copy import copy_text

    return _replacing(target, lambda out: copy_text(read, out, options))


def is_workbook(source: Path) -> bool:
    """Whether a file is an XLSX workbook, by its content. Raises IngestError as `sniff_format` does."""
    with source.open("rb") as opened:
        return sniff_format(opened, source.name) == "xlsx"


def _read(opened: BinaryIO, name: str) -> TableRead | TextRead:
    """The upload; a header without rows is a table too: its masked copy is its header."""
    try:
        return read_upload(opened, name=name, limits=fitting(LIMITS, free_memory()))
    except HeaderOnly as empty:
        if not empty.names:
            raise
        return _empty_table(empty.names)


def _empty_table(names: tuple[str, ...]) -> TableRead:
    import polars as pl

    from catalog.ingest.rows import WholeRows

    return TableRead(WholeRows(pl.DataFrame(schema=dict.fromkeys(names, pl.String))), format="")


def _replacing(target: Path, write: Callable[[BinaryIO], dict[str, Any]]) -> dict[str, Any]:
    """Write beside the target and move it there when all is well; an old target goes first, so none is left behind."""
    target.unlink(missing_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("x+b") as out:
            report = write(out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return report
