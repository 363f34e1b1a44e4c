"""Reconcile 核对: the whole catalogue against CKAN, checked or repaired; drift is shown to a person."""

import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.sync import publisher_of, sync_dataset
from catalog.ckan.datastore import drop_table
from catalog.ckan.errors import CkanError
from catalog.ckan.mapping import at_site
from catalog.ckan.parallel import Tell, write_all
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.reconcile import Ours, ReconcilePlan, find_ghosts, listing, make_plan, own_tables, tables_there
from catalog.ckan.sending import hash_in, to_send
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import CkanLink, Resource
from catalog.search.tables import SearchEntry


@dataclass
class ReconcileReport:
    """The plan, and what was done about it."""

    plan: ReconcilePlan
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # dataset id → error code


def reconcile(*, deps: Deps, repair: bool, force: bool = False, tell: Tell | None = None) -> ReconcileReport:
    """Compare every public dataset with CKAN; with `repair`, write what is missing or changed, remove what is extra.

    Args:
        deps: with a configured publisher.
        repair: False only checks.
        force: remove although the guard says that too much would vanish, and overwrite drift.
        tell: told of progress (step, done, total).

    Raises:
        CkanError: the server does not answer at all.
    """
    publisher = publisher_of(deps)
    if deps.sessions is None or not isinstance(publisher, CkanPublisher):
        raise RecordDamaged
    with deps.sessions() as session:
        packages = _packages(session, str(deps.extras["site_url"]))
        ours = _wanted(session, packages)
        resources = frozenset(str(one) for one in session.scalars(select(Resource.id)))
    theirs = listing(publisher.client)
    tables = own_tables(publisher.client, tables_there(publisher.client) - resources)
    plan = make_plan(ours, theirs, tables=tables, resources=resources)
    plan = replace(plan, ghosts=tuple(find_ghosts(publisher.client, [*plan.extra, *plan.drifted])))
    report = ReconcileReport(plan)
    if repair:
        _repair(report, publisher, packages, deps, force=force, tell=tell or _silent)
    return report


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
    del step, done, total


def _packages(session: Session, site_url: str) -> dict[str, dict[str, Any]]:
    rows = select(SearchEntry.dataset_id, SearchEntry.body).where(SearchEntry.is_live)
    return {str(row[0]): at_site(row[1], site_url) for row in session.execute(rows)}


def _wanted(session: Session, packages: dict[str, dict[str, Any]]) -> dict[str, Ours]:
    links = {str(one.dataset_id): one for one in session.scalars(select(CkanLink))}
    return {
        package_id: Ours(
            str(hash_in(to_send(package))),
            link.metadata_modified if (link := links.get(package_id)) and link.state == "synced" else None,
        )
        for package_id, package in packages.items()
    }


def _repair(
    report: ReconcileReport,
    publisher: CkanPublisher,
    packages: dict[str, dict[str, Any]],
    deps: Deps,
    *,
    force: bool,
    tell: Tell,
) -> None:
    plan = report.plan
    write_all(
        publisher,
        packages,
        lambda one, is_missing: _one(report, one, deps, force=force, is_missing=is_missing),
        missing=[one for one in plan.missing if one in packages],
        present=[*plan.changed, *plan.hidden, *(plan.drifted if force else ())],
        tell=tell,
    )
    if not plan.is_guarded or force:
        for one in plan.extra:
            _remove(report, publisher, one)
        for one in plan.orphan_tables:
            drop_table(publisher.client, one)
            report.done["orphan_tables"] = report.done.get("orphan_tables", 0) + 1


def _one(report: ReconcileReport, one: str, deps: Deps, **more: bool) -> None:
    try:
        state = sync_dataset(UUID(one), deps=deps, **more)
    except CkanError as error:
        report.failed[one] = error.code
    else:
        report.done[state] = report.done.get(state, 0) + 1


def _remove(report: ReconcileReport, publisher: CkanPublisher, one: str) -> None:
    try:
        publisher.withdraw(one, ())
    except CkanError as error:
        report.failed[one] = error.code
    else:
        report.done["removed"] = report.done.get("removed", 0) + 1


def summary(report: ReconcileReport) -> str:
    """Return the report as JSON: counts and codes."""
    return json.dumps(
        {"plan": report.plan.counts(), "guarded": report.plan.is_guarded, "done": report.done, "failed": report.failed}
    )
