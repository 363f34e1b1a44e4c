"""Cells that stay what they were: numbers, days and truth values of columns in which nothing was hidden whole."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from catalog.ingest.excel_formats import DATE, MOMENT, TIME
from catalog.ingest.excel_values import NumberCells
from catalog.ingest.workbook import SheetRead
from catalog.writers.typed_cells import FIRST_FORMAT, GENERAL, TRUTH, TypedCells
from catalog.writers.xlsx_cells import DAY_ZERO
from catalog.writers.xlsx_parts import DAY_FORMAT
from desensitize.mask import released_columns
from desensitize.operators import KEEP, SUPPRESS
from desensitize.plan import ColumnPlan, MaskingPlan

_DAY: Final = r"^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2}(?:\.\d+)?)?$"
_EXACT: Final = 1e15
"""From here on a double does not keep every digit: what is longer is an identifier, and stays text."""
_ROUNDED: Final = 1e-9
"""The reader gives nine decimals."""
_ERAS: Final = 1_462
"""Days from one beginning of the count to the other (ECMA-376, part 1, 18.17.4.1)."""


class NumberFormats:
    """The formats that a copy uses, numbered as they come."""

    def __init__(self, of_styles: Sequence[str]) -> None:
        """of_styles: what each cell style of the original shows, see `excel_formats`."""
        self._of_styles = of_styles
        self._numbers = {DAY_FORMAT: FIRST_FORMAT}

    @property
    def codes(self) -> tuple[str, ...]:
        """Behind the format of days, which every workbook has."""
        return tuple(self._numbers)[1:]

    def number(self, code: str) -> int:
        """The number of a format."""
        return self._numbers.setdefault(code, FIRST_FORMAT + len(self._numbers)) if code else GENERAL

    def of_style(self, style: int) -> int:
        """The number of the format of a style of the original."""
        return self.number(self._of_styles[style]) if style < len(self._of_styles) else GENERAL


def keeps_types(column: ColumnPlan) -> bool:
    """Whether cells of a column stay what they were. A column of personal values is text, every cell of it."""
    return column.operator in {KEEP, SUPPRESS} or not column.entity


def kept_numbers(
    before: pl.DataFrame,
    released: pl.DataFrame,
    plan: MaskingPlan,
    numbers: Mapping[int, NumberCells],
    formats: NumberFormats,
    *,
    is_1904: bool,
) -> dict[int, TypedCells]:
    """The cells of a release that are the original's own numbers.

    Args:
        before: the original, in the order of the release.
        released: the masked table.
        plan: of the table.
        numbers: by place of the column in the original, rows in the order of the release.
        formats: gets the formats that are used.
        is_1904: whether days count from 1904.

    Returns:
        By place of the column in the release. A cell whose text is not the original's, or does not say the number that
        is given for it, is left out.
    """
    names = released_columns(plan)
    made: dict[int, TypedCells] = {}
    for place, column in enumerate(plan.columns):
        cells = numbers.get(place)
        if cells is None or column.column not in names or not keeps_types(column):
            continue
        text = released.get_column(names[column.column])
        same = before.to_series(place).eq_missing(text) & text.is_not_null()
        days = _is_day(text, cells.values, _ERAS if is_1904 else 0)
        fits = same.to_numpy() & (_is_number(text, cells) | days) & (np.abs(cells.values) < _EXACT)
        if fits.any():
            values = pl.Series(np.where(fits, cells.values, np.nan)).fill_nan(None)
            made[released.columns.index(text.name)] = TypedCells(values, _formats(cells, days, formats))
    return made


def sheet_dtypes(sheet: SheetRead) -> dict[str, pl.DataType]:
    """Types of the columns of a sheet in which no cell is text."""
    made: dict[str, pl.DataType] = {}
    if sheet.table is None:
        return made
    for place, cells in sheet.numbers.items():
        text = sheet.table.frame.to_series(place)
        filled = text.is_not_null().to_numpy()
        if (filled & (np.isnan(cells.values) | (np.abs(cells.values) >= _EXACT))).any():
            continue
        days = text.filter(filled).str.contains(_DAY)
        if cells.is_truth[filled].all():
            made[text.name] = pl.Boolean()
        elif days.all():
            made[text.name] = pl.Date() if text.str.len_chars().max() == len("yyyy-mm-dd") else pl.Datetime("us")
        elif not days.any() and not cells.is_truth.any():
            made[text.name] = pl.Int64() if text.filter(filled).str.contains(r"^-?\d+$").all() else pl.Float64()
    return made


def _is_number(text: pl.Series, cells: NumberCells) -> npt.NDArray[np.bool_]:
    said = text.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    truth = text.replace_strict({"true": 1.0, "false": 0.0}, default=np.nan, return_dtype=pl.Float64).to_numpy()
    near = np.abs(said - cells.values) <= _ROUNDED * np.maximum(1.0, np.abs(cells.values))
    return np.where(cells.is_truth, truth == cells.values, near)


def _is_day(text: pl.Series, values: npt.NDArray[np.float64], era: int) -> npt.NDArray[np.bool_]:
    written = text.set(~text.str.contains(_DAY).fill_null(value=False), None)
    if not written.count():
        return np.zeros(len(text), np.bool_)
    days = written.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    said = pl.select((pl.lit(days) - pl.lit(DAY_ZERO)).dt.total_days().cast(pl.Float64).fill_null(np.nan)).to_series()
    # One day off before March 1900, and by rounding at midnight.
    near: npt.NDArray[np.bool_] = np.abs(said.to_numpy() - era - np.floor(values)) <= 1
    return near


def _formats(cells: NumberCells, days: npt.NDArray[np.bool_], formats: NumberFormats) -> pl.Series:
    made = np.full(len(cells.values), GENERAL, np.uint32)
    for style in np.unique(cells.styles[~np.isnan(cells.values)]).tolist():
        made[cells.styles == style] = formats.of_style(style)
    bare = days & (made == GENERAL)
    for code, where in (
        (TIME, cells.values < 1),
        (MOMENT, (cells.values >= 1) & (cells.values % 1 != 0)),
        (DATE, (cells.values >= 1) & (cells.values % 1 == 0)),
    ):
        if (bare & where).any():
            made[bare & where] = formats.number(code)
    made[cells.is_truth] = TRUTH
    return pl.Series(made)
