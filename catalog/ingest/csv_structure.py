"""Whether delimited bytes obey RFC 4180, and how many records and separators they have, at memory speed.

A file that obeys can be given to the fast parser; for any other the slow, exact one decides. Nothing is guessed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_CHUNK = 8 << 20
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D


@dataclass(frozen=True)
class Structure:
    """Counts over the bytes of a delimited file.

    Attributes:
        is_regular: every quotation mark opens or closes a whole field, or is doubled; no bare carriage return.
        records: line ends outside quotation marks, plus an unfinished last line.
        separators: delimiters outside quotation marks.
    """

    is_regular: bool
    records: int
    separators: int


def structure(data: bytes, separator: str) -> Structure:
    """Count records and separators of UTF-8 bytes.

    Args:
        data: without a byte order mark.
        separator: one ASCII character.
    """
    sep = ord(separator)
    parity = records = separators = 0
    is_regular = True
    for start in range(0, len(data), _CHUNK):
        end = min(start + _CHUNK, len(data))
        # One byte of context on either side, so that a quotation mark at the border sees its neighbours.
        left, right = max(start - 1, 0), min(end + 1, len(data))
        view = np.frombuffer(data, np.uint8, right - left, left)
        body = view[start - left : end - left]
        quotes = body == _QUOTE
        outside = (np.cumsum(quotes, dtype=np.uint8) + np.uint8(parity)) % 2 == 0
        records += int(np.count_nonzero((body == _LF) & outside))
        separators += int(np.count_nonzero((body == sep) & outside))
        is_regular = is_regular and _quotes_are_regular(view, start - left, quotes, outside, sep)
        is_regular = is_regular and _no_bare_cr(view, start - left, body, outside)
        parity = (parity + int(np.count_nonzero(quotes))) & 1
    if data and data[-1] != _LF:
        records += 1
    return Structure(is_regular and parity == 0, records, separators)


def _around(view: npt.NDArray[np.uint8], at: npt.NDArray[np.intp], step: int) -> npt.NDArray[np.uint8]:
    """The byte before or after each position; a line feed where there is none."""
    index = at + step
    valid = (index >= 0) & (index < len(view))
    return np.where(valid, view[np.clip(index, 0, len(view) - 1)], np.uint8(_LF))


def _quotes_are_regular(
    view: npt.NDArray[np.uint8],
    offset: int,
    quotes: npt.NDArray[np.bool_],
    outside: npt.NDArray[np.bool_],
    sep: int,
) -> bool:
    at = np.flatnonzero(quotes)
    opens = ~outside[at]  # the count includes the mark itself, so an odd one has just opened
    border = np.zeros(256, np.bool_)  # np.isin would import numpy.ma, a tenth of a second
    border[[sep, _LF, _CR, _QUOTE]] = True
    before, after = _around(view, at + offset, -1), _around(view, at + offset, 1)
    return bool(border[before[opens]].all() and border[after[~opens]].all())


def _no_bare_cr(
    view: npt.NDArray[np.uint8], offset: int, body: npt.NDArray[np.uint8], outside: npt.NDArray[np.bool_]
) -> bool:
    at = np.flatnonzero((body == _CR) & outside)
    return bool((_around(view, at + offset, 1) == _LF).all())
