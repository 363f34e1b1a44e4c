"""Which lines over time a released table holds: one row a period, or one row a period and category.

Numbers are drawn as released and never added up: a sum of rates or of balances would be a figure nobody published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from catalog.actions.rows import RowQuery, stream_rows
from catalog.deps import Deps
from catalog.views import DatasetPage, FieldView
from portal.web.periods import names_time, period_key

MAX_ROWS: Final = 5_000
MIN_PERIODS: Final = 4
MAX_PERIODS: Final = 400
MAX_LINES: Final = 6
MAX_CHARTS: Final = 2
_NUMERIC: Final = frozenset({"integer", "number"})
Cells = Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and a value or a gap for each period."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Lines over the same periods, in order of time, in one unit (empty when unknown).

    `title` is the measure of lines that are categories, and empty for lines that are measures themselves.
    """

    title: str
    unit: str
    time: str
    periods: tuple[str, ...]
    lines: tuple[Line, ...]


def series_of(page: DatasetPage, *, deps: Deps) -> tuple[Series, ...]:
    """Return up to two sets of lines of a release; none when it is not a table over time.

    Args:
        page: its public page; masked columns are left out.
        deps: what actions are given.
    """
    fields = [field for field in page.fields if not field.is_masked]
    if not fields or not page.row_count or not MIN_PERIODS <= page.row_count <= MAX_ROWS:
        return ()
    _, rows = stream_rows(page, RowQuery(fields=tuple(field.name for field in fields)), deps=deps)
    cells = [list(row) for row in rows]
    return lines_of(fields, cells)


def _time_column(fields: Sequence[FieldView], cells: Cells) -> int | None:
    for at, field in enumerate(fields):
        if names_time(field.name) and all(period_key(row[at] or "") for row in cells):
            return at
    return None


def lines_of(fields: Sequence[FieldView], cells: Cells) -> tuple[Series, ...]:
    """Return the lines that a table's cells make.

    Args:
        fields: its columns.
        cells: its rows, each with a cell a column.
    """
    time = _time_column(fields, cells)
    if time is None:
        return ()
    measures = [at for at, field in enumerate(fields) if field.type in _NUMERIC and at != time]
    periods = sorted({row[time] or "" for row in cells}, key=lambda text: (period_key(text), text))
    if not measures or not MIN_PERIODS <= len(periods) <= MAX_PERIODS:
        return ()
    if len(periods) == len(cells):
        return _by_measure(fields, cells, time, measures, periods)
    category = _category(fields, cells, time)
    return () if category is None else _by_category(fields, cells, (time, category), measures, periods)


def _by_measure(
    fields: Sequence[FieldView], cells: Cells, time: int, measures: list[int], periods: list[str]
) -> tuple[Series, ...]:
    """One row a period: measures of one unit share a chart."""
    rows = {row[time] or "": row for row in cells}
    units: dict[str, list[int]] = {}
    for at in measures:
        units.setdefault(fields[at].unit, []).append(at)
    groups = sorted(units.items(), key=lambda item: -len(item[1]))[:MAX_CHARTS]
    return tuple(
        Series(
            "",
            unit,
            fields[time].name,
            tuple(periods),
            tuple(
                Line(_without_unit(fields[at]), tuple(_number(rows[period][at]) for period in periods))
                for at in group[:MAX_LINES]
            ),
        )
        for unit, group in groups
    )


def _category(fields: Sequence[FieldView], cells: Cells, time: int) -> int | None:
    """Return the column that, with the period, names each row."""
    for at, field in enumerate(fields):
        if at == time or field.type in _NUMERIC:
            continue
        values = {row[at] for row in cells}
        if 2 <= len(values) <= MAX_LINES and len({(row[time], row[at]) for row in cells}) == len(cells):
            return at
    return None


def _by_category(
    fields: Sequence[FieldView], cells: Cells, key: tuple[int, int], measures: list[int], periods: list[str]
) -> tuple[Series, ...]:
    time, category = key
    rows = {(row[category] or "", row[time]): row for row in cells}
    names = list(dict.fromkeys(row[category] or "" for row in cells))

    def values(name: str, at: int) -> tuple[float | None, ...]:
        found = (rows.get((name, period)) for period in periods)
        return tuple(None if row is None else _number(row[at]) for row in found)

    return tuple(
        Series(
            _without_unit(fields[at]),
            fields[at].unit,
            fields[time].name,
            tuple(periods),
            tuple(Line(name or _("（空）"), values(name, at)) for name in names),
        )
        for at in measures[:MAX_CHARTS]
    )


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def _without_unit(field: FieldView) -> str:
    """Return a measure's name; the chart says its unit once, under the heading."""
    shorter = field.name
    for form in (f"({field.unit})", f"（{field.unit}）", f"/{field.unit}"):
        shorter = shorter.removesuffix(form) if field.unit else shorter
    return shorter
