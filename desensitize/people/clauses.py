"""Clauses of a text as the names in them are sought: each with the sign before it and what begins behind it.

Names rarely depend on more than their clause, and the remarks of a table share most of their clauses: what one clause
gives is kept while a column is read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from desensitize.tagger import UNREAD, Reading, Tagged

_NEXT: Final = re.compile(
    r"[,:、\s;]\s{0,2}(?:[男女](?![孩友子儿性])|汉族?|[0-9]{4}[年./-]|[0-9]{2}岁|中国国籍|中国公民|中国籍|无境外|生于|出生|大学|本科|硕士|博士|研究生|"
    r"高级|中共|籍贯|曾用名|身份证|证件号|手机|联系电话|电话|[0-9]{15,19}[Xx]?|[0-9]{11}(?![0-9]))"
)
"""What says of the end of a clause that a person was named: sex, birth, number."""

_DIGITS: Final = str.maketrans("123456789", "000000000")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause. window: it with its surroundings, by which it is known. start, end: its place in the text. before:
    characters of the window before it.
    """

    window: str
    start: int
    end: int
    before: int


def clauses_of(text: str, reading: Reading) -> Iterator[Clause]:
    """Clauses that hold Han, none longer than the tagger reads at once.

    Args:
        text: Folded.
        reading: What the tagger made of it.

    Returns:
        The clauses from left to right.
    """
    for start, read in reading.parts:
        end = start + len(read)
        piece = text[start:end]
        before = text[start - 1 : start]
        following = _NEXT.match(text, end)
        after = following.group().translate(_DIGITS) if following else text[end : end + 1]
        yield Clause(before + piece + after, start, end, len(before))


def reading_of(clause: Clause, reading: Reading) -> Reading:
    """What the tagger made of a clause, its surroundings unread. reading: of the whole text."""
    moved = clause.before - clause.start
    first = bisect_left(reading.names, clause.start, key=attrgetter("start"))
    last = bisect_right(reading.names, clause.end, key=attrgetter("end"))  # both rise: the tagger's names never overlap
    names = tuple(
        Tagged(name.start + moved, name.end + moved, name.kind, name.probability) for name in reading.names[first:last]
    )
    behind = len(clause.window) - clause.before - (clause.end - clause.start)
    place = slice(clause.start, clause.end)
    labels = bytes([UNREAD]) * clause.before + reading.labels[place] + bytes([UNREAD]) * behind
    front, rear = bytes(clause.before), bytes(behind)
    return Reading(
        names, labels, begins=front + reading.begins[place] + rear, inside=front + reading.inside[place] + rear
    )
