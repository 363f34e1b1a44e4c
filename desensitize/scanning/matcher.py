"""The recognizers without presidio: what one `AnalyzerEngine.analyze` call finds, for one text, twenty times faster.

A property test holds the two equal. Presidio takes 2.8 s to import; a scan never needs it but for the shadow sample.
"""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.normalise import Hidden, Normalised, normalise
from desensitize.recognizers import RULES
from desensitize.recognizers.rule import THRESHOLD, Need, Rule
from desensitize.scanning.context import Labels
from desensitize.scanning.judgement import CellContext, drop_contained, holds_pieces, judge, labels_of, resolve

REGEX_FLAGS = re.DOTALL
"""Presidio's default adds IGNORECASE, under which [a-z] matches four letters that are not ASCII."""


class _Compiled:
    """A rule with its patterns, compiled when a text first asks for them: most scans ask for few."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.trigger: Callable[[str], object] = re.compile(rule.trigger, REGEX_FLAGS).search

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((f"{self.rule.name}.{p.name}", re.compile(p.regex, REGEX_FLAGS)) for p in self.rule.patterns)


def rules_for(entities: Collection[Entity] | None) -> tuple[Rule, ...]:
    """The rules that find these kinds. All of them: a kind that is not wanted may still outrank one that is."""
    del entities
    return RULES


class Matcher:
    """Runs rules over single texts."""

    def __init__(self, rules: Iterable[Rule] = RULES) -> None:
        self.rules = tuple(rules)
        self._compiled = tuple(_Compiled(rule) for rule in self.rules)
        self._without_pieces = tuple(one for one in self._compiled if one.rule.need is not Need.PIECE)

    def find(self, text: str, context: CellContext | None = None) -> tuple[Finding, ...]:
        """Findings in one raw text, offsets in its code points.

        context: the column's header and marks. Overlaps are resolved.
        """
        return find_with(self.candidates, text, context or CellContext())

    def candidates(self, text: str, context: CellContext) -> list[Finding]:
        """Findings in normalised text before overlaps between kinds are resolved."""
        found: list[Finding] = []
        labels: Labels | None = None
        for compiled in self._compiled if holds_pieces(context.marks) else self._without_pieces:
            if not compiled.trigger(text):
                continue
            if labels is None:
                labels = labels_of(text)
            rule = compiled.rule
            if rule.need is Need.LABEL and not labels and rule.entity not in context.meaning and not context.marks:
                continue
            found.extend(_of_rule(compiled, text, labels, context))
        return drop_contained(found)


def _of_rule(compiled: _Compiled, text: str, labels: Labels, context: CellContext) -> list[Finding]:
    rule = compiled.rule
    matches: list[Finding] = []
    for name, pattern in compiled.patterns:
        for match in pattern.finditer(text):
            score = rule.score
            if rule.check is not None:
                verdict = rule.check(match.group())
                if verdict is False:
                    continue
                if verdict is True:
                    score = 1.0
            matches.append(Finding(rule.entity, match.start(), match.end(), score, name))
    found = []
    for candidate in drop_contained(matches):
        start, end = candidate.start, candidate.end
        score = judge(rule, (start, end), candidate.score, labels=labels, context=context)
        if score >= THRESHOLD:
            found.append(Finding(rule.entity, start, end, score, candidate.recognizer))
    return found


def find_with(
    candidates: Callable[[str, CellContext], list[Finding]], text: str, context: CellContext
) -> tuple[Finding, ...]:
    """Normalise, find in the text and in what it hides, bring offsets back, resolve overlaps."""
    normal = normalise(text)
    found = [_raw(finding, normal) for finding in candidates(normal.text, context)]
    for hidden in normal.hidden:
        found.extend(_covering(hidden, candidates(normalise(hidden.text).text, context)))
    return resolve(found)


def _raw(finding: Finding, normal: Normalised) -> Finding:
    if normal.starts is None:
        return finding
    start, end = normal.raw_span(finding.start, finding.end)
    return Finding(finding.entity, start, end, finding.score, finding.recognizer)


def _covering(hidden: Hidden, inside: list[Finding]) -> list[Finding]:
    """A finding in decoded text covers the encoded run: it cannot be cut."""
    return [Finding(f.entity, hidden.start, hidden.end, f.score, f.recognizer) for f in inside]
