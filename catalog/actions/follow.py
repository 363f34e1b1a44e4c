"""Corrections follow: what a person put right of a dataset shows everywhere that told it the old way.

The record's own pages read the row and need nothing. The search index (with it the Action API and DCAT, which are
served from the index) holds a copy, and CKAN another one: the first is renewed in the caller's transaction, the second
by a job that is queued in the same transaction, so that a kill between the two loses neither.
"""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import jobs
from catalog.actions.search import document_of
from catalog.deps import Deps
from catalog.errors import InvalidField
from catalog.lifecycle import ReleaseState
from catalog.models import Dataset, Job, Release, Sector, Theme
from catalog.policies import PUBLIC_OUTCOMES


def correction_follows(session: Session, dataset: Dataset, *, deps: Deps) -> Job | None:
    """Bring search index, Action API, DCAT and CKAN to what the record now says of a dataset.

    Called last by whoever changed a title, a dictionary, a theme or sector, or the agency of `dataset` (or its
    agency's name), inside that change's transaction; the caller commits and then wakes the workers (`deps.wake()`).
    A dataset of which nothing is public needs nothing.

    Args:
        session: in the transaction that made the change.
        dataset: what was corrected.
        deps: with the search index and the clock.

    Returns:
        The job that brings CKAN up to date; None when nothing of the dataset is public.
    """
    session.flush()
    release = present_release(session, dataset)
    if release is None or release.outcome not in PUBLIC_OUTCOMES:
        return None
    dataset.modified_at = deps.clock()
    session.flush()
    if deps.search is not None:
        deps.search.index(session, document_of(session, release))
    # a key of its own each time: a job that is queued already may have read the record before this change
    return jobs.queue(
        session,
        "sync",
        f"sync:{dataset.id}:{release.id}:{uuid4().hex}",
        dataset=dataset,
        release=release,
        priority=jobs.PRIORITY_SYNC,
    )


def corrections_follow(session: Session, datasets: Iterable[Dataset], *, deps: Deps) -> int:
    """Do the same for each of several datasets, in one transaction; returns how many of them are public."""
    return sum(correction_follows(session, dataset, deps=deps) is not None for dataset in datasets)


def set_subject(
    session: Session,
    dataset: Dataset,
    *,
    deps: Deps,
    theme_code: str,
    sector_code: str | None,
    also_sectors: Sequence[str] = (),
) -> Job | None:
    """Give a dataset, and what is out of it, another theme and sector, and let it follow.

    Permission, audit and commit are the caller's. Slug and catalogue code were given once and stay.

    Raises:
        InvalidField: no such theme or sector, or the sector is one of another theme.
    """
    if session.get(Theme, theme_code) is None:
        raise InvalidField({"field": "theme"})
    main = session.get(Sector, sector_code) if sector_code else None
    if (sector_code and main is None) or (main is not None and main.theme_code != theme_code):
        raise InvalidField({"field": "sector"})
    if any(session.get(Sector, code) is None and session.get(Theme, code) is None for code in also_sectors):
        raise InvalidField({"field": "also_sectors"})
    release = present_release(session, dataset)
    for one in (dataset, release):
        if one is not None:
            one.theme_code, one.sector_code, one.also_sectors = theme_code, sector_code, list(also_sectors)
    return correction_follows(session, dataset, deps=deps)


def present_release(session: Session, dataset: Dataset) -> Release | None:
    """Return the release of a dataset that is out now, None when there is none."""
    if dataset.current_release_id is None:
        return None
    out = (Release.id == dataset.current_release_id, Release.state == ReleaseState.PUBLISHED)
    return session.scalars(select(Release).where(*out)).unique().one_or_none()
