"""Runs the finders (names, addresses, dates of birth, health) over columns, only where they can find anything."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import Finding, Spans, join_spans
from desensitize.normalise import hidden_runs
from desensitize.recognizers.finder import Finder
from desensitize.scanning.columns import in_order, spread
from desensitize.scanning.judgement import names_mark, resolve

if TYPE_CHECKING:
    from desensitize.people.finder import NameColumn

_TEXT = pl.col("text")
# Text that says something else once it is unescaped or decoded: a trigger on the raw text proves nothing there.
_VEILED = r"\\u|\\x|%[0-9A-Fa-f]{2}|&#|[0-9A-Fa-f]{22}"
_ENCODED = _TEXT.str.contains("[0-9A-Za-z+/_-]{12}") & _TEXT.str.contains("[a-z]") & _TEXT.str.contains("[A-Z]")


@dataclass(frozen=True, slots=True)
class ColumnFinders:
    """The finders for one column. header: its name. names: what is known of its short cells."""

    header: str
    finders: tuple[Finder, ...]
    names: "NameColumn | None"

    @classmethod
    def of(cls, header: str, sample: Sequence[str], entities: Collection[Entity] | None) -> "ColumnFinders":
        """Choose by the kinds wanted (None: all), and look at a sample of cells for names."""
        if entities is not None and not entities:
            return cls(header, (), None)
        # Imported late: the tagger and its model are half of a scan's start.
        from desensitize.people.finder import profile_names
        from desensitize.recognizers.finders import FINDERS

        finders = tuple(finder for finder in FINDERS if entities is None or finder.entity in entities)
        names = None
        if any(finder.entity is Entity.PERSON for finder in finders):
            names = profile_names(sample, header=header)
        return cls(header, finders, names)

    def marks(self) -> tuple[str, ...]:
        """Context marks that let the analyzer judge one cell as the column is judged."""
        return () if self.names is None else (names_mark(self.names.evidence),)

    def find(self, series: pl.Series) -> Spans:
        """Findings of every cell; kinds may overlap."""
        parts = []
        for finder in self.finders:
            cells = pl.DataFrame({"text": series}).with_row_index("row").filter(_TEXT.str.len_bytes() > 0)
            if not finder.asks(self.header) and not self._profiled(finder):
                cells = cells.filter(_TEXT.str.contains(finder.trigger) | _TEXT.str.contains(_VEILED) | _ENCODED)
            if not cells.is_empty():
                parts.append(_spans(cells, partial(self._read, finder)))
        return join_spans(parts)

    def _profiled(self, finder: Finder) -> bool:
        return finder.entity is Entity.PERSON and self.names is not None and self.names.evidence >= 2

    def _read(self, finder: Finder, texts: list[str]) -> list[tuple[Finding, ...]]:
        return read_with(partial(self._call, finder), texts)

    def _call(self, finder: Finder, texts: list[str]) -> list[tuple[Finding, ...]]:
        if finder.entity is Entity.PERSON:
            from desensitize.people.finder import find_people

            return find_people(texts, header=self.header, column=self.names)
        return finder.find(texts, header=self.header)


def read_with(call: Callable[[list[str]], list[tuple[Finding, ...]]], texts: list[str]) -> list[tuple[Finding, ...]]:
    """Run a finder over texts and over what they hide; a finding in decoded text covers the encoded run."""
    found = call(texts)
    for number, text in enumerate(texts):
        for hidden in hidden_runs(text):
            inside = call([hidden.text])[0]
            covering = tuple(Finding(f.entity, hidden.start, hidden.end, f.score, f.recognizer) for f in inside)
            found[number] = (*found[number], *covering)
    return found


def _spans(cells: pl.DataFrame, find: Callable[[list[str]], list[tuple[Finding, ...]]]) -> Spans:
    """Read each distinct text once and give every row its findings."""
    texts = cells["text"].unique(maintain_order=True)
    rows = [
        (number, f.start, f.end, ENTITY_INDEX[f.entity], round(f.score * 100))
        for number, findings in enumerate(find(texts.to_list()))
        for f in findings
    ]
    return spread(cells, texts, rows)


def merge(spans: Spans, more: Spans) -> Spans:
    """Both sets of findings; in the few cells where some overlap, the stronger kind stays."""
    joined = in_order(join_spans([spans, more]))
    clash = (joined.rows[1:] == joined.rows[:-1]) & (joined.starts[1:] < joined.ends[:-1])
    if not clash.any():
        return joined
    clashing = np.isin(joined.rows, joined.rows[1:][clash])
    by_row: dict[int, list[Finding]] = {}
    for row, finding in joined.where(clashing):
        by_row.setdefault(row, []).append(finding)
    kept = [(row, finding) for row, findings in by_row.items() for finding in resolve(findings)]
    settled = Spans(
        np.array([row for row, _ in kept], np.int64),
        np.array([f.start for _, f in kept], np.int32),
        np.array([f.end for _, f in kept], np.int32),
        np.array([ENTITY_INDEX[f.entity] for _, f in kept], np.uint8),
        np.array([round(f.score * 100) for _, f in kept], np.uint8),
    )
    return in_order(join_spans([joined.where(~clashing), settled]))
