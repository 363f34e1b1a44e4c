"""Cells as spreadsheets must not misread them, and rows from either source of a release.

A cell that begins with `=`, `+`, `-`, `@`, tab, carriage return or line feed, or with a full-width form that a program
may fold, can be run as a formula when the file is opened (OWASP: CSV injection; CWE-1236). It gets an apostrophe in
front, as a spreadsheet itself marks text; a plain number keeps its sign. The escape can be undone exactly.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

Cell = str | None

# ASCII, full-width and small forms, and the minus sign of mathematics
_TRIGGERS = "=+-@\t\r\n＝＋－＠\ufe66\ufe62\ufe63\ufe6b\u2212"
_FIRST = frozenset(_TRIGGERS) | {"'"}
_ESCAPED = re.compile(f"'*[{re.escape(_TRIGGERS)}]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?%?")
_NEEDS_QUOTES = re.compile('[",\r\n]')
_BLOCK = 10_000  # rows rendered at once: a row of XML is many times its cells


def escape_formula(text: str) -> str:
    """The cell as text that no spreadsheet runs; numbers such as `-12.5` stay as they are."""
    # Most cells leave at the first test; it is there for speed only.
    if text[:1] not in _FIRST or _ESCAPED.match(text) is None or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def csv_text(cell: Cell) -> str:
    """The cell between two commas of a CSV record: escaped, then in quotation marks where RFC 4180 asks for them."""
    if not cell:
        return ""
    text = escape_formula(cell)
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def unescape_formula(text: str) -> str:
    """What `escape_formula` was given."""
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text


@dataclass(frozen=True)
class FrameRows:
    """The rows of frames: iterable like any other rows, and known to the writers, which render whole columns then.

    blocks: gives consecutive frames, anew each time. height: rows of all of them.
    """

    blocks: "Callable[[], Iterable[pl.DataFrame]]"
    height: int

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for frame in self.slices():
            yield from frame.rows()

    def slices(self) -> "Iterator[pl.DataFrame]":
        """The frames in pieces of a size that can be rendered at once."""
        for frame in self.blocks():
            for start in range(0, frame.height, _BLOCK):
                yield frame[start : start + _BLOCK]


def rows_of(frame: "pl.DataFrame") -> FrameRows:
    """The rows of a frame of String columns, for a writer."""
    return FrameRows(lambda: (frame,), frame.height)
