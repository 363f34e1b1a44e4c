"""Columns as they are read: one by one, or, in a wide and short table, those that are read alike end to end.

A table of ten thousand columns has a few dozen kinds of them: by what their headers say, by what their values prove,
and by how they are read for names.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import polars as pl

from desensitize.end_to_end import cut, end_to_end, is_wide
from desensitize.findings import Spans, no_spans
from desensitize.scanning.finders import ColumnFinders
from desensitize.scanning.judgement import CellContext

_CELLS: Final = 131_072
"""Cells laid end to end at once, so that a lane is no larger than a long column."""


class Column(Protocol):
    """How a column is to be read."""

    @property
    def context(self) -> CellContext:
        """What its header and its values say."""
        ...

    @property
    def finders(self) -> ColumnFinders:
        """What reads it for names and the like."""
        ...


@dataclass(frozen=True, slots=True)
class Lane:
    """Columns that are read as one. places: theirs in the table. texts: their cells, one column behind the other."""

    places: tuple[int, ...]
    texts: pl.Series
    context: CellContext
    finders: ColumnFinders


def lanes_of(frame: pl.DataFrame, columns: Sequence[Column]) -> list[Lane]:
    """Lay out some rows of a table.

    frame: String columns, nulls allowed. columns: how each is to be read. Returns lanes that hold every column once.
    """
    series = frame.get_columns()
    if not is_wide(frame):
        pairs = enumerate(zip(series, columns, strict=True))
        return [Lane((place,), texts, column.context, column.finders) for place, (texts, column) in pairs]
    alike: dict[Hashable, list[int]] = {}
    for place, column in enumerate(columns):
        key = (column.context.meaning, column.context.marks, column.finders.reads_as())
        alike.setdefault(key, []).append(place)
    most = max(_CELLS // max(frame.height, 1), 1)
    return [
        Lane(tuple(part), end_to_end([series[place] for place in part]), first.context, first.finders)
        for places in alike.values()
        for part in (places[at : at + most] for at in range(0, len(places), most))
        for first in (columns[part[0]],)
    ]


def by_column(lanes: Sequence[Lane], found: Sequence[Spans], height: int) -> list[Spans]:
    """Give each column its own findings.

    lanes: of a table of `height` rows. found: a lane each. Returns the spans of each column by its place.
    """
    spans_of = [no_spans()] * sum(len(lane.places) for lane in lanes)
    for lane, spans in zip(lanes, found, strict=True):
        if len(lane.places) == 1:
            spans_of[lane.places[0]] = spans
        elif len(spans):
            for place, part in zip(lane.places, cut(spans, height, len(lane.places)), strict=True):
                spans_of[place] = part
    return spans_of
