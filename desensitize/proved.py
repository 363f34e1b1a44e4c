"""Mask, write, read back, verify; mask what verification found and try again: the one way to a release."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import polars as pl

from desensitize.entities import Entity
from desensitize.findings import Finding, TableScan
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.row_order import shuffled_order
from desensitize.masking.settle import settle, settle_text
from desensitize.masking.suppression import suppress_cells
from desensitize.masking.text import mask_text
from desensitize.proof.rescan import Reader
from desensitize.proof.residual import ResidualPii, VerificationReport
from desensitize.proof.wanted import Sought, Wanted
from desensitize.scanning.workers import Workers
from desensitize.verify import verify_table

_Masked = TypeVar("_Masked")
_Proof = TypeVar("_Proof")

ROUNDS = 3
"""Verifications before a table is given up: every round masks more, and two have always been enough so far."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A release that passed. released: as read back. settled: pieces that only verification found."""

    released: pl.DataFrame
    report: VerificationReport
    settled: int


def masked_rows(frame: pl.DataFrame, plan: MaskingPlan, *, scan: TableScan, keys: MaskingKeys) -> pl.DataFrame:
    """The masked table in the order in which it is released; see `mask_table`."""
    masked = suppress_cells(mask_table(frame, plan, scan=scan, keys=keys), plan)
    if not plan.shuffle:
        return masked
    return masked[shuffled_order(frame.height, keys, plan.purpose, plan.recipe_version)]


def mask_and_prove(
    frame: pl.DataFrame,
    plan: MaskingPlan,
    *,
    scan: TableScan,
    keys: MaskingKeys,
    written: Callable[[pl.DataFrame], pl.DataFrame],
    metadata: Sequence[str] = (),
    entities: Collection[Entity] | None = None,
    names: bool = True,
    jobs: int = 1,
    masked: pl.DataFrame | None = None,
    also: Wanted | None = None,
    also_names: pl.Series | None = None,
    reader: Reader | None = None,
    sought: Sought | None = None,
    workers: Workers | None = None,
) -> Proved:
    """Mask a table and prove the written output.

    frame: the original, text columns. scan: of it. written: writes a masked table and returns it as read back from
    what was written; called again, it replaces what it wrote before. metadata: the other public texts of the release.
    entities, names, jobs, also, also_names, reader, sought, workers: as in `verify_table`. masked: the masked table
    in the original order, when it was made already from its chunks.
    Returns the release; raises ResidualPii when it cannot be proved.
    """
    masked = suppress_cells(mask_table(frame, plan, scan=scan, keys=keys) if masked is None else masked, plan)
    order = shuffled_order(frame.height, keys, plan.purpose, plan.recipe_version) if plan.shuffle else None
    masked = masked if order is None else masked[order]

    def prove(masked: pl.DataFrame) -> Proved:
        released = written(masked)
        report = verify_table(
            frame,
            released,
            plan,
            scan=scan,
            metadata=metadata,
            order=order,
            entities=entities,
            names=names,
            jobs=jobs,
            also=also,
            also_names=also_names,
            reader=reader,
            sought=sought,
            workers=workers,
        )
        return Proved(released, report, 0)

    _, proved, settled = _until_proved(masked, prove, partial(settle, plan=plan, keys=keys))
    return replace(proved, settled=settled)


def mask_and_prove_text(
    text: str,
    findings: Iterable[Finding],
    plan: MaskingPlan,
    *,
    keys: MaskingKeys,
    prove: Callable[[str], None],
) -> tuple[str, int]:
    """Mask one text and prove it; what only the proof finds is masked too, as in a table.

    text: raw. findings: of it. prove: raises ResidualPii, with places in the text it was given. Returns the masked
    text and the number of pieces that only the proof found; raises ResidualPii when it cannot be proved.
    """
    masked = mask_text(text, findings, plan, keys=keys)
    masked, _, settled = _until_proved(masked, prove, partial(settle_text, plan=plan, keys=keys))
    return masked, settled


def _until_proved(
    masked: _Masked,
    prove: Callable[[_Masked], _Proof],
    settle_left: Callable[[_Masked, ResidualPii], tuple[_Masked, int]],
) -> tuple[_Masked, _Proof, int]:
    """Prove; mask what is left and prove again. Returns what passed, its proof and the number of pieces settled."""
    settled = 0
    for _ in range(ROUNDS - 1):
        try:
            return masked, prove(masked), settled
        except ResidualPii as residual:
            masked, count = settle_left(masked, residual)
            settled += count
    return masked, prove(masked), settled
