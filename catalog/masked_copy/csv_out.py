"""Masked blocks as CSV at memory speed; each block can be read back from the file and replaced."""

import codecs
import csv
import errno
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import polars as pl

from catalog.ingest.csv_blocks import parse_records, record_blocks
from catalog.masked_copy import csv_blocks
from catalog.masked_copy.csv_blocks import CsvShape
from catalog.writers.cells import escape_formula, unescape_formula

# Cells that `escape_formula` may change; it decides.
_SUSPECT = r"^'*[=+\-@\t\r\n＝＋－＠\x{2212}\x{fe63}\x{fe62}\x{fe66}\x{fe6b}]"


class CsvOut:
    """A CSV file written block by block.

    out: readable and seekable. shape: delimiter, line end and byte order mark as in the original. names: columns of the
    release.
    """

    def __init__(
        self, out: BinaryIO, shape: CsvShape, names: tuple[str, ...], top: Sequence[Sequence[str | None]] | None = None
    ) -> None:
        """top: the lines over the records, when they are others than the names alone."""
        self._out, self._shape, self.names = out, shape, names
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=shape.delimiter, lineterminator=shape.newline)
        writer.writerows([escape_formula(cell or "") for cell in line] for line in ([names] if top is None else top))
        self._out.write((codecs.BOM_UTF8 if shape.has_bom else b"") + text.getvalue().encode())
        self.block_start = self.data_start = self._out.tell()

    def blocks(self) -> Iterator[pl.DataFrame]:
        """Everything kept so far, read back."""
        self._out.flush()
        self._out.seek(self.data_start)
        for data in record_blocks(self._out, csv_blocks.BLOCK_BYTES):
            yield self.parse(data)

    def rewind(self) -> None:
        """The next block is the first one again."""
        self.block_start = self.data_start

    def put(self, block: pl.DataFrame) -> pl.DataFrame:
        """Write a block, in place of the one not yet kept, and return it as read back from the file."""
        self.write(block)
        self._out.flush()
        end = self._out.tell()
        self._out.seek(self.block_start)
        data = self._out.read(end - self.block_start)
        return self.parse(data)

    def write(self, block: pl.DataFrame) -> None:
        """Write a block in place of the one not yet kept."""
        self._out.seek(self.block_start)
        self._out.truncate()
        safe = block.with_columns(_escaped(column) for column in _having(block, pl.all().str.contains(_SUSPECT)))
        if safe.width == 1:
            # A record of one empty cell must not be an empty line.
            safe = safe.fill_null("")
        safe.write_csv(
            self._out,
            include_header=False,
            separator=self._shape.delimiter,
            line_terminator=self._shape.newline,
        )

    def lines(self) -> bytes:
        """What stands behind the header."""
        self._out.flush()
        self._out.seek(self.data_start)
        return self._out.read()

    def add(self, lines: bytes) -> None:
        """Write lines that another file of the same shape held when they were proved, in place of a block not yet kept.

        Raises OSError when this file does not read back as they are.
        """
        self._out.seek(self.block_start)
        self._out.truncate()
        self._out.write(lines)
        self._out.flush()
        self._out.seek(self.block_start)
        if self._out.read() != lines:
            raise OSError(errno.EIO, "the file reads back otherwise than it was written")

    def keep(self) -> None:
        """What was written stays; the next block comes behind it."""
        self.block_start = self._out.tell()

    def parse(self, data: bytes) -> pl.DataFrame:
        """Records of this file as cells, formula escapes undone."""
        return self.plain(parse_records(data, self.names, self._shape.delimiter))

    def plain(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Cells as they stand in the file, formula escapes undone."""
        return frame.with_columns(_unescaped(column) for column in _having(frame, pl.all().str.starts_with("'")))


def _having(frame: pl.DataFrame, suspect: pl.Expr) -> list[pl.Series]:
    """The columns with suspect cells: all are asked at once, and few have any."""
    found = frame.select(suspect.any()).row(0)
    return [column for column, has in zip(frame.iter_columns(), found, strict=True) if has]


def _escaped(cells: pl.Series) -> pl.Series:
    suspect = cells.str.contains(_SUSPECT).fill_null(value=False)
    values = cells.filter(suspect).unique().to_list()
    changed = {value: escaped for value in values if (escaped := escape_formula(value)) != value}
    return cells.replace(changed) if changed else cells


def _unescaped(cells: pl.Series) -> pl.Series:
    suspect = cells.str.starts_with("'").fill_null(value=False)
    values = cells.filter(suspect).unique().to_list()
    changed = {value: plain for value in values if (plain := unescape_formula(value)) != value}
    return cells.replace(changed) if changed else cells
