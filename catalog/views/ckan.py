"""What people see of the CKAN server the portal syncs to: each dataset's state there, and the whole in numbers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CkanRow:
    """One dataset in CKAN; `state` is pending, synced, drift, failed, withdrawing or withdrawn."""

    dataset_id: UUID
    title: str
    slug: str
    agency_name: str
    state: str
    state_label: str
    synced_at: datetime | None
    error_code: str | None
    error_text: str  # what the code means, and what to do
    failures: int


@dataclass(frozen=True, slots=True)
class CkanSheet:
    """One dataset in CKAN with what a person decides by.

    fields: what differs, rows of field, ours, theirs. probes: what was asked after a withdrawal, rows of surface, what,
    is_open, at.
    """

    row: CkanRow
    fields: tuple[dict[str, Any], ...]
    probes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CkanSummary:
    """The whole in numbers. Seconds; None: there is nothing of the kind.

    lag_seconds: how long the oldest waiting sync has waited. reconciled_at, reconcile_state: the last comparison that
    ended.
    """

    states: dict[str, int] = field(default_factory=dict)
    queued: int = 0
    running: int = 0
    lag_seconds: int | None = None
    last_synced_at: datetime | None = None
    reconciled_at: datetime | None = None
    reconcile_state: str | None = None
    reconcile_counts: dict[str, Any] = field(default_factory=dict)
    is_reconciling: bool = False
