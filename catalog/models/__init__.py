"""Tables of the record, one file per noun. Importing this package registers all of them on `Base.metadata`."""

from catalog.models.actor import Actor, ActorKind, ActorRole, Role
from catalog.models.agency import Agency, AgencyKind, AgencyName
from catalog.models.approval import Approval
from catalog.models.audit import AuditEvent, AuditHead
from catalog.models.base import Base, utc_now
from catalog.models.ckan_link import CkanLink
from catalog.models.ckan_tag import CkanTagTurn
from catalog.models.correction import Correction, CorrectionState
from catalog.models.dataset import Dataset, Resource
from catalog.models.decision import ClauseHit, Decision, Finding, MaskingPlan, NegativeListEdition
from catalog.models.edition import EditionChange, EditionDraft, EditionRun, SectorExample
from catalog.models.grant import Grant
from catalog.models.job import Job, JobState
from catalog.models.release import Release, ReleaseFile
from catalog.models.taxonomy import Sector, Theme
from catalog.models.version import Version, VersionColumn

__all__ = [
    "Actor",
    "ActorKind",
    "ActorRole",
    "Agency",
    "AgencyKind",
    "AgencyName",
    "Approval",
    "AuditEvent",
    "AuditHead",
    "Base",
    "CkanLink",
    "CkanTagTurn",
    "ClauseHit",
    "Correction",
    "CorrectionState",
    "Dataset",
    "Decision",
    "EditionChange",
    "EditionDraft",
    "EditionRun",
    "Finding",
    "Grant",
    "Job",
    "JobState",
    "MaskingPlan",
    "NegativeListEdition",
    "Release",
    "ReleaseFile",
    "Resource",
    "Role",
    "Sector",
    "SectorExample",
    "Theme",
    "Version",
    "VersionColumn",
    "utc_now",
]
