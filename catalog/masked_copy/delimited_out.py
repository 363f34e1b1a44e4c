"""A delimited text in the encoding it came in, written whole and read back from the file."""

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from catalog.ingest.cells import empty_to_null
from catalog.ingest.csv_exact import exact_blocks
from catalog.ingest.encoding import MARKS
from catalog.ingest.errors import BadEncoding
from catalog.masked_copy.csv_blocks import CsvShape
from catalog.masked_copy.csv_out import CsvOut
from catalog.masked_copy.delimited_layout import DelimitedLayout
from catalog.masked_copy.read_back import with_blank_rows
from desensitize.proof.residual import Place, ResidualPii

_HEAD_BYTES: Final = 1 << 20
_BY_NAME: Final = {name: mark for mark, name in MARKS}


@dataclass(frozen=True)
class TextForm:
    """How a text is written. encoding: `utf-8`, `utf-8-sig`, `gb18030`, `utf-16-le` or `utf-16-be`, the last two with
    their mark. newline: between lines. delimiter: between cells, empty for running text.
    """

    encoding: str = "utf-8"
    newline: str = "\r\n"
    delimiter: str = ","

    @property
    def mark(self) -> bytes:
        """The byte order mark."""
        return _BY_NAME.get(self.encoding, b"")

    def encoded(self, text: str) -> bytes:
        """A text as bytes."""
        return self.mark + text.encode(self.encoding.removesuffix("-sig"))

    def decoded(self, data: bytes) -> str:
        """The text of bytes that `encoded` gave. Raises BadEncoding for others."""
        try:
            return data.removeprefix(self.mark).decode(self.encoding.removesuffix("-sig"))
        except UnicodeDecodeError:
            raise BadEncoding(line=1) from None


def line_end(source: Path, encoding: str) -> str:
    """The line end of a text file, by its first line. encoding: as in `TextForm`."""
    with source.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    form = TextForm(encoding)
    text = codecs.getincrementaldecoder(form.encoding.removesuffix("-sig"))("ignore").decode(
        head.removeprefix(form.mark)
    )
    first = text.find("\n")
    return "\n" if first >= 0 and text[first - 1 : first] != "\r" else "\r\n"


class DelimitedOut:
    """Writes one table; each `write` replaces the last."""

    def __init__(self, out: BinaryIO, form: TextForm, layout: DelimitedLayout | None = None) -> None:
        """out: readable and seekable. layout: what stands around the rows; without it, their names alone."""
        self._out, self._form, self._layout = out, form, layout

    def write(self, frame: pl.DataFrame) -> None:
        """Write the table from the start of the file."""
        self._out.seek(0)
        self._out.truncate()
        self._out.write(self._form.encoded(self._made(frame).decode()))

    def put(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Write, and return the table as read back from the file. Raises ResidualPii where it reads otherwise."""
        self.write(frame)
        self._out.flush()
        self._out.seek(0)
        data = self._form.decoded(self._out.read()).encode()
        top = io.BytesIO()
        made = self._csv(top, frame)
        if not data.startswith(top.getvalue()):
            raise ResidualPii((Place("columns", None, -1, -1, -1, ""),))
        rows = data[made.data_start :]
        if self._layout is None or not self._layout.cells:
            return made.parse(rows)
        # Blank and short records are irregular: the exact reader passes over those and fills these.
        blocks = [*exact_blocks(io.BytesIO(rows), self._form.delimiter, frame.width, line=0, short=[])]
        if not blocks:
            return with_blank_rows(frame, None)
        read = empty_to_null(pl.concat(blocks))
        read.columns = frame.columns
        return with_blank_rows(frame, made.plain(read))

    def _made(self, frame: pl.DataFrame) -> bytes:
        text = io.BytesIO()
        made = self._csv(text, frame)
        if self._layout is None or not self._layout.cells:
            made.write(frame)
            return text.getvalue()
        spread, mark = self._layout.spread(frame)
        made.write(spread)
        data, sign, end = text.getvalue(), self._form.delimiter, self._form.newline
        for length in range(frame.width) if mark.encode() in data else ():
            missing = f"{sign if length else ''}{mark}{sign * (frame.width - 1 - length)}{end}"
            data = data.replace(missing.encode(), end.encode())
        return data

    def _csv(self, out: BinaryIO, frame: pl.DataFrame) -> CsvOut:
        """With the columns that the table has: those of suppression marks come with it."""
        names = tuple(frame.columns)
        shape = CsvShape(names, self._form.delimiter, 0, self._form.newline, has_bom=False, extra_text=())
        return CsvOut(out, shape, names, None if self._layout is None else self._layout.top(names))
