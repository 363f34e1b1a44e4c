"""Agencies 数源单位: make, rename (old names stay, with their days), merge, close with a successor, list."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from catalog import audit
from catalog.actions.agency_views import public_counts, view_agency
from catalog.actions.follow import corrections_follow
from catalog.deps import Deps
from catalog.errors import AgencyExists, AgencyInactive, InvalidField, NotFound
from catalog.models import Actor, ActorKind, Agency, AgencyKind, AgencyName, Dataset, Grant, Job
from catalog.policies import Verb, may
from catalog.reasons import check_text
from catalog.slugs import is_slug
from catalog.transaction import begin_write, load
from catalog.views import AgencyView, Merged

MAX_SUCCESSORS: Final = 20


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
    """Give an agency a new name from a day on; the id, slug and datasets stay, and whatever shows the name follows.

    Raises:
        NotPermitted, NotFound, InvalidField.
    """
    name = check_text("name", name, 120)
    if not name:
        raise InvalidField({"field": "name"})
    begin_write(session)
    _require_manager(actor)
    _lock_datasets(session, agency_id)
    agency = load(session, Agency, agency_id, is_locked=True)
    _end_names(agency, valid_from)
    agency.names.append(AgencyName(name=name, valid_from=valid_from, valid_to=None))
    agency.name = name
    corrections_follow(session, datasets_of(session, agency), deps=deps)
    for successor in _successors(session, agency):  # their datasets are found by this name too
        corrections_follow(session, datasets_of(session, successor), deps=deps)
    audit.record(session, "rename_agency", agency, actor=actor, detail={"name": name}, at=deps.clock())
    session.commit()
    deps.wake()
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
    session.flush()
    for successor in _successors(session, agency):
        session.refresh(successor)
        corrections_follow(session, datasets_of(session, successor), deps=deps)
    detail = {"successor": str(successor_id) if successor_id else None}
    audit.record(session, "close_agency", agency, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    deps.wake()
    return view_agency(agency)


def merge_agency(
    session: Session, agency_id: UUID, *, actor: Actor | None, deps: Deps, into: UUID, valid_from: date
) -> Merged:
    """Merge an agency into another: its datasets and people move, their ids and addresses stay, it is closed.

    The names it bore end the day before and stay with it; the datasets are found by them ever after. What it had
    published is shown under the agency it was merged into, everywhere.

    Args:
        into: the agency that goes on. valid_from: the day from which it does.

    Returns:
        The agency that goes on, and how many datasets and people moved.

    Raises:
        NotPermitted, NotFound, AgencyInactive: one of them is closed. InvalidField: into itself, or before its name.
    """
    begin_write(session)
    _require_manager(actor)
    if agency_id == into:
        raise InvalidField({"field": "into"})
    _lock_datasets(session, agency_id, into)
    # in one order, so that two mergers never wait for each other in a ring
    locked = {key: load(session, Agency, key, is_locked=True) for key in sorted((agency_id, into))}
    old, new = locked[agency_id], locked[into]
    if not (old.is_active and new.is_active):
        raise AgencyInactive
    _end_names(old, valid_from)
    old.is_active, old.successor_id = False, new.id
    datasets = datasets_of(session, old)
    for dataset in datasets:
        dataset.agency, dataset.agency_id = new, new.id
    session.execute(update(Job).where(Job.agency_id == old.id).values(agency_id=new.id))
    people = session.scalars(select(Actor).where(Actor.agency_id == old.id)).unique().all()
    for person in people:
        person.agency_id = new.id
    session.execute(update(Grant).where(Grant.agency_id == old.id).values(agency_id=new.id))
    session.flush()
    session.refresh(new)
    # all of the successor's: what was its own is found by the name that joined it
    corrections_follow(session, datasets_of(session, new), deps=deps)
    detail = {"into": str(new.id), "datasets": len(datasets), "people": len(people), "from": valid_from.isoformat()}
    audit.record(session, "merge_agency", old, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    deps.wake()
    count = public_counts(session, [new.id]).get(new.id, 0)
    return Merged(view_agency(new, count), len(datasets), len(people))


def _lock_datasets(session: Session, *agency_ids: UUID) -> None:
    """Hold the datasets before their agencies, in the order in which a publication takes them."""
    theirs = select(Dataset).where(Dataset.agency_id.in_(agency_ids)).order_by(Dataset.id)
    session.scalars(theirs.with_for_update(of=Dataset, key_share=True)).unique().all()


def datasets_of(session: Session, agency: Agency) -> list[Dataset]:
    """Return all datasets of an agency."""
    return list(session.scalars(select(Dataset).where(Dataset.agency_id == agency.id)).unique())


def _successors(session: Session, agency: Agency) -> list[Agency]:
    """Return the agencies an agency went into, one after the other."""
    found: list[Agency] = []
    while agency.successor_id is not None and len(found) < MAX_SUCCESSORS:
        agency = session.get_one(Agency, agency.successor_id)
        found.append(agency)
    return found


def _end_names(agency: Agency, valid_from: date) -> None:
    """End the names in force the day before.

    Raises:
        InvalidField: one of them began on that day or later.
    """
    current = [one for one in agency.names if one.valid_to is None]
    if any(one.valid_from and one.valid_from >= valid_from for one in current):
        raise InvalidField({"field": "valid_from"})
    for one in current:
        one.valid_to = valid_from - timedelta(days=1)


def _require_manager(actor: Actor | None) -> None:
    """The command line acts as the system; everybody else asks the table."""
    if actor is None or actor.kind != ActorKind.SYSTEM:
        may(actor, Verb.MANAGE_AGENCIES).require()
