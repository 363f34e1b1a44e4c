"""JSON Lines and JSON arrays: one object a row, numbers as the exact digits of the cell, empty cells null.

No formula escape: no spreadsheet runs JSON, and a program wants the value itself.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from catalog.fields import Field, matches
from catalog.writers.cells import Cell, FrameRows
from catalog.writers.counted import BytesOut, Counted, Written

_BLOCK = 2_000


def stream_json_lines(rows: Iterable[Sequence[Cell]], fields: Sequence[Field]) -> Iterator[bytes]:
    """JSON Lines as pieces of bytes; see `stream_csv` for the arguments."""
    if isinstance(rows, FrameRows):
        from catalog.writers.frames import json_pieces

        yield from json_pieces(rows.slices(), fields)
        return
    names = [json.dumps(field.name, ensure_ascii=False) for field in fields]
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        yield "".join(f"{_record(names, fields, row)}\n" for row in block).encode()


def stream_json(rows: Iterable[Sequence[Cell]], fields: Sequence[Field]) -> Iterator[bytes]:
    """One JSON array as pieces of bytes; see `stream_csv` for the arguments."""
    names = [json.dumps(field.name, ensure_ascii=False) for field in fields]
    opening = "["
    for row in rows:
        yield f"{opening}\n{_record(names, fields, row)}".encode()
        opening = ","
    yield b"[]\n" if opening == "[" else b"\n]\n"


def write_json_lines(rows: Iterable[Sequence[Cell]], fields: Sequence[Field], out: BytesOut) -> Written:
    """Write JSON Lines; returns bytes, rows and SHA-256."""
    counted = Counted(out)
    for piece in stream_json_lines(counted.counting(rows), fields):
        counted.write(piece)
    return counted.written()


def _record(names: Sequence[str], fields: Sequence[Field], row: Sequence[Cell]) -> str:
    cells = (f"{name}: {_value(field, cell)}" for name, field, cell in zip(names, fields, row, strict=True))
    return "{" + ", ".join(cells) + "}"


def _value(field: Field, cell: Cell) -> str:
    if cell is None:
        return "null"
    if field.is_bare and matches(field.type, cell):
        return cell  # the canonical form of a number is JSON's own (RFC 8259, section 6)
    return json.dumps(cell, ensure_ascii=False)
