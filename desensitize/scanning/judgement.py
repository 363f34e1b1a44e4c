"""From candidates to findings: what labels say about a match, and which of two overlapping findings stays.

Shared by the presidio engine and the columnar scan, so that both mean the same by a finding.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desensitize.entities import ENTITIES, Entity
from desensitize.findings import Finding
from desensitize.recognizers import RULES
from desensitize.recognizers.rule import LABEL_BOOST, Against, Need, Rule
from desensitize.scanning.context import NO_LABEL, Labels, Lexicon, Meaning

_MARK = "\x01"
HAN = re.compile("[一-鿿㐀-䶿]")
DAMAGED = _MARK + "damaged"
"""Context mark: the column's numbers went through floating point."""


def proven(entity: Entity) -> str:
    """Context mark: the column's values themselves prove this kind, whatever its header says."""
    return f"{_MARK}+{entity}"


def disproven(entity: Entity) -> str:
    """Context mark: the column's values only look like this kind (serial numbers)."""
    return f"{_MARK}-{entity}"


_PIECE = _MARK + "/"


def piece(entity: Entity) -> str:
    """Context mark: the column holds a part of each number of this kind, whose other parts stand in other columns."""
    return f"{_PIECE}{entity}"


def holds_pieces(marks: Iterable[str]) -> bool:
    """Whether the marks say that the column holds parts of numbers."""
    return any(mark.startswith(_PIECE) for mark in marks)


HOMES = _MARK + "homes"
"""Context mark: most of the column's cells are addresses, so that a place without a number is one too."""
_NAMES = _MARK + "names"


def names_mark(evidence: int) -> str:
    """Context mark: how likely the column's short cells are names (`people_headers.NameEvidence`)."""
    return f"{_NAMES}{evidence:d}"


def names_evidence(marks: Iterable[str]) -> int | None:
    """The evidence in the marks, None when there is none."""
    return next((int(mark.removeprefix(_NAMES)) for mark in marks if mark.startswith(_NAMES)), None)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The label words of all rules."""
    return Lexicon(RULES)


@dataclass(frozen=True, slots=True)
class CellContext:
    """What is known beside a cell's text. header: the column's name. meaning: what it says. marks: see above."""

    header: str = ""
    meaning: Meaning = NO_LABEL
    marks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, context: Sequence[str] | None) -> "CellContext":
        """From the `context` list an analyzer is given: the header, then marks. A header cannot pass for a mark."""
        header, *marks = context or ("",)
        return _context_of(header, frozenset(marks))

    def as_list(self) -> list[str]:
        """The `context` list for an analyzer."""
        return [self.header, *sorted(self.marks)]


@lru_cache(maxsize=4096)
def _context_of(header: str, marks: frozenset[str]) -> CellContext:
    return CellContext(header, lexicon().of_header(header), marks)


def ascii_lower(text: str) -> str:
    """Lower case without a change of length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if char.isascii() else char for char in text)


def labels_of(text: str) -> Labels:
    """The labels in normalised text."""
    return Labels(text, lexicon().labels(ascii_lower(text)))


def judge(rule: Rule, span: tuple[int, int], score: float, *, labels: Labels, context: CellContext) -> float:
    """The score of a match once its surroundings have spoken; 0 refuses it.

    span: place in the normalised text. score: after the rule's check. labels: the text with its labels.
    """
    if rule.need is Need.DAMAGED and DAMAGED not in context.marks:
        return 0.0
    start, end = span
    if rule.need is Need.PIECE:
        return score if piece(rule.entity) in context.marks and end - start >= labels.size else 0.0
    meaning, near = labels.before(start) if labels else (NO_LABEL, False)
    if rule.need is Need.LABEL:
        return min(1.0, round(score + LABEL_BOOST, 2)) if _is_named(rule, span, labels, context) else 0.0
    if rule.entity in meaning:
        return score
    if rule.need is Need.INSIDE and end - start >= rule.cover * labels.size:
        return score if _is_named(rule, span, labels, context) else 0.0
    opposed = bool(near and meaning & rule.against)
    if not opposed and end - start >= rule.cover * labels.size and not _has_words(labels.text, start, end):
        opposed = is_opposed_column(rule, context) if not meaning else disproven(rule.entity) in context.marks
    if opposed and not (rule.excuse is not None and rule.excuse(labels.text[start:end])):
        return 0.0
    return score


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether words stand beside a match: 制表人：王某 138… is a note, whatever figures the header announces."""
    return len(HAN.findall(text, 0, start)) + len(HAN.findall(text, end)) > 1


def is_opposed_column(rule: Rule, context: CellContext) -> bool:
    """Whether the column speaks against a match that fills its cell and has no label of its own."""
    if disproven(rule.entity) in context.marks:
        return True
    if proven(rule.entity) in context.marks or rule.entity in context.meaning:
        return False
    return bool((context.meaning - {Against.NUMBERING}) & rule.against)


def _is_named(rule: Rule, span: tuple[int, int], labels: Labels, context: CellContext) -> bool:
    """Whether a label names the match: the nearest before it, else one in brackets behind, else the header."""
    start, end = span
    if labels:
        if rule.label_gap is not None:
            if rule.entity in labels.across(rule.label_gap, start):
                return True
        else:
            meaning, _ = labels.before(start)
            if meaning:
                return rule.entity in meaning
        if rule.entity in labels.behind(end):
            return True
    if disproven(rule.entity) in context.marks:
        return False
    if rule.entity in context.meaning or proven(rule.entity) in context.marks:
        return end - start >= rule.cover * labels.size
    return False


def drop_contained(found: list[Finding]) -> list[Finding]:
    """Presidio's rule: of one kind, a finding inside another of equal or higher score goes."""
    if len(found) < 2:
        return found
    ordered = sorted(set(found), key=lambda f: (f.entity, f.start, f.start - f.end, -f.score))
    kept: list[Finding] = []
    near: list[Finding] = []
    for finding in ordered:
        near = [other for other in near if other.entity is finding.entity and other.end >= finding.start]
        if not any(finding.end <= other.end and finding.score <= other.score for other in near):
            kept.append(finding)
            near.append(finding)
    return kept


def resolve(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of overlapping findings keep the one of higher priority, then score, then length. Ordered by place."""
    findings = list(found)
    if len(findings) < 2:
        return tuple(findings)
    findings.sort(key=lambda f: (-ENTITIES[f.entity].priority, -f.score, f.start - f.end, f.start, f.recognizer))
    kept: list[Finding] = []
    starts: list[int] = []
    for finding in findings:
        # What is kept does not overlap: only its neighbours can.
        place = bisect_left(starts, finding.start)
        if place and kept[place - 1].end > finding.start:
            continue
        if place < len(kept) and starts[place] < finding.end:
            continue
        kept.insert(place, finding)
        starts.insert(place, finding.start)
    return tuple(kept)
