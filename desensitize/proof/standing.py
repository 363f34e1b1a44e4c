"""Look for hidden identifiers anywhere in released text: the text is cut into what could be one, then looked up.

Cutting and looking up costs the same for one hidden value as for a million, where a matcher of all values at once
(Aho-Corasick) would hold every character of every value in memory. Values are compared by 64-bit hashes, so that a
table of any length fits; a hit is confirmed by the value itself where it is still at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.end_to_end import SHORT, WIDE, end_to_end
from desensitize.entities import ENTITY_ORDER
from desensitize.masking.spans import gather_rows, put_rows
from desensitize.proof.wanted import Wanted, normal_forms, without_country_code
from desensitize.scanning.repeated import values_of

_ODD = (
    r"[\x{00a0}\x{2000}-\x{200f}\x{2060}\x{feff}\x{3000}\x{2460}-\x{249b}\x{1d7ce}-\x{1d7ff}"
    r"\x{ff05}\x{ff0b}\x{ff0d}-\x{ff19}\x{ff20}-\x{ff3a}\x{ff3f}\x{ff41}-\x{ff5a}]"
)
"""Characters that are another spelling of some in an identifier; not the signs of a Chinese sentence (，；：（）)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A hidden identifier that stands in a text: number of the text, kind, code points."""

    text: int
    kind: str
    start: int
    end: int


def find_standing(texts: pl.Series, wanted: Wanted) -> list[Hit]:
    """Find hidden identifiers in texts.

    texts: any strings, null allowed. Returns the hits with the number of the text; empty when nothing stands.
    """
    if not len(wanted) or not len(texts):
        return []
    values = values_of(texts)
    if values is not None and not _found(values, wanted):
        return []
    return _found(texts, wanted)


def _found(texts: pl.Series, wanted: Wanted) -> list[Hit]:
    groups = wanted.patterns()
    if not groups:
        return []
    # One way through all cells: most hold nothing that any pattern could begin with.
    gate = "|".join(f"(?:{pattern})" for pattern in (_ODD, *(group[0] for group in groups)))
    some = np.flatnonzero(texts.str.contains(gate).fill_null(value=False).to_numpy())
    plain = _plainly_spelled(gather_rows(texts, some))
    found: list[Hit] = []
    for patterns in groups:
        at = np.arange(len(some))
        for pattern in patterns:  # a later one matches nowhere but where those before it do
            at = at[gather_rows(plain, at).str.contains(pattern).fill_null(value=False).to_numpy()]
            if not len(at):
                break
            found += _looked_up(texts, *_cut(gather_rows(plain, at), some[at], pattern), wanted)
    return sorted(set(found), key=lambda hit: (hit.text, hit.start))


def _plainly_spelled(texts: pl.Series) -> pl.Series:
    """Full-width and invisible characters folded, in the cells that hold any."""
    odd = np.flatnonzero(texts.str.contains(_ODD).fill_null(value=False).to_numpy())
    if not len(odd):
        return texts
    return put_rows(texts, odd, texts.gather(odd).str.normalize("NFKC").str.replace_all(r"\p{Cf}", ""))


def find_in_columns(columns: Sequence[pl.Series], wanted: Wanted) -> list[list[Hit]]:
    """What `find_standing` finds in each of several columns of one length; many short ones are searched end to end."""
    height = len(columns[0]) if columns else 0
    if len(columns) < WIDE or not 0 < height <= SHORT:
        return [find_standing(cells, wanted) for cells in columns]
    found: list[list[Hit]] = [[] for _ in columns]
    for hit in find_standing(end_to_end(columns), wanted):
        found[hit.text // height].append(replace(hit, text=hit.text % height))
    return found


def _cut(cells: pl.Series, rows: npt.NDArray[np.int64], pattern: str) -> tuple[npt.NDArray[np.int64], pl.Series]:
    """Row and text of each run; a column that is runs and nothing else, as of codes, need not be cut."""
    if bool(cells.str.contains(f"^(?:{pattern})$").all()):
        return rows, cells
    runs = cells.str.extract_all(pattern)
    return np.repeat(rows, runs.list.len().to_numpy()), runs.explode()


def _looked_up(texts: pl.Series, rows: npt.NDArray[np.int64], runs: pl.Series, wanted: Wanted) -> list[Hit]:
    kinds = wanted.kind_of(without_country_code(normal_forms(runs)).hash().to_numpy())
    return [
        _hit(str(texts[int(rows[at])]), int(rows[at]), runs[int(at)], ENTITY_ORDER[kinds[at]].value)
        for at in np.flatnonzero(kinds >= 0)
    ]


def _hit(text: str, number: int, run: str, kind: str) -> Hit:
    start = text.find(run)
    # A run that normalisation changed has no place of its own in the raw text: the whole text counts as the place.
    return Hit(number, kind, start, start + len(run)) if start >= 0 else Hit(number, kind, 0, len(text))
