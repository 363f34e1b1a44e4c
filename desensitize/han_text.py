"""Folding for names and addresses: as `normalise`, but Han numerals stay, traditional characters become simplified.

`normalise` reads 三 13364102878 as one run of digits; in 姚三 13364102878 the 三 is a name. Which digits a text holds
says nothing about names and addresses: with every digit made 0, most remarks are the same few. The tagger and the lists
of names know simplified characters best.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Final

from desensitize.normalise import NUMERALS, Normalised, normalise

_DIGITS: Final = str.maketrans("123456789０１２３４５６７８９", "0" * 19)
_VEILED: Final = re.compile(r"\\[ux]|%[0-9A-Fa-f]{2}|&#")
_SIGNS: Final = re.compile(r"[\\%&０-９]")
"""Signs of texts that are not folded byte by byte: their digits may spell characters, or are full-width."""
_DIGIT_BYTES: Final = bytes.maketrans(b"123456789", b"0" * 9)
_BETWEEN: Final = "\x00"
_NUMERAL: Final = re.compile(f"[{NUMERALS}]")


@cache
def _simplified() -> tuple[re.Pattern[str], dict[int, int]]:
    """What finds a traditional character, and the simplified one of each."""
    lines = (resources.files("desensitize") / "data" / "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return re.compile(f"[{pairs[::2]}]"), str.maketrans(pairs[::2], pairs[1::2])


def fold_han(text: str) -> Normalised:
    """Fold one text and keep its Han numerals. text: any string. Returns the folded text with the way back."""
    normal = _numerals_kept(text)
    traditional, simplified = _simplified()
    if traditional.search(normal.text) is None:
        return normal
    return replace(normal, text=normal.text.translate(simplified))


def _numerals_kept(text: str) -> Normalised:
    normal = normalise(text)
    if _NUMERAL.search(text) is None:
        return normal
    characters = list(normal.text)
    for at, character in enumerate(characters):
        raw = text[at if normal.starts is None else normal.starts[at]]
        if character.isascii() and raw in NUMERALS:
            characters[at] = raw
    return replace(normal, text="".join(characters))


def same_but_digits(text: str) -> str:
    """The text with every digit made 0, as long as it was; unchanged where digits spell characters (\\u5f20, %E5)."""
    return text if _VEILED.search(text) is not None else text.translate(_DIGITS)


def all_same_but_digits(texts: Sequence[str]) -> list[str]:
    """`same_but_digits` of each text; plain ones are done all at once as bytes, thirty times faster."""
    joined = _BETWEEN.join(texts)
    raw = joined.encode("utf-8", "surrogatepass").translate(_DIGIT_BYTES)
    folded = raw.decode("utf-8", "surrogatepass").split(_BETWEEN)
    if len(folded) != len(texts):  # no texts at all, or one that holds the separator
        return [same_but_digits(text) for text in texts]
    if _SIGNS.search(joined) is not None:
        for place, text in enumerate(texts):
            if _SIGNS.search(text) is not None:
                folded[place] = same_but_digits(text)
    return folded
