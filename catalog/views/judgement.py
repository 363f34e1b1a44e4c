"""What the portal and a reviewer said of a version: decision, plan, progress, verdicts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AgencyView:
    """A provider of data."""

    id: UUID
    slug: str
    code: str
    name: str
    kind_code: str
    kind_name: str
    description: str = ""
    is_active: bool = True
    former_names: tuple[str, ...] = ()
    successor_id: UUID | None = None
    dataset_count: int = 0


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name an agency bore, and from when to when; None: since ever, until now."""

    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger answers: the agency that goes on, and how many datasets and people moved."""

    agency: AgencyView
    datasets: int
    people: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its Chinese label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Where a clause saw something, how often, of what kind."""

    place: str
    count: int
    kind: str
    kind_label: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A clause that caught the dataset."""

    clause_id: str
    title: str
    consequence: str
    consequence_label: str
    matcher: str
    evidence: tuple[EvidenceView, ...]
    basis: str
    overruled_by: str | None
    is_deciding: bool


@dataclass(frozen=True, slots=True)
class SectorWordView:
    """A word that spoke for or against a theme or sector, and where it stood."""

    code: str
    label: str
    word: str
    place: str
    weight: float


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something a person has to confirm before an approval."""

    code: str
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """定级结论 as people read it."""

    id: UUID
    tier: str
    tier_label: str
    release: str
    release_label: str
    opening_label: str
    sharing_label: str
    deciding_clause: str | None
    hits: tuple[HitView, ...]
    reasons: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    theme: Choice
    sector: Choice | None
    also_sectors: tuple[Choice, ...]
    resource_kind: Choice
    jr0197_level: int
    security_label: str
    confidence: float
    edition_id: str
    edition_number: int | None
    decided_at: datetime
    decided_by: str | None
    override_reason: str
    rules_release: str  # what the rules said before any override
    reasons_en: tuple[str, ...] = ()
    sector_words: tuple[SectorWordView, ...] = ()  # what decided theme and sector, the strongest first


@dataclass(frozen=True, slots=True)
class ColumnView:
    """数据项 with what the plan does to it."""

    position: int
    code: str
    name: str
    type: str
    unit: str
    meaning: str
    label: str
    label_name: str
    jr0197_level: int | None
    c_class: str | None
    operator: str | None
    operator_label: str
    clause: str | None
    reason: str
    title: str = ""  # Chinese name, where a person gave one

    @property
    def is_kept(self) -> bool:
        """Whether the column leaves unchanged."""
        return self.operator is None


@dataclass(frozen=True, slots=True)
class PreviewView:
    """Up to five rows, or forty lines of a document.

    before: with every personal piece covered. after: as they would be released.
    """

    columns: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    after_columns: tuple[str, ...]
    after: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """脱敏方案 as people read it."""

    id: UUID
    recipe_version: str
    columns: tuple[ColumnView, ...]
    text_entities: tuple[Choice, ...]
    preview: PreviewView
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step that is behind."""

    code: str
    label: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What went wrong: stable code, sentence, counts and positions."""

    code: str
    message: str
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The job at work on a version."""

    job_id: UUID
    kind: str
    state: str
    step: str
    step_label: str
    done: int
    total: int
    attempts: int
    steps: tuple[StepView, ...]
    ahead: int  # jobs that come before it
    error: ErrorView | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a reviewer said."""

    verdict: str
    verdict_label: str
    by: str
    at: datetime
    reason: str
    comments: tuple[tuple[str, str], ...]  # column name, text


@dataclass(frozen=True, slots=True)
class Binding:
    """What a reviewer saw; given back with the verdict, so that a changed thing is never approved."""

    typed_hash: str
    edition_id: str
    decision_id: UUID
    plan_id: UUID
