"""CSV after RFC 4180: UTF-8, CRLF, quotation marks where needed.

No byte order mark unless asked for: programs stumble over it, but Excel needs it to see Chinese as Chinese.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from catalog.fields import Field
from catalog.writers.cells import Cell, escape_formula
from catalog.writers.counted import BytesOut, Counted, Written

_BLOCK = 2_000


def stream_csv(rows: Iterable[Sequence[Cell]], fields: Sequence[Field], *, bom: bool = False) -> Iterator[bytes]:
    """CSV as pieces of bytes, for a response or a file.

    Args:
        rows: cells in the order of `fields`, from `RowStore.iterate` or `rows_of`.
        fields: the columns.
        bom: begin with a byte order mark.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    if bom:
        yield codecs.BOM_UTF8
    writer.writerow([escape_formula(field.name) for field in fields])
    source = iter(rows)
    while True:
        block = list(islice(source, _BLOCK))
        writer.writerows(map(_record, block))
        if text := buffer.getvalue():
            yield text.encode()
            buffer.seek(0)
            buffer.truncate()
        if not block:
            return


def write_csv(rows: Iterable[Sequence[Cell]], fields: Sequence[Field], out: BytesOut, *, bom: bool = False) -> Written:
    """Write CSV; see `stream_csv`.

    Returns:
        Bytes, rows and SHA-256 of what was written.
    """
    counted = Counted(out)
    for piece in stream_csv(counted.counting(rows), fields, bom=bom):
        counted.write(piece)
    return counted.written()


def _record(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else escape_formula(cell) for cell in row]
