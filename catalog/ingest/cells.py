"""What every reader does to the cells of a table."""

import polars as pl


def drop_blank_rows(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Leave out rows without any value; returns how many."""
    kept = frame.filter(pl.any_horizontal(pl.all().is_not_null()))
    return kept, frame.height - kept.height


def empty_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """An empty cell is null, however it was written."""
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def longest_cell(frame: pl.DataFrame) -> int:
    """Code points of the longest cell."""
    longest: int | None = frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() if frame.height else 0
    return longest or 0
