"""Blocks of a CSV copied by any of several processes: rows read from the file there, masked lines sent back.

Where patterns alone are looked for, the block is scanned there too. Where texts are read for names, what was read in
one block saves reading it in the next: the texts are shared (`desensitize.scanning.shares`), the findings sent along.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path

import polars as pl

from catalog.ingest.csv_blocks import parse_records
from catalog.masked_copy.csv_blocks import CsvShape
from catalog.masked_copy.csv_out import CsvOut
from catalog.masked_copy.options import CopyOptions, Tally
from desensitize.findings import Spans
from desensitize.mask import released_columns
from desensitize.masking.hidden import hidden_identifiers
from desensitize.masking.recipe import MaskingPlan
from desensitize.proof.rescan import Reader
from desensitize.proof.residual import Place, ResidualPii
from desensitize.proof.wanted import Sought, Wanted
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import TableState, assemble, scan_chunk
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.workers import Piece, Workers


@dataclass(frozen=True, slots=True)
class BlockAt:
    """Where a block of whole records stands in a file, in bytes."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class BlockCopy:
    """How every block of one file is copied.

    state: how its columns are read. options: without `progress`. also: identifiers of other blocks that may not stand
    in the release. reader: of the release, with nothing read yet. number: of this way through the file; a process keeps
    what it read of the release on one way.
    """

    source: Path
    shape: CsvShape
    state: TableState
    plan: MaskingPlan
    options: CopyOptions
    also: Wanted
    reader: Reader
    number: str


@dataclass(frozen=True, slots=True)
class Copied:
    """One block. lines: as they were proved. known: identifiers that only their surroundings gave away. places: what
    the proof found left over; then there are no lines.
    """

    lines: bytes
    tally: Tally
    known: Wanted
    places: tuple[Place, ...] = ()


def copied_block(copy: BlockCopy, at: BlockAt, spans: Sequence[Spans] | None) -> Copied:
    """Read, mask, write and prove one block, in memory. spans: what was found in it, None when it is to be scanned."""
    rows = _rows(copy, at)
    found = scan_chunk(rows, copy.state, _matcher()) if spans is None else spans
    scan = assemble(rows, copy.state, list(found), _matcher())
    out = CsvOut(BytesIO(), copy.shape, tuple(released_columns(copy.plan).values()))
    tally = Tally()
    tally.add_scan(scan)
    options = copy.options
    if not options.is_verified:
        out.write(masked_rows(rows, copy.plan, scan=scan, keys=options.keys))
        return Copied(out.lines(), tally, Wanted())
    sought = Sought.of(hidden_identifiers(rows, copy.plan, scan))
    try:
        proved = mask_and_prove(
            rows,
            copy.plan,
            scan=scan,
            keys=options.keys,
            written=out.put,
            entities=options.entities,
            names=options.names,
            also=copy.also,
            reader=_reader(copy),
            sought=sought,
        )
    except ResidualPii as residual:
        return Copied(b"", tally, Wanted(), residual.places)
    tally.add_report(proved.report.as_dict(), proved.settled)
    return Copied(out.lines(), tally, sought.context_bound())


class SharedBlocks:
    """Blocks handed out, which come back in order."""

    def __init__(self, copy: BlockCopy, places: Iterator[BlockAt], workers: Workers) -> None:
        """places: of the blocks to come."""
        self._copy = copy
        self._places = places
        self._workers = workers
        self._begun: deque[Piece] = deque()

    def read_with(self, reader: Reader) -> None:
        """Say how the release is read, as soon as that is decided and before anything is read."""
        self._copy = replace(self._copy, reader=deepcopy(reader))

    def hand_out(self, spans: Sequence[Spans] | None = None, *, blocks: int = 1) -> None:
        """Hand out the next blocks, if there are any. spans: of the one block that was scanned already."""
        for at in islice(self._places, blocks):
            self._begun += self._workers.begin(copied_block, [(self._copy, at, spans)])

    def copies(self, *, beyond: int = 0) -> Iterator[Copied]:
        """Blocks in order, as long as more than `beyond` are out. Raises ResidualPii for one that cannot be proved."""
        while len(self._begun) > beyond:
            (copied,) = self._workers.results([self._begun.popleft()], is_helping=not beyond)
            if copied.places:
                self._workers.forget()
                raise ResidualPii(copied.places)
            yield copied


def add_counts(tally: Tally, other: Tally) -> None:
    """Add what was counted in another block."""
    tally.rows += other.rows
    tally.settled += other.settled
    for name, counts in other.found.items():
        tally.found.setdefault(name, Counter()).update(counts)
    tally.verified.update(other.verified)
    tally.rescanned.update(other.rescanned)


def _rows(copy: BlockCopy, at: BlockAt) -> pl.DataFrame:
    with copy.source.open("rb") as source:
        source.seek(at.start)
        return parse_records(source.read(at.size), copy.shape.names, copy.shape.delimiter)


_readers: dict[str, Reader] = {}
"""The reader of the way through a file that this process worked on last."""


def _reader(copy: BlockCopy) -> Reader:
    if copy.number not in _readers:
        _readers.clear()
        _readers[copy.number] = copy.reader
    return _readers[copy.number]


@cache
def _matcher() -> Matcher:
    return Matcher()
