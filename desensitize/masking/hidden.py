"""The originals that a plan hides: kept in memory for masking echoes and for verification, never written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.end_to_end import end_to_end, joined
from desensitize.entities import ENTITY_INDEX
from desensitize.findings import Spans, TableScan
from desensitize.masking.alike import alike
from desensitize.masking.guard import guarded_rows, tells_nothing
from desensitize.masking.recipe import ColumnPlan, MaskingPlan
from desensitize.masking.spans import gather_rows, select_kinds, span_texts
from desensitize.operators import DROP, OPERATORS, How, squash
from desensitize.scanning.judgement import holds_pieces

LONG = 6
"""From this many characters, separators not counted, an identifier may stand nowhere in the release; a shorter one may
not stand in its own row (design, what `verify` proves)."""

ROW_KINDS = frozenset({"PERSON", "ADDRESS", "HEALTH", "DATE_OF_BIRTH"})
"""Kinds whose values are words, not identifiers: another row may rightly hold the same one."""

_FEW = 8
"""Words of one row up to which repetitions are not worth finding."""

_SHORT_RAW = 8
"""Code points up to which a value may be a short identifier, its separators counted."""

_LEAST_LENGTH = {"PERSON": 2, "HEALTH": 2, "ADDRESS": 6, "DATE_OF_BIRTH": 8}
"""Characters below which a word says too little to be looked for: a surname, a district, a year."""


@dataclass(frozen=True, slots=True)
class HiddenValues:
    """Parallel arrays.

    rows: row from 0. kinds: index into ENTITY_ORDER. columns: column from 0. values: raw text. scores: of the findings,
    in hundredths; 0 where a whole cell is hidden in which nothing was found.
    """

    rows: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.uint8]
    columns: npt.NDArray[np.int32]
    values: pl.Series
    scores: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, keep: npt.NDArray[np.bool_]) -> "HiddenValues":
        """Only the values where the boolean array is true."""
        values = self.values.filter(pl.Series(keep))
        return HiddenValues(self.rows[keep], self.kinds[keep], self.columns[keep], values, self.scores[keep])


def is_telling(value: str, kind: str) -> bool:
    """Whether a value of a text says something wherever it stands again; a longer one is an identifier.

    value: without spaces around. kind: its entity. A single character says too little, digits alone may be anything.
    """
    return len(value) >= 2 if kind in ROW_KINDS else 3 <= len(value) < LONG and not value.isdigit()


def hidden_identifiers(frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan) -> HiddenValues:
    """Collect the identifiers that the plan hides, short ones too.

    frame: the original, text columns. scan: of the same rows. Returns the values of hidden pieces and of cells hidden
    whole.
    """
    kinds = [kind for kind in plan.text_entities if kind not in ROW_KINDS]
    return _collected(frame, plan, scan, kinds, longest=None)


def hidden_words(frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan) -> HiddenValues:
    """Collect what may not stand in its own row: names, addresses, health, dates of birth, and short identifiers.

    Left out are words too short to mean something, amounts put in ranges, and what the mask leaves as it is.
    """
    words = _collected(frame, plan, scan, [kind for kind in plan.text_entities if kind in ROW_KINDS], longest=None)
    shorts = [kind for kind in plan.text_entities if kind not in ROW_KINDS]
    both = _joined([words, _collected(frame, plan, scan, shorts, longest=_SHORT_RAW)])
    return _worth_looking_for(_each_once(both), plan) if len(both) else both


def _each_once(hidden: HiddenValues) -> HiddenValues:
    """A cell that names one person a thousand times is searched once for that name."""
    if int(np.bincount(hidden.rows).max()) <= _FEW:
        return hidden
    frame = pl.DataFrame({"row": hidden.rows, "kind": hidden.kinds, "value": hidden.values})
    first = frame.with_row_index("at").unique(["row", "kind", "value"], keep="first", maintain_order=True)["at"]
    keep = np.zeros(len(hidden), np.bool_)
    keep[first.to_numpy()] = True
    return hidden.where(keep)


def _collected(
    frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan, kinds: Collection[str], *, longest: int | None
) -> HiddenValues:
    """Hidden values of some kinds. longest: code points above which a value is passed over, None for no bound."""
    parts: list[HiddenValues] = []
    for places in alike(frame, plan):
        # A part of a number may rightly stand elsewhere: an area, a day.
        its = [at for at in places if not (scan.columns and holds_pieces(scan.columns[at].context))]
        if its:
            parts += _of_columns(frame, plan, scan, its, kinds=kinds, longest=longest)
    return _joined(parts)


def _of_columns(
    frame: pl.DataFrame,
    plan: MaskingPlan,
    scan: TableScan,
    places: Sequence[int],
    *,
    kinds: Collection[str],
    longest: int | None,
) -> list[HiddenValues]:
    """Hidden values of columns that are treated alike."""
    column = plan.columns[places[0]]
    wanted = [kind for kind in kinds if kind not in column.visible]
    spans = joined([scan.spans_of(place) for place in places], frame.height)
    chosen = select_kinds(spans, [ENTITY_INDEX[kind] for kind in wanted])
    is_whole = column.entity in wanted
    if not is_whole and not len(chosen):
        return []
    cells = end_to_end([frame.to_series(place) for place in places])
    rows = _whole_rows(cells, chosen, column) if is_whole else None
    if longest is not None:
        chosen = chosen.where(chosen.ends - chosen.starts <= longest)
    found = [_of_spans(cells, chosen)] if len(chosen) else []
    if rows is not None and len(rows):
        whole = _of_cells(cells, rows, column.entity)
        found.append(whole if longest is None else whole.where((whole.values.str.len_chars() <= longest).to_numpy()))
    number = np.array(places, np.int32)
    height = max(frame.height, 1)
    return [replace(one, rows=one.rows % height, columns=number[one.rows // height]) for one in found]


def _whole_rows(cells: pl.Series, spans: Spans, column: ColumnPlan) -> npt.NDArray[np.int64]:
    """Rows whose cell as a whole is hidden beside the pieces found."""
    if column.guard:
        return guarded_rows(cells, spans, column)
    if column.operator == "bucket" or (column.operator not in OPERATORS and column.operator != DROP):
        return np.empty(0, np.int64)
    filled = ~tells_nothing(cells, column)
    return np.flatnonzero(filled.fill_null(value=False).to_numpy())


def _joined(parts: list[HiddenValues]) -> HiddenValues:
    if not parts:
        empty = pl.Series("text", [], dtype=pl.String)
        no = np.empty(0, np.uint8)
        return HiddenValues(np.empty(0, np.int64), no, np.empty(0, np.int32), empty, no)
    return HiddenValues(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.columns for part in parts]),
        pl.concat([part.values for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def _worth_looking_for(hidden: HiddenValues, plan: MaskingPlan) -> HiddenValues:
    length = squash(hidden.values).str.len_chars().to_numpy()
    is_word = np.isin(hidden.kinds, [ENTITY_INDEX[kind] for kind in ROW_KINDS])
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


def _of_spans(cells: pl.Series, spans: Spans) -> HiddenValues:
    columns = np.zeros(len(spans), np.int32)
    return HiddenValues(spans.rows, spans.entities, columns, span_texts(cells, spans).alias("text"), spans.scores)


def _of_cells(cells: pl.Series, rows: npt.NDArray[np.int64], kind: str) -> HiddenValues:
    code = np.full(len(rows), ENTITY_INDEX[kind], np.uint8)
    columns = np.zeros(len(rows), np.int32)
    values = gather_rows(cells, rows).str.strip_chars().alias("text")
    return HiddenValues(rows, code, columns, values, np.zeros(len(rows), np.uint8))
