"""What a scan found: kind, place, score and why. Never the value itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER, Entity

LABEL_NONE = "NONE"
LABEL_MIXED = "MIXED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal information in one text.

    start, end: code points of the raw text, end exclusive. score: 0 to 1, two decimals.
    recognizer: which rule and pattern found it ("cn_id.18"), the reason in short.
    """

    entity: Entity
    start: int
    end: int
    score: float
    recognizer: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """Findings of one column as parallel arrays, ordered by row, then start.

    rows: row from 0 (int64). starts, ends: code points of the raw cell (int32). entities: index into ENTITY_ORDER
    (uint8). scores: hundredths (uint8).
    """

    rows: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    entities: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, Finding]]:
        """Each finding with its row."""
        for row, start, end, code, score in zip(
            self.rows.tolist(),
            self.starts.tolist(),
            self.ends.tolist(),
            self.entities.tolist(),
            self.scores.tolist(),
            strict=True,
        ):
            yield row, Finding(ENTITY_ORDER[code], start, end, score / 100)

    def of(self, *entities: Entity) -> "Spans":
        """Only the findings of these kinds."""
        wanted = np.zeros(256, np.bool_)
        wanted[[ENTITY_INDEX[entity] for entity in entities]] = True
        return self.where(wanted[self.entities])

    def where(self, keep: npt.NDArray[np.bool_]) -> "Spans":
        """Only the findings where the boolean array is true."""
        return Spans(self.rows[keep], self.starts[keep], self.ends[keep], self.entities[keep], self.scores[keep])

    def take(self, order: npt.NDArray[np.intp]) -> "Spans":
        """The findings at these places, in this order."""
        return Spans(self.rows[order], self.starts[order], self.ends[order], self.entities[order], self.scores[order])

    def shifted(self, rows: int) -> "Spans":
        """The same findings with `rows` added to every row number."""
        return Spans(self.rows + rows, self.starts, self.ends, self.entities, self.scores)


def no_spans() -> Spans:
    """An empty set of findings."""
    return Spans(
        np.empty(0, np.int64),
        np.empty(0, np.int32),
        np.empty(0, np.int32),
        np.empty(0, np.uint8),
        np.empty(0, np.uint8),
    )


def join_spans(parts: list[Spans]) -> Spans:
    """Put findings of consecutive row ranges one after the other."""
    if not parts:
        return no_spans()
    return Spans(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate([part.entities for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class ColumnScan:
    """One column's result.

    label: NONE, an entity (the column is that), or MIXED (pieces in free text, or several kinds).
    nonempty: cells that say something, see `scanning.labels`. cells: entity → number of cells that hold at least one.
    whole: entity → number of cells that are nothing but one such piece. context: what the analyzer was given beside
    the text, so that one call a cell with it gives the same findings.
    """

    name: str
    index: int
    label: str
    nonempty: int
    cells: Mapping[Entity, int]
    whole: Mapping[Entity, int]
    spans: Spans
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableScan:
    """A whole table's result. headers: column index → findings in the column's own name."""

    rows: int
    columns: tuple[ColumnScan, ...]
    headers: Mapping[int, tuple[Finding, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def spans_of(self, column_index: int) -> Spans:
        """Findings of one column by its place from 0."""
        return self.columns[column_index].spans

    def findings(self) -> Iterator[tuple[int, int, Finding]]:
        """Every finding as (column, row, finding), by column, row, start."""
        for column in self.columns:
            for row, finding in column.spans:
                yield column.index, row, finding
