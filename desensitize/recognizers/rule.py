"""One pattern rule: what a recognizer looks for, how it is checked, and which labels speak for or against it.

A rule is plain data, so that the columnar scan can use it without loading presidio; `analyzer` makes a presidio
`PatternRecognizer` of each, and a property test proves that both find the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from desensitize.entities import Entity

# Edges that hold beside Chinese characters, where \b does not.
LEFT = "(?<![0-9A-Za-z])"
RIGHT = "(?![0-9A-Za-z])"

# The same for numbers that only a label names: stars beside them say that the rest is hidden already.
LEFT_NAMED = "(?<![0-9A-Za-z*])"
RIGHT_NAMED = "(?![0-9A-Za-z*])"

THRESHOLD = 0.4
"""Findings below are dropped: what no label and no check digit speaks for."""
LABEL_BOOST = 0.4


class Against(StrEnum):
    """Kinds of labels that say a number is something else."""

    SERIAL = "serial"  # order, case, voucher, batch numbers
    AMOUNT = "amount"  # money, counts, rates, dates
    OFFICE = "office"  # hotlines and telephones of an office
    CODE = "code"  # codes of securities, institutions, products
    WORD = "word"  # types, states, names: what the last word of a header is about, but nothing a number could be
    NUMBERING = "numbering"  # 编号 and the like: speaks against what follows it, but says nothing about a column


class Need(StrEnum):
    """What a rule asks for beyond its pattern."""

    NOTHING = "nothing"
    LABEL = "label"  # a label before or behind, or the column's header
    INSIDE = "inside"  # a label, or other text around it: alone in its cell it may be any code
    DAMAGED = "damaged"  # the column went through floating point
    PIECE = "piece"  # the columns beside it make a whole of it


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form. regex: works alike in `re` and `regex`; no capturing, flags or nested repeats."""

    name: str
    regex: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A recognizer in data.

    entity: what it finds. name: unique; the reason of a finding is "name.pattern". patterns: tried in order.
    score: before checks and labels. check: of the matched text; True proves it (score 1), False refuses it, None says
    nothing. need: see `Need`. labels: words (Chinese or English, any place in a header, before or behind a value) and
    pinyin abbreviations that name this entity. against: kinds of labels that refuse a match. excuse: when it answers
    True the match stands although a label is against it. trigger: a necessary condition on the normalised text, in
    syntax that Polars' engine knows as well (no look-around). cover: least share of a cell that a match must take when
    only the header names it (above 1: a header never does). label_gap: what may stand between label and match instead
    of the usual gap. explanation: why this is such a number, in one sentence.
    """

    name: str
    entity: Entity
    patterns: tuple[Pattern, ...]
    score: float
    trigger: str
    explanation: str
    check: Callable[[str], bool | None] | None = None
    need: Need = Need.NOTHING
    labels: tuple[str, ...] = ()
    against: frozenset[Against] = frozenset()
    excuse: Callable[[str], bool] | None = None
    cover: float = 0.5
    label_gap: str | None = field(default=None)


def bare(text: str) -> str:
    """A number without blanks and hyphens, letters in upper case."""
    return text.replace(" ", "").replace("-", "").upper()
