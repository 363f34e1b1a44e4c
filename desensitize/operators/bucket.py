"""分档: an amount becomes a range whose bounds do not depend on the data."""

from itertools import pairwise

import numpy as np
import polars as pl

from desensitize.operators.base import HIDDEN, How

_NUMBER = r"^\s*[¥￥]?\s*([+-]?\d[\d,]*(?:\.\d+)?)\s*(?:元|万元|亿元|万|亿)?\s*$"


class Bucket:
    """Ranges 1-2-5 in every power of ten, or the `edges` the policy lists; the unit stays what the column says."""

    name = "bucket"
    strength = 20

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply. A value that is no number is taken out whole."""
        text = pl.col("v").str.normalize("NFKC").str.extract(_NUMBER, 1).str.replace_all(",", "")
        number = pl.DataFrame({"v": values}).select(text.cast(pl.Float64, strict=False)).to_series().to_numpy()
        edges = [float(edge) for edge in how.params.get("edges", [])]
        bounds = edges or _BOUNDS
        labels = _labels(edges) if edges else _ONE_TWO_FIVE
        place = np.searchsorted(bounds, number, side="right")
        # Neither a number nor small enough to have a range: the last label, three stars.
        place[~np.isfinite(number) | ((np.abs(number) >= _BOUNDS[-1]) & (not edges))] = len(labels) - 1
        if not edges:
            place[number == 0] = len(labels) - 2
        return pl.Series(labels, dtype=pl.String).gather(place).alias(values.name)

    def domain(self, how: How) -> str:
        """See Operator.domain."""
        edges = [float(edge) for edge in how.params.get("edges", [])]
        if edges:
            labels = [_label(None, edges[0]), _label(edges[-1], None)]
            labels += [_label(low, high) for low, high in pairwise(edges)]
            return "^(?:" + "|".join(label.replace(".", r"\.") for label in labels) + r"|\*\*\*)$"
        return r"^(?:0|0～1|-1～0|-?[125]0*～-?[125]0*|\*\*\*)$"


def _label(low: float | None, high: float | None) -> str:
    if low is None:
        return f"{high:.12g}以下"
    if high is None:
        return f"{low:.12g}及以上"
    return f"{low:.12g}～{high:.12g}"


def _labels(edges: list[float]) -> list[str]:
    middle = [_label(low, high) for low, high in pairwise(edges)]
    return [_label(None, edges[0]), *middle, _label(edges[-1], None), HIDDEN]


_SIZES = [1.0, *(m * 10.0**power for power in range(15) for m in (2, 5, 10))]
# The mirror image of [500, 1000) is (-1000, -500]: its lower bound is the next number above -1000.
_BOUNDS = [*(float(np.nextafter(-size, 0)) for size in reversed(_SIZES)), 0.0, *_SIZES]
_SIGNED = [*(-size for size in reversed(_SIZES)), 0.0, *_SIZES]
_ONE_TWO_FIVE = [
    HIDDEN,
    *(f"{int(low)}～{int(high)}" for low, high in pairwise(_SIGNED)),
    HIDDEN,
    "0",
    HIDDEN,
]
"""Labels by place among `_BOUNDS`; then zero, then no number. 10^15 and more is hidden, as no amount is so large."""
