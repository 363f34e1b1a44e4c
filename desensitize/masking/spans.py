"""Put replacements where pieces of cells stood: columnar, linear in the bytes of the cells touched."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.findings import Spans

_RANKS = 8
"""Cells with more pieces than this are put together in Python, so that no cell is copied once a piece."""


def select_kinds(spans: Spans, codes: Collection[int]) -> Spans:
    """Only the pieces of these kinds (places in ENTITY_ORDER)."""
    wanted = np.zeros(256, np.bool_)
    wanted[list(codes)] = True
    keep = wanted[spans.entities]
    return spans if keep.all() else spans.where(keep)


def merge_overlaps(spans: Spans) -> tuple[Spans, npt.NDArray[np.bool_]]:
    """Make pieces of one cell disjoint.

    spans: ordered by row and start. Returns the spans with overlapping ones joined into one (kind of the first), and
    for each of the result whether it was joined, so that the caller hides it whole.
    """
    n = len(spans)
    if n < 2:
        return spans, np.zeros(n, np.bool_)
    if _is_disjoint(spans):
        return spans, np.zeros(n, np.bool_)
    order = np.lexsort((spans.starts, spans.rows))
    spans = Spans(spans.rows[order], spans.starts[order], spans.ends[order], spans.entities[order], spans.scores[order])
    return (spans, np.zeros(n, np.bool_)) if _is_disjoint(spans) else _joined(spans)


def _is_disjoint(spans: Spans) -> bool:
    """Ordered, and no two pieces of a cell touch the same character."""
    behind = spans.rows[1:] > spans.rows[:-1]
    return bool((behind | ((spans.rows[1:] == spans.rows[:-1]) & (spans.starts[1:] >= spans.ends[:-1]))).all())


def _joined(spans: Spans) -> tuple[Spans, npt.NDArray[np.bool_]]:
    keep = np.ones(len(spans), np.bool_)
    joined = np.zeros(len(spans), np.bool_)
    ends = spans.ends.copy()
    last = 0
    for i in range(1, len(spans)):
        if spans.rows[i] == spans.rows[last] and spans.starts[i] < ends[last]:
            ends[last] = max(ends[last], ends[i])
            keep[i], joined[last] = False, True
        else:
            last = i
    whole = Spans(spans.rows, spans.starts, ends, spans.entities, spans.scores)
    return whole.where(keep), joined[keep]


def span_texts(cells: pl.Series, spans: Spans) -> pl.Series:
    """The text of each piece, in the order of the spans (ordered by row)."""
    if not len(spans):
        return pl.Series("text", [], dtype=pl.String)
    starts = np.flatnonzero(np.append(True, spans.rows[1:] != spans.rows[:-1]))
    counts = np.diff(np.append(starts, len(spans)))
    crowded = counts > _RANKS
    if not crowded.any():
        return _sliced(cells, spans)
    few = np.repeat(~crowded, counts)
    made = pl.Series("text", [""], dtype=pl.String).new_from_index(0, len(spans))
    made = put_rows(made, np.flatnonzero(few), _sliced(cells, spans.where(few))) if few.any() else made
    pieces: list[str] = []
    for first, count in zip(starts[crowded].tolist(), counts[crowded].tolist(), strict=True):
        cell = str(cells[int(spans.rows[first])])
        at = slice(first, first + count)
        pieces += [cell[s:e] for s, e in zip(spans.starts[at].tolist(), spans.ends[at].tolist(), strict=True)]
    return put_rows(made, np.flatnonzero(~few), pl.Series("text", pieces, dtype=pl.String))


def _sliced(cells: pl.Series, spans: Spans) -> pl.Series:
    its = gather_rows(cells, spans.rows).alias("text")
    length = spans.ends - spans.starts
    if not spans.starts.any() and bool((its.str.len_chars() == pl.Series(length)).all()):
        return its
    frame = pl.DataFrame({"text": its, "start": spans.starts, "length": length})
    return frame.select(pl.col("text").str.slice(pl.col("start"), pl.col("length"))).to_series()


def gather_rows(cells: pl.Series, rows: npt.NDArray[np.int64]) -> pl.Series:
    """The cells at these rows; the column itself when that is all of them in order."""
    if len(rows) == len(cells) and (not len(rows) or (rows[0] == 0 and bool((np.diff(rows) == 1).all()))):
        return cells
    return cells.gather(rows)


def replace_spans(cells: pl.Series, spans: Spans, replacements: pl.Series) -> pl.Series:
    """Replace pieces of cells.

    cells: strings. spans: disjoint, ordered by row and start. replacements: as many strings as spans. Returns the
    column with the pieces replaced; every other character of every cell stays as it is.
    """
    if not len(spans):
        return cells
    first = np.flatnonzero(np.append(True, spans.rows[1:] != spans.rows[:-1]))
    counts = np.diff(np.append(first, len(spans)))
    rows = spans.rows[first]
    touched = gather_rows(cells, rows)
    parts = pl.DataFrame({"start": spans.starts, "end": spans.ends, "new": replacements})
    if counts.max() == 1:
        return put_rows(cells, rows, _one_each(touched, parts))
    rank = np.arange(len(spans)) - np.repeat(first, counts)
    lengths = np.repeat(counts, counts)
    number = np.repeat(np.arange(len(rows)), counts)
    for k in range(int(min(counts.max(), _RANKS)) - 1, -1, -1):
        chosen = np.flatnonzero((rank == k) & (lengths <= _RANKS))
        places = number[chosen]
        touched = put_rows(touched, places, _one_each(gather_rows(touched, places), parts[chosen]))
    crowded = np.flatnonzero(counts > _RANKS)
    if len(crowded):
        made = [_many(touched[int(i)], parts[int(first[i]) : int(first[i] + counts[i])]) for i in crowded]
        touched = put_rows(touched, crowded, pl.Series(made, dtype=pl.String))
    return put_rows(cells, rows, touched)


def _one_each(cells: pl.Series, parts: pl.DataFrame) -> pl.Series:
    if parts["start"].max() == 0 and bool((parts["end"] == cells.str.len_chars()).all()):
        return parts["new"]
    frame = parts.with_columns(cells.alias("cell"))
    cell = pl.col("cell").str
    made = pl.concat_str(cell.slice(0, pl.col("start")), pl.col("new"), cell.slice(pl.col("end")))
    return frame.select(made).to_series()


def _many(cell: str, parts: pl.DataFrame) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, new in parts.iter_rows():
        pieces += (cell[done:start], new)
        done = end
    return "".join([*pieces, cell[done:]])


def put_rows(cells: pl.Series, rows: npt.NDArray[np.int64], new: pl.Series) -> pl.Series:
    """`cells` with `new` at `rows`.

    A gather over both: writing into a string column would copy it. rows: distinct. new: as many strings as rows.
    """
    new = new.alias(cells.name)
    if len(rows) == len(cells) and bool((np.diff(rows, prepend=-1) == 1).all()):
        return new
    index = np.arange(len(cells), dtype=np.int64)
    index[rows] = len(cells) + np.arange(len(rows))
    return pl.concat([cells, new]).gather(index)
