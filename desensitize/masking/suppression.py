"""抑制: small cells of a statistic become null, and enough others that sums do not give them back.

Acts on the whole table, after cells were masked one by one. A suppressed cell stays a null, so that numbers stay
numbers; a column `…_status` beside it says why it is empty.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.mask import released_columns
from desensitize.masking.recipe import MaskingPlan
from desensitize.operators import SUPPRESS
from desensitize.proof.residual import Place
from desensitize.reidentification.small_cells import as_number

STATUS = "_status"
SUPPRESSED = "抑制"

_GRAND = r"^\s*(?:合计|总计|共计|总数|全市|全省|全区|全县|全国|.{1,8}(?:合计|总计))\s*$"
_SUB = r"^\s*(?:小计|.{1,8}小计)\s*$"
_TOTAL_COLUMN = re.compile(r"合计|总计|共计|总数|总户数|总人数|总")

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Numbers of the columns to suppress, side by side (rows × columns, NaN where a cell is no number).

    names: of the release. below: counts from 1 up to here are small. groups: rows that add up to one figure.
    total: place of the column that is the others' sum, -1 when there is none.
    """

    names: tuple[str, ...]
    numbers: Floats
    below: float
    groups: tuple[Rows, ...]
    total: int


def status_columns(plan: MaskingPlan) -> dict[str, str]:
    """Name of each status column in the release → name of its column in the table."""
    names = released_columns(plan)
    taken = set(names.values())
    made: dict[str, str] = {}
    for column in plan.columns:
        if column.operator == SUPPRESS:
            status = f"{names[column.column]}{STATUS}"
            while status in taken:
                status += "_"
            taken.add(status)
            made[status] = column.column
    return made


def suppress_cells(masked: pl.DataFrame, plan: MaskingPlan) -> pl.DataFrame:
    """Suppress small cells of the columns whose plan says so, and add their status columns.

    masked: the whole table, in its original order. Returns it unchanged when no column is to be suppressed.
    """
    cells = _cells(masked, plan)
    if cells is None:
        return masked
    hidden = _hidden(cells)
    names = released_columns(plan)
    status_of = {names[source]: status for status, source in status_columns(plan).items()}
    columns: list[pl.Series] = []
    for column in masked.iter_columns():
        if column.name not in cells.names:
            columns.append(column)
            continue
        out = pl.Series(hidden[:, cells.names.index(column.name)])
        frame = pl.DataFrame([column, out.alias("__out")])
        made = frame.select(
            pl.when(pl.col("__out")).then(None).otherwise(pl.col(column.name)).alias(column.name),
            pl.when(pl.col("__out")).then(pl.lit(SUPPRESSED)).alias(status_of[column.name]),
        )
        columns += made.get_columns()
    return pl.DataFrame(columns)


def unsuppressed(original: pl.DataFrame, released: pl.DataFrame, plan: MaskingPlan) -> list[Place]:
    """Small cells that a release still shows, alone or by a sum.

    original: the table. released: of the same rows in the same order. Returns the places.
    """
    names = released_columns(plan)
    kept = original.select(pl.col(source).alias(name) for source, name in names.items())
    cells = _cells(kept, plan)
    if cells is None:
        return []
    shown = np.column_stack([as_number(released.get_column(name)).to_numpy() for name in cells.names])
    gone = np.isnan(shown) & ~np.isnan(cells.numbers)
    small = (shown > 0) & (shown < cells.below)
    places = [Place("small_cell", cells.names[j], int(i), -1, -1, "") for i, j in zip(*np.nonzero(small), strict=True)]
    for rows, columns in _lines(cells):
        its, out = cells.numbers[np.ix_(rows, columns)].ravel(), gone[np.ix_(rows, columns)].ravel()
        if out.any() and _is_open(its, out, cells.below) and (~out & (its > 0)).any():
            at = np.ix_(rows, columns)
            first = int(np.flatnonzero(gone[at].ravel())[0])
            row, name = int(rows[first // len(columns)]), cells.names[int(columns[first % len(columns)])]
            places.append(Place("small_cell", name, row, -1, -1, ""))
    return places


def _cells(frame: pl.DataFrame, plan: MaskingPlan) -> Cells | None:
    names_out = released_columns(plan)
    chosen = [column for column in plan.columns if column.operator == SUPPRESS]
    if not chosen or not frame.height:
        return None
    names = tuple(names_out[column.column] for column in chosen)
    numbers = np.column_stack([as_number(frame.get_column(name)).to_numpy() for name in names])
    below = float(max(int(column.params.get("below", 3)) for column in chosen))
    return Cells(names, numbers, below, tuple(_groups(frame, names)), _total_column(names, numbers))


def _groups(frame: pl.DataFrame, names: Sequence[str]) -> Iterator[Rows]:
    """Rows between totals; all rows but totals as one group for the grand total, or when there is no total at all."""
    texts = [column for column in frame.iter_columns() if column.name not in names and column.dtype == pl.String]
    grand, sub = np.zeros(frame.height, np.bool_), np.zeros(frame.height, np.bool_)
    for column in texts:
        grand |= column.str.contains(_GRAND).fill_null(value=False).to_numpy()
        sub |= column.str.contains(_SUB).fill_null(value=False).to_numpy()
    detail = np.flatnonzero(~grand & ~sub)
    if len(detail):
        yield detail
    start = 0
    for end in np.flatnonzero(sub).tolist():
        part = detail[(detail >= start) & (detail < end)]
        if len(part):
            yield part
        start = end + 1
    if sub.any() and grand.any():
        yield np.flatnonzero(sub)


def _total_column(names: Sequence[str], numbers: Floats) -> int:
    """The column that is the sum of the others in every row, by name and by value."""
    if len(names) < 3:
        return -1
    for place, name in enumerate(names):
        others = np.delete(numbers, place, axis=1).sum(axis=1)
        known = ~np.isnan(others) & ~np.isnan(numbers[:, place])
        if _TOTAL_COLUMN.search(name) and known.any() and np.allclose(others[known], numbers[known, place]):
            return place
    return -1


def _lines(cells: Cells) -> Iterator[tuple[Rows, Rows]]:
    """Rows and columns of cells that add up to a figure that is, or may be, known."""
    width = len(cells.names)
    for group in cells.groups:
        for column in range(width):
            yield group, np.array([column])
    if cells.total >= 0:
        parts = np.array([column for column in range(width) if column != cells.total])
        for row in range(len(cells.numbers)):
            yield np.array([row]), parts


def _hidden(cells: Cells) -> Bools:
    """Primary suppression, then secondary over rows and columns until nothing changes."""
    hidden = (cells.numbers > 0) & (cells.numbers < cells.below)
    while True:
        before = int(hidden.sum())
        for rows, columns in _lines(cells):
            at = np.ix_(rows, columns)
            its, out = cells.numbers[at].ravel(), hidden[at].ravel()
            if out.any():
                hidden[at] = _protected(its, out, cells.below).reshape(len(rows), len(columns))
        if int(hidden.sum()) == before:
            return hidden


def _is_open(numbers: Floats, out: Bools, below: float) -> bool:
    """Whether a line's sum gives hidden cells back: one alone, or so few units that they can only be ones."""
    return int(out.sum()) < 2 or float(np.nansum(numbers[out])) < 2 * below


def _protected(numbers: Floats, out: Bools, below: float) -> Bools:
    """Hide the next smallest cells until the sum gives none of them back."""
    made = out.copy()
    order = [int(i) for i in np.argsort(numbers, kind="stable") if numbers[i] > 0 and not made[i]]
    for place in order:
        if not _is_open(numbers, made, below):
            break
        made[place] = True
    return made
