"""掩码: leave the part of a value that a published notice may show, hide the rest.

How much stays is the policy's: `left` and `right` characters of the value without separators, and `least`, the
length below which nothing stays. What does not have the expected shape is taken out whole.
"""

import re

import polars as pl

from desensitize.operators.base import HIDDEN, STAR, How, squash
from desensitize.operators.surname import compound_surnames


class Partial:
    """Partial mask by kind of value."""

    name = "partial"
    strength = 10

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply."""
        frame = pl.DataFrame({"raw": values, "value": squash(values)})
        if how.entity == "EMAIL":
            expression = _email()
        elif how.entity == "IP":
            expression = _ip()
        elif how.entity == "PERSON":
            expression = _name()
        else:
            expression = _ends(how)
        return frame.select(expression.alias(values.name)).to_series()

    def domain(self, how: How) -> str:
        """See Operator.domain."""
        word = r"[0-9A-Za-z\x{3400}-\x{9fff}\x{20000}-\x{3ffff}]"
        if how.entity == "EMAIL":
            return r"^(?:.?\*\*\*@[^@]+|\*\*\*)$"
        if how.entity == "IP":
            return r"^(?:\d{1,3}\.\d{1,3}\.\*\.\*|\*\*\*)$"
        if how.entity == "PERSON":
            return rf"^(?:{word}{{1,2}}\*+|\*\*\*)$"
        left, right, least = _settings(how)
        return rf"^(?:{word}{{{left}}}\*{{{max(1, least - left - right)},}}{word}{{{right}}}|\*\*\*)$"


def _settings(how: How) -> tuple[int, int, int]:
    left = int(how.params.get("left", 0))
    right = int(how.params.get("right", 0))
    least = max(int(how.params.get("least", 0)), left + right + 1)
    return left, right, least


def _ends(how: How) -> pl.Expr:
    """Left and right ends of the value, stars between, as many as characters hidden."""
    left, right, least = _settings(how)
    value = pl.col("value")
    prefix = how.params.get("prefix")
    if prefix:
        # A country code in front is not part of the number: +86 138… shows 138, not 861.
        value = value.str.replace(rf"^(?:{prefix})", "")
    length = value.str.len_chars()
    middle = value.str.slice(left, length - left - right).str.replace_all(r"(?s).", STAR)
    tail = value.str.slice(length - right, right) if right else pl.lit("")
    whole = pl.concat_str(value.str.slice(0, left), middle, tail)
    shape = str(how.params.get("shape", ""))
    fits = length >= least
    if shape:
        fits = fits & value.str.contains(rf"^(?:{shape})$")
    return pl.when(fits).then(whole).otherwise(pl.lit(HIDDEN))


def _email() -> pl.Expr:
    raw = pl.col("raw").str.normalize("NFKC").str.strip_chars()
    return (
        pl.when(raw.str.contains(r"^[^@\s]{2,}@[^@\s]+$"))
        .then(raw.str.replace(r"^([^@])[^@]*@(.*)$", "$1***@$2"))
        .otherwise(pl.lit(HIDDEN))
    )


def _ip() -> pl.Expr:
    raw = pl.col("raw").str.normalize("NFKC").str.strip_chars()
    return (
        pl.when(raw.str.contains(r"^\d{1,3}(?:\.\d{1,3}){3}$"))
        .then(raw.str.replace(r"^(\d{1,3}\.\d{1,3})\..*$", "$1.*.*"))
        .otherwise(pl.lit(HIDDEN))
    )


def _name() -> pl.Expr:
    """Surname and a star for each further character (clause on names of private persons: 姓+*)."""
    value = pl.col("value")
    compound = "^(?:" + "|".join(re.escape(name) for name in compound_surnames()) + ")."
    left = pl.when(value.str.contains(compound)).then(2).otherwise(1)
    rest = value.str.slice(left).str.replace_all(r"(?s).", STAR)
    return (
        pl.when(value.str.len_chars() >= 2)
        .then(pl.concat_str(value.str.slice(0, left), rest))
        .otherwise(pl.lit(HIDDEN))
    )
