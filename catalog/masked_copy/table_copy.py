"""A table that was read whole: any format in, delimited text, XLSX, Parquet or JSON out."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from catalog.ingest import TableRead
from catalog.ingest.notes import Note
from catalog.masked_copy.column_types import ColumnTypes
from catalog.masked_copy.delimited_layout import DelimitedLayout
from catalog.masked_copy.delimited_out import TextForm
from catalog.masked_copy.json_layout import JsonLayout
from catalog.masked_copy.left_out import left_out
from catalog.masked_copy.options import CopyOptions, Tally, table_report
from catalog.masked_copy.table_out import DELIMITED, TableOut
from catalog.masked_copy.title_texts import masked_titles
from desensitize.plan import build_plan
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import scan_table


def copy_table(
    read: TableRead,
    ending: str,
    out: BinaryIO,
    options: CopyOptions,
    *,
    form: TextForm,
    notes: Sequence[Note] = (),
    layout: DelimitedLayout | JsonLayout | None = None,
) -> dict[str, Any]:
    """Mask a table and write it.

    read: the table. ending: one of `TABLE_ENDINGS`. out: readable and seekable. form: of delimited text. notes: what
    stood around the table and is not written. layout: of a delimited text or JSON that becomes one again.
    Returns the report.
    """
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
    if layout is not None:
        layout = layout.released(plan, masked_titles(layout.titles, read.frame, plan, scan, options))
    target = TableOut(out, ending, ColumnTypes.of(read, plan, options.keys), form, layout=layout)
    if options.is_verified:
        proved = mask_and_prove(
            read.frame,
            plan,
            scan=scan,
            keys=options.keys,
            written=target.put,
            metadata=layout.titles if layout is not None else (),
            entities=options.entities,
            names=options.names,
            jobs=options.jobs,
        )
        tally.add_report(proved.report.as_dict(), proved.settled)
    else:
        target.write(masked_rows(read.frame, plan, scan=scan, keys=options.keys))
    told = {"encoding": form.encoding} if ending in DELIMITED else {}
    return {
        "format": ending,
        **told,
        **table_report(plan, tally, is_verified=options.is_verified),
        "left_out": left_out((*(read.notes if layout is None else layout.untold(read.notes)), *notes)),
    }
