"""A table that was read whole: any format in, CSV, XLSX, Parquet or JSON out."""

import io
from typing import Any, BinaryIO

import polars as pl

from catalog.fields import PATTERNS, Field, FieldType
from catalog.ingest import TableRead, read_upload
from catalog.masked_copy.csv_blocks import CsvShape
from catalog.masked_copy.csv_out import CsvOut
from catalog.masked_copy.limits import LIMITS
from catalog.masked_copy.options import CopyOptions, Tally, table_report
from catalog.writers.cells import rows_of
from desensitize.mask import released_columns
from desensitize.plan import MaskingPlan, build_plan
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import scan_table

_JSON_NUMBER = f"^(?:{PATTERNS[FieldType.NUMBER]})$"
TABLE_ENDINGS = frozenset({"csv", "tsv", "xlsx", "parquet", "json", "jsonl"})


def copy_table(read: TableRead, ending: str, out: BinaryIO, options: CopyOptions) -> dict[str, Any]:
    """Mask a table and write it; returns the report."""
    scan = scan_table(
        read.frame, entities=options.entities, names=options.names, damaged=read.damaged, jobs=options.jobs
    )
    plan = build_plan(
        scan,
        options.demands,
        purpose=options.purpose,
        frame=read.frame,
        today=options.today,
        entities=options.entities,
    )
    tally = Tally()
    tally.add_scan(scan)
    writer = _Writer(ending, out, plan, read)
    if options.is_verified:
        proved = mask_and_prove(
            read.frame,
            plan,
            scan=scan,
            keys=options.keys,
            written=writer.put,
            entities=options.entities,
            names=options.names,
            jobs=options.jobs,
        )
        tally.add_report(proved.report.as_dict(), proved.settled)
    else:
        writer.write(masked_rows(read.frame, plan, scan=scan, keys=options.keys))
    return {"format": ending, **table_report(plan, tally, is_verified=options.is_verified)}


class _Writer:
    def __init__(self, ending: str, out: BinaryIO, plan: MaskingPlan, read: TableRead) -> None:
        self.ending, self.out = ending, out
        names = tuple(released_columns(plan).values())
        delimiter = "\t" if ending == "tsv" else ","
        self.names = names
        self.dtypes = {new: read.dtypes[old] for old, new in released_columns(plan).items() if old in read.dtypes}
        # Excel takes UTF-8 for GBK unless a byte order mark says otherwise; what came in as GB18030 was made there.
        shape = CsvShape(names, delimiter, 0, "\r\n", read.encoding not in {"", "utf-8"}, ())
        self.csv = CsvOut(out, shape, names) if ending in {"csv", "tsv"} else None

    def write(self, frame: pl.DataFrame) -> None:
        """Write the table from the start of the file."""
        if self.csv is not None:
            self.csv.write(frame)
            return
        self.out.seek(0)
        self.out.truncate()
        if self.ending == "parquet":
            frame = frame.with_columns(_typed(column, self.dtypes.get(column.name)) for column in frame.iter_columns())
            frame.write_parquet(self.out, compression="zstd", statistics=False)
            return
        fields = [_field(column, self.dtypes.get(column.name)) for column in frame.iter_columns()]
        if self.ending == "xlsx":
            from catalog.writers.xlsx import write_xlsx

            write_xlsx(rows_of(frame), fields, self.out)
        else:
            from catalog.writers.json import stream_json, stream_json_lines

            stream = stream_json if self.ending == "json" else stream_json_lines
            self.out.writelines(stream(rows_of(frame), fields))

    def put(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Write, and return the table as read back from the file."""
        if not frame.height:
            self.write(frame)
            return frame  # a header alone: there is no cell to read back, and no reader takes such a file
        if self.csv is not None:
            return self.csv.put(frame)
        self.write(frame)
        self.out.flush()
        self.out.seek(0)
        data = io.BytesIO(self.out.read())
        read = read_upload(data, name=f"masked.{self.ending}", limits=LIMITS)
        if not isinstance(read, TableRead):
            raise TypeError("a table was written")
        return read.frame


def _typed(cells: pl.Series, dtype: pl.DataType | None) -> pl.Series:
    """The column in the type it had, when every cell reads back as the very same text; masked ones are text."""
    if dtype is None:
        return cells
    try:
        typed = _parsed(cells, dtype)
        return typed if typed.cast(pl.String).equals(cells, null_equal=True) else cells
    except pl.exceptions.PolarsError:
        return cells


def _parsed(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Text as values of a type: a plain cast reads neither truth values nor days."""
    if dtype == pl.Boolean:
        return cells.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return cells.str.to_date()
    if dtype == pl.Time:
        return cells.str.to_time()
    if dtype == pl.Datetime:
        return cells.str.to_datetime().cast(dtype)
    return cells.cast(dtype)


def _field(cells: pl.Series, dtype: pl.DataType | None) -> Field:
    """Numbers only where the number reads back as the very same text: 12.50 and 007 stay text.

    dtype: what the column was in the original, None for text. What was written as a number there is one here.
    """
    filled = cells.drop_nulls()
    if dtype == pl.Boolean:
        return Field(cells.name, FieldType.BOOLEAN)
    if dtype is not None and dtype.is_numeric() and filled.str.contains(_JSON_NUMBER).all():
        return Field(cells.name, FieldType.NUMBER)
    for kind in (FieldType.INTEGER, FieldType.NUMBER):
        fits = filled.str.contains(f"^(?:{PATTERNS[kind]})$") & ~filled.str.contains(r"\.[0-9]*0$|^-0$")
        if len(filled) and fits.all():
            return Field(cells.name, kind)
    return Field(cells.name)
