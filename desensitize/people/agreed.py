"""Where a name begins and ends, as the rest of its text shows: 黄孝武王雄军 above, 黄孝武 王雄军 below.

A name that stands alone somewhere (in a line, a list, a bracket) has sure ends. Where the same characters stand among
others, the tagger may have cut them wrongly.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.surnames import HAN
from desensitize.word_places import word_places

_HAN_BEFORE: Final = re.compile(f"[{HAN}]")
_AGREED: Final = "text.agreed"


def as_elsewhere(text: str, names: Sequence[Candidate]) -> list[Candidate]:
    """Names with those cut anew that only partly agree with names standing alone elsewhere in the text.

    Args:
        text: The folded text.
        names: Names found, none overlapping.

    Returns:
        The names; one is replaced only by such that cover all of its characters, so that nothing hidden comes open.
    """
    alone = {text[name.start : name.end] for name in names if _stands_alone(text, name)}
    if not alone or len(names) < 2:
        return list(names)
    owner = {at: name for name in names for at in range(name.start, name.end)}
    others: dict[Candidate, list[Candidate]] = {}
    for at, value in word_places(text, alone):
        place = Candidate(at, at + len(value), 0.7, _AGREED)
        for name in {owner[here] for here in range(place.start, place.end) if here in owner}:
            if text[name.start : name.end] not in alone:
                others.setdefault(name, []).append(place)
    if not others:
        return list(names)
    better = {place for name, places in others.items() for place in _covering(name, places)}
    claimed = {at for place in better for at in range(place.start, place.end)}
    kept = [name for name in names if not any(at in claimed for at in range(name.start, name.end))]
    result = sorted([*kept, *better], key=lambda name: name.start)
    covered = {at for name in result for at in range(name.start, name.end)}
    is_sound = owner.keys() <= covered and all(one.end <= two.start for one, two in pairwise(result))
    return result if is_sound else list(names)


def _covering(name: Candidate, places: Sequence[Candidate]) -> list[Candidate]:
    """Of the places those that, put side by side, cover a name; none when they do not."""
    covering: list[Candidate] = []
    at = name.start
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if place.start <= at < place.end and (not covering or covering[-1].end == place.start):
            covering.append(place)
            at = place.end
    return covering if at >= name.end else []


def _stands_alone(text: str, name: Candidate) -> bool:
    """Whether nothing but signs, or the ends of the text, stand on both sides of a name."""
    before, behind = text[max(0, name.start - 1) : name.start], text[name.end : name.end + 1]
    return _HAN_BEFORE.match(before) is None and _HAN_BEFORE.match(behind) is None
