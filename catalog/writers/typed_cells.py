"""Cells that a workbook holds as numbers, not as text, and how it shows them. Worker only: it loads Polars."""

from dataclasses import dataclass
from typing import Final

import polars as pl

GENERAL: Final = 0
TRUTH: Final = 1
FIRST_FORMAT: Final = 2
"""Number of the first format of a workbook: the two below need none."""


@dataclass(frozen=True)
class TypedCells:
    """One column's numbers.

    values: Float64, null where the cell is text or empty; days count as the workbook counts them, truth values are 0
    and 1. formats: UInt32, `GENERAL`, `TRUTH`, or `FIRST_FORMAT` and more for the formats of the workbook in order.
    """

    values: pl.Series
    formats: pl.Series

    def __getitem__(self, rows: slice) -> "TypedCells":
        """Some consecutive rows."""
        return TypedCells(self.values[rows], self.formats[rows])

    def gather(self, places: pl.Series) -> "TypedCells":
        """The cells at some places; none where a place is null."""
        return TypedCells(self.values.gather(places), self.formats.gather(places).fill_null(GENERAL))

    def xml(self) -> tuple[pl.Series, pl.Series]:
        """The value of each cell as XML, null where it is text, and the attributes of its tag."""
        values = self.values.cast(pl.String).str.strip_suffix(".0")
        truth, styled = self.formats == TRUTH, self.formats >= FIRST_FORMAT
        style = pl.concat_str(pl.lit(' s="'), pl.lit(self.formats.cast(pl.String)), pl.lit('"'))
        attributes = (
            pl.when(pl.lit(truth)).then(pl.lit(' t="b"')).when(pl.lit(styled)).then(style).otherwise(pl.lit(""))
        )
        return values, pl.select(attributes).to_series()
