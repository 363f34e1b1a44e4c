"""Lines of a table as they stood in its file: a header as it was written, blank rows between the others."""

from collections.abc import Collection, Sequence

import polars as pl

Line = tuple[str | None, ...]


def header_as_it_stood(
    columns: Sequence[str], header: Sequence[Line], names: Sequence[str], kept: Collection[str]
) -> tuple[Line, ...]:
    """The header of a release.

    columns: of the release. header: lines of the original's, one or two, a cell for each column. names: as the reader
    calls the columns. kept: those that are released under the same name. A name that the plan leaves is written as it
    stood: once more where two columns have it, not at all where the column has none. Names on two lines stay so where
    all of them do.
    """
    if len(header) > 1:
        return tuple(header) if is_whole(columns, names, kept) else (tuple(columns),)
    stood = dict(zip(names, header[0], strict=True))
    return (tuple(stood[name] if name in kept else name for name in columns),)


def is_whole(columns: Sequence[str], names: Sequence[str], kept: Collection[str]) -> bool:
    """Whether a release has all columns under their own names, and no other."""
    return list(columns) == list(names) and all(name in kept for name in names)


def row_places(blank: Sequence[bool]) -> pl.Series:
    """For each row of a file its number among those that have a value; null for a blank one. blank: which are."""
    is_filled = ~pl.Series(blank, dtype=pl.Boolean)
    return (is_filled.cast(pl.Int64).cum_sum() - 1).set(~is_filled, None)
