"""Parquet: every column String, as exact as the cells. Worker only: it loads Polars."""

import io

import polars as pl

from catalog.writers.counted import BytesOut, Counted, Written

_ROW_GROUP = 100_000


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet; the same frame gives the same bytes under the same Polars."""
    buffer = io.BytesIO()
    frame.rechunk().write_parquet(buffer, compression="zstd", statistics=False, row_group_size=_ROW_GROUP)
    return buffer.getvalue()


def write_parquet(frame: pl.DataFrame, out: BytesOut) -> Written:
    """Write Parquet; returns bytes, rows and SHA-256."""
    counted = Counted(out)
    counted.write(parquet_bytes(frame))
    written = counted.written()
    return Written(written.size, frame.height, written.sha256)
