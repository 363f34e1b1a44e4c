"""What the tagger's words in and beside a piece of text say of its being a name, as named features."""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people.surnames import HAN
from desensitize.tagger import UNREAD, Reading

_HAN: Final = re.compile(f"[{HAN}]")
_PARTS: Final = (
    "a",
    "ad",
    "an",
    "c",
    "d",
    "f",
    "m",
    "n",
    "PER",
    "LOC",
    "ORG",
    "nw",
    "nz",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "vd",
    "vn",
    "w",
    "xc",
)
"""The tagger's parts of speech, by half its label."""


def _part(reading: Reading, at: int) -> str:
    label = reading.labels[at]
    return "x" if label == UNREAD else _PARTS[label // 2] if label < 48 else "O"


def words(start: int, end: int, reading: Reading) -> Iterator[str]:
    """How the tagger cut and named the words in a piece and beside it. start, end: of the piece."""
    cuts = "".join("|" if reading.is_edge(at) else "." for at in range(start, end + 1))
    yield f"cuts={cuts}"
    yield f"begins={cuts[0]}{_part(reading, start)}"
    yield f"ends={_part(reading, end - 1)}{cuts[-1]}"
    yield f"parts={_part(reading, start)}{cuts[1:-1]}{_part(reading, end - 1)}"
    common = reading.longest_common_word(start, end)
    yield f"common={min(common, 3)}of{end - start}"
    if start:
        yield f"before={_part(reading, start - 1)}{cuts[0]}"
    if end < len(reading.labels):
        yield f"after={_part(reading, end)}{cuts[-1]}"
        if cuts[-1] == ".":
            yield "cut word behind"
    yield from _believed(start, end, reading)


def _believed(start: int, end: int, reading: Reading) -> Iterator[str]:
    """How near the tagger was to a person's name here, also where it settled on something else."""
    begins, inside = reading.begins, reading.inside
    first = begins[start]
    least = min(inside[start + 1 : end], default=0)
    behind = inside[end] if end < len(inside) else 0
    yield f"soft={first},{least}"
    yield f"softly={first},{least},{_step(behind, least)}"
    yield f"soft behind={behind}"
    yield f"soft ahead={_step(begins[start - 1], first) if start else 'x'}{_step(inside[start], first)}"
    yield f"soft next={_step(begins[start + 1], first)}"


def _step(one: int, other: int) -> str:
    return "0" if one == 0 else "<" if one < other else "=" if one == other else ">"


def neighbours(text: str, start: int, end: int, reading: Reading) -> Iterator[str]:
    """The words on both sides of a piece, as the tagger cut them, and the parts of speech beyond. text: folded."""
    left, right = start, end
    while left > 0 and (left == start or not reading.is_edge(left)):
        left -= 1
    while right < len(text) and (right == end or not reading.is_edge(right)):
        right += 1
    if left < start and _HAN.match(text, left):
        yield f"LW={text[left:start]}"
    if end < right and _HAN.match(text, end):
        yield f"RW={text[end:right]}"
    before = _part(reading, left) if left < start else "^"
    beyond = _part(reading, left - 1) if left else "^"
    after = _part(reading, end) if end < right else "$"
    further = _part(reading, right) if right < len(text) else "$"
    yield f"pos={before}_{after}"
    yield f"pos left={beyond},{before}"
    yield f"pos right={after},{further}"
