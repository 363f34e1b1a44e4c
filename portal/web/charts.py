"""Charts of a release without a script: rows counted by the columns that group best, as bars in SVG."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from catalog.actions.rows import RowQuery, stream_rows
from catalog.deps import Deps
from catalog.views import DatasetPage

MAX_ROWS: Final = 50_000
MAX_GROUPS: Final = 40
MAX_CHARTS: Final = 2
SHOWN: Final = 8
MISSING: Final = ""  # how an empty cell is counted; a label of its own when shown
_GROUPING: Final = frozenset({"text", "string", "integer", "boolean"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, count, share in per cent, width of 0 to 100."""

    label: str
    count: int
    share: float
    width: float
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows counted by one column."""

    column: str
    total: int
    bars: tuple[Bar, ...]


def charts_of(page: DatasetPage, *, deps: Deps) -> tuple[Chart, ...]:
    """Return up to two charts of a release.

    A column groups well when it was not masked, holds 2 to 40 different values, and the values repeat.

    Args:
        page: its public page.
        deps: what actions are given.
    """
    names = [field.name for field in page.fields if not field.is_masked and field.type in _GROUPING]
    if not names or not page.row_count or page.row_count > MAX_ROWS:
        return ()
    counters: list[Counter[str] | None] = [Counter() for _ in names]
    total = 0
    _, rows = stream_rows(page, RowQuery(fields=tuple(names)), deps=deps)
    for row in rows:
        total += 1
        for k, cell in enumerate(row):
            counter = counters[k]
            if counter is None:
                continue
            counter[cell or MISSING] += 1
            if len(counter) > MAX_GROUPS:
                counters[k] = None
    fitting = [
        (name, counter)
        for name, counter in zip(names, counters, strict=True)
        if counter is not None and 2 <= len(counter) <= max(2, total // 2) and set(counter) != {MISSING}
    ]
    fitting.sort(key=lambda item: abs(len(item[1]) - SHOWN))
    return tuple(_chart(name, counter, total) for name, counter in fitting[:MAX_CHARTS])


def _chart(column: str, counter: Counter[str], total: int) -> Chart:
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ranked[:SHOWN], ranked[SHOWN:]
    if len(rest) == 1:
        shown, rest = ranked, []
    entries = [(_("（空）") if label == MISSING else label, count, False) for label, count in shown]
    if rest:
        entries.append((_("其余 %(n)s 项", n=len(rest)), sum(count for _, count in rest), True))
    top = max(count for _, count, _ in entries)
    return Chart(
        column,
        total,
        tuple(
            Bar(label, count, round(100 * count / total, 1), round(100 * count / top, 2), is_rest)
            for label, count, is_rest in entries
        ),
    )
