"""What a decision says: the outcome, every clause that was hit with its evidence and law, and what to ask a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from classifiers.tiers import Consequence, Opening, Release, ResourceKind, SecurityLabel, Sharing, Tier


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was seen, how often and of what kind; never the value itself.

    `place` is `title`, `description`, `text`, `column:NAME` …; `kind` a matcher's word for what it saw there
    (a keyword of the list, an entity, a role).
    """

    place: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class ClauseHit:
    """A clause that caught the dataset; `overruled_by` names the clause that decided instead, if one did."""

    clause_id: str
    title: str
    title_en: str
    consequence: Consequence
    matcher: str
    evidence: tuple[Evidence, ...]
    basis: str
    overruled_by: str | None = None


@dataclass(frozen=True, slots=True)
class MaskDemand:
    """What the release must not show: a column (None: running text), the entity, how, and which clause asks for it.

    Actions: drop, partial, generalise, bucket, spans, suppress, surname. beside: columns of small cells; where one of
    them is suppressed as small, this column's cell of that row goes too.
    """

    column: str | None
    entity: str
    action: str
    clause: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnLevel:
    """Grade of one column: JR/T 0197-2020 level 1-5 (JR/T 0158-2018 1-4 for securities) and JR/T 0171-2020 class."""

    column: str
    level: int
    c_class: str
    standard: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person has to look at before the dataset goes on; `code` is stable."""

    code: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class SectorWord:
    """A word that spoke for (weight > 0) or against (weight < 0) a sector or theme, and where it stood."""

    code: str
    word: str
    place: str
    weight: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The judgement of one dataset under one edition of the negative list.

    `confidence` is 0..1; below 0.6 a person should look before anything else. `keep` names the columns that come
    through unchanged. `edition` is the content hash of the list. `needs_scan` names clauses whose facts nobody
    stored: they count as stricter until a new scan.
    """

    tier: Tier
    release: Release
    opening: Opening
    sharing: Sharing
    clauses: tuple[ClauseHit, ...]
    deciding_clause: str | None
    overruled: tuple[str, ...]
    theme: str
    sector: str | None
    also_sectors: tuple[str, ...]
    resource_kind: ResourceKind
    jr0197_level: int
    column_levels: tuple[ColumnLevel, ...]
    gbt43697: SecurityLabel
    masking: tuple[MaskDemand, ...]
    keep: tuple[str, ...]
    questions: tuple[Question, ...]
    confidence: float
    edition: str
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    sector_words: tuple[SectorWord, ...] = ()
    needs_scan: tuple[str, ...] = ()
    is_register: bool = False

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-ready mapping that `from_json` reads back."""
        from classifiers.decision_codec import decision_to_json

        return decision_to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decision":
        """Read what `to_json` gave.

        Raises:
            FactsError: damaged data.
        """
        from classifiers.decision_codec import decision_from_json

        return decision_from_json(data)
