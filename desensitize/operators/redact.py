"""遮蔽: take the value out and say so."""

import polars as pl

from desensitize.operators.base import HIDDEN, How


class Redact:
    """Three stars for any value: neither content nor length is left."""

    name = "redact"
    strength = 40

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply."""
        del how
        return pl.Series(values.name, [HIDDEN], dtype=pl.String).new_from_index(0, len(values))

    def domain(self, how: How) -> str:
        """See Operator.domain."""
        del how
        return r"^\*\*\*$"
