"""Hidden names in other rows' free text and in the texts around a table."""

from collections.abc import Sequence

import polars as pl

from desensitize.end_to_end import SHORT, WIDE, end_to_end
from desensitize.entities import ENTITY_INDEX
from desensitize.masking.hidden import HiddenValues
from desensitize.masking.recipe import MaskingPlan
from desensitize.operators import DROP, OPERATORS
from desensitize.proof.residual import Place

_FULL = r"^[\x{4e00}-\x{9fff}]{3,6}$"
"""Names looked for outside their own row: from three characters. Two are too often a word (万元, 高明)."""

_WORD_FACTOR = 3
"""A "name" that stands in free text this many times more often than it was hidden is a word of the language."""

_TEXT_LENGTH = 8
"""Average characters from which a column counts as free text."""


def names_in_free_text(
    released: pl.DataFrame,
    plan: MaskingPlan,
    hidden: HiddenValues,
    metadata: Sequence[str],
    *,
    names: pl.Series | None = None,
) -> list[Place]:
    """Find hidden full names in free text.

    released: text columns. hidden: of the original. metadata: texts around the table. names: what to look for when this
    is a part of a table (`HiddenNames.names`), None for what the part itself hides. Returns the places.
    """
    from desensitize.mask import released_columns

    counts = full_names(hidden).value_counts(name="hidden")
    wanted = counts.to_series(0) if names is None else names
    if not len(wanted):
        return []
    names_out = released_columns(plan)
    columns = _free_texts(released, [names_out[source] for source in free_text_columns(plan)])
    places: list[Place] = []
    for cells, standing in zip(columns, _standing_in(columns, wanted), strict=True):
        found = _without_words(standing, counts) if names is None and len(standing) else standing
        places += _places(cells, found, cells.name)
    if texts_with_names(metadata, hidden):
        places.append(Place("metadata", None, -1, -1, -1, "PERSON"))
    return places


def _without_words(standing: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Leave out names that are words of the language: they stand far more often than they were hidden."""
    often = standing.group_by("name").len().join(counts, left_on="name", right_on=counts.columns[0])
    words = often.filter(pl.col("len") > _WORD_FACTOR * pl.col("hidden"))["name"]
    return standing.filter(~pl.col("name").is_in(words.implode()))


def texts_with_names(metadata: Sequence[str], hidden: HiddenValues) -> list[int]:
    """Return which of the texts around a table, counted from 0, hold a full name that the table hides."""
    patterns = full_names(hidden).unique()
    if not len(patterns) or not metadata:
        return []
    texts = pl.Series([text.encode("utf-8", "replace").decode() for text in metadata], dtype=pl.String)
    return texts.str.contains_any(patterns.implode()).arg_true().to_list()


class HiddenNames:
    """Full names that a table hides, of parts that come one after the other, with how often each was hidden."""

    def __init__(self) -> None:
        self._hidden = _counted(pl.Series("name", [], dtype=pl.String))
        self._standing = self._hidden

    def add(self, hidden: HiddenValues) -> None:
        """What one more part hides."""
        self._hidden = _summed(self._hidden, _counted(full_names(hidden).alias("name")))

    def count(self, original: pl.DataFrame, plan: MaskingPlan, hidden: HiddenValues) -> None:
        """Count where names stand in the free text of one more part; asked when all that is hidden was added."""
        free = frozenset(free_text_columns(plan))
        shown = [index for index, column in enumerate(plan.columns) if column.column in free]
        for index in shown:
            cells = original.to_series(index)
            if is_free_text(cells):
                taken = full_names(hidden.where(hidden.columns == index)).alias("name")
                standing = names_standing(cells, self._hidden.to_series(0)).get_column("name")
                less = _counted(taken).with_columns(-pl.col("n"))
                self._standing = _summed(self._standing, _counted(standing), less)

    def names(self) -> pl.Series:
        """The names to look for: without those that are words of the language, as `names_in_free_text` has it."""
        both = self._hidden.join(self._standing, on="name", how="left", suffix="_standing")
        is_word = pl.col("n_standing").fill_null(0) > _WORD_FACTOR * pl.col("n")
        return both.filter(~is_word).get_column("name")


def free_text_columns(plan: MaskingPlan) -> list[str]:
    """Columns whose cells stay text, and may not show names."""
    return [
        column.column
        for column in plan.columns
        if column.operator not in OPERATORS and column.operator != DROP and plan.hides("PERSON", column)
    ]


def is_free_text(cells: pl.Series) -> bool:
    """Whether the cells are long enough to be sentences."""
    mean = cells.str.len_chars().mean()
    return isinstance(mean, float) and mean >= _TEXT_LENGTH


def _free_texts(released: pl.DataFrame, names: Sequence[str]) -> list[pl.Series]:
    """Those of the columns that are free text."""
    if not names:
        return []
    means = released.select(pl.col(names).str.len_chars().mean()).row(0)
    return [
        released.get_column(name)
        for name, mean in zip(names, means, strict=True)
        if mean is not None and mean >= _TEXT_LENGTH
    ]


def _standing_in(columns: Sequence[pl.Series], names: pl.Series) -> list[pl.DataFrame]:
    """`names_standing` of each column; of many short ones at once, as the matcher is made anew each time."""
    height = len(columns[0]) if columns else 0
    if len(columns) < WIDE or not 0 < height <= SHORT:
        return [names_standing(cells, names) for cells in columns]
    found = names_standing(end_to_end(columns), names)
    by_place = found.with_columns(place=pl.col("row") // height, row=pl.col("row") % height).partition_by(
        "place", as_dict=True, include_key=False
    )
    return [by_place.get((place,), found.clear()) for place in range(len(columns))]


def full_names(hidden: HiddenValues) -> pl.Series:
    """The hidden names that are long enough to be looked for outside their row."""
    chosen = hidden.where(hidden.kinds == ENTITY_INDEX["PERSON"]).values
    return chosen.filter(chosen.str.contains(_FULL))


def names_standing(cells: pl.Series, names: pl.Series) -> pl.DataFrame:
    """Where names stand: columns `row` and `name`, one row a hit."""
    if not len(names):
        return pl.DataFrame(schema={"row": pl.UInt32, "name": pl.String})
    # One way through: building the matcher of many names takes longer than using it.
    hits = pl.DataFrame({"name": cells.str.extract_many(names.implode(), leftmost=True)})
    return hits.with_row_index("row").explode("name").drop_nulls("name")


def _places(cells: pl.Series, found: pl.DataFrame, name: str) -> list[Place]:
    places: list[Place] = []
    for row, text in found.unique().iter_rows():
        start = str(cells[row]).find(text)
        places.append(Place("free_text", name, row, start, start + len(text), "PERSON"))
    return places


def _counted(names: pl.Series) -> pl.DataFrame:
    return names.value_counts(name="n").with_columns(pl.col("n").cast(pl.Int64))


def _summed(*counts: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(counts).group_by("name", maintain_order=True).agg(pl.col("n").sum())
