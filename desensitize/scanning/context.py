"""Labels: the words before, behind and above a value that say what it is.

Chinese has no blanks, so lemmas are of no use: a label is looked up in the raw window. In Chinese the last word decides
(账户余额 is an amount, 身份证办理数量 a count), so does it in a header, and before a value it is the nearest one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from desensitize.entities import Entity
from desensitize.han_text import fold_han
from desensitize.normalise import fold
from desensitize.recognizers.rule import Against, Rule
from desensitize.scanning.context_words import AGAINST_WORDS, AMOUNT_HEADER

BEFORE = 32
AFTER = 12
# Between a label and its value: no digit, no end of clause, and not far. Or a list of values of the same kind.
_GAP = re.compile(r"[^0-9，,。；;、|\n]{0,12}")
_GAP_AGAINST = re.compile(r"[^0-9，,。；;、|\n]{0,6}")
_GAP_LIST = re.compile(r"[^0-9，,。；;、|\n]{0,6}[0-9+ /、和或及-]{0,32}")
_JOINED = re.compile(r"[ /、或及和与(\[_,-]+")
_BEHIND = re.compile(r"[ ]?[(\[（【][^0-9)\]]{0,10}")

Meaning = frozenset[Entity | Against]
NO_LABEL: Meaning = frozenset()
_AGAINST: Meaning = frozenset(Against)
_NUMBERING: Meaning = frozenset({Against.NUMBERING})
_TITLE = re.compile("(?:情况|分析|汇总|明细|一览|公示|信息)*表(?:[(（].*)?$")
"""What follows a label in the title of a whole table (贷款统计表): it says nothing about the cells below it."""
_SECOND = re.compile("[发支汇]?票据?代码[:： ]?[0-9a-z-]{4,24}[,，、; ]{1,2}")
"""Before a bare 号码 that speaks of the same paper: 发票代码033002300111，号码48698707."""
_PAPER = re.compile("(?<=[一-鿿])(?<![人员方者的及和或与其本该持有户照签份口偶亲女主东工表生子民象])证号")
"""Behind a word that means nobody: the number of some paper (健康证号, 停车证号), of a form that no rule knows."""
_NUMBER = "号码"
"""Alone it is a telephone's; behind another label it is the number of what that names."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: what it can mean, and where it ends (or begins, behind a value)."""

    meaning: Meaning
    start: int
    end: int


def word_pattern(word: str) -> str:
    """A label word as a pattern: parts of a Latin one may be joined by an underscore, a blank, a hyphen or nothing."""
    return "[_ -]?".join(re.escape(part) for part in re.split("[_ -]", word)) if word.isascii() else re.escape(word)


def _canonical(word: str) -> str:
    return re.sub("[_ -]", "", word) if word.isascii() else word


class Lexicon:
    """All label words of a set of rules, and of what speaks against them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.words: dict[str, set[Entity | Against]] = {}
        for rule in rules:
            for word in rule.labels:
                self.words.setdefault(fold(word).lower(), set()).add(rule.entity)
        for against, words in AGAINST_WORDS.items():
            for word in words:
                self.words.setdefault(word, set()).add(against)
        meanings: dict[str, set[Entity | Against]] = {}
        for word, meaning in self.words.items():
            meanings.setdefault(_canonical(word), set()).update(meaning)
        self._meanings: Mapping[str, Meaning] = {word: frozenset(found) for word, found in meanings.items()}

    @cached_property
    def _search(self) -> re.Pattern[str]:
        words = sorted(self.words, key=len, reverse=True)
        latin = "|".join(word_pattern(word) for word in words if word.isascii())
        others = "|".join(word_pattern(word) for word in words if not word[0].isascii())
        # QQ号码, IP地址: longer than the Latin word that they begin with.
        mixed = "|".join(word_pattern(word) for word in words if word[0].isascii() and not word.isascii())
        return re.compile(f"(?<![a-z])(?:{mixed})|(?<![a-z])(?:{latin})(?![a-z])|(?:{others})")

    def labels(self, lowered: str) -> list[Label]:
        """Every label in lower-cased text, in order, without overlap, longest first."""
        found: list[Label] = []
        for match in self._search.finditer(lowered):
            label = Label(self._meanings[_canonical(match.group())], match.start(), match.end())
            is_numbering = label.meaning == _NUMBERING or match.group() == _NUMBER
            if found and is_numbering and lowered[found[-1].end : label.start] in {"", "_"}:
                # 身份证编号, 保单代码, 通行证号码: the number of that very thing.
                found[-1] = Label(found[-1].meaning, found[-1].start, label.end)
            elif found and match.group() == _NUMBER and _SECOND.fullmatch(lowered, found[-1].start, label.start):
                found.append(Label(found[-1].meaning, label.start, label.end))
            else:
                found.append(label)
        return found

    def of_header(self, header: str) -> Meaning:
        """What a column's name says about its cells: its last label decides, with those it is joined to by 或 or /."""
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fold_han(header).text).lower()
        if AMOUNT_HEADER.search(name):
            return frozenset({Against.AMOUNT})
        found = self.labels(name)
        if not found:
            return self._of_ending(name)
        if found[-1].meaning & _AGAINST and _TITLE.match(name, found[-1].end):
            return NO_LABEL
        if _PAPER.match(name, found[-1].start) is not None:
            return frozenset({Against.SERIAL})
        meaning, start = found[-1].meaning, found[-1].start
        for label in reversed(found[:-1]):
            if not _JOINED.fullmatch(name, label.end, start) or (meaning | label.meaning) & _AGAINST:
                break
            meaning, start = meaning | label.meaning, label.start
        return meaning

    def _of_ending(self, name: str) -> Meaning:
        """A Latin name without parts (jkrsfzh, custmobile): the longest word it ends with."""
        last = re.search("[a-z]{4,}$", name)
        if last is None:
            return NO_LABEL
        shortest = 4 if re.search("[aeiou]", last.group()) else 3
        endings = (last.group()[place:] for place in range(1, len(last.group()) - shortest + 1))
        return next((self._meanings[ending] for ending in endings if ending in self._meanings), NO_LABEL)


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
