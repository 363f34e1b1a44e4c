"""What doors show of grants."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GrantView:
    """One grant; `kind` is agency or person, `state` is in_force, expired or revoked."""

    id: UUID
    dataset_id: UUID
    grantee: str
    kind: str
    purpose: str
    legal_basis: str
    granted_by: str
    granted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class GrantsPage:
    """A dataset's grants; `resource_id` is what a grantee asks the Action API for, None where none can be."""

    dataset_id: UUID
    title: str
    resource_id: UUID | None
    can_grant: bool
    grants: tuple[GrantView, ...]
    agencies: tuple[tuple[str, str], ...]
