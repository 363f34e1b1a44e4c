"""The table of job kinds: which functions of `catalog.actions` prepare, compute, commit and fail each.

Names, not objects: a web process may import this table without loading an action, and a worker never loads the heavy
half, which only the confined child imports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """Dotted names (`module:function`) of one kind of job; an empty name: it has no such half.

    prepare(session, job, *, deps) -> dict | None: the child's orders; None when the effect is there already.
    compute(payload, *, deps, report) -> dict: in the confined child, no database, no network.
    commit(session, job, outcome, *, deps): in the transaction that sets the job done.
    fail(session, job, code, detail, *, deps): in the transaction that sets the job failed.
    run(job_id, *, deps) -> dict | None: instead of the first three, for work that opens no upload (network, clearing
        up); idempotent; what it gives is kept as the job's outcome (counts and codes).
    """

    prepare: str = ""
    compute: str = ""
    commit: str = ""
    fail: str = ""
    run: str = ""


KINDS: Mapping[str, Kind] = {
    "process": Kind(
        prepare="catalog.actions.process:prepare_process",
        compute="catalog.actions.process_child:compute_process",
        commit="catalog.actions.process:commit_process",
        fail="catalog.actions.process:fail_process",
    ),
    "publish": Kind(
        prepare="catalog.actions.publish:prepare_publish",
        compute="catalog.actions.publish_child:compute_publish",
        commit="catalog.actions.publish:commit_publish",
        fail="catalog.actions.publish:fail_publish",
    ),
    "correct": Kind(
        prepare="catalog.actions.check_correction:prepare_correct",
        compute="catalog.actions.correction_child:compute_correct",
        commit="catalog.actions.check_correction:commit_correct",
        fail="catalog.actions.check_correction:fail_correct",
    ),
    "part": Kind(
        prepare="catalog.actions.sharing_out:prepare_part",
        compute="catalog.actions.part_child:compute_part",
        commit="catalog.actions.sharing_out:commit_part",
        fail="catalog.actions.sharing_out:fail_part",
    ),
    "join": Kind(
        prepare="catalog.actions.sharing_out:prepare_join",
        compute="catalog.actions.part_child:compute_join",
        commit="catalog.actions.sharing_out:commit_join",
        fail="catalog.actions.sharing_out:fail_join",
    ),
    "compare": Kind(
        prepare="catalog.actions.edition_runs:prepare_compare",
        compute="catalog.actions.edition_child:compute_compare",
        commit="catalog.actions.edition_runs:commit_compare",
        fail="catalog.actions.edition_runs:fail_compare",
    ),
    "reclassify": Kind(run="catalog.actions.reclassify:run_reclassify"),
    "clear": Kind(run="catalog.actions.clear:run_clear"),
    "sync": Kind(run="catalog.actions.sync:run_sync", fail="catalog.actions.sync_again:fail_sync"),
    "reconcile": Kind(run="catalog.actions.reconcile:run_reconcile"),
}


def load(name: str) -> Any:
    """Import what `module:function` names."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
