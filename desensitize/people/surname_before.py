"""Surnames left outside before a form of address: 储|时健先生. The rare ones look like words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.surnames import HAN, SurnameTier, surname_of

_WORDS: Final = frozenset("由与向和对给被将把经让请找因为从但于及以是在有同到令时任兼者曾又也都只就其该各本家方常")
"""Surnames that before a name are mostly words."""
_POLITE: Final = re.compile("先生|女士|同志|小姐")
_HAN: Final = re.compile(f"[{HAN}]")


def with_surnames(text: str, names: Sequence[Candidate]) -> list[Candidate]:
    """Names of two characters before a form of address, longer by the surname that a clause or 的 leads to.

    Args:
        text: The folded text.
        names: Names found in it, from left to right.

    Returns:
        The names, none overlapping.
    """
    whole: list[Candidate] = []
    for name in names:
        start = _start(text, name)
        free = not whole or whole[-1].end <= start
        whole.append(replace(name, start=start) if free else name)
    return whole


def _start(text: str, name: Candidate) -> int:
    at = name.start - 1
    if at < 0 or name.end - name.start != 2 or _POLITE.match(text, name.end) is None or text[at] in _WORDS:
        return name.start
    if surname_of(text[at : name.end])[1] is SurnameTier.NONE:
        return name.start
    opens = at == 0 or text[at - 1] == "的" or _HAN.match(text, at - 1) is None
    return at if opens else name.start
