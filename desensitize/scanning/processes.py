"""Shares a table's scan between processes. Chunks know nothing of each other, so the order of work does not matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import polars as pl

from desensitize.findings import Spans
from desensitize.scan import TableState, joined_finds, scan_chunk
from desensitize.scanning.finders import Asked
from desensitize.scanning.lanes import Lane, by_column, lanes_of
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.shares import Patterns, Texts, begin_patterns, begin_texts, keep
from desensitize.scanning.workers import Workers

Scanned = tuple[pl.DataFrame, tuple[Spans, ...]]


def scan_chunks(frames: Iterable[pl.DataFrame], state: TableState, workers: Workers) -> Iterator[Scanned]:
    """Scan chunks of rows and give each back with its findings, in order.

    frames: chunks with the table's columns. state: how to read them. workers: with others beside this process, the
    next chunk is begun before one is given back; no more than those two are held in memory.
    """
    if workers.jobs <= 1:
        matcher = Matcher()
        for frame in frames:
            yield frame, scan_chunk(frame, state, matcher)
        return
    chunks = iter(frames)
    begun = next((_begun(frame, state, workers) for frame in chunks), None)
    while begun is not None:
        current, found = begun, _finished(begun, state, workers)
        begun = next((_begun(frame, state, workers) for frame in chunks), None)
        yield current.frame, found


@dataclass(frozen=True, slots=True)
class _Begun:
    """A chunk that is being worked on. asked: for each lane, what its finders are asked. texts: handed out for it."""

    frame: pl.DataFrame
    lanes: list[Lane]
    patterns: Patterns
    asked: list[list[Asked]]
    texts: list[Texts]


def _begun(frame: pl.DataFrame, state: TableState, workers: Workers) -> _Begun:
    lanes = lanes_of(frame, state.columns)
    patterns = begin_patterns(lanes, workers)
    asked = [lane.finders.asked(lane.texts) for lane in lanes]
    texts = [
        begun
        for lane, its in zip(lanes, asked, strict=True)
        for one in its
        if (begun := begin_texts(lane.finders, one, workers)) is not None
    ]
    return _Begun(frame, lanes, patterns, asked, texts)


def _finished(begun: _Begun, state: TableState, workers: Workers) -> tuple[Spans, ...]:
    pieces = [*begun.patterns.pieces, *(piece for texts in begun.texts for piece in texts.pieces)]
    results = iter(workers.results(pieces))
    patterns = begun.patterns.joined(list(islice(results, len(begun.patterns.pieces))), len(begun.lanes))
    for texts in begun.texts:
        keep(texts, list(islice(results, len(texts.pieces))))
    found = [
        joined_finds(spans, lane.finders.read(asked), state)
        for lane, spans, asked in zip(begun.lanes, patterns, begun.asked, strict=True)
    ]
    return tuple(by_column(begun.lanes, found, begun.frame.height))
