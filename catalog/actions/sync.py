"""Sync 同步: what stands in CKAN for a dataset becomes what the record says of it now, and the link remembers.

The job names a dataset; what is done follows from the dataset's present state, so a late or repeated job does no harm:
published for the public → written; anything else → taken down and proved down. One worker at a time has a dataset's
turn, and asks before each write whether the dataset is still what it set out to write.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from catalog.actions.read import read_dataset
from catalog.actions.sync_again import OVERWRITE
from catalog.actions.sync_content import files_of, package_for, table_rows
from catalog.actions.sync_turn import Turn, take_turn
from catalog.ckan.drift import differences
from catalog.ckan.errors import CkanBusy, CkanDrift, CkanError, CkanOvertaken
from catalog.ckan.limits import CkanLimitError
from catalog.ckan.null import NullPublisher
from catalog.ckan.publisher import CkanPublisher, Published
from catalog.ckan.sending import to_send
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.lifecycle import ReleaseState
from catalog.models import CkanLink, Dataset, Job, Release, Resource
from catalog.policies import PUBLIC_OUTCOMES
from catalog.transaction import begin_write, load
from catalog.views import DatasetPage

WAIT_SECONDS: Final = 25.0  # for another worker's turn: a little longer than a dead one's lease


@dataclass
class _Seen:
    """A dataset as the record has it when its turn began."""

    page: DatasetPage | None
    known_modified: str | None
    slug: str
    resources: list[str]
    has_begun: bool = field(default=False)  # a write was begun: CKAN's mark of the last change is not known any more


def run_sync(job_id: UUID, *, deps: Deps) -> dict[str, Any]:
    """Bring one dataset in CKAN up to date; idempotent.

    Returns:
        What was done, for the job's outcome.

    Raises:
        CkanError: retryable ones are tried again by the runner.
    """
    if not publisher_of(deps).is_configured:
        return {"did": "none"}
    with _sessions(deps)() as session:
        job = load(session, Job, job_id)
        dataset_id, force = job.dataset_id, f":{OVERWRITE}:" in job.effect_key
    return {"did": sync_dataset(dataset_id, deps=deps, force=force) if dataset_id is not None else "none"}


def publisher_of(deps: Deps) -> CkanPublisher | NullPublisher:
    """Return the publisher, or its Null twin."""
    publisher = deps.ckan
    if not isinstance(publisher, CkanPublisher | NullPublisher):
        raise RecordDamaged
    return publisher


def sync_dataset(
    dataset_id: UUID,
    *,
    deps: Deps,
    force: bool = False,
    is_missing: bool = False,
    is_there: bool = False,
    wait_seconds: float = WAIT_SECONDS,
) -> str:
    """Write or take down one dataset.

    Args:
        dataset_id: which.
        force: overwrite what was edited in CKAN by hand.
        is_missing: a listing has just said that CKAN does not have it. is_there: that it has, whatever the link says.
        wait_seconds: how long to wait while another worker writes it.

    Returns:
        created, updated, unchanged, drift, withdrawn or none.

    Raises:
        CkanError, CkanLimitError: the link keeps the code.
    """
    sessions = _sessions(deps)
    if _look(dataset_id, deps, is_there=is_there) is None:
        return "none"
    with take_turn(sessions, dataset_id, wait_seconds=wait_seconds) as turn:
        seen = _look(dataset_id, deps, is_there=is_there)
        if seen is None:
            return "none"
        try:
            return _bring_up_to_date(dataset_id, seen, turn, deps, force=force, is_missing=is_missing)
        except (CkanError, CkanLimitError) as error:
            state = "withdrawing" if seen.page is None else "failed"
            more = {"metadata_modified": None} if seen.has_begun else {}
            remember(dataset_id, deps, state=state, error_code=error.code, failed=True, **more)
            raise


def _bring_up_to_date(dataset_id: UUID, seen: _Seen, turn: Turn, deps: Deps, *, force: bool, is_missing: bool) -> str:
    publisher = publisher_of(deps)
    publisher.preflight()
    if seen.page is None:
        evidence = publisher.withdraw(str(dataset_id), seen.resources, name=seen.slug)
        remember(
            dataset_id,
            deps,
            state="withdrawn",
            evidence=evidence,
            synced_at=deps.clock(),
            content_hash=None,
            metadata_modified=None,
            error_code=None,
        )
        return "withdrawn"

    def go_on() -> None:
        turn.check()
        _check_current(dataset_id, seen, deps)
        seen.has_begun = True

    package = package_for(seen.page, deps)
    rows = table_rows(seen.page, deps)
    files = files_of(seen.page, package, deps)
    known = seen.known_modified
    # a listing is older than this turn: what was written once may be there by now, and a new write would close it
    is_missing = is_missing and known is None
    try:
        done: Published = publisher.publish(
            package, known_modified=known, rows=rows, files=files, go_on=go_on, force=force, is_missing=is_missing
        )
    except CkanDrift:
        if note_drift(dataset_id, package, deps):
            return "drift"
        raise CkanBusy from None  # changed under our hands and back again
    remember(
        dataset_id,
        deps,
        state="synced",
        content_hash=done.sync_hash,
        metadata_modified=done.metadata_modified,
        release_id=seen.page.release_id,
        synced_at=deps.clock(),
        error_code=None,
        evidence=[],
    )
    return done.state


def _look(dataset_id: UUID, deps: Deps, *, is_there: bool) -> _Seen | None:
    """Return the dataset as it is now; None when there is nothing to write and nothing to take down."""
    with _sessions(deps)() as session:
        dataset = load(session, Dataset, dataset_id)
        link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id))
        page = read_dataset(session, dataset_id) if _public_release(session, dataset) is not None else None
        if page is None and not is_there and (link is None or link.state == "withdrawn"):
            return None
        resources = [str(one) for one in session.scalars(select(Resource.id).where(Resource.dataset_id == dataset_id))]
        return _Seen(page, link.metadata_modified if link else None, dataset.slug or "", resources)


def is_public(dataset_id: UUID, *, deps: Deps) -> bool:
    """Tell whether the record shows the dataset to the public.

    Raises:
        NotFound: there is none.
    """
    with _sessions(deps)() as session:
        return _public_release(session, load(session, Dataset, dataset_id)) is not None


def _public_release(session: Session, dataset: Dataset) -> UUID | None:
    release = session.get(Release, dataset.current_release_id) if dataset.current_release_id else None
    is_public = release is not None and release.state == ReleaseState.PUBLISHED and release.outcome in PUBLIC_OUTCOMES
    return release.id if release is not None and is_public else None


def _check_current(dataset_id: UUID, seen: _Seen, deps: Deps) -> None:
    """Return while the release that is being written is the one the public sees.

    Raises:
        CkanOvertaken: it was withdrawn, or a newer one came.
    """
    with _sessions(deps)() as session:
        now = _public_release(session, load(session, Dataset, dataset_id))
    if seen.page is None or now != seen.page.release_id:
        raise CkanOvertaken


def note_drift(dataset_id: UUID, package: dict[str, Any], deps: Deps) -> list[dict[str, str]]:
    """Keep on the link what differs between the record and CKAN, for a person to decide.

    Returns:
        The fields that differ; empty when somebody saved without changing anything, which is no drift.
    """
    shown = publisher_of(deps).shown(str(dataset_id))
    if shown is None:
        return []
    rows = differences(to_send(package), shown)
    if rows:
        # by this mark a person can accept exactly what stands there now
        rows.append({"field": "metadata_modified", "ours": "", "theirs": shown["metadata_modified"]})
        remember(dataset_id, deps, state="drift", error_code=CkanDrift.code, evidence=rows)
    else:
        remember(dataset_id, deps, metadata_modified=shown["metadata_modified"])
    return rows


def remember(dataset_id: UUID, deps: Deps, *, failed: bool = False, **values: Any) -> None:
    """Write what is known of a dataset in CKAN; a failure is counted, anything else ends the count."""
    with _sessions(deps)() as session:
        begin_write(session)
        link = session.scalar(select(CkanLink).where(CkanLink.dataset_id == dataset_id).with_for_update())
        if link is None:
            link = CkanLink(dataset_id=dataset_id, package_id=str(dataset_id), evidence=[], failures=0)
            session.add(link)
        link.failures = (link.failures or 0) + 1 if failed else 0
        for name, value in values.items():
            setattr(link, name, value)
        session.commit()


def _sessions(deps: Deps) -> sessionmaker[Session]:
    if deps.sessions is None:
        raise RecordDamaged
    return deps.sessions
