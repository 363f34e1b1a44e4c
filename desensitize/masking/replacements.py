"""What stands in for the pieces that are taken out: each piece's kind decides the operator."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_ORDER
from desensitize.findings import Spans
from desensitize.keys import MaskingKeys
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.spans import put_rows
from desensitize.operators import HIDDEN, OPERATORS, How


def make_replacements(
    texts: pl.Series, spans: Spans, joined: npt.NDArray[np.bool_], plan: MaskingPlan, keys: MaskingKeys
) -> pl.Series:
    """Make the replacement of each piece.

    texts: the pieces. spans: their kinds. joined: pieces that came from overlapping findings. Returns as many strings:
    the output of the kind's operator; three stars where findings overlapped.
    """
    codes = np.flatnonzero(np.bincount(spans.entities, minlength=1))
    if len(codes) == 1 and not joined.any():
        return _applied(texts, ENTITY_ORDER[int(codes[0])].value, plan, keys)
    made = pl.Series("new", [HIDDEN], dtype=pl.String).new_from_index(0, len(texts))
    for code in codes:
        places = np.flatnonzero((spans.entities == code) & ~joined)
        if len(places):
            new = _applied(texts.gather(places), ENTITY_ORDER[int(code)].value, plan, keys)
            made = put_rows(made, places, new)
    return made


def _applied(texts: pl.Series, kind: str, plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    how = How(kind, plan.text_params.get(kind, {}), plan.purpose, keys)
    return OPERATORS[plan.text_entities.get(kind, "redact")].apply(texts, how)
