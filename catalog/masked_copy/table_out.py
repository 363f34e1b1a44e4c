"""One masked table as a file of any format, and read back from it."""

import io
from typing import BinaryIO

import polars as pl

from catalog.ingest import TableRead, read_upload
from catalog.ingest.errors import HeaderOnly
from catalog.masked_copy.book_out import put_book
from catalog.masked_copy.column_types import ColumnTypes, in_parquet, in_workbook
from catalog.masked_copy.delimited_layout import DelimitedLayout
from catalog.masked_copy.delimited_out import DelimitedOut, TextForm
from catalog.masked_copy.json_layout import JsonLayout
from catalog.masked_copy.json_out import JsonOut
from catalog.masked_copy.kept_numbers import NumberFormats
from catalog.masked_copy.limits import LIMITS
from catalog.masked_copy.read_back import with_blank_rows
from catalog.writers.xlsx_book import SheetOut

DELIMITED = frozenset({"csv", "tsv", "txt", "text"})
TABLE_ENDINGS = frozenset({"csv", "tsv", "xlsx", "parquet", "json", "jsonl"})
"""A delimited text may also go on under the ending of a text."""


class TableOut:
    """Writes one table; each `write` replaces the last."""

    def __init__(
        self,
        out: BinaryIO,
        ending: str,
        types: ColumnTypes,
        form: TextForm,
        *,
        sheet: str = "数据",
        layout: DelimitedLayout | JsonLayout | None = None,
    ) -> None:
        """out: readable and seekable. ending: one of `TABLE_ENDINGS`. types: of the columns of the release.

        form: of delimited text. layout: of that, or of JSON. sheet: name of the sheet of a workbook.
        """
        self._out, self._ending, self._types, self._sheet = out, ending, types, sheet
        lines = layout if isinstance(layout, DelimitedLayout) else None
        self._text = DelimitedOut(out, form, lines) if ending in DELIMITED else None
        self._around = layout if isinstance(layout, JsonLayout) else JsonLayout()
        self._json: JsonOut | None = None

    def write(self, frame: pl.DataFrame, *, is_checked: bool = False) -> None:
        """Write the table from the start of the file. is_checked: whether a workbook is compared with what it is of."""
        if self._text is not None:
            self._text.write(frame)
            return
        self._out.seek(0)
        self._out.truncate()
        if self._ending == "parquet":
            typed = frame.with_columns(in_parquet(cells, self._types) for cells in frame.iter_columns())
            typed.write_parquet(self._out, compression="zstd", statistics=False)
        elif self._ending == "xlsx":
            formats = NumberFormats(())
            made = (
                (place, in_workbook(cells, self._types, formats)) for place, cells in enumerate(frame.iter_columns())
            )
            sheet = SheetOut(self._sheet, frame, typed={place: cells for place, cells in made if cells is not None})
            put_book([sheet], self._out, formats=formats.codes, is_checked=is_checked)
        else:
            self._json = JsonOut(frame, self._types, self._around, is_lines=self._ending == "jsonl")
            self._out.writelines(self._json.pieces())

    def put(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Write, and return the table as read back from the file.

        Raises ResidualPii where the file does not hold the table.
        """
        if self._text is not None:
            return self._text.put(frame) if frame.height else self._empty(frame)
        self.write(frame, is_checked=True)
        if self._ending == "xlsx" or not frame.height:
            return frame  # compared cell by cell; a header alone has no cell
        self._out.flush()
        self._out.seek(0)
        read = with_blank_rows(frame, self._read())
        return read if self._json is None else self._json.as_masked(read)

    def _empty(self, frame: pl.DataFrame) -> pl.DataFrame:
        self.write(frame)
        return frame

    def _read(self) -> pl.DataFrame | None:
        """The table in the file; None when no cell has a value."""
        try:
            read = read_upload(io.BytesIO(self._out.read()), name=f"masked.{self._ending}", limits=LIMITS)
        except HeaderOnly:
            return None
        if not isinstance(read, TableRead):
            raise TypeError("a table was written")
        return read.frame
