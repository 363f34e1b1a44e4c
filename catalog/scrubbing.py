"""Take every word of a version out of the record when what was released turns out to be refused content.

Rows, ids, hashes, clauses and times stay, so that the page, the approvals and the audit chain still hold together;
title, summary, names of columns, facts, evidence and previews go (保守国家秘密法(2024) art. 31(三)).
"""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.editions import known_clauses
from catalog.models import (
    ClauseHit,
    Correction,
    Dataset,
    Decision,
    Finding,
    MaskingPlan,
    Release,
    SectorExample,
    Version,
    VersionColumn,
)
from classifiers.tiers import Consequence

NEUTRAL_TITLE = "（已撤回）"
# what of a decision still stands: codes and dates, no word of the content
KEPT = (
    "tier",
    "release",
    "opening",
    "sharing",
    "deciding_clause",
    "resource_kind",
    "jr0197_level",
    "gbt43697",
    "edition",
)


def is_refusing(session: Session, clause: str | None) -> bool:
    """Whether a clause of the negative list refuses content altogether."""
    known = known_clauses(session).get(clause or "")
    return known is not None and known.consequence is Consequence.REFUSE


def scrub_dataset(session: Session, dataset: Dataset) -> None:
    """Take the words of all versions and releases of a dataset out, in the caller's transaction."""
    for release in session.scalars(select(Release).where(Release.dataset_id == dataset.id)).unique():
        release.title, release.summary, release.tags = NEUTRAL_TITLE, "", []
        release.fields, release.hidden = [], []
        session.execute(
            update(Correction).where(Correction.release_id == release.id).values(body=None, sealed=None, reason="")
        )
        release.described = {
            key: value for key, value in release.described.items() if key in ("update_cycle", "sharing", "opening")
        }
    for version in session.scalars(select(Version).where(Version.dataset_id == dataset.id)).unique():
        _scrub_version(session, version)
    dataset.title, dataset.summary, dataset.tags = NEUTRAL_TITLE, "", []
    dataset.sharing_condition = dataset.opening_condition = ""
    dataset.related_resource_code = None
    dataset.slug = neutral_slug(dataset.id)
    session.flush()


def neutral_slug(dataset_id: UUID) -> str:
    """Return a slug that says nothing: the pinyin of the title is the title."""
    return f"dataset-{dataset_id.hex}"


def _scrub_version(session: Session, version: Version) -> None:
    version.sealed = version.file_name = version.sheet = version.described = version.error_detail = None
    version.notes = []
    session.execute(delete(VersionColumn).where(VersionColumn.version_id == version.id))
    session.execute(delete(SectorExample).where(SectorExample.version_id == version.id))
    session.execute(delete(Finding).where(Finding.version_id == version.id))
    for decision in session.scalars(select(Decision).where(Decision.version_id == version.id)):
        session.execute(delete(ClauseHit).where(ClauseHit.decision_id == decision.id))
        decision.facts, decision.override_reason = {}, ""
        decision.body = {key: decision.body.get(key) for key in KEPT} | {"clauses": [], "also_sectors": []}
    for plan in session.scalars(select(MaskingPlan).where(MaskingPlan.version_id == version.id)):
        plan.body, plan.preview, plan.risk = {"columns": []}, {}, {}
