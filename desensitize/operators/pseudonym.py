"""假名化: a keyed stand-in that joins within one purpose and tells nothing without the key."""

import polars as pl

from desensitize.keys import PSEUDONYM_LETTERS
from desensitize.operators.base import HIDDEN, How, squash


class Pseudonymise:
    """HMAC of the value in normal form, so that 138-0013-8000 and 13800138000 join."""

    name = "pseudonymise"
    strength = 30

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply; raises MissingMaskingKey when the purpose has no key."""
        normal = squash(values).str.to_uppercase()
        distinct = normal.unique()
        made = how.keys.pseudonyms(how.purpose, how.entity, distinct.to_list())
        table = pl.DataFrame({"value": distinct, "made": pl.Series(made, dtype=pl.String)})
        joined = pl.DataFrame({"value": normal}).join(table, on="value", how="left", maintain_order="left")
        # A value of signs alone squashes to nothing; all of them would join, so they are taken out instead.
        made_values = joined.select(pl.when(pl.col("value") == "").then(pl.lit(HIDDEN)).otherwise(pl.col("made")))
        return made_values.to_series().alias(values.name)

    def domain(self, how: How) -> str:
        """See Operator.domain."""
        del how
        return rf"^(?:[a-p]{{{PSEUDONYM_LETTERS}}}|\*\*\*)$"
