"""Reconcile 核对: the whole catalogue against CKAN, checked or repaired; drift is shown to a person."""

import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from catalog.actions.sync import note_drift, publisher_of, sync_dataset
from catalog.actions.sync_content import shape_text
from catalog.ckan.datastore import drop_table
from catalog.ckan.errors import CkanError
from catalog.ckan.limits import CkanLimitError
from catalog.ckan.parallel import Tell, write_all
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.reconcile import Ours, ReconcilePlan, find_ghosts, listing, make_plan, own_tables, tables_there
from catalog.ckan.sending import hash_in, to_send
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import CkanLink, Dataset, Resource
from catalog.search.tables import SearchEntry


@dataclass
class ReconcileReport:
    """The plan, and what was done about it."""

    plan: ReconcilePlan
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # dataset id → error code

    def count(self, what: str) -> None:
        """Count one more of what was done."""
        self.done[what] = self.done.get(what, 0) + 1


@dataclass(frozen=True)
class _Record:
    """What a reconcile compares: packages by id, what is wanted, ids of resources and of withdrawn datasets."""

    packages: dict[str, dict[str, Any]]
    wanted: dict[str, Ours]
    resources: frozenset[str]
    withdrawn: frozenset[str]


def run_reconcile(job_id: UUID, *, deps: Deps) -> dict[str, Any]:
    """Repair what the job of the schedule, or a person's, asks for; drift stays for a person.

    Returns:
        Counts, for the job's outcome.

    Raises:
        CkanError: the server does not answer, or is not one to publish to.
    """
    del job_id
    if not publisher_of(deps).is_configured:
        return {}
    report = reconcile(deps=deps, repair=True)
    return {"plan": report.plan.counts(), "done": report.done, "failed": len(report.failed)}


def reconcile(*, deps: Deps, repair: bool, force: bool = False, tell: Tell | None = None) -> ReconcileReport:
    """Compare every public dataset with CKAN; with `repair`, write what is missing or changed, remove what is extra.

    Args:
        deps: with a configured publisher.
        repair: False only checks.
        force: remove although the guard says that too much would vanish, and overwrite drift.
        tell: told of progress (step, done, total).

    Raises:
        CkanUnfit: the server or the token is not one to publish with. CkanError: it does not answer at all.
    """
    publisher = publisher_of(deps)
    if deps.sessions is None or not isinstance(publisher, CkanPublisher):
        raise RecordDamaged
    publisher.preflight()
    record = _read_record(deps.sessions, deps)
    site_url = str(deps.extras["site_url"])
    theirs = listing(publisher.client)
    tables = own_tables(publisher.client, tables_there(publisher.client) - record.resources, site_url)
    plan = make_plan(
        record.wanted,
        theirs,
        site_url=site_url,
        withdrawn=record.withdrawn,
        tables=tables,
        resources=record.resources,
    )
    ghosts = set(find_ghosts(publisher.client, theirs, plan.drifted))
    ghosts &= {*record.packages, *plan.extra}  # of others it is nobody's business here
    drifted = _real_drift(plan, ghosts, record, deps)
    same = len(plan.drifted) - len(drifted) - len(ghosts.intersection(plan.drifted))
    plan = replace(plan, ghosts=tuple(sorted(ghosts)), drifted=drifted, unchanged=plan.unchanged + same)
    report = ReconcileReport(plan)
    if repair:
        _repair(report, publisher, record, deps, force=force, tell=tell or _silent)
    return report


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
    del step, done, total


def _read_record(sessions: sessionmaker[Session], deps: Deps) -> _Record:
    with sessions() as session:
        rows = session.execute(select(SearchEntry.dataset_id, SearchEntry.body).where(SearchEntry.is_live))
        packages = {str(row[0]): shape_text(row[1], deps) for row in rows}
        known = {
            str(row[0]): row[1] for row in session.execute(select(CkanLink.dataset_id, CkanLink.metadata_modified))
        }
        resources = frozenset(str(one) for one in session.scalars(select(Resource.id)))
        withdrawn = frozenset(str(one) for one in session.scalars(select(Dataset.id))) - packages.keys()
    wanted = {one: Ours(str(hash_in(to_send(package))), known.get(one)) for one, package in packages.items()}
    return _Record(packages, wanted, resources, withdrawn)


def _real_drift(plan: ReconcilePlan, ghosts: set[str], record: _Record, deps: Deps) -> tuple[str, ...]:
    """Keep what differs of each edited dataset on its link; somebody who saved without a change is not drift."""
    return tuple(one for one in plan.drifted if one not in ghosts and note_drift(UUID(one), record.packages[one], deps))


def _repair(
    report: ReconcileReport, publisher: CkanPublisher, record: _Record, deps: Deps, *, force: bool, tell: Tell
) -> None:
    plan = report.plan
    gone = [one for one in plan.ghosts if one in record.packages]  # written again under the same id
    write_all(
        publisher,
        record.packages,
        lambda one, is_missing: _one(report, one, deps, force=force, is_missing=is_missing),
        missing=[*plan.missing, *gone],
        present=[one for one in (*plan.changed, *plan.hidden, *(plan.drifted if force else ())) if one not in gone],
        tell=tell,
    )
    for one in plan.withdrawn:
        _one(report, one, deps, is_there=True)
    if not plan.is_guarded or force:
        for one in plan.extra:
            _remove(report, publisher, one)
        for one in plan.orphan_tables:
            drop_table(publisher.client, one)
            report.count("orphan_tables")


def _one(report: ReconcileReport, one: str, deps: Deps, **more: bool) -> None:
    try:
        report.count(sync_dataset(UUID(one), deps=deps, **more))
    except (CkanError, CkanLimitError) as error:
        report.failed[one] = error.code


def _remove(report: ReconcileReport, publisher: CkanPublisher, one: str) -> None:
    """Take down what the record has never heard of."""
    try:
        publisher.withdraw(one, ())
    except CkanError as error:
        report.failed[one] = error.code
    else:
        report.count("removed")


def summary(report: ReconcileReport) -> str:
    """Return the report as JSON: counts and codes."""
    return json.dumps(
        {"plan": report.plan.counts(), "guarded": report.plan.is_guarded, "done": report.done, "failed": report.failed}
    )
