"""分档: an amount becomes a range whose bounds do not depend on the data."""

from itertools import pairwise

import polars as pl

from desensitize.operators.base import HIDDEN, How

_NUMBER = r"^\s*[¥￥]?\s*([+-]?\d[\d,]*(?:\.\d+)?)\s*(?:元|万元|亿元|万|亿)?\s*$"


class Bucket:
    """Ranges 1-2-5 in every power of ten, or the `edges` the policy lists; the unit stays what the column says."""

    name = "bucket"
    strength = 20

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply. A value that is no number is taken out whole."""
        text = pl.col("v").str.normalize("NFKC")
        number = text.str.extract(_NUMBER, 1).str.replace_all(",", "").cast(pl.Float64, strict=False)
        edges = [float(edge) for edge in how.params.get("edges", [])]
        made = _listed(number, edges) if edges else _one_two_five(number)
        return pl.DataFrame({"v": values}).select(made.alias(values.name)).to_series()

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


def _listed(number: pl.Expr, edges: list[float]) -> pl.Expr:
    made = pl.when(number.is_null()).then(pl.lit(HIDDEN)).when(number < edges[0]).then(pl.lit(_label(None, edges[0])))
    for low, high in pairwise(edges):
        made = made.when(number < high).then(pl.lit(_label(low, high)))
    return made.otherwise(pl.lit(_label(edges[-1], None)))


def _one_two_five(number: pl.Expr) -> pl.Expr:
    """Ranges [1, 2), [2, 5), [5, 10), [10, 20) …; of negative amounts the mirror image.

    Bounds are picked by comparison, not by a logarithm, so that 1000 never lands in 500～1000.
    """
    bounds = [m * 10**power for power in range(15) for m in (1, 2, 5)]
    size = number.abs()
    made = (
        pl.when(number.is_null() | number.is_nan())
        .then(pl.lit(HIDDEN))
        .when(number == 0)
        .then(pl.lit("0"))
        .when(size < 1)
        .then(pl.when(number < 0).then(pl.lit("-1～0")).otherwise(pl.lit("0～1")))
    )
    index = size.cut([float(bound) for bound in bounds], left_closed=True).to_physical().cast(pl.Int64)
    lows = pl.lit(pl.Series([str(bound) for bound in bounds]))
    low = lows.gather((index - 1).clip(0, len(bounds) - 1))
    high = lows.gather(index.clip(0, len(bounds) - 1))
    plus = pl.format("{}～{}", low, high)
    minus = pl.format("-{}～-{}", high, low)
    return made.when(size >= bounds[-1]).then(pl.lit(HIDDEN)).when(number < 0).then(minus).otherwise(plus)
