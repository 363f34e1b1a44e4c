"""Proves that rows about minors were masked more strictly: no end of a number, no surname, no blurred value is left.

Whose rows they are is found anew in the original; what stands there is judged by the release alone, without the plan's
own choice of operators.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER, Entity
from desensitize.findings import Spans, TableScan
from desensitize.masking.minors import minor_rows
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.spans import span_texts
from desensitize.operators import DROP, STAR
from desensitize.proof.residual import Place


def weakly_masked_minors(
    original: pl.DataFrame,
    released: pl.DataFrame,
    plan: MaskingPlan,
    *,
    scan: TableScan,
    order: npt.NDArray[np.int64] | None,
) -> list[Place]:
    """Find partial masks in rows about minors.

    original: text columns as scanned. released: read back. scan: of the original. order: for each released row the
    original row, None when they stand alike. Returns a place for every cell of such a row in which something was
    hidden and a part of it still shows; nothing when the plan treats all rows alike.
    """
    from desensitize.mask import released_columns

    if not plan.minors_on:
        return []
    young = minor_rows(original, scan, date.fromisoformat(plan.minors_on))
    if not young.any():
        return []
    place_of = np.arange(original.height) if order is None else np.argsort(order)
    names = released_columns(plan)
    places: list[Place] = []
    for index, column in enumerate(plan.columns):
        spans = scan.spans_of(index)
        hidden = spans.where(np.isin(spans.entities, _codes(plan)) & young[spans.rows])
        if column.operator == DROP or not len(hidden):
            continue
        before = original.to_series(index)
        after = released.get_column(names[column.column]).gather(place_of[hidden.rows])
        for row, kind in _shown(before, after, hidden):
            where = int(place_of[row])
            places.append(Place("minor", names[column.column], where, -1, -1, ENTITY_ORDER[kind].value))
    return places


def _shown(before: pl.Series, after: pl.Series, hidden: Spans) -> list[tuple[int, int]]:
    """Row and kind of hidden pieces whose beginning or end stands in the released cell more often than beside them.

    before: the original column. after: the released cells of the pieces. hidden: the pieces. What counts is the first
    character before a star, and of all but names the first three and the last four characters.
    """
    value = pl.col("value").str
    surname = pl.concat_str(value.head(1), pl.lit(STAR))
    is_name = pl.col("kind") == ENTITY_INDEX[Entity.PERSON]
    ends = [pl.when(is_name).then(surname).otherwise(end) for end in (value.head(3), value.tail(4))]
    frame = pl.DataFrame(
        {
            "row": hidden.rows,
            "kind": hidden.entities,
            "value": span_texts(before, hidden),
            "before": before.gather(hidden.rows),
            "after": after,
        }
    )
    # An age band holds no character of the date that it was made of.
    weak = (pl.col("kind") == ENTITY_INDEX[Entity.DATE_OF_BIRTH]) & (
        pl.col("after").str.count_matches("岁") > pl.col("before").str.count_matches("岁")
    )
    for number, piece in enumerate((surname, *ends)):
        name = f"piece{number}"
        frame = frame.with_columns(piece.alias(name)).with_columns(pl.len().over("row", name).alias(f"times{number}"))
        stood = pl.col("before").str.count_matches(pl.col(name), literal=True)
        stands = pl.col("after").str.count_matches(pl.col(name), literal=True)
        weak |= stands.cast(pl.Int64) > (stood.cast(pl.Int64) - pl.col(f"times{number}").cast(pl.Int64)).clip(0)
    return frame.filter(weak).select("row", "kind").unique(maintain_order=True).rows()


def _codes(plan: MaskingPlan) -> list[int]:
    kinds = {*plan.text_entities, *plan.visible}
    return [code for code, entity in enumerate(ENTITY_ORDER) if entity.value in kinds]
