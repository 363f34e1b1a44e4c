"""泛化: a date of birth or an age becomes an age band, or a band of birth years when no day to count to is given."""

from datetime import date

import polars as pl

from desensitize.operators.base import HIDDEN, How

OLDEST = 85
"""Ages from here on are one band: very old people are few, and a band of five years would single them out."""

CHILD = 14
"""Below this age a person's data are sensitive as such (个人信息保护法 第28条): one band, no finer."""

_DATE = r"((?:19|20)\d{2})\s*[-./年]?\s*(1[0-2]|0?[1-9])?(?:\s*[-./月]?\s*(3[01]|[12]\d|0?[1-9]))?\s*日?"
_AGE = r"^\s*(\d{1,3})\s*(?:周?岁)?\s*$"


class AgeBand:
    """Bands of `width` years (5 unless the policy says otherwise)."""

    name = "age_band"
    strength = 20

    def apply(self, values: pl.Series, how: How) -> pl.Series:
        """See Operator.apply. A value that is neither a date nor an age is taken out whole."""
        width = int(how.params.get("width", 5))
        text = pl.col("v").str.normalize("NFKC")
        frame = pl.DataFrame({"v": values}).select(
            year=text.str.extract(_DATE, 1).cast(pl.Int32),
            month=text.str.extract(_DATE, 2).cast(pl.Int32).fill_null(7),
            day=text.str.extract(_DATE, 3).cast(pl.Int32).fill_null(1),
            age=text.str.extract(_AGE, 1).cast(pl.Int32),
        )
        as_of = how.params.get("as_of")
        if as_of is None:
            return frame.select(_year_band(width).alias(values.name)).to_series()
        today = date.fromisoformat(str(as_of))
        had_birthday = pl.struct("month", "day").is_not_null() & (
            (pl.col("month") < today.month) | ((pl.col("month") == today.month) & (pl.col("day") <= today.day))
        )
        counted = today.year - pl.col("year") - pl.when(had_birthday).then(0).otherwise(1)
        age = pl.coalesce(pl.col("age"), counted)
        return frame.select(_age_band(age, width).alias(values.name)).to_series()

    def domain(self, how: How) -> str:
        """See Operator.domain."""
        if how.params.get("as_of") is None:
            return rf"^(?:\d{{4}}-\d{{4}}年|\d{{1,2}}-\d{{1,2}}岁|{CHILD}岁以下|{OLDEST}岁及以上|\*\*\*)$"
        return rf"^(?:\d{{1,2}}-\d{{1,2}}岁|{CHILD}岁以下|{OLDEST}岁及以上|\*\*\*)$"


def _age_band(age: pl.Expr, width: int) -> pl.Expr:
    low = pl.max_horizontal(age // width * width, pl.lit(CHILD))
    high = pl.min_horizontal(age // width * width + width - 1, pl.lit(OLDEST - 1))
    return (
        pl.when(age.is_null() | (age < 0) | (age > 130))
        .then(pl.lit(HIDDEN))
        .when(age < CHILD)
        .then(pl.lit(f"{CHILD}岁以下"))
        .when(age >= OLDEST)
        .then(pl.lit(f"{OLDEST}岁及以上"))
        .otherwise(pl.format("{}-{}岁", low, high))
    )


def _year_band(width: int) -> pl.Expr:
    year = pl.col("year")
    low = year // width * width
    return (
        pl.when(year.is_not_null())
        .then(pl.format("{}-{}年", low, low + width - 1))
        .otherwise(_age_band(pl.col("age"), width))
    )
