"""Labels: the words before, behind and above a value that say what it is.

Chinese has no blanks, so lemmas are of no use: a label is looked up in the raw window. In Chinese the last word decides
(账户余额 is an amount, 身份证办理数量 a count), so does it in a header, and before a value it is the nearest one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from desensitize.context_words import AGAINST_WORDS
from desensitize.entities import Entity
from desensitize.normalise import fold
from desensitize.recognizers.rule import Against, Rule

BEFORE = 32
AFTER = 12
# Between a label and its value: no digit, no end of clause, and not far. Or a list of values of the same kind.
_GAP = re.compile(r"[^0-9，,。；;、|\n]{0,12}")
_GAP_AGAINST = re.compile(r"[^0-9，,。；;、|\n]{0,6}")
_GAP_LIST = re.compile(r"[^0-9，,。；;、|\n]{0,6}[0-9+ /、和或及-]{0,32}")
_BEHIND = re.compile(r"[ ]?[(\[（【][^0-9)\]]{0,10}")

Meaning = frozenset[Entity | Against]
NO_LABEL: Meaning = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: what it can mean, and where it ends (or begins, behind a value)."""

    meaning: Meaning
    start: int
    end: int


class Lexicon:
    """All label words of a set of rules, and of what speaks against them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        meanings: dict[str, set[Entity | Against]] = {}
        for rule in rules:
            for word in rule.labels:
                meanings.setdefault(fold(word).lower(), set()).add(rule.entity)
        for against, words in AGAINST_WORDS.items():
            for word in words:
                meanings.setdefault(word, set()).add(against)
        self.meanings: Mapping[str, Meaning] = {word: frozenset(found) for word, found in meanings.items()}

    @cached_property
    def _search(self) -> re.Pattern[str]:
        words = sorted(self.meanings, key=len, reverse=True)
        latin = "|".join(re.escape(word) for word in words if word.isascii())
        others = "|".join(re.escape(word) for word in words if not word.isascii())
        return re.compile(f"(?<![a-z])(?:{latin})(?![a-z])|(?:{others})")

    def labels(self, lowered: str) -> list[Label]:
        """Every label in lower-cased text, in order, without overlap, longest first."""
        return [Label(self.meanings[m.group()], m.start(), m.end()) for m in self._search.finditer(lowered)]

    def of_header(self, header: str) -> Meaning:
        """What a column's name says about its cells: its last label decides."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fold(header))
        found = self.labels(spaced.lower())
        return found[-1].meaning if found else NO_LABEL


class Labels:
    """The labels of one text. Long texts hold thousands of both, so a place is found by bisection."""

    def __init__(self, text: str, labels: list[Label]) -> None:
        """text: normalised. labels: in order, without overlap."""
        self.text = text
        self.size = len(text.strip())
        self._labels = labels
        self._starts = [label.start for label in labels]
        self._ends = [label.end for label in labels]

    def __bool__(self) -> bool:
        return bool(self._labels)

    def before(self, start: int) -> tuple[Meaning, bool]:
        """The nearest label before a value that begins at `start`.

        Returns its meaning, and whether it is near enough to speak against the value too.
        """
        place = bisect_right(self._ends, start) - 1
        if place < 0 or start - self._ends[place] > BEFORE + AFTER:
            return NO_LABEL, False
        meaning, gap = self._labels[place].meaning, self.text[self._ends[place] : start]
        if _GAP_AGAINST.fullmatch(gap):
            return meaning, True
        if _GAP.fullmatch(gap) or _GAP_LIST.fullmatch(gap):
            return meaning, False
        return NO_LABEL, False

    def behind(self, end: int) -> Meaning:
        """The label in brackets directly behind a value that ends at `end`."""
        place = bisect_left(self._starts, end)
        if place == len(self._labels) or self._starts[place] - end > AFTER:
            return NO_LABEL
        return self._labels[place].meaning if _BEHIND.fullmatch(self.text[end : self._starts[place]]) else NO_LABEL

    def across(self, gap: str, start: int) -> Meaning:
        """What the labels mean that stand before `start` with nothing but this gap between."""
        pattern = re.compile(gap)
        first, last = bisect_left(self._ends, start - 16), bisect_right(self._ends, start)
        near = [label for label in self._labels[first:last] if pattern.fullmatch(self.text, label.end, start)]
        return frozenset().union(*(label.meaning for label in near))
