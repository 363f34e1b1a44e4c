"""Editions of the negative list in the record: which one is in force, and what its clauses are called."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.errors import EditionUnknown
from catalog.models import NegativeListEdition
from catalog.views import Choice
from classifiers.edition_file import read_edition
from classifiers.negative_list import Clause, Edition, load_edition

BEIJING = timedelta(hours=8)
_KNOWN: dict[tuple[str, ...], Mapping[str, Clause]] = {}


def today_of(now: datetime) -> date:
    """Return the day it is in China."""
    return (now + BEIJING).date()


@lru_cache(maxsize=16)
def parsed(content: str) -> Edition:
    """Return an edition from its YAML; parsed once a process.

    Raises:
        NegativeListError: the text is not a valid edition.
    """
    return load_edition(content)


@lru_cache(maxsize=8)
def drafted(content: str) -> Edition:
    """Return the edition a draft says, whose approval may still be missing.

    Raises:
        NegativeListError: with every problem and its line.
    """
    return read_edition(content, is_draft=True)


def edition_row(session: Session, now: datetime) -> NegativeListEdition:
    """Return the edition that binds: the last one whose day has come, while it lasts.

    One that was enacted ahead of its day decides nothing before it. When one ends, those it replaced do not come back:
    without a list nothing is decided, and so nothing is published.

    Raises:
        EditionUnknown: none was enacted, or none binds today.
    """
    row = last_begun(session, now)
    if not parsed(row.content).is_in_force(today_of(now)):
        raise EditionUnknown
    return row


def last_begun(session: Session, now: datetime) -> NegativeListEdition:
    """Return the last edition whose day has come, ended or not; one the installation enacted before a shipped one.

    Raises:
        EditionUnknown: none has begun.
    """
    query = select(NegativeListEdition).order_by(
        NegativeListEdition.is_current.desc(),
        NegativeListEdition.enacted_by.is_not(None).desc(),
        NegativeListEdition.number.desc(),
    )
    today = today_of(now)
    for row in session.scalars(query):
        if parsed(row.content).in_force_from <= today:
            return row
    raise EditionUnknown


def standing_of(row: NegativeListEdition, last: NegativeListEdition, today: date) -> str:
    """Tell where an edition stands on a day: in_force, planned (enacted ahead of its day), ended, replaced.

    last: what `last_begun` returns.
    """
    edition = parsed(row.content)
    if row.id == last.id:
        return "in_force" if edition.is_in_force(today) else "ended"
    return "planned" if row.is_current and edition.in_force_from > today else "replaced"


def known_clauses(session: Session) -> Mapping[str, Clause]:
    """Return every clause of every edition in the record by id; a newer edition's wording wins."""
    ids = tuple(session.scalars(select(NegativeListEdition.id).order_by(NegativeListEdition.number)))
    known = _KNOWN.get(ids)
    if known is None:
        contents = session.scalars(select(NegativeListEdition.content).order_by(NegativeListEdition.number)).all()
        known = MappingProxyType({clause.id: clause for text in contents for clause in parsed(text).clauses})
        _KNOWN.clear()  # one set of editions is in use at a time
        _KNOWN[ids] = known
    return known


def clause_choices(session: Session, ids: Iterable[str]) -> tuple[Choice, ...]:
    """Return clauses with their titles; an id nobody knows any more stands for itself."""
    known = known_clauses(session)
    return tuple(Choice(one, known[one].title if one in known else one) for one in ids)
