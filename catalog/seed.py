"""The first rows of a record: kinds of agency, themes, sectors, editions of the negative list, the system actor."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.models import Actor, ActorKind, AgencyKind, NegativeListEdition, Sector, Theme
from catalog.models.base import Base
from classifiers.negative_list import EDITIONS, load_edition
from classifiers.taxonomy import taxonomy

SYSTEM_NAME = "系统"


def seed_record(session: Session) -> None:
    """Put in what is missing and commit; run again after an update, it brings names up to date and removes nothing."""
    words = taxonomy()
    _fill(session, AgencyKind, words.departments)
    _fill(session, Theme, words.themes)
    session.flush()
    _fill(session, Sector, words.sectors)
    _seed_editions(session)
    if session.scalars(select(Actor).where(Actor.kind == ActorKind.SYSTEM)).first() is None:
        session.add(Actor(kind=ActorKind.SYSTEM, name=SYSTEM_NAME))
    session.commit()


def _fill(session: Session, model: type[Base], rows: Mapping[str, Any]) -> None:
    for position, row in enumerate(rows.values()):
        session.merge(model(code=row.code, name=row.name, position=position))


def _seed_editions(session: Session) -> None:
    """Add editions the product ships; the newest becomes current when none of the installation's own is."""
    shipped = [(path, load_edition(path)) for path in sorted(EDITIONS.glob("*.yaml"))]
    known = {row.id: row for row in session.scalars(select(NegativeListEdition))}
    added = [(path, edition) for path, edition in shipped if edition.id not in known]
    numbers = {row.number for row in known.values()}
    for path, edition in added:
        if edition.number in numbers:
            continue  # the installation enacted an edition of this number itself
        session.add(
            NegativeListEdition(
                id=edition.id,
                number=edition.number,
                content=path.read_text("utf-8"),
                approver=edition.approver,
                approval_number=edition.approval_number,
            )
        )
    session.flush()
    rows = session.scalars(select(NegativeListEdition).order_by(NegativeListEdition.number)).all()
    if rows and not any(row.is_current and row.enacted_by is not None for row in rows):
        session.execute(update(NegativeListEdition).values(is_current=False))
        rows[-1].is_current = True
