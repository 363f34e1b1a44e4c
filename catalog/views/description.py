"""What people see while they put a description right: the present one, drafts, what is under way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.views.judgement import Choice


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """One line of the dictionary, with what the portal would write where nobody has written anything."""

    position: int
    code: str
    name: str
    type: str
    title: str
    unit: str
    meaning: str
    draft: str = ""  # proposed meaning, empty when the portal knows none
    draft_from: str = ""  # where it comes from, in Chinese


@dataclass(frozen=True, slots=True)
class DescriptionView:
    """A description as it stands, or as it is proposed."""

    title: str
    summary: str
    tags: tuple[str, ...]
    update_cycle: str
    sharing_condition: str
    sharing_way: str
    opening_condition: str
    related_resource_code: str
    licence: str
    columns: tuple[DescribedColumn, ...]


@dataclass(frozen=True, slots=True)
class TextChange:
    """One field that a correction changes."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction as one line of a list."""

    id: UUID
    version_id: UUID
    dataset_id: UUID
    title: str  # the dataset's, as it is public now
    agency_name: str
    state: str
    state_label: str
    proposer_name: str
    proposed_at: datetime
    changed: tuple[Choice, ...]  # fields, with their Chinese names
    problem: str  # why it came back, in words; empty when it did not
    places: tuple[Choice, ...]  # where, when it came back
    decided_by: str | None
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionSheet:
    """A correction before its reviewer: what would change, word for word."""

    row: CorrectionRow
    changes: tuple[TextChange, ...]
    tag: str  # given back with the verdict
    is_own: bool
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class DescriptionSheet:
    """One version's description for its form."""

    version_id: UUID
    dataset_id: UUID
    number: int
    state: str
    state_label: str
    agency_name: str
    now: DescriptionView  # as it stands
    asked: DescriptionView  # what the form begins with: what was proposed last and is not in force, else `now`
    tag: str
    corrections: tuple[CorrectionRow, ...]  # newest first
    may_edit: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class Described:
    """What `describe` answers: the version is processed again, or a correction is under way; else nothing changed."""

    version_id: UUID
    state: str
    is_changed: bool
    job_id: UUID | None = None
    correction_id: UUID | None = None
