"""The numbers and truth values of a worksheet as they stand in its XML, beside the text that the table engine gives.

The engine rounds to nine decimals and tells no type; a copy of a workbook wants the very number, and the way it is
shown. Cells are found by a byte search over pieces of the XML, as in `excel_scan`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from catalog.ingest.excel_scan import SheetFacts, column_number
from catalog.ingest.sheet_pieces import sheet_pieces

_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"']([A-Za-z]+)[\"']")
_VALUE = rb"(?:<%bf(?:\s[^>]*)?(?:/>|>[^<]*</%bf>))?\s*<%bv>([-+0-9.eE]{1,40})</%bv>"

Found = list[tuple[bytes, bytes, bytes, bytes, bytes]]  # column, row, style, type, value


@dataclass(frozen=True)
class NumberCells:
    """The cells of one column that are no text, one entry a row.

    values: NaN where the cell is text or empty; truth values are 0 and 1. styles: number of the cell's style.
    is_truth: where the value is a truth value.
    """

    values: npt.NDArray[np.float64]
    styles: npt.NDArray[np.uint32]
    is_truth: npt.NDArray[np.bool_]

    def take(self, rows: npt.NDArray[np.int64]) -> "NumberCells":
        """Some rows, in the order asked for."""
        return NumberCells(self.values[rows], self.styles[rows], self.is_truth[rows])


def number_cells(chunks: Iterator[bytes], facts: SheetFacts, least: int = 0) -> Mapping[int, NumberCells]:
    """Read the numbers of a worksheet.

    Args:
        chunks: the unpacked member, in pieces (`Archive.chunks`).
        facts: of the same worksheet; says which rows and columns its cells span.
        least: rows that are given at least.

    Returns:
        By place of the column in that span, from 0; columns of text alone are left out. Nothing at all when cells do
        not say where they are.
    """
    if facts.has_bare_cells or not facts.last_row:
        return {}
    height = max(facts.last_row - facts.first_row + 1, least)
    made: dict[int, NumberCells] = {}
    for prefix, piece in sheet_pieces(chunks):
        for place, cells in _by_column(_cells(piece, *_patterns(prefix)), facts).items():
            column = made.get(place)
            if column is None:
                column = made[place] = NumberCells(
                    np.full(height, np.nan), np.zeros(height, np.uint32), np.zeros(height, np.bool_)
                )
            rows, styles, truths, values = zip(*cells, strict=True)
            at = np.array(rows, np.int64) - facts.first_row
            column.values[at] = np.array(values, np.float64)
            column.styles[at] = np.array(styles, np.uint32)
            column.is_truth[at] = np.array(truths, np.bool_)
    return made


def _by_column(found: Found, facts: SheetFacts) -> dict[int, list[tuple[int, int, bool, float]]]:
    columns: dict[int, list[tuple[int, int, bool, float]]] = {}
    places: dict[bytes, int] = {}
    for letters, row, style, kind, value in found:
        place = places.get(letters)
        if place is None:
            place = places[letters] = column_number(letters) - facts.first_column
        number = _number(value)
        if number is not None and facts.first_row <= int(row) <= facts.last_row:
            columns.setdefault(place, []).append((int(row), int(style or 0), kind == b"b", number))
    return columns


def _number(value: bytes) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], ...]:
    """Cells as most programs write their attributes; a cell written otherwise; any cell."""
    name = re.escape(prefix)
    value = _VALUE % (name, name, name, name)
    place = rb"<%bc r=\"([A-Z]{1,3})([0-9]{1,7})\"(?: s=\"([0-9]{1,6})\")?" % name
    usual = rb" r=\"[A-Z]{1,3}[0-9]{1,7}\"(?: s=\"[0-9]{1,6}\")?(?: t=\"[A-Za-z]+\")?\s*/?>"
    return (
        re.compile(place + rb"(?: t=\"([nb])\")?>" + value),
        re.compile(rb"<%bc(?!%b)\s" % (name, usual)),
        re.compile(rb"<%bc\s([^>]*)>" % name + value),
    )


def _cells(data: bytes, quick: re.Pattern[bytes], odd: re.Pattern[bytes], general: re.Pattern[bytes]) -> Found:
    if odd.search(data) is None:
        return quick.findall(data)
    found: Found = []
    for attributes, value in general.findall(data):
        place, style, kind = _REFERENCE.search(attributes), _STYLE.search(attributes), _TYPE.search(attributes)
        if place is not None and (kind is None or kind[1] in (b"n", b"b")):
            found.append((place[1], place[2], style[1] if style else b"", kind[1] if kind else b"", value))
    return found
