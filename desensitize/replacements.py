"""What stands in for the pieces that are taken out: each piece's kind decides the operator."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_ORDER
from desensitize.findings import Spans
from desensitize.keys import MaskingKeys
from desensitize.operators import HIDDEN, OPERATORS, How
from desensitize.recipe import MaskingPlan
from desensitize.span_replace import put_rows


def make_replacements(
    texts: pl.Series, spans: Spans, joined: npt.NDArray[np.bool_], plan: MaskingPlan, keys: MaskingKeys
) -> pl.Series:
    """Make the replacement of each piece.

    texts: the pieces. spans: their kinds. joined: pieces that came from overlapping findings. Returns as many strings:
    the output of the kind's operator; three stars where findings overlapped.
    """
    made = pl.Series("new", [HIDDEN], dtype=pl.String).new_from_index(0, len(texts))
    for code in np.unique(spans.entities).tolist():
        kind = ENTITY_ORDER[code].value
        places = np.flatnonzero((spans.entities == code) & ~joined)
        if len(places):
            how = How(kind, plan.text_params.get(kind, {}), plan.purpose, keys)
            operator = OPERATORS[plan.text_entities.get(kind, "redact")]
            made = put_rows(made, places, operator.apply(texts.gather(places), how))
    return made
