"""What a whole-table rule needs of a table: one column at a time, so that it need not lie in memory as a whole."""

from collections.abc import Sequence
from typing import Protocol

import polars as pl


class Table(Protocol):
    """Columns by name. A `pl.DataFrame` is one; so is a table that is kept elsewhere and read column by column."""

    @property
    def columns(self) -> Sequence[str]:
        """Names, in order."""
        ...

    @property
    def height(self) -> int:
        """How many rows."""
        ...

    def get_column(self, name: str, /) -> pl.Series:
        """One column, whole."""
        ...

    def head(self, n: int, /) -> pl.DataFrame:
        """The first rows."""
        ...
