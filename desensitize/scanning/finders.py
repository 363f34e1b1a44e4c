"""Runs the finders (names, addresses, dates of birth, health) over columns, only where they can find anything."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import Finding, Spans, join_spans
from desensitize.normalise import hidden_runs
from desensitize.recognizers.finder import Finder
from desensitize.scanning.columns import in_order, spread
from desensitize.scanning.fields import MAY, find_in_fields, joined_with_fields, without_things
from desensitize.scanning.judgement import HOMES, disproven, names_mark, resolve

if TYPE_CHECKING:
    from desensitize.people.finder import NameColumn

_TEXT = pl.col("text")
_ESCAPED = r"\\u|\\x|%[0-9A-Fa-f]{2}|&#|[0-9A-Fa-f]{22}"
_BASE64 = "[0-9A-Za-z+/_-]{12}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one finder is asked about. cells: row, text and more. distinct: one of them a text. texts: those texts."""

    finder: Finder
    cells: pl.DataFrame
    distinct: pl.DataFrame
    texts: list[str]


@dataclass(frozen=True, slots=True)
class ColumnFinders:
    """The finders for one column. header: its name. names: what is known of its short cells. homes, places:
    see `find_addresses`.
    """

    header: str
    finders: tuple[Finder, ...]
    names: "NameColumn | None"
    homes: bool = False
    places: dict[str, tuple[Finding, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        header: str,
        sample: Sequence[str],
        entities: Collection[Entity] | None,
        *,
        without: Collection[str] = (),
    ) -> "ColumnFinders":
        """Choose by the kinds wanted (None: all), and look at a sample of cells for names.

        without: the column's context marks; a kind that they disprove is not looked for.
        """
        if entities is not None and not entities:
            return cls(header, (), None)
        # Imported late: the tagger and its model are half of a scan's start.
        from desensitize.people.finder import profile_names
        from desensitize.recognizers.finders import FINDERS

        finders = tuple(
            finder
            for finder in FINDERS
            if (entities is None or finder.entity in entities) and disproven(finder.entity) not in without
        )
        names = None
        if any(finder.entity is Entity.PERSON for finder in finders):
            names = profile_names(sample, header=header)
        homes = False
        if any(finder.entity is Entity.ADDRESS for finder in finders):
            from desensitize.places.finder import are_homes

            homes = are_homes(sample, header=header)
        return cls(header, finders, names, homes)

    def marks(self) -> tuple[str, ...]:
        """Context marks that let the analyzer judge one cell as the column is judged."""
        names = () if self.names is None else (names_mark(self.names.evidence),)
        return (*names, HOMES) if self.homes else names

    def reads_as(self) -> Hashable:
        """What of the column decides about its cells: those of columns that are equal here may be read as one."""
        heeds = tuple((finder.name, finder.asks(self.header), finder.heeds(self.header)) for finder in self.finders)
        return heeds, self.homes, None if self.names is None else self.names.evidence

    def find(self, series: pl.Series) -> Spans:
        """Findings of every cell; kinds may overlap."""
        return self.read(self.asked(series))

    def asked(self, series: pl.Series) -> list[Asked]:
        """The cells in which each finder may find something."""
        cells = pl.DataFrame({"text": series}).with_row_index("row").filter(_TEXT.str.len_bytes() > 0)
        if not self.finders or cells.is_empty():
            return []
        cells = cells.with_columns(_veiled(cells["text"]), _TEXT.str.contains(MAY).alias("fielded"))
        triggers = "|".join(f"(?:{finder.trigger})" for finder in self.finders)
        triggered = cells.filter(pl.col("veiled") | _TEXT.str.contains(triggers))
        asked = []
        for finder in self.finders:
            if finder.asks(self.header) or self._profiled(finder):
                its = cells
            elif triggered.is_empty():
                continue
            else:
                its = triggered.filter(pl.col("veiled") | _TEXT.str.contains(finder.trigger))
            if not its.is_empty():
                distinct = its.unique("text", keep="first", maintain_order=True)
                asked.append(Asked(finder, its, distinct, distinct["text"].to_list()))
        return asked

    def read(self, asked: Sequence[Asked]) -> Spans:
        """Findings of the cells asked about; kinds may overlap."""
        return join_spans([_spans(one, partial(self._call, one.finder)) for one in asked])

    def _profiled(self, finder: Finder) -> bool:
        return finder.entity is Entity.PERSON and self.names is not None and self.names.evidence >= 2

    def _call(self, finder: Finder, texts: list[str]) -> list[tuple[Finding, ...]]:
        if finder.entity is Entity.PERSON:
            from desensitize.people.finder import find_people

            return find_people(texts, header=self.header, column=self.names)
        if finder.entity is Entity.ADDRESS:
            from desensitize.places.finder import find_addresses

            return find_addresses(texts, header=self.header, homes=self.homes, seen=self.places)
        return finder.find(texts, header=self.header)


def _veiled(texts: pl.Series) -> pl.Series:
    """Cells that may say something else once they are unescaped or decoded: there a trigger proves nothing."""
    veiled = texts.str.contains(_ESCAPED)
    small = texts.str.contains("[a-z]")
    if small.any():
        # Text in base64 mixes small letters with capitals: `normalise.hidden_runs`.
        veiled |= small & texts.str.contains("[A-Z]") & texts.str.contains(_BASE64)
    return veiled.alias("veiled")


def read_with(
    call: Callable[[list[str]], list[tuple[Finding, ...]]],
    texts: list[str],
    *,
    finder: Finder,
    veiled: Iterable[int] | None = None,
    fielded: Iterable[int] | None = None,
) -> list[tuple[Finding, ...]]:
    """Run a finder over texts, over their fields, and over what they hide; there a finding covers the encoded run.

    call: the finder with the column's header. veiled, fielded: numbers of the texts that may hide something, and that
    may have fields; None for all.
    """
    found = call(texts)
    if finder.entity is Entity.PERSON:
        for number in range(len(texts)) if fielded is None else (fielded := list(fielded)):
            if found[number]:
                found[number] = without_things(texts[number], found[number])
    for number, of_fields in find_in_fields(finder, texts, fielded).items():
        found[number] = joined_with_fields(found[number], of_fields)
    for number in range(len(texts)) if veiled is None else veiled:
        for hidden in hidden_runs(texts[number]):
            inside = call([hidden.text])[0]
            covering = tuple(Finding(f.entity, hidden.start, hidden.end, f.score, f.recognizer) for f in inside)
            found[number] = (*found[number], *covering)
    return found


def _spans(asked: Asked, call: Callable[[list[str]], list[tuple[Finding, ...]]]) -> Spans:
    """Read each distinct text once and give every row its findings."""
    veiled, fielded = (asked.distinct[name].arg_true().to_list() for name in ("veiled", "fielded"))
    found = read_with(call, asked.texts, finder=asked.finder, veiled=veiled, fielded=fielded)
    rows = [
        (number, f.start, f.end, ENTITY_INDEX[f.entity], round(f.score * 100))
        for number, findings in enumerate(found)
        if findings
        for f in findings
    ]
    return spread(asked.cells, asked.distinct["text"], rows)


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
