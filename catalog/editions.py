"""Editions of the negative list in the record: which one is in force, and what its clauses are called."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.errors import EditionUnknown
from catalog.models import NegativeListEdition
from catalog.views import Choice
from classifiers.negative_list import Clause, Edition, load_edition, shipped_editions

BEIJING = timedelta(hours=8)


@lru_cache(maxsize=8)
def parsed(content: str) -> Edition:
    """Return an edition from its YAML; parsed once a process.

    Raises:
        NegativeListError: the text is not a valid edition.
    """
    return load_edition(content)


def edition_row(session: Session, now: datetime) -> NegativeListEdition:
    """Return the edition that binds: the current one, once its day has come.

    Raises:
        EditionUnknown: none was enacted, or none binds today.
    """
    query = select(NegativeListEdition).order_by(
        NegativeListEdition.is_current.desc(), NegativeListEdition.number.desc()
    )
    today = (now + BEIJING).date()
    for row in session.scalars(query):
        if parsed(row.content).is_in_force(today):
            return row
    raise EditionUnknown


def known_clauses() -> Mapping[str, Clause]:
    """Return every clause of the shipped editions by id; a newer edition's wording wins."""
    return MappingProxyType({clause.id: clause for edition in shipped_editions() for clause in edition.clauses})


def clause_choices(ids: Iterable[str]) -> tuple[Choice, ...]:
    """Return clauses with their titles; an id nobody knows any more stands for itself."""
    known = known_clauses()
    return tuple(Choice(one, known[one].title if one in known else one) for one in ids)
