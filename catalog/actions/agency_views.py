"""Agencies 数源单位 as people see them: the names they bore, those that went into them, what they have published."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import Agency, AgencyName, Dataset, Release
from catalog.policies import PUBLIC_OUTCOMES
from catalog.views import AgencyView, DatedName


def view_agency(agency: Agency, dataset_count: int = 0) -> AgencyView:
    """Return the agency as pages show it."""
    return AgencyView(
        id=agency.id,
        slug=agency.slug,
        code=agency.code,
        name=agency.name,
        kind_code=agency.kind_code,
        kind_name=agency.kind.name,
        description=agency.description,
        is_active=agency.is_active,
        former_names=former_names(agency),
        successor_id=agency.successor_id,
        dataset_count=dataset_count,
    )


def former_names(agency: Agency) -> tuple[str, ...]:
    """Return the names an agency bore before, then those of the agencies that went into it."""
    names = [one.name for one in agency.names]
    waiting = list(agency.predecessors)
    seen = {agency.id}
    while waiting:
        earlier = waiting.pop(0)
        if earlier.id not in seen:  # a ring cannot be made, but must not hang
            seen.add(earlier.id)
            names += [earlier.name, *(one.name for one in earlier.names)]
            waiting += earlier.predecessors
    return tuple(dict.fromkeys(name for name in names if name != agency.name))


def public_counts(session: Session, agency_ids: Iterable[UUID] | None = None) -> dict[UUID, int]:
    """Return how many datasets of each agency the public may see."""
    query = (
        select(Dataset.agency_id, func.count())
        .join(Release, Release.dataset_id == Dataset.id)
        .where(Release.state == "published", Release.outcome.in_(PUBLIC_OUTCOMES))
        .group_by(Dataset.agency_id)
    )
    if agency_ids is not None:
        query = query.where(Dataset.agency_id.in_(list(agency_ids)))
    return {row[0]: row[1] for row in session.execute(query)}


def present_slug(session: Session, slug: str) -> str:
    """Return the slug of the agency that goes on in the place of this one; the same when it is not closed."""
    agency = session.scalars(select(Agency).where(Agency.slug == slug)).unique().one_or_none()
    seen: set[UUID] = set()
    while agency is not None and agency.successor_id is not None and agency.id not in seen:
        seen.add(agency.id)
        agency = session.get(Agency, agency.successor_id)
    return agency.slug if agency is not None else slug


def dated_names(session: Session, agency_id: UUID) -> tuple[DatedName, ...]:
    """Return the names an agency bore, with their days, the oldest first."""
    query = select(AgencyName).where(AgencyName.agency_id == agency_id)
    rows = sorted(session.scalars(query), key=lambda one: (one.valid_from or date.min, one.valid_to or date.max))
    return tuple(DatedName(one.name, one.valid_from, one.valid_to) for one in rows)
