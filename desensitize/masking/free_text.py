"""Hidden names in other rows' free text and in the texts around a table."""

from collections.abc import Sequence

import polars as pl

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
    released: pl.DataFrame, plan: MaskingPlan, hidden: HiddenValues, metadata: Sequence[str]
) -> list[Place]:
    """Find hidden full names in free text.

    released: text columns. hidden: of the original. metadata: texts around the table. Returns the places.
    """
    from desensitize.mask import released_columns

    chosen = _full_names(hidden)
    counts = chosen.value_counts(name="hidden")
    if not counts.height:
        return []
    patterns = counts.get_column(chosen.name).implode()
    names_out = released_columns(plan)
    places: list[Place] = []
    for column in plan.columns:
        if column.operator in OPERATORS or column.operator == DROP or not plan.hides("PERSON", column):
            continue
        cells = released.get_column(names_out[column.column])
        if (cells.str.len_chars().mean() or 0) >= _TEXT_LENGTH:  # type: ignore[operator]
            places += _in_column(cells, patterns, counts, names_out[column.column])
    if texts_with_names(metadata, hidden):
        places.append(Place("metadata", None, -1, -1, -1, "PERSON"))
    return places


def texts_with_names(metadata: Sequence[str], hidden: HiddenValues) -> list[int]:
    """Return which of the texts around a table, counted from 0, hold a full name that the table hides."""
    patterns = _full_names(hidden).unique()
    if not len(patterns) or not metadata:
        return []
    texts = pl.Series([text.encode("utf-8", "replace").decode() for text in metadata], dtype=pl.String)
    return texts.str.contains_any(patterns.implode()).arg_true().to_list()


def _full_names(hidden: HiddenValues) -> pl.Series:
    chosen = hidden.where(hidden.kinds == ENTITY_INDEX["PERSON"]).values
    return chosen.filter(chosen.str.contains(_FULL))


def _in_column(cells: pl.Series, patterns: pl.Series, counts: pl.DataFrame, name: str) -> list[Place]:
    rows = cells.str.contains_any(patterns).fill_null(value=False).arg_true()
    if not len(rows):
        return []
    found = pl.DataFrame({"row": rows, "name": cells.gather(rows).str.extract_many(patterns, leftmost=True)}).explode(
        "name"
    )
    often = found.group_by("name").len().join(counts, left_on="name", right_on=patterns.name)
    words = often.filter(pl.col("len") > _WORD_FACTOR * pl.col("hidden"))["name"]
    places: list[Place] = []
    for row, text in found.filter(~pl.col("name").is_in(words.implode())).unique().iter_rows():
        start = str(cells[row]).find(text)
        places.append(Place("free_text", name, row, start, start + len(text), "PERSON"))
    return places
