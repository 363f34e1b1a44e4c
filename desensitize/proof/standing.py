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
from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER
from desensitize.masking.hidden import LONG, HiddenValues
from desensitize.masking.spans import gather_rows, put_rows
from desensitize.operators import squash
from desensitize.scanning.columns import scan_column
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher

Hashes = npt.NDArray[np.uint64]

_SEPARATOR = r"[ \-—–·.\t]"
_MAILS = r"[0-9A-Za-z._%+\-]+@[0-9A-Za-z.\-]+"
_PLATES = r"[\x{4e00}-\x{9fff}][A-Za-z][ ·•.\-]?[0-9A-Za-z]{5,6}"
_NAMES = r"[A-Za-z][0-9A-Za-z]*[_\-][0-9A-Za-z_\-]*"
_ADDRESSES = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}(?:[:：\-][0-9A-Fa-f]{0,4}){5,7}"

_EXTRA = {"EMAIL": _MAILS, "PLATE": _PLATES, "WECHAT": _NAMES, "IP": _ADDRESSES, "MAC": _ADDRESSES}

_NUMBER = r"^[0-9]+[Xx]?$"
_ODD = (
    r"[\x{00a0}\x{2000}-\x{200f}\x{2060}\x{feff}\x{3000}\x{2460}-\x{249b}\x{1d7ce}-\x{1d7ff}"
    r"\x{ff05}\x{ff0b}\x{ff0d}-\x{ff19}\x{ff20}-\x{ff3a}\x{ff3f}\x{ff41}-\x{ff5a}]"
)
"""Characters that are another spelling of some in an identifier; not the signs of a Chinese sentence (，；：（）)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hidden identifiers to look for.

    hashes: of their normal forms, rising, one array a block of the table. kinds: their kinds, in the same order.
    number_least: length of the shortest that is a number, 0 when none is. other_least: of the shortest other.
    """

    hashes: tuple[Hashes, ...] = ()
    kinds: tuple[npt.NDArray[np.uint8], ...] = ()
    number_least: int = 0
    other_least: int = 0

    def __len__(self) -> int:
        return sum(len(part) for part in self.hashes)

    def __add__(self, other: "Wanted") -> "Wanted":
        """Both together; an identifier of both counts twice."""
        return Wanted(
            (*self.hashes, *other.hashes),
            (*self.kinds, *other.kinds),
            min(filter(None, (self.number_least, other.number_least)), default=0),
            min(filter(None, (self.other_least, other.other_least)), default=0),
        )

    def joined(self) -> "Wanted":
        """The same in one array, each identifier once."""
        if len(self.hashes) < 2:
            return self
        hashes, first = np.unique(np.concatenate(self.hashes), return_index=True)
        return Wanted((hashes,), (np.concatenate(self.kinds)[first],), self.number_least, self.other_least)

    def patterns(self) -> list[list[str]]:
        """What cuts text into candidates that are long enough; of each group a later one asks for more."""
        made = []
        if self.number_least:
            # The check letter X is not counted: a run of 17 digits may be the beginning of an identity number.
            least = self.number_least - (self.number_least == 18)
            made.append([rf"[0-9](?:{_SEPARATOR}{{0,2}}[0-9]){{{least - 1},}}[Xx]?", rf"[0-9]{{{least},}}[Xx]?"])
        if self.other_least:
            made.append([rf"[0-9A-Za-z]{{{max(LONG, self.other_least)},}}"])
        codes = {int(code) for part in self.kinds for code in np.flatnonzero(np.bincount(part))}
        present = {ENTITY_ORDER[code].value for code in codes}
        return made + [[pattern] for pattern in sorted({_EXTRA[kind] for kind in _EXTRA.keys() & present})]

    def kind_of(self, hashes: Hashes) -> npt.NDArray[np.int16]:
        """Kind of each hash that is one of an identifier, -1 for the others."""
        found = np.full(len(hashes), -1, np.int16)
        for known, kinds in zip(self.hashes, self.kinds, strict=True):
            place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            hit = known[place] == hashes
            found[hit] = kinds[place[hit]]
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A hidden identifier that stands in a text: number of the text, kind, code points."""

    text: int
    kind: str
    start: int
    end: int


def wanted_identifiers(hidden: HiddenValues) -> Wanted:
    """Normal forms of the hidden identifiers of six characters and more; a mobile number without its country code."""
    token = _normal(hidden.values)
    if ENTITY_INDEX["CN_MOBILE"] in hidden.kinds:
        token = _without_country_code(token)
    length = token.str.len_bytes().to_numpy()
    long = length >= LONG
    hashes, first = np.unique(token.hash().to_numpy()[long], return_index=True)
    if not len(hashes):
        return Wanted()
    is_number = token.str.contains(_NUMBER).to_numpy()
    numbers, others = length[long & is_number], length[long & ~is_number]
    return Wanted(
        (hashes,),
        (hidden.kinds[long][first],),
        int(numbers.min()) if len(numbers) else 0,
        int(others.min()) if len(others) else 0,
    )


def context_bound(hidden: HiddenValues) -> HiddenValues:
    """The identifiers that only their surroundings made known: no scan would find them elsewhere by themselves."""
    spans = scan_column(hidden.values, CellContext(), Matcher())
    whole = (spans.starts == 0) & (spans.ends >= hidden.values.str.len_chars().to_numpy()[spans.rows])
    bound = np.ones(len(hidden), np.bool_)
    bound[spans.rows[whole]] = False
    return hidden.where(bound)


def find_standing(texts: pl.Series, wanted: Wanted) -> list[Hit]:
    """Find hidden identifiers in texts.

    texts: any strings, null allowed. Returns the hits with the number of the text; empty when nothing stands.
    """
    if not len(wanted) or not len(texts) or _is_constant(texts):
        texts = texts.head(1) if len(texts) and len(wanted) else texts.clear()
    if not len(texts):
        return []
    plain = _plainly_spelled(texts)
    found: list[Hit] = []
    for patterns in wanted.patterns():
        rows = np.arange(len(plain))
        for pattern in patterns:  # a later one matches nowhere but where those before it do
            rows = rows[gather_rows(plain, rows).str.contains(pattern).fill_null(value=False).to_numpy()]
            if not len(rows):
                break
            found += _looked_up(texts, *_cut(gather_rows(plain, rows), rows, pattern), wanted)
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
    kinds = wanted.kind_of(_without_country_code(_normal(runs)).hash().to_numpy())
    return [
        _hit(str(texts[int(rows[at])]), int(rows[at]), runs[int(at)], ENTITY_ORDER[kinds[at]].value)
        for at in np.flatnonzero(kinds >= 0)
    ]


def _hit(text: str, number: int, run: str, kind: str) -> Hit:
    start = text.find(run)
    # A run that normalisation changed has no place of its own in the raw text: the whole text counts as the place.
    return Hit(number, kind, start, start + len(run)) if start >= 0 else Hit(number, kind, 0, len(text))


def _is_constant(texts: pl.Series) -> bool:
    return texts.null_count() == 0 and bool((texts == texts[0]).all())


def _normal(values: pl.Series) -> pl.Series:
    """Upper-case letters, digits and Han characters alone; values that are so already are not made anew."""
    odd = np.flatnonzero(values.str.contains(r"[^0-9A-Z]").fill_null(value=False).to_numpy())
    if not len(odd):
        return values
    return put_rows(values, odd, squash(gather_rows(values, odd)).str.to_uppercase())


def _without_country_code(values: pl.Series) -> pl.Series:
    coded = values.str.contains(r"^(?:0086|86)1\d{10}$")
    return values.str.replace(r"^(?:0086|86)(1\d{10})$", "$1") if coded.any() else values
