"""A scanned table to facts: what each column's cells look like, as counts and shares. No value stays.

Counted block by block, so that a table of any length is profiled in the memory of one block.

Worker only: loads Polars. The forms are those `classifiers` asks for; see `classifiers.subject.ColumnFacts.shapes`.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
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
from catalog.ingest.distinct import DistinctCount
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
_MINOR: Final = "minor"
_PATTERNS: Final = tuple(dict.fromkeys((*FORMS.values(), DATE, YEAR, INTEGER, NUMBER, LEADING_ZERO, LONG_NUMBER)))


def profile_table(
    frame: pl.DataFrame,
    scan: TableScan,
    vocabulary: Vocabulary,
    *,
    today: date,
    hidden: Collection[int] = (),
) -> tuple[ColumnFacts, ...]:
    """Give the facts of every column of a table in memory; see `TableProfile`. hidden: as in `TableProfile.facts`."""
    profile = TableProfile(frame.columns, vocabulary, today=today)
    profile.add(frame)
    return profile.facts(scan, hidden=hidden)


class TableProfile:
    """Counts over the blocks of a table.

    columns: names. vocabulary: words to count in cells. today: day to which ages are counted.
    """

    def __init__(self, columns: Sequence[str], vocabulary: Vocabulary, *, today: date) -> None:
        self._words = sorted(
            word for word in vocabulary.words if len(word) > 1 and not word.isascii() and GAP not in word
        )
        self._today = today
        self._columns = [_Tally(name) for name in columns]

    def add(self, block: pl.DataFrame) -> None:
        """Count the next rows: text columns, as scanned."""
        for column, cells in zip(self._columns, block.iter_columns(), strict=True):
            column.add(cells, self._words, self._today)

    def facts(self, scan: TableScan, *, hidden: Collection[int] = ()) -> tuple[ColumnFacts, ...]:
        """Give the facts. scan: of all rows. hidden: places of columns that were hidden in the file."""
        return tuple(
            tally.facts(column, is_hidden=index in hidden)
            for index, (tally, column) in enumerate(zip(self._columns, scan.columns, strict=True))
        )


def marks_in_cells(frame: pl.DataFrame) -> tuple[MarkFacts, ...]:
    """Find secrecy marks in the cells of a table in memory; see `marks_by_column`."""
    return in_order(marks_by_column(frame))


def marks_by_column(block: pl.DataFrame) -> list[list[MarkFacts]]:
    """Find secrecy marks in cells, column by column; only cells that could hold one are looked at.

    A mark with its star is one wherever it stands (`cells:NAME`); a bare grade (`column:NAME`) may be a category.
    """
    return [_marks_of(cells) for cells in block.iter_columns()]


def in_order(*blocks: Sequence[Sequence[MarkFacts]]) -> tuple[MarkFacts, ...]:
    """The marks of all blocks, each once, by column."""
    return tuple(dict.fromkeys(mark for columns in zip(*blocks, strict=True) for marks in columns for mark in marks))


def _marks_of(cells: pl.Series) -> list[MarkFacts]:
    suspects = cells.filter(cells.str.contains("密").fill_null(value=False)).unique(maintain_order=True)
    found = (
        MarkFacts(m.level, f"{'cells' if m.starred else 'column'}:{cells.name}", m.declassified)
        for text in suspects.to_list()
        for m in find_secrecy_marks(text)
    )
    return list(dict.fromkeys(found))


@dataclass
class _Tally:
    """Counts of one column. fits: cells by pattern. words: cells by word."""

    name: str
    rows: int = 0
    count: int = 0
    length: int = 0
    fits: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    distinct: DistinctCount = field(default_factory=DistinctCount)

    def add(self, cells: pl.Series, words: Sequence[str], today: date) -> None:
        stripped = cells.str.strip_chars()
        filled = stripped.filter((stripped.str.len_chars() > 0).fill_null(value=False)).alias("cell")
        self.rows += len(cells)
        if not len(filled):
            return
        self.count += len(filled)
        self.length += int(filled.str.len_chars().sum())
        values = filled.value_counts(sort=False, name="n")
        self.distinct.add(values.get_column("cell"))
        for pattern in _PATTERNS:
            self.fits[pattern] += int(values.filter(pl.col("cell").str.contains(pattern))["n"].sum())
        if is_age_column(self.name):
            self.fits[_CHILD_AGE] += int(values.filter(pl.col("cell").str.contains(_CHILD_AGE))["n"].sum())
        else:
            self.fits[_MINOR] += _minors(values, today)
        self.words.update(_terms(values, words))

    def facts(self, scan: ColumnScan, *, is_hidden: bool) -> ColumnFacts:
        return ColumnFacts(
            name=scan.name,
            index=scan.index,
            type=self._type() if self.count else "empty",
            rows=self.rows,
            nonempty=self.count,
            distinct=self.distinct.count(),
            entities={
                entity.value: EntityFacts(n, round(n / self.count, 4), scan.whole.get(entity, 0))
                for entity, n in scan.cells.items()
                if self.count
            },
            shapes=self._shapes(),
            terms=dict(sorted(self.words.items())),
            length=round(self.length / self.count, 1) if self.count else 0.0,
            hidden=is_hidden,
        )

    def _share(self, pattern: str) -> float:
        return round(self.fits[pattern] / self.count, 4)

    def _shapes(self) -> dict[str, float]:
        if not self.count:
            return {}
        found = {form: self._share(pattern) for form, pattern in FORMS.items()}
        found["minor"] = self._share(_CHILD_AGE if is_age_column(self.name) else _MINOR)
        return {form: share for form, share in found.items() if share > 0}

    def _type(self) -> str:
        """What nearly all cells are. Numbers that begin with zero are codes, and so are long ones."""
        if self._share(DATE) >= _MOST and self._share(YEAR) < _MOST:
            return "date"
        if self._share(LEADING_ZERO) >= _FEW or self._share(LONG_NUMBER) >= _FEW:
            return "text"
        if self._share(INTEGER) >= _MOST:
            return "integer"
        return "decimal" if self._share(NUMBER) >= _MOST else "text"


def _minors(values: pl.DataFrame, today: date) -> int:
    """Cells that are an identity number or a date of birth of a child under fourteen."""
    cell = pl.col("cell")
    written = [cell.str.extract(_BIRTH_DATE, part) for part in (1, 2, 3)]
    dated = pl.concat_str(written[0], written[1].str.zfill(2), written[2].str.zfill(2))
    born = values.select(pl.coalesce(cell.str.extract(BIRTH_IN_ID), dated).alias("born"), pl.col("n"))
    limit = f"{today.year - _MINOR_AGE:04d}{today.month:02d}{today.day:02d}"
    young = born.filter((pl.col("born") > limit) & (pl.col("born").str.slice(0, 4) <= str(today.year)))
    return int(young["n"].sum())


def _terms(values: pl.DataFrame, words: Sequence[str]) -> dict[str, int]:
    texts = values.filter(pl.col("cell").str.contains(HAN))
    if not words or texts.is_empty():
        return {}
    folded = texts.select(pl.col("cell").str.normalize("NFKC").str.to_lowercase(), pl.col("n"))
    found = folded.with_columns(
        pl.col("cell").str.extract_many(list(words), overlapping=True).list.unique().alias("word")
    ).explode("word")
    counts = found.drop_nulls("word").group_by("word").agg(pl.col("n").sum())
    return dict(zip(counts["word"].to_list(), counts["n"].to_list(), strict=True))
