"""Secondary suppression: which further cells are hidden, so that no sums, singly or together, give a small one back.

Each next cell is the one that draws the fewest others after it: a cell hidden alone in a line of its own needs a
partner there, one in lines that have hidden cells already needs none (Willenborg and de Waal, Elements of Statistical
Disclosure Control, 2001, chapter 4: hypercubes). What is chosen is then solved as an attacker would.
"""

import numpy as np

from desensitize.masking.adding_up import Cells, Line, given_back, is_open, left_to_hide, lines_around, open_lines
from desensitize.masking.sums import Bools, Rows


class _Hiding:
    """Which cells are hidden so far, laid end to end, and what hiding one more would draw after it."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.hidden: Bools = cells.small.ravel().copy()
        of, unknown = cells.terms.of, cells.terms.unknown
        lines, self._size = len(cells.lines), len(self.hidden)
        # Terms are in order of their lines; the same in order of their cells.
        self._of, self._unknown = of, unknown
        self._line_start = np.searchsorted(of, np.arange(lines + 1))
        by_cell = np.argsort(unknown, kind="stable")
        self._lines_by_cell = of[by_cell]
        self._cell_start = np.searchsorted(unknown[by_cell], np.arange(self._size + 1))
        self._in_line: Rows = np.bincount(of[self.hidden[unknown]], minlength=lines)
        free = self._in_line == 0
        self._drawn: Rows = np.bincount(unknown[free[of]], minlength=self._size)

    def lines_of(self, place: int) -> Rows:
        """Numbers of the lines in which a cell stands."""
        return np.asarray(self._lines_by_cell[self._cell_start[place] : self._cell_start[place + 1]])

    def hide(self, place: int) -> None:
        """Hide one more."""
        self.hidden[place] = True
        for line in self.lines_of(place).tolist():
            if not self._in_line[line]:
                self._drawn[self._unknown[self._line_start[line] : self._line_start[line + 1]]] -= 1
            self._in_line[line] += 1

    def best(self, places: Rows) -> int:
        """Of the places the one that draws the fewest others after it; the first of several."""
        return int(places[np.argmin(self._drawn[places])])


def hidden_cells(cells: Cells) -> Bools:
    """Primary suppression, then secondary: line by line until nothing changes, then what lines together give away."""
    hiding = _Hiding(cells)
    while True:
        before = int(hiding.hidden.sum())
        for line in open_lines(cells, hiding.hidden):
            while is_open(cells, hiding.hidden, line):
                left = left_to_hide(cells, hiding.hidden, [line], is_total_too=False)
                if not len(left):
                    break
                hiding.hide(hiding.best(left))
        if int(hiding.hidden.sum()) > before:
            continue
        _protect_given_back(cells, hiding)
        if int(hiding.hidden.sum()) == before:
            return hiding.hidden.reshape(cells.numbers.shape)


def _protect_given_back(cells: Cells, hiding: _Hiding) -> None:
    """One further cell for each that is given back, once for every line in which one is looked for."""
    touched: set[int] = set()
    for place in given_back(cells, hiding.hidden):
        lines = _telling(cells, hiding.hidden, place)
        left = left_to_hide(cells, hiding.hidden, lines)
        if len(left) and touched.isdisjoint(map(id, lines)):
            hiding.hide(hiding.best(left))
            touched.update(map(id, lines))


def _telling(cells: Cells, hidden: Bools, place: int) -> list[Line]:
    """The line that says most of a hidden cell: what is hidden in it adds up to the least. All around, when it is full.

    A cell from the sum over all rows, a hundred districts away, would leave the narrow bounds as they are.
    """
    lines = [line for line in cells.lines_of.get(place, ()) if len(left_to_hide(cells, hidden, [line]))]
    if not lines:
        return lines_around(cells, hidden, place)
    return [min(lines, key=lambda line: float(cells.numbers.flat[line.parts[hidden[line.parts]]].sum()))]
