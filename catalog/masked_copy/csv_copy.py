"""CSV to CSV in blocks: memory stays flat, and each block is proved as it stands in the file."""

import secrets
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from catalog.masked_copy.csv_blocks import CsvShape, block_places, csv_blocks, is_one_block
from catalog.masked_copy.csv_out import CsvOut
from catalog.masked_copy.csv_shares import BlockAt, BlockCopy, Copied, SharedBlocks, add_counts
from catalog.masked_copy.options import CopyOptions, Tally, table_report
from catalog.masked_copy.shuffling import shuffle_rows
from desensitize.findings import TableScan
from desensitize.mask import released_columns
from desensitize.masking.hidden import hidden_identifiers
from desensitize.masking.row_numbers import shuffled
from desensitize.plan import MaskingPlan, build_plan
from desensitize.proof.rescan import Reader
from desensitize.proof.residual import Place, ResidualPii
from desensitize.proof.standing import find_in_columns
from desensitize.proof.wanted import Sought, Wanted
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import Survey, TableState, assemble
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.processes import scan_chunks
from desensitize.scanning.workers import Workers


@dataclass(slots=True)
class _Run:
    """One way through the file. known: identifiers hidden so far that only their surroundings gave
    away, of a file of more than one block. also: those of the way before. others: blocks that are
    handed out. scans: whether all blocks are scanned here. is_begun: whether the others were begun."""

    plan: MaskingPlan
    target: CsvOut
    tally: Tally = field(default_factory=Tally)
    blocks: int = 0
    known: Wanted = field(default_factory=Wanted)
    also: Wanted = field(default_factory=Wanted)
    reader: Reader = field(default_factory=Reader)
    others: SharedBlocks | None = None
    scans: bool = True
    is_begun: bool = False

    def begin_others(self, jobs: int) -> None:
        """How the release is read is decided: the next blocks can be copied beside the first one's proof."""
        if self.others is not None and not self.blocks and not self.is_begun:
            self.is_begun = True
            self.others.read_with(self.reader)
            if not self.scans:
                self.others.hand_out(blocks=jobs + 1)

    def take(self, copies: Iterator[Copied], options: CopyOptions) -> None:
        """Put blocks that others copied behind those that are there."""
        for copied in copies:
            if self.others is not None and not self.scans:
                self.others.hand_out()
            self.target.add(copied.lines)
            add_counts(self.tally, copied.tally)
            self.keep(options, copied.known)

    def keep(self, options: CopyOptions, known: Wanted) -> None:
        """A block is done. known: identifiers of it that only their surroundings gave away."""
        self.target.keep()
        self.known += known
        self.blocks += 1
        if options.progress is not None:
            options.progress(self.tally.rows)


def copy_csv(source: Path, shape: CsvShape, out: BinaryIO, options: CopyOptions, workers: Workers) -> dict[str, Any]:
    """Mask a regular CSV; returns the report.

    The first block chooses the plan; every cell of every block is scanned, and pieces found are hidden wherever they
    stand, also in columns that looked clean at first. When an identifier hidden in one block stands in another, where
    nothing beside it said what it is, the file is masked once more with all of them known.
    workers: the processes that scan and prove. Raises IrregularCsv when a later block is not regular.
    """
    shuffle: tuple[str, ...] = ()
    try:
        run = _run(source, shape, out, options, Wanted(), workers=workers)
    except ResidualPii as residual:
        workers.forget()
        # Rows that only a later block shows to be in order: all are shuffled then.
        shuffle = tuple(sorted({str(place.column) for place in residual.places}))
        if {place.check for place in residual.places} != {"row_order"}:
            raise
        run = _run(source, shape, out, options, Wanted(), workers=workers, shuffle=shuffle)
    if len(run.known) and _standing(run):
        run = _run(source, shape, out, options, run.known, workers=workers, shuffle=shuffle)
        if places := _standing(run):
            raise ResidualPii(tuple(places))
    if run.plan.shuffle and run.blocks > 1:
        _shuffle(run, options)
    encoding = "utf-8-sig" if shape.has_bom else "utf-8"
    return {"format": "csv", "encoding": encoding, **table_report(run.plan, run.tally, is_verified=options.is_verified)}


def _run(
    source: Path,
    shape: CsvShape,
    out: BinaryIO,
    options: CopyOptions,
    also: Wanted,
    *,
    workers: Workers,
    shuffle: tuple[str, ...] = (),
) -> _Run:
    out.seek(0)
    out.truncate()
    run: _Run | None = None
    state, blocks = _surveyed(source, shape, options)
    matcher, is_one = Matcher(), is_one_block(source, shape, names=options.names)
    pristine = deepcopy(state)  # what is read of texts stays in the state, and need not travel with every block
    # Where nothing is read for names, other processes scan their blocks themselves.
    scans = workers.jobs == 1 or options.names
    for block, spans in scan_chunks(blocks if scans else islice(blocks, 1), state, workers):
        if run is not None and run.others is not None:
            run.others.hand_out(spans)
            run.take(run.others.copies(beyond=workers.jobs), options)
            continue
        scan = assemble(block, state, list(spans), matcher)
        if run is None:
            plan = _planned(block, scan, options, shuffle)
            run = _Run(plan, CsvOut(out, shape, tuple(released_columns(plan).values())), also=also, scans=scans)
            if workers.jobs > 1 and not is_one:
                copy = _block_copy(source, shape, pristine, options, run)
                run.others = SharedBlocks(copy, _behind_first(source, shape, names=options.names), workers)
        run.tally.add_scan(scan)
        sought = _copy_block(block, scan, run, options, workers)
        run.keep(options, sought.context_bound() if sought is not None and not is_one else Wanted())
    if run is None:
        raise AssertionError("a header alone is not regular")
    if run.others is not None:
        run.take(run.others.copies(), options)
    return run


def _block_copy(source: Path, shape: CsvShape, state: TableState, options: CopyOptions, run: _Run) -> BlockCopy:
    return BlockCopy(
        source=source,
        shape=shape,
        state=state,
        plan=run.plan,
        options=replace(options, progress=None, demands=()),
        also=run.also,
        reader=Reader(),
        number=secrets.token_hex(8),
    )


def _behind_first(source: Path, shape: CsvShape, *, names: bool) -> Iterator[BlockAt]:
    return (BlockAt(start, size) for start, size in islice(block_places(source, shape, names=names), 1, None))


def _planned(block: pl.DataFrame, scan: TableScan, options: CopyOptions, shuffle: tuple[str, ...]) -> MaskingPlan:
    plan = build_plan(
        scan, options.demands, purpose=options.purpose, frame=block, today=options.today, entities=options.entities
    )
    return shuffled(plan, block, shuffle) if shuffle else plan


def _surveyed(source: Path, shape: CsvShape, options: CopyOptions) -> tuple[TableState, Iterator[pl.DataFrame]]:
    """How the columns are read, by the beginning of the file, and its blocks; what one block surveys is read once."""
    survey = Survey(shape.names)
    blocks = csv_blocks(source, shape, names=options.names)
    first = next(blocks, None)
    if first is not None:
        survey.add(first)
        if not is_one_block(source, shape, names=options.names):
            ahead = islice(csv_blocks(source, shape, names=options.names), 1, None)
            while not survey.is_complete and (block := next(ahead, None)) is not None:
                survey.add(block)
    state = survey.state(entities=options.entities, names=options.names)
    return state, blocks if first is None else chain((first,), blocks)


def _copy_block(
    block: pl.DataFrame, scan: TableScan, run: _Run, options: CopyOptions, workers: Workers
) -> Sought | None:
    """Write a masked block; returns the identifiers that it hides, None when nothing is to be proved."""
    if not options.is_verified:
        run.begin_others(workers.jobs)
        run.target.write(masked_rows(block, run.plan, scan=scan, keys=options.keys))
        return None

    def written(masked: pl.DataFrame) -> pl.DataFrame:
        released = run.target.put(masked)
        # How the release is read is decided on this block; then the others can be copied beside its proof.
        run.reader.state(released, options.entities, names=options.names)
        run.begin_others(workers.jobs)
        return released

    sought = Sought.of(hidden_identifiers(block, run.plan, scan))
    proved = mask_and_prove(
        block,
        run.plan,
        scan=scan,
        keys=options.keys,
        written=written,
        entities=options.entities,
        names=options.names,
        also=run.also,
        reader=run.reader,
        sought=sought,
        workers=workers,
    )
    run.tally.add_report(proved.report.as_dict(), proved.settled)
    return sought


def _standing(run: _Run) -> list[Place]:
    """Where an identifier hidden anywhere in the file stands in what was written."""
    places: list[Place] = []
    row = 0
    for block in run.target.blocks():
        columns = block.get_columns()
        for column, hits in zip(columns, find_in_columns(columns, run.known), strict=True):
            places += [Place("identifier", column.name, row + hit.text, hit.start, hit.end, hit.kind) for hit in hits]
        row += block.height
    return places


def _shuffle(run: _Run, options: CopyOptions) -> None:
    def put(rows: pl.DataFrame) -> None:
        run.target.write(rows)
        run.target.keep()

    shuffle_rows(run.target.blocks(), run.target.rewind, put, keys=options.keys, purpose=options.purpose)
