"""The presidio engine with our recognizers: the definition of what counts as a finding in one cell.

`scan` must find exactly what one `analyze` call a cell finds. No model, no network, no stock recognizers: those for
China do not exist, and the others fail beside Chinese characters.
"""

import re
from collections.abc import Collection
from typing import Any

from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NoOpNlpEngine

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.people.finder import NameColumn, find_people
from desensitize.people.headers import NameEvidence
from desensitize.places.finder import find_addresses
from desensitize.recognizers.finder import Finder
from desensitize.recognizers.finders import FINDERS
from desensitize.recognizers.rule import THRESHOLD, Rule
from desensitize.scanning.finders import read_with
from desensitize.scanning.judgement import HOMES, CellContext, disproven, judge, labels_of, names_evidence, resolve
from desensitize.scanning.matcher import find_with, rules_for

LANGUAGE = "zh"


class RuleRecognizer(PatternRecognizer):
    """A presidio recognizer made of one rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__(
            supported_entity=rule.entity.value,
            name=rule.name,
            supported_language=LANGUAGE,
            patterns=[Pattern(f"{rule.name}.{p.name}", p.regex, rule.score) for p in rule.patterns],
            context=list(rule.labels),
            global_regex_flags=re.DOTALL,
        )

    def validate_result(self, pattern_text: str) -> bool | None:
        """The rule's check: True proves, False refuses, None leaves the score."""
        return self.rule.check(pattern_text) if self.rule.check is not None else None


class FinderRecognizer(EntityRecognizer):
    """A presidio recognizer made of one finder. It needs the header and the raw text, so the engine asks it itself."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        super().__init__([finder.entity.value], name=finder.name, supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to load: the tagger loads its model when it is first asked."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Nothing: `find` has what this signature lacks."""
        del text, entities, nlp_artifacts
        return []

    def find(self, text: str, context: CellContext) -> tuple[Finding, ...]:
        """Findings of one raw text in a column of this context."""
        if disproven(self.finder.entity) in context.marks:
            return ()
        evidence = names_evidence(context.marks)

        def call(texts: list[str]) -> list[tuple[Finding, ...]]:
            if self.finder.entity is Entity.PERSON:
                column = NameColumn(NameEvidence(evidence)) if evidence is not None else None
                return find_people(texts, header=context.header or None, column=column)
            if self.finder.entity is Entity.ADDRESS:
                return find_addresses(texts, header=context.header or None, homes=HOMES in context.marks)
            return self.finder.find(texts, header=context.header or None)

        return read_with(call, [text], finder=self.finder)[0]


class LabelEnhancer(ContextAwareEnhancer):
    """Judges every match by the raw text before and behind it and by the header that comes as context."""

    def __init__(self, rules: Collection[Rule]) -> None:
        super().__init__(
            context_similarity_factor=0.0,
            min_score_with_context_similarity=0.0,
            context_prefix_count=0,
            context_suffix_count=0,
        )
        self._rules = {rule.name: rule for rule in rules}

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[Any],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Set every result's score to what `judge` says; 0 removes it."""
        del nlp_artifacts, recognizers
        if not raw_results:
            return raw_results
        labels = labels_of(text)
        cell = CellContext.of(context)
        for result in raw_results:
            rule = self._rules[result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]]
            score = judge(rule, (result.start, result.end), result.score, labels=labels, context=cell)
            if score != result.score and result.analysis_explanation is not None:
                result.analysis_explanation.set_improved_score(score)
            result.score = score
        return raw_results


class PortalAnalyzer(AnalyzerEngine):
    """Normalises the text, analyses it and what it hides, brings offsets back, and resolves overlaps.

    The arguments are those of `AnalyzerEngine`; `context` is the column's header, then marks (`judgement`).
    """

    def analyze(  # type: ignore[override]  # the parent's signature is untyped and wider than what we promise
        self,
        text: str,
        language: str = LANGUAGE,
        entities: list[str] | None = None,
        context: list[str] | None = None,
        **options: Any,
    ) -> list[RecognizerResult]:
        """All findings of one raw text, ordered by place, offsets in its code points."""
        results: dict[tuple[str, int, int], RecognizerResult] = {}

        def candidates(normal: str, cell: CellContext) -> list[Finding]:
            found = []
            for result in super(PortalAnalyzer, self).analyze(
                normal, language, context=cell.as_list(), return_decision_process=True, **options
            ):
                why = result.analysis_explanation.pattern_name if result.analysis_explanation else ""
                finding = Finding(Entity(result.entity_type), result.start, result.end, result.score, why)
                found.append(finding)
                results[(why, result.start, result.end)] = result
            return found

        wanted = set(entities) if entities else None
        cell = CellContext.of(context)
        found = list(find_with(candidates, text, cell))
        for recognizer in self.registry.recognizers:
            if isinstance(recognizer, FinderRecognizer):
                found.extend(recognizer.find(text, cell))
        return [
            RecognizerResult(
                finding.entity.value,
                finding.start,
                finding.end,
                finding.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: finding.recognizer.split(".", maxsplit=1)[0],
                    "pattern_name": finding.recognizer,
                },
            )
            for finding in resolve(found)
            if wanted is None or finding.entity.value in wanted
        ]


def build_analyzer(entities: Collection[Entity] | None = None, *, names: bool = True) -> AnalyzerEngine:
    """An engine over all our recognizers.

    entities: kinds to report (None: all); patterns of other kinds are still looked for, since they may outrank. names:
    whether names, addresses, dates of birth and health are looked for beside the patterns. Returns an engine whose
    `analyze(text, language="zh", context=[header])` needs no network and no downloaded model.
    """
    rules = rules_for(entities)
    finders = [finder for finder in FINDERS if names and (entities is None or finder.entity in entities)]
    registry = RecognizerRegistry(
        recognizers=[*map(RuleRecognizer, rules), *map(FinderRecognizer, finders)],
        supported_languages=[LANGUAGE],
        global_regex_flags=re.DOTALL,
    )
    return PortalAnalyzer(
        registry=registry,
        nlp_engine=NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "none"}]),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=LabelEnhancer(rules),
        default_score_threshold=THRESHOLD,
    )
