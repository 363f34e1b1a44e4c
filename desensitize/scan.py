"""Scans tables: every cell of every column, and the headers. Samples only choose the plan; nothing is skipped.

A table is surveyed first (what do its columns' values say together), then scanned in chunks of rows that know nothing
of each other: any number of workers may share them, and the findings are those of one call a cell to the analyzer.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from desensitize.entities import ENTITY_ORDER, Entity
from desensitize.errors import ScanCancelled
from desensitize.findings import ColumnScan, Finding, Spans, TableScan, join_spans
from desensitize.scanning.evidence import ColumnEvidence, tells_anything
from desensitize.scanning.figures import believed_figures
from desensitize.scanning.finders import ColumnFinders, merge
from desensitize.scanning.institutions import is_about_offices, office_marks
from desensitize.scanning.judgement import DAMAGED, CellContext
from desensitize.scanning.labels import column_label, filled_cells
from desensitize.scanning.lanes import by_column, lanes_of
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names
from desensitize.scanning.nobody import nobody_marks
from desensitize.scanning.plain_header import plain_header
from desensitize.scanning.repeated import scan_values
from desensitize.scanning.split_numbers import ROWS as PIECE_ROWS
from desensitize.scanning.split_numbers import split_marks

if TYPE_CHECKING:
    from desensitize.scanning.workers import Workers

CHUNK_ROWS = 65_536
SURVEY_ROWS = 32_768
"""Rows at the beginning that choose how a column is read: fixed, so that every worker and every chunk agree."""
_FEW_CELLS = 200_000
"""Cells that are scanned in less time than a further process takes to start."""
_SAMPLE = 1_600
"""Cells of a column's beginning that its names are profiled on."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What a worker needs to scan any chunk of one column."""

    name: str
    index: int
    context: CellContext
    finders: ColumnFinders


@dataclass(frozen=True, slots=True)
class TableState:
    """What a worker needs to scan any chunk of rows of one table. entities: kinds to report, None for all."""

    columns: tuple[ColumnState, ...]
    entities: frozenset[Entity] | None = None


class Survey:
    """A look at the beginning of a table: counts and a sample of each column, from chunks in order."""

    def __init__(self, names: Collection[str], *, damaged: Collection[int] = frozenset()) -> None:
        """names: the header. damaged: columns whose long numbers went through floating point."""
        self._names = tuple(names)
        self._damaged = frozenset(damaged)
        self._rows = 0
        self._headers = [plain_header(name) for name in self._names]
        self._contexts = [CellContext.of([header]) for header in self._headers]
        self._evidence = [ColumnEvidence(context.meaning) for context in self._contexts]
        self._samples: list[list[str]] = [[] for _ in self._names]
        self._head: pl.DataFrame | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Look at one more chunk of rows; those behind the first `SURVEY_ROWS` add nothing."""
        frame = frame.head(SURVEY_ROWS - self._rows)
        self._rows += frame.height
        if self._head is None and frame.height:
            self._head = frame.head(PIECE_ROWS)
        tells = tells_anything(frame)
        for series, evidence, sample, may in zip(
            frame.get_columns(), self._evidence, self._samples, tells, strict=True
        ):
            if may:
                evidence.add(series)
            if len(sample) < _SAMPLE:
                sample.extend(series.head(4 * _SAMPLE).drop_nulls().head(_SAMPLE - len(sample)).to_list())

    @property
    def is_complete(self) -> bool:
        """Whether more rows would add nothing."""
        return self._rows >= SURVEY_ROWS

    def state(self, *, entities: Collection[Entity] | None = None, names: bool = True) -> TableState:
        """The verdict: how each column is to be read.

        entities: kinds to report, None for all. names: whether names, addresses, dates of birth and health are looked
        for beside the patterns.
        """
        wanted = None if entities is None else frozenset(entities)
        meanings = [context.meaning for context in self._contexts]
        about_offices = is_about_offices(self._headers, meanings, self._samples)
        believed = believed_figures(self._headers, meanings, self._samples)
        pieces = {} if self._head is None else split_marks(self._headers, self._head)
        nobody = nobody_marks(self._headers, self._samples)
        columns = []
        for index, name in enumerate(self._names):
            header = self._headers[index]
            marks = self._evidence[index].marks(believed=believed[index])
            marks |= about_offices | office_marks(header, about_offices)
            marks |= pieces.get(index, frozenset()) | nobody[index]
            if index in self._damaged:
                marks |= {DAMAGED}
            columns.append(
                ColumnState(
                    name,
                    index,
                    replace(self._contexts[index], marks=frozenset(marks)),
                    ColumnFinders.of(header, self._samples[index], wanted if names else frozenset(), without=marks),
                )
            )
        return TableState(tuple(columns), wanted)


def scan_chunk(frame: pl.DataFrame, state: TableState, matcher: Matcher | None = None) -> tuple[Spans, ...]:
    """Findings of some rows, one `Spans` a column, rows counted from 0 within the chunk."""
    return _scan_chunk(frame, state, matcher or Matcher(), _Watch(0, None, None))


def _scan_chunk(frame: pl.DataFrame, state: TableState, matcher: Matcher, watch: "_Watch") -> tuple[Spans, ...]:
    """All columns are scanned for patterns, then all of them for names: Polars keeps 32 compiled patterns, and a way
    through both for each column would compile every one of them anew.
    """
    lanes = lanes_of(frame, state.columns)
    patterns = []
    for lane in lanes:
        watch.step(0)
        patterns.append(scan_values(lane.texts, lane.context, matcher))
    found = []
    for lane, spans in zip(lanes, patterns, strict=True):
        found.append(joined_finds(spans, lane.finders.find(lane.texts), state))
        watch.step(len(lane.texts))
    return tuple(by_column(lanes, found, frame.height))


def joined_finds(spans: Spans, more: Spans, state: TableState) -> Spans:
    """What patterns and finders found in one column: of the kinds that are asked for."""
    joined = merge(spans, more) if len(more) else spans
    return joined if state.entities is None else joined.of(*state.entities)


def scan_table(
    frame: pl.DataFrame,
    *,
    entities: Collection[Entity] | None = None,
    names: bool = True,
    damaged: Collection[int] = frozenset(),
    jobs: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TableScan:
    """Scan a whole table that is in memory.

    frame: String columns, nulls allowed. entities: kinds to report, None for all. names: whether names, addresses,
    dates of birth and health are looked for beside the patterns. damaged: places of columns whose long numbers went
    through floating point. jobs: processes. progress: told (cells done, cells in all). cancelled: asked between pieces;
    raises ScanCancelled when it says yes.
    """
    survey = Survey(frame.columns, damaged=damaged)
    survey.add(frame)
    state = survey.state(entities=entities, names=names)
    return assemble(frame, state, find_spans(frame, state, jobs=jobs, progress=progress, cancelled=cancelled))


def find_spans(
    frame: pl.DataFrame,
    state: TableState,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    workers: "Workers | None" = None,
) -> list[Spans]:
    """Find alone, without counts: the spans of each column.

    workers: processes that run already, used instead of `jobs` new ones. Other parameters as in `scan_table`.
    """
    watch = _Watch(frame.height * frame.width, progress, cancelled)
    if workers is not None and workers.jobs > 1:
        return _in_processes(frame, state, workers, watch)
    if jobs > 1 and frame.height * frame.width > _FEW_CELLS:
        from desensitize.scanning.workers import Workers

        with Workers(jobs, names=any(column.finders.finders for column in state.columns)) as new:
            return _in_processes(frame, state, new, watch)
    matcher = Matcher()
    chunks = [
        tuple(spans.shifted(first) for spans in _scan_chunk(frame.slice(first, CHUNK_ROWS), state, matcher, watch))
        for first in range(0, max(frame.height, 1), CHUNK_ROWS)
    ]
    return [join_spans(list(parts)) for parts in zip(*chunks, strict=True)]


@dataclass(slots=True)
class _Watch:
    """Tells progress in cells and asks whether to go on."""

    total: int
    progress: Progress | None
    cancelled: Cancelled | None
    done: int = 0

    def step(self, cells: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise ScanCancelled
        self.done += cells
        if cells and self.progress is not None:
            self.progress(self.done, self.total)


def _in_processes(frame: pl.DataFrame, state: TableState, workers: "Workers", watch: _Watch) -> list[Spans]:
    from desensitize.scanning.processes import scan_chunks

    pieces: list[list[Spans]] = [[] for _ in state.columns]
    first = 0
    for chunk, spans in scan_chunks(frame.iter_slices(CHUNK_ROWS), state, workers):
        for column, found in zip(pieces, spans, strict=True):
            column.append(found.shifted(first))
        first += chunk.height
        watch.step(chunk.height * chunk.width)
    return [join_spans(column) for column in pieces]


def assemble(frame: pl.DataFrame, state: TableState, parts: list[Spans], matcher: Matcher | None = None) -> TableScan:
    """Put the columns' findings together: counts, labels, and the headers' own findings."""
    matcher = matcher or Matcher()
    filled = nonempty_cells(frame)
    columns = tuple(
        summarise(series, column, spans, nonempty)
        for series, column, spans, nonempty in zip(frame.get_columns(), state.columns, parts, filled, strict=True)
    )
    return TableScan(frame.height, columns, MappingProxyType(scan_headers(state, matcher)))


def nonempty_cells(frame: pl.DataFrame) -> tuple[int, ...]:
    """How many cells of each column say something; asked of all at once, which costs little a column."""
    return tuple(frame.select(filled_cells(pl.all())).row(0)) if frame.width else ()


def summarise(series: pl.Series, column: ColumnState, spans: Spans, nonempty: int) -> ColumnScan:
    """Count one column's findings and label it. nonempty: as `nonempty_cells` has it."""
    cells, whole = count_cells(spans, sizes_of(series)) if len(spans) else ({}, {})
    return ColumnScan(
        name=column.name,
        index=column.index,
        label=column_label(nonempty, cells, whole),
        nonempty=nonempty,
        cells=MappingProxyType(cells),
        whole=MappingProxyType(whole),
        spans=spans,
        context=(*column.context.as_list(), *column.finders.marks()),
    )


def sizes_of(series: pl.Series) -> pl.Series:
    """Code points of each cell without blanks at its ends; null stays null."""
    return series.str.strip_chars().str.len_chars()


def count_cells(spans: Spans, sizes: pl.Series) -> tuple[dict[Entity, int], dict[Entity, int]]:
    """Cells a kind: those that hold one, and those that are nothing else. sizes: code points without blanks."""
    cells: dict[Entity, int] = {}
    whole: dict[Entity, int] = {}
    if not len(spans):
        return cells, whole
    filled = spans.ends - spans.starts >= sizes.fill_null(0).to_numpy()[spans.rows]
    for code in np.flatnonzero(np.bincount(spans.entities)).tolist():  # np.unique would import numpy.ma
        at = spans.entities == code
        rows = spans.rows[at]
        cells[ENTITY_ORDER[code]] = 1 + int(np.count_nonzero(np.diff(rows)))
        whole[ENTITY_ORDER[code]] = int(np.count_nonzero(filled[at]))
    return cells, whole


def scan_headers(
    state: TableState, matcher: Matcher, *, names: Sequence[str] | None = None
) -> dict[int, tuple[Finding, ...]]:
    """Personal data in the columns' own names. names: what stands in the header's place, if that is something else."""
    reads = any(column.finders.finders for column in state.columns)
    headers = [column.name for column in state.columns] if names is None else names
    found = find_in_names(headers, matcher, entities=state.entities, reads=reads)
    return {column.index: findings for column, findings in zip(state.columns, found, strict=True) if findings}
