"""The originals that a plan hides: kept in memory for masking echoes and for verification, never written."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_INDEX
from desensitize.findings import Spans, TableScan
from desensitize.guard import guarded_rows
from desensitize.operators import BLANK_DOMAIN, DROP, OPERATORS, How, squash
from desensitize.recipe import MaskingPlan
from desensitize.span_replace import span_texts

LONG = 6
"""From this many characters, separators not counted, an identifier may stand nowhere in the release; a shorter one may
not stand in its own row (design, what `verify` proves)."""

ROW_KINDS = frozenset({"PERSON", "ADDRESS", "HEALTH", "DATE_OF_BIRTH"})
"""Kinds whose values are words, not identifiers: another row may rightly hold the same one."""

_LEAST_LENGTH = {"PERSON": 2, "HEALTH": 2, "ADDRESS": 6, "DATE_OF_BIRTH": 8}
"""Characters below which a word says too little to be looked for: a surname, a district, a year."""


@dataclass(frozen=True, slots=True)
class HiddenValues:
    """Parallel arrays. rows: row from 0. kinds: index into ENTITY_ORDER. columns: column from 0. values: raw text."""

    rows: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.uint8]
    columns: npt.NDArray[np.int32]
    values: pl.Series

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, keep: npt.NDArray[np.bool_]) -> "HiddenValues":
        """Only the values where the boolean array is true."""
        return HiddenValues(self.rows[keep], self.kinds[keep], self.columns[keep], self.values.filter(pl.Series(keep)))

    def is_word(self) -> npt.NDArray[np.bool_]:
        """Which values are words rather than identifiers."""
        return np.isin(self.kinds, [ENTITY_INDEX[kind] for kind in ROW_KINDS])


def hidden_values(
    frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan, *, kinds: Collection[str] | None = None
) -> HiddenValues:
    """Collect what the plan hides in a table.

    frame: the original, text columns. scan: of the same rows. kinds: only these, None for all. Returns the values of
    hidden pieces and of cells hidden whole, but not amounts put in ranges, nor pieces the mask leaves as they are.
    """
    parts: list[HiddenValues] = []
    for index, column in enumerate(plan.columns):
        wanted = [
            kind for kind in plan.text_entities if kind not in column.visible and (kinds is None or kind in kinds)
        ]
        spans = scan.spans_of(index)
        chosen = spans.where(np.isin(spans.entities, [ENTITY_INDEX[kind] for kind in wanted]))
        cells = frame.to_series(index)
        if len(chosen):
            parts.append(_of_spans(cells, chosen, index))
        if column.entity in wanted and column.guard:
            parts.append(_of_cells(cells, guarded_rows(cells, chosen, column), index, column.entity))
        elif column.entity in wanted and (column.operator in OPERATORS or column.operator == DROP):
            filled = ~cells.str.contains(BLANK_DOMAIN)
            rows = np.flatnonzero(filled.fill_null(value=False).to_numpy())
            parts.append(_of_cells(cells, rows, index, column.entity))
    if not parts:
        return HiddenValues(np.empty(0, np.int64), np.empty(0, np.uint8), np.empty(0, np.int32), _no_texts())
    return HiddenValues(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.columns for part in parts]),
        pl.concat([part.values for part in parts]),
    )


def words_to_look_for(hidden: HiddenValues, plan: MaskingPlan) -> HiddenValues:
    """Names, addresses and short identifiers that are long enough to mean something, and that the mask changes."""
    length = squash(hidden.values).str.len_chars().to_numpy()
    is_word = hidden.is_word()
    least = np.full(len(hidden), 3)
    for kind, characters in _LEAST_LENGTH.items():
        least[hidden.kinds == ENTITY_INDEX[kind]] = characters
    chosen = (length >= least) & (is_word | (length < LONG))
    for kind in _LEAST_LENGTH:
        operator = plan.text_entities.get(kind, "")
        if operator in {"county", "age_band"}:
            # "云川市东湖区" is what its own generalisation makes of it: there is nothing to look for.
            fits = OPERATORS[operator].domain(How(kind, plan.text_params.get(kind, {})))
            chosen &= ~((hidden.kinds == ENTITY_INDEX[kind]) & hidden.values.str.contains(fits).to_numpy())
    return hidden.where(chosen)


def _no_texts() -> pl.Series:
    return pl.Series("text", [], dtype=pl.String)


def _of_spans(cells: pl.Series, spans: Spans, index: int) -> HiddenValues:
    columns = np.full(len(spans), index, np.int32)
    return HiddenValues(spans.rows, spans.entities, columns, span_texts(cells, spans).alias("text"))


def _of_cells(cells: pl.Series, rows: npt.NDArray[np.int64], index: int, kind: str) -> HiddenValues:
    code = np.full(len(rows), ENTITY_INDEX[kind], np.uint8)
    columns = np.full(len(rows), index, np.int32)
    return HiddenValues(rows, code, columns, cells.gather(rows).str.strip_chars().alias("text"))
