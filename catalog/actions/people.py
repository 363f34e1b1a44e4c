"""Actors: the people, tokens and the system that act; accounts of the portal point at them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import audit
from catalog.deps import Deps
from catalog.errors import InvalidField, NotFound
from catalog.lifecycle import Role
from catalog.models import Actor, ActorKind, ActorRole, Agency
from catalog.policies import Verb, may
from catalog.reasons import check_text
from catalog.transaction import begin_write, load


def create_actor(
    session: Session,
    *,
    actor: Actor | None,
    deps: Deps,
    name: str,
    agency_id: UUID | None,
    roles: Iterable[str],
    kind: str = ActorKind.PERSON,
) -> UUID:
    """Make an actor and return its id; the account that signs in is the portal's.

    Args:
        actor: an administrator, or the system actor (command line).
        agency_id: the agency it acts for; None for the platform itself.
        roles: names of `Role`.

    Raises:
        NotPermitted, InvalidField, NotFound.
    """
    name = check_text("name", name, 100)
    wanted = _checked(roles)
    if not name or kind not in (ActorKind.PERSON, ActorKind.TOKEN):
        raise InvalidField({"field": "name" if not name else "kind"})
    begin_write(session)
    _require_manager(actor)
    if agency_id is not None:
        load(session, Agency, agency_id)
    elif Role.UPLOADER in wanted:
        raise InvalidField({"field": "agency"})
    person = Actor(name=name, kind=kind, agency_id=agency_id, roles=[ActorRole(role=role) for role in sorted(wanted)])
    session.add(person)
    session.flush()
    detail = {"roles": sorted(wanted), "agency": str(agency_id) if agency_id else None}
    audit.record(session, "create_actor", person, actor=actor, detail=detail, at=deps.clock())
    session.commit()
    return person.id


def set_roles(
    session: Session, actor_id: UUID, *, actor: Actor | None, deps: Deps, roles: Iterable[str], is_active: bool = True
) -> None:
    """Give an actor other roles, or close it.

    Raises:
        NotPermitted, NotFound, InvalidField.
    """
    wanted = _checked(roles)
    begin_write(session)
    _require_manager(actor)
    person = load(session, Actor, actor_id, is_locked=True)
    if person.kind == ActorKind.SYSTEM:
        raise NotFound
    kept = [row for row in person.roles if row.role in wanted]
    added = sorted(wanted - {row.role for row in kept})
    person.roles = kept + [ActorRole(role=role) for role in added]
    person.is_active = is_active
    detail = {"roles": sorted(wanted), "is_active": is_active}
    audit.record(session, "set_roles", person, actor=actor, detail=detail, at=deps.clock())
    session.commit()


def system_actor(session: Session) -> Actor:
    """Return the actor that stands for the portal itself.

    Raises:
        NotFound: `seed_record` was never run.
    """
    found = session.scalars(select(Actor).where(Actor.kind == ActorKind.SYSTEM).order_by(Actor.created_at)).first()
    if found is None:
        raise NotFound
    return found


def _require_manager(actor: Actor | None) -> None:
    if actor is None or actor.kind != ActorKind.SYSTEM:
        may(actor, Verb.MANAGE_ACCOUNTS).require()


def _checked(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    if not wanted <= {role.value for role in Role}:
        raise InvalidField({"field": "roles"})
    return wanted
