"""Publish 发布: what the runner does before and after the confined child masked, wrote and verified a release.

The release, its files, the search index, the superseding of the one before and the job for CKAN are one transaction;
files whose transaction never came are removed by the next run, because a version has one release at most.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import audit, jobs, lifecycle
from catalog.actions.corrections import close_open
from catalog.actions.description import described_as
from catalog.actions.search import document_of
from catalog.deps import Deps
from catalog.errors import ApprovalStale, RecordDamaged
from catalog.judging import current_decision, current_plan
from catalog.lifecycle import ReleaseState, VersionState
from catalog.models import (
    Agency,
    AgencyKind,
    Approval,
    Dataset,
    Decision,
    Job,
    MaskingPlan,
    NegativeListEdition,
    Release,
    Resource,
    Version,
)
from catalog.models.release import ReleaseFile
from catalog.policies import PUBLIC_OUTCOMES, Verb
from catalog.slugs import catalogue_code, make_slug
from catalog.taxonomy import DEFAULT_LICENCE
from catalog.transaction import load
from classifiers.tiers import Opening, Sharing

FORMATS = ("CSV", "XLSX", "JSONL", "TXT")


def prepare_publish(session: Session, job: Job, *, deps: Deps) -> dict[str, object] | None:
    """Return the child's orders; None when the version is not approved any more, or its release is out already.

    Raises:
        ApprovalStale: what was approved is not what stands in the record.
    """
    version = _version(session, job)
    if version.state != VersionState.APPROVED:
        return None
    approval, decision, plan = _approved(session, version)
    described = version.described or {}
    edition = session.get(NegativeListEdition, decision.edition_id)
    agency = version.dataset.agency
    return {
        "keys": [str(version.id)],
        "version": str(version.id),
        "approval": str(approval.id),
        "bytes": version.bytes_received,
        "typed_ref": version.typed_ref,
        "shape": described.get("shape", "table"),
        "outcome": decision.release,
        "plan": plan.body,
        "decision": decision.body,
        "edition": edition.content if edition else "",
        "submission": {
            "title": described["title"],
            "description": described["summary"],
            "tags": described["tags"],
            "agency": agency.name,
            "agency_kind": agency.kind_code,
        },
        "now": deps.clock().isoformat(),
        "parts": _parts(version, deps) if job.kind == "publish" else 0,
        "parent": str(job.parent_id) if job.parent_id else None,
        "columns": [
            {"name": one.name, "code": one.code, "unit": one.unit, "title": one.title, "meaning": one.meaning}
            for one in version.columns
        ],
        "damaged": described.get("damaged", []),
        "metadata": [text for text in _public_texts(version) if text],
    }


def commit_publish(session: Session, job: Job, outcome: dict[str, Any], *, deps: Deps) -> None:
    """Put the release into the record, in the transaction that ends the job.

    Raises:
        MoveRefused, ApprovalStale: the version or what was approved changed while the child worked.
    """
    version = _version(session, job)
    if "parts" in outcome:
        jobs.queue_parts(session, job, version, outcome["parts"])
        return
    version.state = lifecycle.next_state(Verb.PUBLISH, version.state)
    approval, decision, plan = _approved(session, version)
    if str(approval.id) != outcome["approval"]:
        raise ApprovalStale
    dataset = load(session, Dataset, version.dataset_id, is_locked=True)
    now = deps.clock()
    _supersede(session, dataset)
    release = _new_release(version, approval, decision, plan, outcome)
    release.published_at = now
    session.add(release)
    session.flush()
    _add_files(session, dataset, release, outcome["files"])
    _describe(session, dataset, release, decision)
    dataset.current_release_id = release.id
    dataset.modified_at = now
    session.flush()
    session.refresh(release)
    if deps.search is not None:
        if release.outcome in PUBLIC_OUTCOMES:
            deps.search.index(session, document_of(session, release))
        else:
            deps.search.remove(session, dataset.id)
    jobs.queue(
        session,
        "sync",
        f"sync:{dataset.id}:{release.id}",
        dataset=dataset,
        release=release,
        priority=jobs.PRIORITY_SYNC,
    )
    detail = {
        "release": str(release.id),
        "outcome": release.outcome,
        "content_hash": release.content_hash,
        "rows": release.row_count,
        "approval": str(approval.id),
    }
    audit.record(session, Verb.PUBLISH, version, actor=None, detail=detail, at=now)


def fail_publish(session: Session, job: Job, code: str, detail: dict[str, Any] | None, *, deps: Deps) -> None:
    """Hold the version: it goes back before a reviewer with the reason, and nothing of it is public."""
    version = _version(session, job)
    if version.state != VersionState.APPROVED:
        return
    version.state = lifecycle.next_state(Verb.HOLD, version.state)
    version.error_code, version.error_detail = code, detail
    audit.record(session, Verb.HOLD, version, actor=None, detail={"code": code}, at=deps.clock())


def _parts(version: Version, deps: Deps) -> int:
    """Return the number of row groups when several workers share the table, else 0."""
    least, groups = deps.limits.fan_out_rows, (version.typed_ref or {}).get("groups", ())
    is_shared = least is not None and len(groups) > 1 and (version.row_count or 0) > least
    return len(groups) if is_shared else 0


def _public_texts(version: Version) -> tuple[str, ...]:
    """Return every typed text that a release shows beside its data, the dictionary of its columns included."""
    return described_as(version).texts


def _version(session: Session, job: Job) -> Version:
    if job.version_id is None:
        raise RecordDamaged
    return load(session, Version, job.version_id, is_locked=True)


def _approved(session: Session, version: Version) -> tuple[Approval, Decision, MaskingPlan]:
    """Return the approval with what it binds, which must be what is current.

    Raises:
        RecordDamaged, ApprovalStale.
    """
    query = select(Approval).where(Approval.version_id == version.id, Approval.verdict == Verb.APPROVE.value)
    approval = session.scalars(query.order_by(Approval.created_at.desc()).limit(1)).first()
    decision, plan = current_decision(session, version), current_plan(session, version)
    if approval is None or decision is None or plan is None:
        raise RecordDamaged
    bound = (approval.typed_hash, approval.edition_id, approval.decision_id, approval.plan_id)
    if bound != (version.typed_hash, decision.edition_id, decision.id, plan.id):
        raise ApprovalStale
    return approval, decision, plan


def _supersede(session: Session, dataset: Dataset) -> None:
    out = session.scalars(
        select(Release).where(Release.dataset_id == dataset.id, Release.state == ReleaseState.PUBLISHED)
    ).unique()
    for release in out:
        release.state = lifecycle.next_state(Verb.SUPERSEDE, release.state, of_release=True)
        release.version.state = lifecycle.next_state(Verb.SUPERSEDE, release.version.state)
        close_open(session, release)
    session.flush()


def _new_release(
    version: Version, approval: Approval, decision: Decision, plan: MaskingPlan, outcome: dict[str, Any]
) -> Release:
    described, body = version.described or {}, decision.body
    return Release(
        dataset_id=version.dataset_id,
        version_id=version.id,
        approval_id=approval.id,
        state=ReleaseState.PUBLISHED,
        outcome=decision.release,
        tier=decision.tier,
        title=described["title"],
        summary=described["summary"],
        tags=list(described["tags"]),
        theme_code=decision.theme_code,
        sector_code=decision.sector_code,
        also_sectors=list(body["also_sectors"]),
        resource_kind=decision.resource_kind or "data",
        fields=outcome["fields"],
        hidden=outcome["hidden"],
        row_count=outcome["rows"],
        content_hash=outcome["content_hash"],
        row_store_key=outcome["row_store"],
        edition_id=decision.edition_id,
        recipe_version=plan.recipe_version,
        verification=outcome["verification"],
        licence=described.get("licence", DEFAULT_LICENCE),
        described={
            "update_cycle": described["update_cycle"],
            "sharing": Sharing(body["sharing"]).label,
            "sharing_condition": described["sharing_condition"],
            "opening": Opening(body["opening"]).label,
            "opening_condition": described["opening_condition"],
            "related_resource_code": described["related_resource_code"],
            "sharing_way": described.get("sharing_way", ""),
        },
    )


def _add_files(session: Session, dataset: Dataset, release: Release, files: list[dict[str, Any]]) -> None:
    """Add the release's files; a resource is a format of the dataset, and its id stays over all versions."""
    resources = {one.format: one for one in dataset.resources}
    if not files and release.row_store_key is not None and "CSV" not in resources:
        # rows read by grant have the id the table will have, should it be opened one day
        session.add(Resource(dataset_id=dataset.id, format="CSV", position=FORMATS.index("CSV")))
    for file in files:
        resource = resources.get(file["format"])
        if resource is None:
            resource = Resource(dataset_id=dataset.id, format=file["format"], position=FORMATS.index(file["format"]))
            session.add(resource)
            session.flush()
        session.add(
            ReleaseFile(
                release_id=release.id,
                resource_id=resource.id,
                format=file["format"],
                media_type=file["media_type"],
                storage_key=file["key"],
                bytes=file["bytes"],
                sha256=file["sha256"],
            )
        )
    session.flush()
    session.expire(dataset, ["resources"])


def _describe(session: Session, dataset: Dataset, release: Release, decision: Decision) -> None:
    """Bring the dataset's catalogue entry to what was just published; slug and code are given once and stay."""
    dataset.title, dataset.summary, dataset.tags = release.title, release.summary, list(release.tags)
    dataset.theme_code, dataset.sector_code = release.theme_code, release.sector_code
    dataset.also_sectors = list(release.also_sectors)
    dataset.resource_kind, dataset.tier = release.resource_kind, release.tier
    for name in ("update_cycle", "sharing", "sharing_condition", "sharing_way", "opening", "opening_condition"):
        setattr(dataset, name, release.described[name])
    dataset.related_resource_code = release.described["related_resource_code"] or None
    if dataset.slug is None:
        dataset.slug = make_slug(release.title, dataset.id, lambda slug: _is_taken(session, slug))
    if dataset.catalogue_code is None:
        # numbers run within the agency: its row's lock makes its publications take turns here
        agency = load(session, Agency, dataset.agency_id, is_locked=True)
        kind = session.get_one(AgencyKind, agency.kind_code)
        coded = select(func.count()).where(Dataset.agency_id == dataset.agency_id, Dataset.catalogue_code.is_not(None))
        number = (session.scalar(coded) or 0) + 1
        dataset.catalogue_code = catalogue_code(
            kind.position, dataset.agency.code, release.theme_code or "OTHER", decision.sector_code, number
        )


def _is_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Dataset.id).where(Dataset.slug == slug)) is not None
