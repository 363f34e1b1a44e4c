"""Agencies 数源单位: make, rename (old names stay, with their days), close with a successor, list."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.deps import Deps
from catalog.errors import AgencyExists, InvalidField, NotFound
from catalog.models import Actor, ActorKind, Agency, AgencyKind, AgencyName, Dataset, Release
from catalog.policies import PUBLIC_OUTCOMES, Verb, may
from catalog.reasons import check_text
from catalog.slugs import is_slug
from catalog.transaction import begin_write, load
from catalog.views import AgencyView


def list_agencies(session: Session, *, is_active: bool | None = True) -> tuple[AgencyView, ...]:
    """Return agencies by kind and name, with the number of datasets the public may see."""
    query = select(Agency).join(AgencyKind).order_by(AgencyKind.position, Agency.name)
    if is_active is not None:
        query = query.where(Agency.is_active == is_active)
    counts = public_counts(session)
    return tuple(view_agency(one, counts.get(one.id, 0)) for one in session.scalars(query).unique())


def show_agency(session: Session, key: UUID | str) -> AgencyView:
    """Return one agency by id, slug or code.

    Raises:
        NotFound.
    """
    same = Agency.id == key if isinstance(key, UUID) else or_(Agency.slug == key, Agency.code == key)
    agency = session.scalars(select(Agency).where(same)).unique().one_or_none()
    if agency is None:
        raise NotFound
    return view_agency(agency, public_counts(session, [agency.id]).get(agency.id, 0))


def list_kinds(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the nine kinds as (code, Chinese name)."""
    return tuple((kind.code, kind.name) for kind in session.scalars(select(AgencyKind).order_by(AgencyKind.position)))


def create_agency(
    session: Session,
    *,
    actor: Actor | None,
    deps: Deps,
    slug: str,
    code: str,
    kind_code: str,
    name: str,
    description: str = "",
) -> AgencyView:
    """Make an agency.

    Args:
        slug: ASCII name in addresses. code: 政务信息资源提供方代码, or the unified social credit code.

    Raises:
        NotPermitted, InvalidField, AgencyExists.
    """
    name, code = check_text("name", name, 120), check_text("code", code, 32)
    if not is_slug(slug):
        raise InvalidField({"field": "slug"})
    if not name or not code:
        raise InvalidField({"field": "name" if not name else "code"})
    begin_write(session)
    _require_manager(actor)
    if session.get(AgencyKind, kind_code) is None:
        raise InvalidField({"field": "kind"})
    if session.scalar(select(func.count()).where(or_(Agency.slug == slug, Agency.code == code))):
        raise AgencyExists
    agency = Agency(
        slug=slug,
        code=code,
        kind_code=kind_code,
        name=name,
        description=check_text("description", description, 2000),
        names=[AgencyName(name=name, valid_from=None, valid_to=None)],
    )
    session.add(agency)
    session.flush()
    audit.record(session, "create_agency", agency, actor=actor, detail={"name": name}, at=deps.clock())
    session.commit()
    return view_agency(agency)


def rename_agency(
    session: Session, agency_id: UUID, *, actor: Actor | None, deps: Deps, name: str, valid_from: date
) -> AgencyView:
    """Give an agency a new name from a day on; the id, slug and datasets stay.

    Raises:
        NotPermitted, NotFound, InvalidField.
    """
    name = check_text("name", name, 120)
    if not name:
        raise InvalidField({"field": "name"})
    begin_write(session)
    _require_manager(actor)
    agency = load(session, Agency, agency_id, is_locked=True)
    current = [one for one in agency.names if one.valid_to is None]
    if any(one.valid_from and one.valid_from >= valid_from for one in current):
        raise InvalidField({"field": "valid_from"})
    for one in current:
        one.valid_to = valid_from - timedelta(days=1)
    agency.names.append(AgencyName(name=name, valid_from=valid_from, valid_to=None))
    agency.name = name
    audit.record(session, "rename_agency", agency, actor=actor, detail={"name": name}, at=deps.clock())
    session.commit()
    return view_agency(agency)


def close_agency(
    session: Session, agency_id: UUID, *, actor: Actor | None, deps: Deps, successor_id: UUID | None
) -> AgencyView:
    """Close an agency; what it published stays under its name, uploads go to the successor.

    Raises:
        NotPermitted, NotFound, InvalidField.
    """
    begin_write(session)
    _require_manager(actor)
    agency = load(session, Agency, agency_id, is_locked=True)
    if successor_id is not None and (successor_id == agency_id or not load(session, Agency, successor_id).is_active):
        raise InvalidField({"field": "successor"})
    agency.is_active, agency.successor_id = False, successor_id
    detail = {"successor": str(successor_id) if successor_id else None}
    audit.record(session, "close_agency", agency, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    return view_agency(agency)


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
        former_names=tuple(one.name for one in agency.names if one.name != agency.name),
        successor_id=agency.successor_id,
        dataset_count=dataset_count,
    )


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


def _require_manager(actor: Actor | None) -> None:
    """The command line acts as the system; everybody else asks the table."""
    if actor is None or actor.kind != ActorKind.SYSTEM:
        may(actor, Verb.MANAGE_AGENCIES).require()
