"""CSV to CSV in blocks: memory stays flat, and each block is proved as it stands in the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from catalog.masked_copy.csv_blocks import CsvShape, csv_blocks
from catalog.masked_copy.csv_out import CsvOut
from catalog.masked_copy.options import CopyOptions, Tally, table_report
from desensitize.findings import TableScan
from desensitize.mask import released_columns
from desensitize.matcher import Matcher
from desensitize.plan import MaskingPlan, build_plan
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import Survey, assemble, scan_chunk, scan_table


def copy_csv(source: Path, shape: CsvShape, out: BinaryIO, options: CopyOptions) -> dict[str, Any]:
    """Mask a regular CSV; returns the report.

    The first block chooses the plan; every cell of every block is scanned, and pieces found are hidden wherever they
    stand, also in columns that looked clean at first. Raises IrregularCsv when a later block is not regular.
    """
    tally = Tally()
    plan: MaskingPlan | None = None
    target: CsvOut | None = None
    for block, scan in _scanned(source, shape, options):
        if plan is None or target is None:
            plan = _plan(block, scan, options)
            target = CsvOut(out, shape, tuple(released_columns(plan).values()))
        tally.add_scan(scan)
        _copy_block(block, plan, target, options, scan=scan, tally=tally)
        target.keep()
        if options.progress is not None:
            options.progress(tally.rows)
    if plan is None:
        empty = pl.DataFrame(schema=dict.fromkeys(shape.names, pl.String))
        plan = _plan(empty, scan_table(empty, entities=options.entities, names=options.names), options)
        CsvOut(out, shape, tuple(released_columns(plan).values()))
    return {"format": "csv", **table_report(plan, tally, is_verified=options.is_verified)}


def _scanned(source: Path, shape: CsvShape, options: CopyOptions) -> Iterator[tuple[pl.DataFrame, TableScan]]:
    """Survey the whole file, then scan its blocks; a file of one block is read once."""
    survey = Survey(shape.names)
    blocks = csv_blocks(source, shape)
    first = next(blocks, None)
    if first is None:
        return
    survey.add(first)
    is_single = True
    for block in blocks:
        is_single = False
        survey.add(block)
    state = survey.state(entities=options.entities, names=options.names)
    matcher = Matcher()
    for block in [first] if is_single else csv_blocks(source, shape):
        yield block, assemble(block, state, list(scan_chunk(block, state, matcher)), matcher)


def _plan(block: pl.DataFrame, scan: TableScan, options: CopyOptions) -> MaskingPlan:
    return build_plan(
        scan, options.demands, purpose=options.purpose, frame=block, today=options.today, entities=options.entities
    )


def _copy_block(
    block: pl.DataFrame, plan: MaskingPlan, target: CsvOut, options: CopyOptions, *, scan: TableScan, tally: Tally
) -> None:
    if not options.is_verified:
        target.write(masked_rows(block, plan, scan=scan, keys=options.keys))
        return
    proved = mask_and_prove(
        block,
        plan,
        scan=scan,
        keys=options.keys,
        written=target.put,
        entities=options.entities,
        names=options.names,
        jobs=options.jobs,
    )
    tally.add_report(proved.report.as_dict(), proved.settled)
