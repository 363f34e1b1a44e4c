"""The shadow sample: a few cells of every scanned table are judged again by the presidio engine itself.

The property tests prove kernel = recognizer on what we thought of; the shadow looks at what really comes. A difference
means that the fast scan cannot be trusted: the caller stops and somebody is told.
"""

import random
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from desensitize.errors import ShadowMismatch
from desensitize.findings import TableScan

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

CELLS = 48
"""Cells a table: a tenth of a second of presidio."""


@lru_cache(maxsize=2)
def _engine(*, names: bool) -> "AnalyzerEngine":
    # Presidio takes three seconds to import: only processes that take a shadow sample pay.
    from desensitize.analyzer import build_analyzer

    return build_analyzer(names=names)


def check_shadow(frame: pl.DataFrame, scan: TableScan, *, names: bool = True, cells: int = CELLS, seed: int = 0) -> int:
    """Judge a sample of cells again, one `analyze` call a cell.

    frame: what was scanned. scan: its result, of all kinds. names: as the scan was told. seed: chooses the cells, half
    of them among those with findings. Returns how many cells were compared; raises ShadowMismatch when one differs.
    """
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    places = [(rng.randrange(frame.width), rng.randrange(frame.height)) for _ in range(cells // 2) if frame.height]
    found = [column for column in scan.columns if len(column.spans)]
    for _ in range(cells // 2 if found else 0):
        column = rng.choice(found)
        places.append((column.index, int(rng.choice(column.spans.rows))))
    for column_index, row in places:
        text = frame[:, column_index][row]
        if text is not None and not _agrees(text, scan, column_index, row, names=names):
            raise ShadowMismatch
    return len(places)


def _agrees(text: str, scan: TableScan, column_index: int, row: int, *, names: bool) -> bool:
    column = scan.columns[column_index]
    expected = [
        (result.entity_type, result.start, result.end, round(result.score * 100))
        for result in _engine(names=names).analyze(text, "zh", context=list(column.context))
    ]
    spans = column.spans
    seen = [(f.entity.value, f.start, f.end, round(f.score * 100)) for _, f in spans.where(spans.rows == row)]
    return expected == seen
