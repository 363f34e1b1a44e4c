"""What agencies and officers work with: workspace, queue, review sheet, logs, and what verbs answer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from catalog.views.judgement import (
    AgencyView,
    Binding,
    Choice,
    ColumnView,
    DecisionView,
    ErrorView,
    PlanView,
    ProgressView,
    VerdictView,
)


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    """Pointer to a release."""

    id: UUID
    dataset_id: UUID
    slug: str | None
    title: str
    state: str
    outcome: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A refusal: clauses and nothing of the content."""

    clauses: tuple[Choice, ...]
    at: datetime
    keyed_digest: str | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of the workspace."""

    version_id: UUID
    dataset_id: UUID
    number: int
    state: str
    state_label: str
    title: str  # empty until the secrecy gate has passed
    agency_name: str
    uploader_name: str
    received_at: datetime
    processed_at: datetime | None
    format: str | None
    row_count: int | None
    tier: str | None
    tier_label: str
    release: str | None
    release_label: str
    progress: ProgressView | None
    error: ErrorView | None
    slug: str | None


@dataclass(frozen=True, slots=True)
class VersionSheet:
    """One version with everything its agency may know."""

    row: VersionRow
    summary: str
    tags: tuple[str, ...]
    agency: AgencyView
    is_own: bool
    bytes_received: int
    file_name: str | None
    encoding: str | None
    header_row: int | None
    sheet: str | None
    notes: tuple[Choice, ...]
    update_cycle: str
    catalogue_code: str | None
    decision: DecisionView | None
    plan: PlanView | None
    verdicts: tuple[VerdictView, ...]
    release_ref: ReleaseRef | None
    refusal: RefusalView | None
    allowed: frozenset[str]  # verbs this actor may do now


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the officer's queue."""

    version_id: UUID
    title: str
    agency_name: str
    uploader_name: str
    received_at: datetime
    row_count: int | None
    format: str | None
    tier_label: str
    release: str
    release_label: str
    deciding_clause: str | None
    question_count: int
    masked_columns: int
    is_new_version: bool
    is_own: bool
    notice: str = ""  # why it is here again: a new edition of the list


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """How a column differs from the release that is out now."""

    name: str
    change: str  # added, removed, type, masking


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One screen: what leaves, what stays, why, and what to decide."""

    version: VersionSheet
    binding: Binding
    leaves: tuple[ColumnView, ...]
    changed: tuple[ColumnView, ...]
    stays: tuple[ColumnView, ...]
    previous: ReleaseRef | None
    column_changes: tuple[ColumnChange, ...]
    stricter_choices: tuple[Choice, ...]
    looser_choices: tuple[Choice, ...]
    notice: str = ""  # why it is here again: a new edition of the list


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One audit event."""

    sequence: int
    at: datetime
    actor_name: str
    verb: str
    object_kind: str
    object_id: str
    detail: tuple[tuple[str, str], ...]
    hash: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """What the secrecy officer sees of a refused upload: who, when, which clause, keyed digest."""

    version_id: UUID
    agency_name: str
    uploader_name: str
    at: datetime
    clauses: tuple[Choice, ...]
    keyed_digest: str | None


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of the negative list; `standing` today is in_force, planned, ended or replaced."""

    id: str
    number: int
    approver: str
    approval_number: str
    in_force_from: date | None
    in_force_to: date | None
    approved_at: date | None
    enacted_at: datetime
    is_current: bool
    standing: str
    clause_count: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """What `submit` answers: ids to follow."""

    version_id: UUID
    dataset_id: UUID
    job_id: UUID
    number: int
    is_new: bool  # False: the same upload had been submitted before


@dataclass(frozen=True, slots=True)
class Judged:
    """What approve, send_back, stricter and looser answer."""

    version_id: UUID
    state: str
    job_id: UUID | None = None
    binding: Binding | None = None  # the new one after an override


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What `withdraw` answers."""

    release_id: UUID
    dataset_id: UUID
    withdrawn_at: datetime
    job_id: UUID
