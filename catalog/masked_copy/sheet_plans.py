"""The plans of a workbook's sheets: each its own, but one kind is masked in one way in all of them.

Sheets of one workbook are joined by those who read it, so a number that is a pseudonym in one sheet has to be the same
pseudonym in the next, and never its other half.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from catalog.ingest.workbook import SheetRead
from catalog.masked_copy.options import CopyOptions
from desensitize.findings import TableScan
from desensitize.masking.policy import default_policy
from desensitize.operators import STRENGTH
from desensitize.plan import NO_COLUMN, NO_COLUMN_ZH, Demand, MaskingPlan, PlanError, build_plan
from desensitize.scan import scan_table

_BESIDE_BIRTH = "id_hidden_beside_birth_date"


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet with values: as read, its table, what was found in it and how it is masked."""

    read: SheetRead
    frame: pl.DataFrame
    scan: TableScan
    plan: MaskingPlan


def planned_sheets(sheets: Sequence[SheetRead], options: CopyOptions) -> list[PlannedSheet]:
    """Scan and plan every sheet that has a table.

    Raises PlanError for a demand on a column that no sheet has, or on an unknown action or purpose.
    """
    scanned: list[tuple[SheetRead, pl.DataFrame, TableScan]] = []
    for sheet in sheets:
        if sheet.table is not None:
            scanned.append((sheet, sheet.table.frame, _scan(sheet.table.frame, sheet, options)))
            if options.progress is not None:
                options.progress(sum(frame.height for _, frame, _ in scanned))
    names = {name for _, frame, _ in scanned for name in frame.columns}
    asked = {demand.column: None for demand in options.demands if demand.column is not None}
    if missing := tuple(column for column in asked if column not in names):
        raise PlanError(NO_COLUMN, NO_COLUMN_ZH, columns=missing)
    planned = [PlannedSheet(sheet, frame, scan, _plan(frame, scan, options)) for sheet, frame, scan in scanned]
    shared = _shared([sheet.plan for sheet in planned], options.purpose)
    if not shared:
        return planned
    return [replace(sheet, plan=_plan(sheet.frame, sheet.scan, options, shared)) for sheet in planned]


def _scan(frame: pl.DataFrame, sheet: SheetRead, options: CopyOptions) -> TableScan:
    damaged = sheet.table.damaged if sheet.table is not None else frozenset()
    return scan_table(frame, entities=options.entities, names=options.names, damaged=damaged, jobs=options.jobs)


def _plan(frame: pl.DataFrame, scan: TableScan, options: CopyOptions, shared: Sequence[Demand] = ()) -> MaskingPlan:
    own = [demand for demand in options.demands if demand.column is None or demand.column in frame.columns]
    return build_plan(
        scan,
        (*own, *shared),
        purpose=options.purpose,
        frame=frame,
        today=options.today,
        entities=options.entities,
    )


def _shared(plans: Sequence[MaskingPlan], purpose: str) -> list[Demand]:
    """What the sheets do not agree on: the strongest of what any demand made of a kind in one of them."""
    policy = default_policy()
    shared: list[Demand] = []
    for kind in sorted({kind for plan in plans for kind in plan.text_entities}):
        asked = {plan.text_entities[kind] for plan in plans if kind in plan.text_entities}
        if len(asked) < 2:
            continue
        if kind == "CN_ID" and any(_BESIDE_BIRTH in plan.notes for plan in plans):
            shared.append(Demand(None, kind, "redact", ""))
            continue
        usual = policy.operator(kind, purpose)
        shared.append(Demand(None, kind, max(asked - {usual}, key=STRENGTH.__getitem__), ""))
    return shared
