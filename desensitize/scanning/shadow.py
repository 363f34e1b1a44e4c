"""The shadow sample: a few cells of every scanned table are judged again by the presidio engine itself.

The property tests prove kernel = recognizer on what we thought of; the shadow looks at what really comes. A difference
means that the fast scan cannot be trusted: the caller tells a person, and somebody is alarmed.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from desensitize.findings import TableScan

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

CELLS = 48
"""Cells a table: a tenth of a second of presidio."""
SECONDS = 10.0
"""No more is begun after so long, whatever the cells are: the sample must not hold up the table."""
LONGEST = 20_000
"""Code points above which a cell is not compared: one such cell would take all the time there is."""


@dataclass(frozen=True, slots=True)
class ShadowSample:
    """cells: how many were compared. differences: how many of them the engine judges otherwise."""

    cells: int
    differences: int


NO_SHADOW = ShadowSample(0, 0)
"""Nothing to compare: a document is read by the matcher itself."""


@lru_cache(maxsize=2)
def _engine(*, names: bool) -> "AnalyzerEngine":
    # Presidio takes three seconds to import: only processes that take a shadow sample pay.
    from desensitize.analyzer import build_analyzer

    return build_analyzer(names=names)


def sample_shadow(
    frame: pl.DataFrame,
    scan: TableScan,
    *,
    names: bool = True,
    cells: int = CELLS,
    seed: int = 0,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> ShadowSample:
    """Judge a sample of cells again, one `analyze` call a cell.

    frame: what was scanned. scan: its result, of all kinds. names: as the scan was told. cells: how many to compare,
    half of them among those with findings. seed: chooses them. seconds: after which no further cell is begun.
    Returns the counts; nothing of the cells' text.
    """
    _engine(names=names).analyze("张三", "zh")  # loads what the first call loads; the time is for comparing
    until = clock() + seconds
    compared = differing = 0
    for column, row in _places(frame, scan, cells, random.Random(seed)):  # noqa: S311 - a sample, no secret
        text = frame[:, column][row]
        if text is None or len(text) > LONGEST:
            continue
        if clock() > until:
            break
        compared += 1
        differing += not _agrees(text, scan, column, row, names=names)
    return ShadowSample(compared, differing)


def _places(frame: pl.DataFrame, scan: TableScan, cells: int, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Column and row of the cells to compare, with findings and without by turns, each place once."""
    if not frame.height or not frame.width:
        return
    found = [column for column in scan.columns if len(column.spans)]
    seen: set[tuple[int, int]] = set()
    for number in range(cells):
        if found and number % 2:
            column = rng.choice(found)
            place = (column.index, int(rng.choice(column.spans.rows)))
        else:
            place = (rng.randrange(frame.width), rng.randrange(frame.height))
        if place not in seen:
            seen.add(place)
            yield place


def _agrees(text: str, scan: TableScan, column_index: int, row: int, *, names: bool) -> bool:
    column = scan.columns[column_index]
    expected = [
        (result.entity_type, result.start, result.end, round(result.score * 100))
        for result in _engine(names=names).analyze(text, "zh", context=list(column.context))
    ]
    spans = column.spans
    seen = [(f.entity.value, f.start, f.end, round(f.score * 100)) for _, f in spans.where(spans.rows == row)]
    return expected == seen
