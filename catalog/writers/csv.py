"""CSV after RFC 4180: UTF-8, CRLF, quotation marks where needed.

No byte order mark unless asked for: programs stumble over it, but Excel needs it to see Chinese as Chinese.
"""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from catalog.fields import Field
from catalog.writers.cells import Cell, FrameRows, csv_text
from catalog.writers.counted import BytesOut, Counted, Written

_BLOCK = 2_000
_END = "\r\n"


def stream_csv(rows: Iterable[Sequence[Cell]], fields: Sequence[Field], *, bom: bool = False) -> Iterator[bytes]:
    """CSV as pieces of bytes, for a response or a file.

    Args:
        rows: cells in the order of `fields`, from `RowStore.iterate` or `rows_of`.
        fields: the columns.
        bom: begin with a byte order mark.
    """
    if bom:
        yield codecs.BOM_UTF8
    yield _record([field.name for field in fields]).encode()
    yield from stream_records(rows, len(fields))


def stream_records(rows: Iterable[Sequence[Cell]], width: int) -> Iterator[bytes]:
    """The records alone. width: cells of each."""
    if isinstance(rows, FrameRows) and width > 1:
        from catalog.writers.frames import csv_pieces

        yield from csv_pieces(rows.slices())
        return
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        yield "".join(map(_record, block)).encode()


def write_csv(rows: Iterable[Sequence[Cell]], fields: Sequence[Field], out: BytesOut, *, bom: bool = False) -> Written:
    """Write CSV; see `stream_csv`.

    Returns:
        Bytes, rows and SHA-256 of what was written.
    """
    counted = Counted(out)
    for piece in stream_csv(counted.counting(rows), fields, bom=bom):
        counted.write(piece)
    return counted.written()


def _record(row: Sequence[Cell]) -> str:
    # An empty cell alone would be an empty line, which readers leave out.
    return ",".join(map(csv_text, row)) + _END if len(row) > 1 else (csv_text(row[0]) or '""') + _END
