"""Where the parts of a line chart stand: pure geometry, in user units of an SVG, for the template to draw."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from portal.web.series import Line, Series

_TICKS: Final = 4
_LABEL_GAP: Final = 15
_ROW: Final = 56


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: its place and its words."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line: SVG path data, the last point, and where its label stands."""

    name: str
    data: str
    x: float
    y: float
    label_y: float
    value: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of `width` × `height`, whose lines stand between `left` and `right`."""

    width: int
    height: int
    left: float
    right: float
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    paths: tuple[Path, ...]


def plot_of(series: Series, *, width: int, height: int, label: int) -> Plot:
    """Place a set of lines.

    Args:
        series: lines and periods.
        width: of the whole drawing.
        height: of the whole drawing.
        label: room at the right for the name of each line; 8 or less leaves the names out.
    """
    low, high, step = _scale(series.lines)
    left, right, top, bottom = 8.0 * len(_words(high, step)) + 14, float(width - label), 10.0, float(height - 26)

    def y(value: float) -> float:
        return round(bottom - (value - low) / (high - low) * (bottom - top), 1)

    def x(k: int) -> float:
        return round(left + k * (right - left) / max(1, len(series.periods) - 1), 1)

    rows = tuple(Tick(y(low + k * step), _words(low + k * step, step)) for k in range(round((high - low) / step) + 1))
    every = max(1, math.ceil(len(series.periods) / max(2, (right - left) / _ROW)))
    last = len(series.periods) - 1
    columns = tuple(Tick(x(k), series.periods[k]) for k in range(last % every, last + 1, every))
    drawn = [_path(line, x, y) for line in series.lines]
    return Plot(width, height, left, right, rows, columns, _apart([path for path in drawn if path is not None]))


def _scale(lines: tuple[Line, ...]) -> tuple[float, float, float]:
    """Return the axis' ends and step: round numbers, and 0 unless all values lie far from it."""
    values = [value for line in lines for value in line.values if value is not None] or [0.0]
    low, high = min(values), max(values)
    if low > 0 and (high - low) > 0.4 * high:
        low = 0.0
    elif high < 0:
        high = 0.0
    step = _round_step((high - low) / _TICKS or abs(high) / _TICKS or 1.0)
    floor, ceiling = math.floor(low / step) * step, math.ceil(high / step) * step
    return floor, ceiling if ceiling > floor else floor + step, step


def _round_step(raw: float) -> float:
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= raw * 0.999)


def _words(value: float, step: float) -> str:
    places = max(0, -math.floor(math.log10(step) + 1e-9)) + (1 if f"{step:e}".startswith("2.5") and step < 10 else 0)
    return f"{value:,.{min(places, 6)}f}"


def _path(line: Line, x: Callable[[int], float], y: Callable[[float], float]) -> Path | None:
    """Return a line with gaps where a value is missing; None when it has no value at all."""
    parts: list[str] = []
    pen = "M"
    last = 0
    for k, value in enumerate(line.values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{x(k)} {y(value)}")
        pen, last = "L", k
    if not parts:
        return None
    final = line.values[last] or 0.0
    return Path(line.name, "".join(parts), x(last), y(final), y(final), f"{final:,}".removesuffix(".0"))


def _apart(paths: list[Path]) -> tuple[Path, ...]:
    """Move labels down until none lies upon another; the order of the lines stays."""
    free = -math.inf
    placed: dict[int, float] = {}
    for k in sorted(range(len(paths)), key=lambda k: paths[k].y):
        placed[k] = free = max(paths[k].y, free + _LABEL_GAP)
    return tuple(Path(path.name, path.data, path.x, path.y, placed[k] + 4, path.value) for k, path in enumerate(paths))
