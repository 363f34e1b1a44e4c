"""Hide what verification found left over, so that the next verification can pass.

A finder that reads sentences judges a cell anew once its neighbours are masked, and a name unknown in one row is known
from another: both are found only in the finished table.
"""

import numpy as np
import polars as pl

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import Finding, Spans
from desensitize.keys import MaskingKeys
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.replacements import make_replacements
from desensitize.masking.spans import merge_overlaps, replace_spans, span_texts
from desensitize.masking.text import mask_text
from desensitize.proof.residual import Place, ResidualPii

SETTLED = frozenset({"identifier", "own_row", "free_text", "rescan"})
"""Proofs whose places are pieces of cells. A failure of another proof is a fault of the plan and stays one."""


def settle(
    released: pl.DataFrame, residual: ResidualPii, plan: MaskingPlan, *, keys: MaskingKeys
) -> tuple[pl.DataFrame, int]:
    """Mask leftovers in a released table.

    released: the table that failed, before it was written. residual: what verification raised. Returns the table with
    these pieces masked and their number; raises the residual again when any place is not a piece of a cell.
    """
    if any(place.check not in SETTLED or place.column is None or place.start < 0 for place in residual.places):
        raise residual
    by_column: dict[str, list[Place]] = {}
    for place in residual.places:
        by_column.setdefault(str(place.column), []).append(place)
    masked = [_masked(released.get_column(name), places, plan, keys).alias(name) for name, places in by_column.items()]
    return released.with_columns(masked), len(residual.places)


def settle_text(released: str, residual: ResidualPii, plan: MaskingPlan, *, keys: MaskingKeys) -> tuple[str, int]:
    """Mask leftovers in a released text: as `settle`, for one text instead of a table."""
    if any(place.check not in SETTLED or place.column is not None or place.start < 0 for place in residual.places):
        raise residual
    left = [Finding(Entity(place.kind), place.start, place.end, 1.0, "settled") for place in residual.places]
    return mask_text(released, left, plan, keys=keys), len(left)


def _masked(cells: pl.Series, places: list[Place], plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    ordered = sorted({(place.row, place.start, place.end, ENTITY_INDEX[place.kind]) for place in places})
    rows, starts, ends, kinds = (np.array(part) for part in zip(*ordered, strict=True))
    spans, joined = merge_overlaps(
        Spans(
            rows.astype(np.int64),
            starts.astype(np.int32),
            ends.astype(np.int32),
            kinds.astype(np.uint8),
            np.zeros(len(rows), np.uint8),
        )
    )
    return replace_spans(cells, spans, make_replacements(span_texts(cells, spans), spans, joined, plan, keys))
