"""Numbers cut over several columns: area, birth date and serial of an identity number, the halves of a telephone.

No cell of such a table holds an identifier, and the rows hold all of them. Put together, the pieces pass the check of
what they make in row after row, which other columns of figures do not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from desensitize.checksums import is_cn_id, is_luhn
from desensitize.entities import Entity
from desensitize.recognizers.bank import is_card_prefix
from desensitize.recognizers.date_of_birth import is_birth_header
from desensitize.recognizers.phone import MOBILE_PREFIXES
from desensitize.scanning.judgement import piece

ROWS = 200
"""Rows that are put together; where so many agree, the others do too."""
_WINDOW = 4
"""Columns between the first piece and the last: they stand side by side, with a name or a kind between at most."""
_FEWEST = 3
_FEWEST_CARDS = 8
"""Luhn's sum lets one in ten pass, the check of identity numbers with area and date one in thousands."""
_SHARE = 0.9
_FILLED = 0.8
_LONGEST = 16

_CELL = r"^\s*(?:[0-9]{1,15}[0-9Xx]?|(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?)\s*$"
_DATE = re.compile("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_PHONE = re.compile("(?i)手机|电话|号码|号段|前段|后段|[前后][三四七八3478]位|mobile|phone|cell|tel|sjh|shouji")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of pieces. index: place in the table. width: characters of a piece. cells: "" where there is none."""

    index: int
    width: int
    cells: tuple[str, ...]


def split_marks(names: Sequence[str], head: pl.DataFrame) -> Mapping[int, frozenset[str]]:
    """Context marks of columns that hold pieces, by their place.

    names: the header. head: the first rows, text cells, nulls allowed. Of an identity number's pieces a column that is
    headed as a date of birth is left to that kind, which leaves an age: without the others it says no more.
    """
    marks: dict[int, frozenset[str]] = {}
    for group in _groups(_columns(head)):
        if any(column.index in marks for column in group):
            continue
        kind = _kind_of(group, [names[column.index] for column in group])
        if kind is None:
            continue
        for column in group:
            if kind is not Entity.CN_ID or not is_birth_header(names[column.index]):
                marks[column.index] = frozenset({piece(kind)})
    return marks


def _columns(head: pl.DataFrame) -> list[_Column]:
    """The columns whose cells are short numbers, all of one length, or dates."""
    head = head.head(ROWS)
    if head.height < _FEWEST or not head.width:
        return []
    filled = head.select((pl.all().str.len_bytes() > 0).sum()).row(0)
    pieces = head.select(pl.all().str.contains(_CELL).sum()).row(0)
    found = []
    for index, (cells, numbers) in enumerate(zip(filled, pieces, strict=True)):
        if numbers < _FEWEST or numbers < _FILLED * cells:
            continue
        texts = [_digits(text) for text in head.to_series(index).to_list()]
        width = max(map(len, texts))
        if 2 <= width <= _LONGEST:
            # A spreadsheet takes the zeros from the beginning of a serial.
            padded = (text and text.zfill(width) if width <= 4 else text for text in texts)
            found.append(_Column(index, width, tuple(text if len(text) == width else "" for text in padded)))
    return found


def _digits(text: str | None) -> str:
    core = (text or "").strip().upper()
    date = _DATE.fullmatch(core)
    if date is not None:
        return f"{date[1]}{date[2]:>02}{date[3]:>02}"
    return core if re.fullmatch("[0-9]+X?", core) else ""


def _groups(columns: Sequence[_Column]) -> Iterator[tuple[_Column, ...]]:
    """Two or three columns near each other whose pieces together have the length of an identifier."""
    lengths = {11, 16, 18, 19}
    for at, first in enumerate(columns):
        near = [column for column in columns[at + 1 : at + 1 + _WINDOW] if column.index - first.index <= _WINDOW]
        for size in (2, 1):
            for others in combinations(near, size):
                group = (first, *others)
                if sum(column.width for column in group) in lengths:
                    yield group


def _kind_of(group: Sequence[_Column], names: Iterable[str]) -> Entity | None:
    joined = ["".join(cells) for cells in zip(*(column.cells for column in group), strict=True) if all(cells)]
    if len(set(joined)) < max(_FEWEST, len(joined) // 2):
        return None
    length = sum(column.width for column in group)
    if length == 18 and _pass(joined, is_cn_id):
        return Entity.CN_ID
    if length == 11:
        named = any(_PHONE.search(name) for name in names)
        return Entity.CN_MOBILE if named and _pass(joined, _is_mobile) else None
    if len(joined) >= _FEWEST_CARDS and _pass(joined, _is_card):
        return Entity.BANK_CARD
    return None


def _pass(texts: Sequence[str], check: Callable[[str], bool]) -> bool:
    few = texts[:_FEWEST]
    # Most groups are none: three rows say so.
    return any(map(check, few)) and sum(map(check, texts)) >= _SHARE * len(texts)


def _is_mobile(text: str) -> bool:
    return text.isdigit() and int(text[:3]) in MOBILE_PREFIXES


def _is_card(text: str) -> bool:
    return text.isdigit() and is_card_prefix(text) and is_luhn(text)
