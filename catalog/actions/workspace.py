"""Workspace 工作台: what an agency's people see of their own uploads: list, one version, progress."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from catalog.actions.agency_views import view_agency
from catalog.editions import clause_choices
from catalog.errors import InvalidField, NotFound
from catalog.ingest.notes import Note
from catalog.judging import current_decision, current_plan
from catalog.lifecycle import Role, VersionState
from catalog.models import Actor, Dataset, Decision, Release, Version
from catalog.policies import DATA_OUTCOMES, Verb, may
from catalog.presenting import (
    latest_job,
    view_decision,
    view_error,
    view_plan,
    view_progress,
    view_verdicts,
)
from catalog.transaction import load
from catalog.views import Choice, ProgressView, RefusalView, ReleaseRef, VersionRow, VersionSheet
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier

MAX_ROWS = 200
PERSONAL_VERBS = (
    Verb.RETRY,
    Verb.DISCARD,
    Verb.DESCRIBE,
    Verb.APPROVE,
    Verb.SEND_BACK,
    Verb.STRICTER,
    Verb.LOOSER,
)


def list_versions(
    session: Session, *, actor: Actor | None, state: str | None = None, start: int = 0, rows: int = 20
) -> tuple[int, tuple[VersionRow, ...]]:
    """Return how many versions the actor may see and one page of them, newest first.

    Raises:
        SignInNeeded, NotPermitted: a visitor, or a role without a workspace. InvalidField: unknown state.
    """
    where = [visible_to(actor)]
    if state is not None:
        if state not in set(VersionState):
            raise InvalidField({"field": "state"})
        where.append(Version.state == state)
    total = session.scalar(select(func.count()).select_from(Version).join(Dataset).where(*where)) or 0
    query = select(Version).join(Dataset, Dataset.id == Version.dataset_id).where(*where)
    query = (
        query.order_by(Version.created_at.desc(), Version.id).offset(max(start, 0)).limit(min(max(rows, 1), MAX_ROWS))
    )
    return total, tuple(view_row(session, one) for one in session.scalars(query).unique())


def visible_to(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on `Dataset` that holds for versions the actor may see; mirrors `policies.RULES[SEE]`.

    Raises:
        SignInNeeded, NotPermitted.
    """
    may(actor, Verb.SEE).require()
    if actor is None:
        raise NotFound
    sees_all = Role.ADMIN in actor.role_names or (Role.OFFICER in actor.role_names and actor.agency_id is None)
    # comparing with itself is true for every row: the column is never null
    return Dataset.agency_id == (Dataset.agency_id if sees_all else actor.agency_id)


def show_version(session: Session, version_id: UUID, *, actor: Actor | None) -> VersionSheet:
    """Return everything the actor's agency may know of a version.

    Raises:
        NotFound: no such version, or none of the actor's business.
    """
    version = load(session, Version, version_id)
    may(actor, Verb.SEE, version).require()
    return view_sheet(session, version, actor)


def show_progress(session: Session, version_id: UUID, *, actor: Actor | None) -> ProgressView:
    """Return the progress of the version's newest job; cheap, for polling.

    Raises:
        NotFound.
    """
    version = load(session, Version, version_id)
    may(actor, Verb.SEE, version).require()
    job = latest_job(session, version)
    if job is None:
        raise NotFound
    session.refresh(job)
    return view_progress(session, job)


def list_datasets(session: Session, *, actor: Actor | None) -> tuple[ReleaseRef, ...]:
    """Return the datasets of the actor's agency, for "a new version of"."""
    may(actor, Verb.SEE).require()
    if actor is None or actor.agency_id is None:
        return ()
    query = (
        select(Dataset, Release)
        .outerjoin(Release, Release.id == Dataset.current_release_id)
        .where(Dataset.agency_id == actor.agency_id, Dataset.title.is_not(None))
        .order_by(Dataset.title)
    )
    found = session.execute(query).unique()
    return tuple(
        ReleaseRef(
            id=release.id if release else dataset.id,
            dataset_id=dataset.id,
            slug=dataset.slug,
            title=dataset.title or "",
            state=release.state if release else "",
            outcome=release.outcome if release else "",
            published_at=release.published_at if release else None,
        )
        for dataset, release in found
    )


def view_row(session: Session, version: Version) -> VersionRow:
    """Return a version as one line of a list."""
    decision = current_decision(session, version)
    job = latest_job(session, version)
    described = version.described or {}
    return VersionRow(
        version_id=version.id,
        dataset_id=version.dataset_id,
        number=version.number,
        state=version.state,
        state_label=VersionState(version.state).label,
        title=described.get("title", ""),
        agency_name=version.dataset.agency.name,
        uploader_name=version.uploader.name,
        received_at=version.created_at,
        processed_at=version.processed_at,
        format=version.format,
        row_count=version.row_count,
        tier=decision.tier if decision else None,
        tier_label=Tier(decision.tier).label if decision else "",
        release=decision.release if decision else None,
        release_label=Outcome(decision.release).label if decision else "",
        progress=view_progress(session, job) if job else None,
        error=view_error(version.error_code, version.error_detail),
        slug=version.dataset.slug,
    )


def view_sheet(session: Session, version: Version, actor: Actor | None) -> VersionSheet:
    """Return a version with decision, plan, verdicts and what the actor may do now."""
    decision: Decision | None = current_decision(session, version)
    plan = current_plan(session, version)
    newest = select(Release).where(Release.version_id == version.id).order_by(Release.created_at.desc())
    release = session.scalars(newest).unique().first()
    described = version.described or {}
    allowed = {verb.value for verb in PERSONAL_VERBS if may(actor, verb, version)}
    if release is not None and may(actor, Verb.WITHDRAW, release):
        allowed.add(Verb.WITHDRAW.value)
    has_kept_rows = release is not None and release.row_store_key and release.outcome not in DATA_OUTCOMES
    if has_kept_rows and may(actor, Verb.GRANT, version.dataset):
        allowed.add(Verb.GRANT.value)
    return VersionSheet(
        row=view_row(session, version),
        summary=described.get("summary", ""),
        tags=tuple(described.get("tags", ())),
        agency=view_agency(version.dataset.agency),
        is_own=actor is not None and actor.id == version.uploader_id,
        bytes_received=version.bytes_received,
        file_name=version.file_name,
        encoding=version.encoding,
        header_row=version.header_row,
        sheet=version.sheet,
        notes=tuple(Choice(note["code"], Note(**note).message_zh) for note in version.notes),
        update_cycle=described.get("update_cycle", ""),
        catalogue_code=version.dataset.catalogue_code,
        decision=view_decision(session, decision) if decision else None,
        plan=view_plan(version, plan) if plan else None,
        verdicts=view_verdicts(session, version),
        release_ref=view_release_ref(release) if release else None,
        refusal=_refusal(session, version),
        allowed=frozenset(allowed),
    )


def view_release_ref(release: Release) -> ReleaseRef:
    """Return a pointer to a release."""
    return ReleaseRef(
        id=release.id,
        dataset_id=release.dataset_id,
        slug=release.dataset.slug,
        title=release.title,
        state=release.state,
        outcome=release.outcome,
        published_at=release.published_at,
    )


def _refusal(session: Session, version: Version) -> RefusalView | None:
    if version.state != VersionState.BLOCKED:
        return None
    at = version.processed_at or version.created_at
    return RefusalView(clause_choices(session, version.refused_clauses), at, version.keyed_digest)
