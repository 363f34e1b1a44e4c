"""Folding for names and addresses: as `normalise`, but Han numerals stay.

`normalise` reads 三 13364102878 as one run of digits; in 姚三 13364102878 the 三 is a name.
"""

import re
from dataclasses import replace
from typing import Final

from desensitize.normalise import NUMERALS, Normalised, normalise

_NUMERAL: Final = re.compile(f"[{NUMERALS}]")


def fold_han(text: str) -> Normalised:
    """Fold one text and keep its Han numerals. text: any string. Returns the folded text with the way back."""
    normal = normalise(text)
    if _NUMERAL.search(text) is None:
        return normal
    characters = list(normal.text)
    for at, character in enumerate(characters):
        raw = text[at if normal.starts is None else normal.starts[at]]
        if character.isascii() and raw in NUMERALS:
            characters[at] = raw
    return replace(normal, text="".join(characters))
