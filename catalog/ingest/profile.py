"""A scanned table to facts: what each column's cells look like, as counts and shares. No value stays.

Worker only: loads Polars. The forms are those `classifiers` asks for; see `classifiers.subject.ColumnFacts.shapes`.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

import polars as pl

from catalog.ingest.cell_forms import (
    BIRTH_IN_ID,
    DATE,
    FORMS,
    HAN,
    INTEGER,
    LEADING_ZERO,
    LONG_NUMBER,
    NUMBER,
    YEAR,
)
from classifiers.matchers.secrecy_marks import find_secrecy_marks
from classifiers.subject import ColumnFacts, EntityFacts, MarkFacts
from classifiers.terms import GAP, Vocabulary
from desensitize.findings import ColumnScan, TableScan
from desensitize.masking.minors import is_age_column

_MINOR_AGE: Final = 14  # 个人信息保护法 art. 28
_CHILD_AGE: Final = r"^(?:[0-9]|1[0-3])(?:\.0+)?\s*(?:周?岁)?$"
_BIRTH_DATE: Final = (
    r"^((?:19|20)\d{2})(?:[-/.年]\s*)?(1[0-2]|0?[1-9])(?:[-/.月]\s*)?(3[01]|[12]\d|0?[1-9])日?(?:[ T]|$)"
)
_MOST: Final = 0.95
_FEW: Final = 0.2


def profile_table(
    frame: pl.DataFrame,
    scan: TableScan,
    vocabulary: Vocabulary,
    *,
    today: date,
    hidden: Collection[int] = (),
) -> tuple[ColumnFacts, ...]:
    """Give the facts of every column.

    frame: text columns, as scanned. scan: of the same frame. vocabulary: words to count in cells. today: day to which
    ages are counted. hidden: places of columns that were hidden in the file.
    """
    return tuple(
        _profile(frame.to_series(i), scan.columns[i], vocabulary, today=today, is_hidden=i in hidden)
        for i in range(frame.width)
    )


def marks_in_cells(frame: pl.DataFrame) -> tuple[MarkFacts, ...]:
    """Find secrecy marks in cells; only cells that could hold one are looked at.

    A mark with its star is one wherever it stands (`cells:NAME`); a bare grade (`column:NAME`) may be a category.
    """
    found = []
    for name in frame.columns:
        cells = frame.get_column(name)
        suspects = cells.filter(cells.str.contains("密").fill_null(value=False)).unique(maintain_order=True)
        for text in suspects.to_list():
            found += [
                MarkFacts(m.level, f"{'cells' if m.starred else 'column'}:{name}", m.declassified)
                for m in find_secrecy_marks(text)
            ]
    return tuple(dict.fromkeys(found))


def _profile(
    cells: pl.Series, scan: ColumnScan, vocabulary: Vocabulary, *, today: date, is_hidden: bool
) -> ColumnFacts:
    stripped = cells.str.strip_chars()
    filled = stripped.filter((stripped.str.len_chars() > 0).fill_null(value=False))
    count = len(filled)
    values = filled.value_counts(sort=False, name="n") if count else None
    shapes = _shapes(values, filled.name, count, today) if values is not None else {}
    return ColumnFacts(
        name=scan.name,
        index=scan.index,
        type=_type(values, filled.name, count) if values is not None else "empty",
        rows=len(cells),
        nonempty=count,
        distinct=0 if values is None else values.height,
        entities={
            entity.value: EntityFacts(n, round(n / count, 4), scan.whole.get(entity, 0))
            for entity, n in scan.cells.items()
            if count
        },
        shapes=shapes,
        terms=_terms(values, filled.name, vocabulary) if values is not None else {},
        length=round(float(filled.str.len_chars().mean() or 0.0), 1) if count else 0.0,  # type: ignore[arg-type]  # mean of integers
        hidden=is_hidden,
    )


def _share(values: pl.DataFrame, name: str, pattern: str, count: int) -> float:
    fits = values.filter(pl.col(name).str.contains(pattern))
    return round(int(fits["n"].sum()) / count, 4)


def _shapes(values: pl.DataFrame, name: str, count: int, today: date) -> dict[str, float]:
    found = {form: _share(values, name, pattern, count) for form, pattern in FORMS.items()}
    found["minor"] = _minors(values, name, count, today)
    if is_age_column(name):
        found["minor"] = _share(values, name, _CHILD_AGE, count)
    return {form: share for form, share in found.items() if share > 0}


def _minors(values: pl.DataFrame, name: str, count: int, today: date) -> float:
    """Share of cells that are an identity number or a date of birth of a child under fourteen."""
    cell = pl.col(name)
    written = [cell.str.extract(_BIRTH_DATE, part) for part in (1, 2, 3)]
    dated = pl.concat_str(written[0], written[1].str.zfill(2), written[2].str.zfill(2))
    born = values.select(pl.coalesce(cell.str.extract(BIRTH_IN_ID), dated).alias("born"), pl.col("n"))
    limit = f"{today.year - _MINOR_AGE:04d}{today.month:02d}{today.day:02d}"
    young = born.filter((pl.col("born") > limit) & (pl.col("born").str.slice(0, 4) <= str(today.year)))
    return round(int(young["n"].sum()) / count, 4)


def _type(values: pl.DataFrame, name: str, count: int) -> str:
    """Type of the cells: what nearly all of them are. Numbers that begin with zero are codes, and so are long ones."""
    if _share(values, name, DATE, count) >= _MOST and _share(values, name, YEAR, count) < _MOST:
        return "date"
    if _share(values, name, LEADING_ZERO, count) >= _FEW or _share(values, name, LONG_NUMBER, count) >= _FEW:
        return "text"
    if _share(values, name, INTEGER, count) >= _MOST:
        return "integer"
    return "decimal" if _share(values, name, NUMBER, count) >= _MOST else "text"


def _terms(values: pl.DataFrame, name: str, vocabulary: Vocabulary) -> dict[str, int]:
    words = sorted(word for word in vocabulary.words if len(word) > 1 and not word.isascii() and GAP not in word)
    texts = values.filter(pl.col(name).str.contains(HAN))
    if not words or texts.is_empty():
        return {}
    folded = texts.select(pl.col(name).str.normalize("NFKC").str.to_lowercase().alias("cell"), pl.col("n"))
    found = folded.with_columns(
        pl.col("cell").str.extract_many(words, overlapping=True).list.unique().alias("word")
    ).explode("word")
    counts = found.drop_nulls("word").group_by("word").agg(pl.col("n").sum()).sort("word")
    return dict(zip(counts["word"].to_list(), counts["n"].to_list(), strict=True))
