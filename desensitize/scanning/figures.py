"""Which headers of figures and of serial numbers are believed although their columns' values could all be telephones.

Eleven digits from 1 on are an amount in 分 or an order as well as a mobile number. What decides is the rest of the
table: a header with a unit is meant, a plain one is where the table has its telephones elsewhere, and none is where
another header has been found to lie.
"""

import re
from collections.abc import Sequence
from typing import Final

from desensitize.entities import Entity
from desensitize.normalise import fold
from desensitize.recognizers.rule import Against
from desensitize.scanning.context import Meaning
from desensitize.scanning.context_words import AMOUNT_HEADER

_LOOK: Final = 400
"""Cells of a column that are looked at."""
_FEWEST: Final = 10
_TELEPHONES: Final[Meaning] = frozenset({Entity.CN_MOBILE, Entity.LANDLINE})
_ELSE: Final[Meaning] = frozenset({Against.AMOUNT, Against.SERIAL, Against.CODE})
_TELEPHONE: Final = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}[)）]?[ -]?[2-8][0-9]{6,7}|[48]00[ -]?[0-9]{3}|"
    r"[2-8][0-9]{6,7}|1[02][0-9]{3}|9[56][0-9]{3,4})(?![0-9.])|[*×]{2}"
)
_COUNT: Final = re.compile("(?:数量|总量|[户笔次人件张家个份台]数)$")


def believed_figures(names: Sequence[str], meanings: Sequence[Meaning], samples: Sequence[Sequence[str]]) -> list[bool]:
    """Whether each column is one of figures, or of serial numbers or codes, because its header says so.

    names: the headers. meanings: what each says. samples: cells of each column's beginning. Returns a flag a column,
    False where the header names none of them.
    """
    about = [bool(meaning & _ELSE) for meaning in meanings]
    if not any(about):
        return about
    shares = [
        _share_of_telephones(sample)
        for meaning, sample in zip(meanings, samples, strict=True)
        if meaning & _TELEPHONES and not meaning & frozenset(Against)
    ]
    known = [share for share in shares if share is not None]
    if any(share < 0.1 for share in known):
        return [False] * len(about)
    elsewhere = any(share >= 0.5 for share in known)
    return [is_else and (elsewhere or _is_measured(name)) for is_else, name in zip(about, names, strict=True)]


def _is_measured(name: str) -> bool:
    header = fold(name).lower()
    return AMOUNT_HEADER.search(header) is not None or _COUNT.search(header) is not None


def _share_of_telephones(sample: Sequence[str]) -> float | None:
    cells = [cell for cell in sample[:_LOOK] if len(cell.strip()) > 3 or cell.strip().isdigit()]
    if len(cells) < _FEWEST:
        return None
    return sum(_TELEPHONE.search(fold(cell)) is not None for cell in cells) / len(cells)
