"""Echoes: a name hidden in one cell that stands again in another cell of its row, where the finder did not see it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.end_to_end import WIDE
from desensitize.entities import ENTITY_ORDER
from desensitize.findings import Spans, TableScan
from desensitize.keys import MaskingKeys
from desensitize.masking.hidden import HiddenValues, hidden_words
from desensitize.masking.recipe import ColumnPlan, MaskingPlan
from desensitize.masking.replacements import make_replacements
from desensitize.masking.spans import merge_overlaps, replace_spans, span_texts
from desensitize.operators import DROP, OPERATORS

_HAN = r"[\x{3400}-\x{9fff}]"
_BETWEEN = "\x00"


@dataclass(frozen=True, slots=True)
class EchoPlace:
    """Where a hidden word stands: row, code points of the released cell, kind."""

    row: int
    start: int
    end: int
    kind: int


def mask_echoes(
    frame: pl.DataFrame, masked: Mapping[str, pl.Series], plan: MaskingPlan, scan: TableScan, keys: MaskingKeys
) -> dict[str, pl.Series]:
    """Hide names, addresses and short values wherever they stand in their own row.

    frame: the original. masked: column name → cells after masking. Returns the columns with the echoes hidden too.
    Columns that a clause keeps readable for the kind, and cells that an operator made whole, are left alone.
    """
    words = words_in_their_rows(masked, hidden_words(frame, plan, scan), plan)
    done = dict(masked)
    for column in plan.columns:
        if column.column in masked and len(words):
            places = echo_places(masked[column.column], words, column)
            if places:
                done[column.column] = _hide(masked[column.column], places, plan, keys)
    return done


def words_in_their_rows(
    cells: Mapping[str, pl.Series], words: HiddenValues, plan: MaskingPlan, order: npt.NDArray[np.int64] | None = None
) -> HiddenValues:
    """The words that may stand in their own row: in a wide table most do not, and need not be looked for by column.

    cells: the released columns by their names in the table. words: from the original. order: as in `echo_places`.
    """
    columns = [column for column in plan.columns if column.column in cells and column.operator not in OPERATORS]
    if len(columns) < WIDE or not len(words):
        return words
    stands = np.zeros(len(words), np.bool_)
    for visible in {column.visible for column in columns}:
        its = [cells[column.column].alias(str(at)) for at, column in enumerate(columns) if column.visible == visible]
        kept = [code for code, kind in enumerate(ENTITY_ORDER) if kind in visible]
        asked = np.flatnonzero(~stands & ~np.isin(words.kinds, kept))
        rows = _released_rows(words.rows[asked], order)
        pairs = pl.DataFrame({"row": rows, "word": words.values.gather(asked)}).with_row_index("at")
        texts = pl.DataFrame(its).select(pl.concat_str(pl.all().fill_null(""), separator=_BETWEEN).alias("text"))
        by_row = pairs.group_by("row").agg(pl.col("word").unique())
        hits = (
            by_row.with_columns(texts["text"].gather(by_row["row"]))
            .select("row", pl.col("text").str.extract_many(pl.col("word"), overlapping=True).alias("word"))
            .explode("word")
        )
        stands[asked[pairs.join(hits, on=["row", "word"], how="semi")["at"].to_numpy()]] = True
    return words.where(stands)


def _released_rows(rows: npt.NDArray[np.int64], order: npt.NDArray[np.int64] | None) -> npt.NDArray[np.int64]:
    """Rows of the release for rows of the table."""
    if order is None:
        return rows
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return back[rows]


def echo_places(
    cells: pl.Series, words: HiddenValues, column: ColumnPlan, order: npt.NDArray[np.int64] | None = None
) -> list[EchoPlace]:
    """Where hidden words stand in their own row of one released column.

    cells: the released column. words: from the original table. order: for each released row the original row, None
    when rows kept their order.
    """
    if column.operator in OPERATORS or column.operator == DROP:
        return []
    visible = [i for i, kind in enumerate(ENTITY_ORDER) if kind in column.visible]
    if not len(words):
        return []
    rows = _released_rows(words.rows, order)
    wanted = ~np.isin(words.kinds, visible)
    if not bool(cells.str.contains(_HAN).any()):
        wanted &= ~words.values.str.contains(_HAN).to_numpy()
    chosen = np.flatnonzero(wanted)
    if not len(chosen):
        return []
    pairs = pl.DataFrame({"cell": cells.gather(rows[chosen]), "word": words.values.gather(chosen)})
    hit = pairs.select(pl.col("cell").str.contains(pl.col("word"), literal=True).fill_null(value=False)).to_series()
    places: list[EchoPlace] = []
    for i in hit.arg_true().to_list():
        cell, word = pairs.row(i)
        at = int(chosen[i])
        places += [EchoPlace(int(rows[at]), s, s + len(word), int(words.kinds[at])) for s in _standing(cell, word)]
    return places


def _standing(cell: str, word: str) -> list[int]:
    """Starts of a word in a cell; a number inside a longer number, or a Latin word inside another, does not stand."""
    starts: list[int] = []
    start = cell.find(word)
    while start >= 0:
        before, after = cell[start - 1 : start], cell[start + len(word) : start + len(word) + 1]
        if not (_continues(before, word[0]) or _continues(after, word[-1])):
            starts.append(start)
        start = cell.find(word, start + 1)
    return starts


def _continues(neighbour: str, edge: str) -> bool:
    if not neighbour.isascii() or not edge.isascii() or not neighbour:
        return False
    return (neighbour.isdigit() and edge.isdigit()) or (neighbour.isalpha() and edge.isalpha())


def _hide(cells: pl.Series, places: list[EchoPlace], plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    ordered = sorted({(place.row, place.start, place.end, place.kind) for place in places})
    rows, starts, ends, kinds = (np.array(part) for part in zip(*ordered, strict=True))
    raw = Spans(
        rows.astype(np.int64),
        starts.astype(np.int32),
        ends.astype(np.int32),
        kinds.astype(np.uint8),
        np.zeros(len(rows), np.uint8),
    )
    spans, joined = merge_overlaps(raw)
    return replace_spans(cells, spans, make_replacements(span_texts(cells, spans), spans, joined, plan, keys))
