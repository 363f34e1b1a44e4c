"""The rows of a table, whether they lie in memory or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl

BLOCK_ROWS = 50_000
PIECE_BYTES = 6 << 20
"""Cells worked on at once: words, readings and findings of a piece are Python objects, many times its size."""


class Rows(Protocol):
    """The rows of a table, in memory or not: String columns, every cell exact text, an empty cell null."""

    @property
    def columns(self) -> Sequence[str]:
        """Names, unique, in order."""
        ...

    @property
    def height(self) -> int:
        """How many rows."""
        ...

    def blocks(self) -> "Iterator[pl.DataFrame]":
        """All rows in order, in blocks that fit in memory, at least one; may be asked for again."""
        ...

    def head(self, n: int, /) -> "pl.DataFrame":
        """The first rows."""
        ...

    def get_column(self, name: str, /) -> "pl.Series":
        """One column, whole."""
        ...


@dataclass(frozen=True)
class WholeRows:
    """Rows that lie in memory."""

    frame: "pl.DataFrame"

    @property
    def columns(self) -> Sequence[str]:
        """Names, in order."""
        return self.frame.columns

    @property
    def height(self) -> int:
        """How many rows."""
        return self.frame.height

    def blocks(self) -> "Iterator[pl.DataFrame]":
        """Consecutive slices; an empty table has one, so that its columns are kept."""
        return (self.frame[at : at + BLOCK_ROWS] for at in range(0, max(self.frame.height, 1), BLOCK_ROWS))

    def head(self, n: int, /) -> "pl.DataFrame":
        """The first rows."""
        return self.frame.head(n)

    def get_column(self, name: str, /) -> "pl.Series":
        """One column."""
        return self.frame.get_column(name)


def pieces(block: "pl.DataFrame") -> "Iterator[pl.DataFrame]":
    """Consecutive slices of a block, about `PIECE_BYTES` each; of an empty one itself."""
    count = max(-(-int(block.estimated_size()) // PIECE_BYTES), 1)
    return block.iter_slices(max(-(-block.height // count), 1)) if block.height else iter((block,))


@dataclass(frozen=True)
class RenamedRows:
    """Other rows under other names."""

    rows: Rows
    columns: Sequence[str]

    @property
    def height(self) -> int:
        """How many rows."""
        return self.rows.height

    def blocks(self) -> "Iterator[pl.DataFrame]":
        """Their blocks."""
        return map(self._named, self.rows.blocks())

    def head(self, n: int, /) -> "pl.DataFrame":
        """The first rows."""
        return self._named(self.rows.head(n))

    def get_column(self, name: str, /) -> "pl.Series":
        """One column, whole."""
        return self.rows.get_column(self.rows.columns[list(self.columns).index(name)]).alias(name)

    def _named(self, block: "pl.DataFrame") -> "pl.DataFrame":
        return block.rename(dict(zip(block.columns, self.columns, strict=True)))
