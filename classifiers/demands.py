"""Masking demands: which columns and spans must not appear as they are, how, and which clause says so.

Only the demand is made here; carrying it out, and proving it, is the masking engine's work.
"""

from dataclasses import replace
from typing import Final

from classifiers.column_roles import ColumnReading
from classifiers.decision import ClauseHit, MaskDemand
from classifiers.grain import Grain
from classifiers.negative_list import Edition, MaskRule
from classifiers.reading import Reading
from classifiers.small_groups import BESIDE, DOMINANT, SMALL, own_count
from classifiers.spans import holds_spans
from classifiers.tiers import Consequence, Release

STATUTORY: Final = frozenset({"penalty", "arrears", "dishonest", "subsidy", "practitioner"})
_KIN: Final = (("BANK_CARD", "BANK_ACCOUNT"), ("PASSPORT", "HMT_PERMIT", "OTHER_ID"), ("WECHAT", "QQ"), ("IP", "MAC"))
_OFFICIAL_WORDS: Final = ("法定代表", "法人", "负责人", "董事", "监事", "高管", "经理", "frdb", "业主", "经营者")


class _Demands:
    """Collects demands: at most one for a whole column, and one for each entity in mixed cells and text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.role_of = {c.facts.name: c.role for c in reading.columns}
        self.whole: dict[str, MaskDemand] = {}
        self.spans: dict[tuple[str | None, str], MaskDemand] = {}

    def apply(self, rule: MaskRule, hit: ClauseHit) -> None:
        """Add what one mask rule of a hit clause asks for."""
        named = {e.place.removeprefix("column:") for e in hit.evidence if e.place.startswith("column:")}
        if "evidence" in rule.roles:
            self._small_cells(hit, rule)
        for column in self.reading.columns:
            if column.has_values and ("evidence" not in rule.roles or column.facts.name in named):
                self._apply_to(column, rule, hit.clause_id)
        if _in_text(self.reading, rule):
            self.spans.setdefault((None, rule.entity), MaskDemand(None, rule.entity, "spans", hit.clause_id))

    def _small_cells(self, hit: ClauseHit, rule: MaskRule) -> None:
        """Shares of one unit are suppressed when they are large, figures where what they belong to is suppressed."""
        names = [c.facts.name for c in self.reading.columns]
        kinds: dict[str, list[str]] = {}
        for seen in hit.evidence:
            kinds.setdefault(seen.kind, []).append(seen.place.removeprefix("column:"))
        small, dominant = kinds.get(SMALL, []), kinds.get(DOMINANT, [])
        for name in dominant:
            self.whole.setdefault(name, MaskDemand(name, "DOMINANCE", rule.action, hit.clause_id))
        for name in kinds.get(BESIDE, ()):
            own = tuple(count for found in (small, dominant) if (count := own_count(name, names, found)) is not None)
            self.whole.setdefault(name, MaskDemand(name, rule.entity, rule.action, hit.clause_id, own))

    def _apply_to(self, column: ColumnReading, rule: MaskRule, clause: str) -> None:
        name, action = column.facts.name, rule.action
        if column.role in rule.roles or "evidence" in rule.roles:
            if column.masked and column.facts.cells(rule.entity) == 0:
                return
            if rule.statutory_action and _is_statutory(column, self.reading):
                action = rule.statutory_action
            self.whole.setdefault(name, MaskDemand(name, _entity(column, rule.entity), action, clause))
        elif holds_spans(column, rule.entity):
            self.spans.setdefault((name, rule.entity), MaskDemand(name, rule.entity, "spans", clause))


def masking_demands(
    reading: Reading, edition: Edition, hits: tuple[ClauseHit, ...], release: Release
) -> tuple[MaskDemand, ...]:
    """Give the demands of every MASK clause that was hit; one whole-column demand at most for each column.

    When the data is only shared or only given on application, the public preview drops such columns instead, free
    text that names people among them.
    """
    if release is Release.REFUSE:
        return ()
    demands = _Demands(reading)
    for hit in hits:
        clause = edition.clause(hit.clause_id)
        if clause is None or _is_allowed(hit, edition):
            continue
        for rule in clause.masks:
            demands.apply(rule, hit)
    whole = demands.whole
    if release in {Release.SHARE_ONLY, Release.CONDITIONAL}:
        whole = {c: replace(d, action="drop", beside=()) for c, d in whole.items()}
        for (column, _), demand in demands.spans.items():
            if column is not None and demands.role_of[column] == "free_text":
                whole.setdefault(column, MaskDemand(column, "FREE_TEXT", "drop", demand.clause))
    return (*whole.values(), *(d for (column, _), d in demands.spans.items() if column is None or column not in whole))


def _is_allowed(hit: ClauseHit, edition: Edition) -> bool:
    """Whether an ALLOW clause cancels the hit; a stricter clause that overrules it still wants it hidden."""
    by = edition.clause(hit.overruled_by) if hit.overruled_by is not None else None
    return by is not None and by.consequence is Consequence.ALLOW


def _entity(column: ColumnReading, entity: str) -> str:
    """Entity that the column really holds, when it is a near kin of the rule's (card or account)."""
    kin = next((group for group in _KIN if entity in group), ())
    found = [e for e in kin if column.facts.cells(e)]
    return max(found, key=column.facts.cells, default=entity)


def _is_statutory(column: ColumnReading, reading: Reading) -> bool:
    if reading.natures & STATUTORY or any(w in column.name.whole for w in _OFFICIAL_WORDS):
        return True
    return reading.grain is Grain.ORG and ("register" in reading.natures or "official_person" in reading.roles)


def _in_text(reading: Reading, rule: MaskRule) -> bool:
    document = reading.subject.document
    if document is None or rule.entity == "ORG":
        return False
    if rule.entity == "PERSON":
        return any(document.roles.get(f"PERSON:{r}", 0) for r in ("private", "protected"))
    if rule.entity in {"ADDRESS", "LANDLINE"}:
        return document.roles.get(f"{rule.entity}:home", 0) > 0
    if rule.entity == "EMAIL":
        return document.roles.get("EMAIL:private", 0) > 0
    return document.entities.get(rule.entity, 0) > 0
