"""Sync 同步: what stands in CKAN for a dataset becomes what the record says of it now, and the link remembers.

The job names a dataset; what is done follows from the dataset's present state, so a late or repeated job does no harm:
published for the public → written; anything else → taken down and proved down.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.read import read_dataset
from catalog.actions.rows import open_rows
from catalog.ckan.datastore import TableRows
from catalog.ckan.errors import CkanDrift, CkanError
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.null import NullPublisher
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.deps import Deps
from catalog.errors import NotFound, RecordDamaged
from catalog.lifecycle import ReleaseState
from catalog.models import CkanLink, Dataset, Job, Release, Resource
from catalog.policies import PUBLIC_OUTCOMES
from catalog.transaction import load
from catalog.views import DatasetPage


def run_sync(job_id: UUID, *, deps: Deps) -> None:
    """Bring one dataset in CKAN up to date; idempotent.

    Raises:
        CkanError: retryable ones are tried again by the runner.
    """
    if deps.sessions is None:
        raise RecordDamaged
    if not publisher_of(deps).is_configured:
        return
    with deps.sessions() as session:
        dataset_id = load(session, Job, job_id).dataset_id
    if dataset_id is not None:
        sync_dataset(dataset_id, deps=deps)


def publisher_of(deps: Deps) -> CkanPublisher | NullPublisher:
    """Return the publisher, or its Null twin."""
    publisher = deps.ckan
    if not isinstance(publisher, CkanPublisher | NullPublisher):
        raise RecordDamaged
    return publisher


def sync_dataset(dataset_id: UUID, *, deps: Deps, force: bool = False, is_missing: bool = False) -> str:
    """Write or take down one dataset.

    Args:
        dataset_id: which.
        force: overwrite what was edited in CKAN by hand.
        is_missing: a listing has just said that CKAN does not have it.

    Returns:
        created, updated, unchanged, drift, withdrawn or none.

    Raises:
        CkanError: as the server answers; the link keeps the code.
    """
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions() as session:
        dataset = load(session, Dataset, dataset_id)
        release = session.get(Release, dataset.current_release_id) if dataset.current_release_id else None
        link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id))
        known = link.metadata_modified if link and link.state == "synced" else None
        is_public = (
            release is not None and release.state == ReleaseState.PUBLISHED and release.outcome in PUBLIC_OUTCOMES
        )
        page = read_dataset(session, dataset_id) if is_public else None
        slug = dataset.slug or ""
        resources = [str(one) for one in session.scalars(select(Resource.id).where(Resource.dataset_id == dataset_id))]
        if page is None and (link is None or link.state == "withdrawn"):
            return "none"
    try:
        if page is None:
            evidence = publisher_of(deps).withdraw(str(dataset_id), resources, name=slug)
            _remember(dataset_id, deps, state="withdrawn", evidence=evidence, content_hash=None, metadata_modified=None)
            return "withdrawn"
        done = _publish(page, known, deps, force=force, is_missing=is_missing)
    except CkanDrift as error:
        _remember(dataset_id, deps, state="drift", error_code=error.code)
        return "drift"
    except CkanError as error:
        _remember(dataset_id, deps, state="failed" if page else "withdrawing", error_code=error.code)
        raise
    _remember(
        dataset_id,
        deps,
        state="synced",
        content_hash=done.sync_hash,
        metadata_modified=done.metadata_modified,
        release_id=page.release_id,
        synced_at=deps.clock(),
        error_code=None,
        evidence=[],
    )
    return done.state


def _publish(page: DatasetPage, known: str | None, deps: Deps, *, force: bool, is_missing: bool) -> Published:
    package = at_site(package_json(page), str(deps.extras["site_url"]))
    rows = table_rows(page, deps) if deps.extras.get("ckan_rows", True) else {}
    return publisher_of(deps).publish(package, known_modified=known, rows=rows, force=force, is_missing=is_missing)


def table_rows(page: DatasetPage, deps: Deps) -> dict[str, TableRows]:
    """Return the rows of a release for the DataStore, by resource id; empty when it has none in public."""
    key, resource_id = page.row_store_key, page.row_resource_id
    if key is None or resource_id is None:
        return {}
    with open_rows(key, deps=deps) as store:
        fields, total, content_hash = store.fields, store.total, store.content_hash

    def rows_from(start: int) -> Iterator[Sequence[str | None]]:
        at = start
        with open_rows(key, deps=deps) as one:
            names = [field.name for field in fields]
            while block := one.rows(offset=at, limit=10_000):
                at += len(block)
                for row in block:
                    yield [row[name] for name in names]

    return {str(resource_id): TableRows(fields, total, content_hash, rows_from)}


def _remember(dataset_id: UUID, deps: Deps, **values: Any) -> None:
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions.begin() as session:
        link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id))
        if link is None:
            link = CkanLink(dataset_id=dataset_id, package_id=str(dataset_id), evidence=[])
            session.add(link)
        for name, value in values.items():
            setattr(link, name, value)


def link_of(session: Session, dataset_id: UUID) -> CkanLink:
    """Return what is known of a dataset in CKAN.

    Raises:
        NotFound: it was never synced.
    """
    link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id))
    if link is None:
        raise NotFound
    return link
