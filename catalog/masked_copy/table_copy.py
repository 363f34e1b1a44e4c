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
            frame.write_parquet(self.out, compression="zstd", statistics=False)
            return
        fields = [_field(column) for column in frame.iter_columns()]
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


def _field(cells: pl.Series) -> Field:
    """Numbers only where the number reads back as the very same text: 12.50 and 007 stay text."""
    filled = cells.drop_nulls()
    for kind in (FieldType.INTEGER, FieldType.NUMBER):
        fits = filled.str.contains(f"^(?:{PATTERNS[kind]})$") & ~filled.str.contains(r"\.[0-9]*0$|^-0$")
        if len(filled) and fits.all():
            return Field(cells.name, kind)
    return Field(cells.name)
