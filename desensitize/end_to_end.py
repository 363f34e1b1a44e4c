"""Short columns laid end to end as one long column, and what was found there given back to each.

To begin with a column costs the same for twenty cells as for ten thousand, so a table of ten thousand columns and
twenty rows is worked on as a few dozen long columns: those of one kind together.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from desensitize.findings import Spans, join_spans, no_spans

SHORT: Final = 1_024
"""Rows up to which columns are laid end to end."""
WIDE: Final = 32
"""Columns from which that is worth while."""


def is_wide(frame: pl.DataFrame) -> bool:
    """Whether a table has so many columns of so few cells."""
    return frame.width >= WIDE and frame.height <= SHORT


def end_to_end(columns: Sequence[pl.Series]) -> pl.Series:
    """One column behind the other as one, under the name of the first."""
    return columns[0] if len(columns) == 1 else pl.concat(columns, rechunk=True)


def joined(parts: Sequence[Spans], height: int) -> Spans:
    """Findings of columns of `height` rows as those of one long column."""
    if len(parts) == 1:
        return parts[0]
    return join_spans([spans.shifted(number * height) for number, spans in enumerate(parts) if len(spans)])


def cut(spans: Spans, height: int, count: int) -> list[Spans]:
    """Findings of a long column as those of its `count` columns of `height` rows."""
    if bool((spans.rows[1:] < spans.rows[:-1]).any()):
        spans = spans.take(np.lexsort((spans.starts, spans.rows)))
    edges = np.searchsorted(spans.rows, np.arange(count + 1) * height).tolist()
    nothing = no_spans()
    return [
        _part(spans, first, last, number * height) if last > first else nothing
        for number, (first, last) in enumerate(pairwise(edges))
    ]


def _part(spans: Spans, first: int, last: int, before: int) -> Spans:
    at = slice(first, last)
    return Spans(spans.rows[at] - before, spans.starts[at], spans.ends[at], spans.entities[at], spans.scores[at])
