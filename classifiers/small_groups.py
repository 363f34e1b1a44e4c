"""Figures that speak of the few units which a small cell counts: hidden with it, or one household's loan is read off.

A statistic of one or two units tells of each of them whatever its measure is (统计法实施条例 art. 29): the count alone
hidden, the amount beside it would still be that household's.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from classifiers.column_roles import ColumnReading

SMALL: Final = "small_cell"
DOMINANT: Final = "dominance"
BESIDE: Final = "beside_small_cell"
_FIGURES: Final = frozenset({"amount", "rate"})
_STAFF: Final = ("从业", "职工", "员工", "用工", "雇员", "就业")
"""Words of counts of those who work in the units counted: a figure of the units like their income."""
_SPEAKS: Final = 2  # letters in common: 逾期户数, 逾期金额


def own_count(figure: str, columns: Sequence[str], counts: Iterable[str]) -> str | None:
    """Which of the counts a figure belongs to.

    The one whose name has most in common with the figure's (逾期户数: 逾期金额), else the nearest before it, else the
    first after it.

    Args:
        figure: name of the column with the figure.
        columns: names of all columns, in order.
        counts: names of columns that may be its own.
    """
    place = {name: at for at, name in enumerate(columns)}

    def nearness(count: str) -> tuple[int, bool, int]:
        away = place[figure] - place[count]
        return _in_common(figure, count), away > 0, -abs(away)

    return max(counts, key=nearness, default=None)


def figures_beside(
    columns: Sequence[ColumnReading], counts: Sequence[str], telling: Sequence[str]
) -> tuple[tuple[ColumnReading, str], ...]:
    """Amounts, rates and staff whose own count is one of those that tell too much, each with that count.

    Args:
        columns: of the table, in order.
        counts: names of all columns that count units, or give the share of one.
        telling: those of them in which a cell is too small, or too large a share.
    """
    names = [column.facts.name for column in columns]
    units = [name for name in counts if not _is_staff(name)]
    figures = (c for c in columns if c.has_values and _is_figure(c, units or counts) and c.facts.name not in telling)
    owned = (
        (figure, own_count(figure.facts.name, names, among))
        for figure in figures
        for among in dict.fromkeys((tuple(counts), tuple(units)))
    )
    told = {figure.facts.name: (figure, own) for figure, own in owned if own is not None and own in telling}
    return tuple(told.values())


def _is_figure(column: ColumnReading, counts: Sequence[str]) -> bool:
    """Whether cells speak of the units that one of the counts tells: not such a count itself."""
    name = column.facts.name
    return name not in counts and (column.role in _FIGURES or (column.is_measure and bool(counts) and _is_staff(name)))


def _is_staff(name: str) -> bool:
    return any(word in name for word in _STAFF)


def _in_common(one: str, other: str) -> int:
    size = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    return size if size >= _SPEAKS else 0
