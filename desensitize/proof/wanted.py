"""Hidden identifiers in the form in which they are looked for: normal forms as 64-bit hashes, so any number fits."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER, PERSONAL
from desensitize.masking.hidden import LONG, HiddenValues
from desensitize.masking.spans import gather_rows, put_rows
from desensitize.operators import squash
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.layout import write_lines
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.repeated import scan_values

Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

_SEPARATOR = r"[ \-—–·.\t]"
_MAILS = r"[0-9A-Za-z._%+\-]+@[0-9A-Za-z.\-]+"
_PLATES = r"[\x{4e00}-\x{9fff}][A-Za-z][ ·•.\-]?[0-9A-Za-z]{5,6}"
_NAMES = r"[A-Za-z][0-9A-Za-z]*[_\-][0-9A-Za-z_\-]*"
_ADDRESSES = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}(?:[:：\-][0-9A-Fa-f]{0,4}){5,7}"

_EXTRA = {"EMAIL": _MAILS, "PLATE": _PLATES, "WECHAT": _NAMES, "IP": _ADDRESSES, "MAC": _ADDRESSES}

_NUMBER = r"^[0-9]+X?$"
_CODED = r"^(?:0086|86)(1[0-9]{10})$"

_UPPER = bytes(range(256)).upper()
_NO_SIGN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\n"
_SIGNS = bytes(set(range(128)) - set(_NO_SIGN))

_PROVEN = 100
"""The score, in hundredths, of what a check digit proves."""
_CHECKED = {"CN_ID": (18, 18), "BANK_CARD": (16, 19)}
"""Kinds with a check digit whose rules ask for nothing beside the number, and its fewest and most code points."""


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
        hashes, kinds = _each_once(np.concatenate(self.hashes), np.concatenate(self.kinds))
        return replace(self, hashes=(hashes,), kinds=(kinds,))

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
class Sought:
    """The hidden identifiers of some rows, brought to their normal forms once for all that is asked about them.

    hashes, lengths (characters), are_numbers: of the normal form of each value of `hidden`.
    """

    hidden: HiddenValues
    hashes: Hashes
    lengths: npt.NDArray[np.uint32]
    are_numbers: Bools

    @classmethod
    def of(cls, hidden: HiddenValues) -> "Sought":
        """Normal forms; a mobile number without its country code."""
        tokens = normal_forms(hidden.values)
        if ENTITY_INDEX["CN_MOBILE"] in hidden.kinds:
            tokens = without_country_code(tokens)
        numbers = tokens.str.contains(_NUMBER).to_numpy()
        return cls(hidden, tokens.hash().to_numpy(), tokens.str.len_bytes().to_numpy(), numbers)

    def wanted(self, chosen: Bools | None = None) -> Wanted:
        """Those of six characters and more. chosen: which of them, None for all."""
        long = self.lengths >= LONG
        if chosen is not None:
            long &= chosen
        if not long.any():
            return Wanted()
        hashes, kinds = _each_once(self.hashes[long], self.hidden.kinds[long])
        numbers, others = self.lengths[long & self.are_numbers], self.lengths[long & ~self.are_numbers]
        return Wanted(
            (hashes,),
            (kinds,),
            int(numbers.min()) if len(numbers) else 0,
            int(others.min()) if len(others) else 0,
        )

    def context_bound(self) -> Wanted:
        """Those that only their surroundings made known: no scan would find them elsewhere by themselves."""
        doubtful = np.flatnonzero(~_is_checked(self.hidden))
        values = gather_rows(self.hidden.values, doubtful)
        spans = scan_values(values, CellContext(), Matcher()).of(*PERSONAL)
        whole = (spans.starts == 0) & (spans.ends >= values.str.len_chars().to_numpy()[spans.rows])
        bound = np.zeros(len(self.hidden), np.bool_)
        bound[doubtful] = True
        bound[doubtful[spans.rows[whole]]] = False
        return self.wanted(bound)


def wanted_identifiers(hidden: HiddenValues) -> Wanted:
    """All hidden identifiers of six characters and more."""
    return Sought.of(hidden).wanted()


def normal_forms(values: pl.Series) -> pl.Series:
    """Upper-case letters, digits and Han characters alone, of values without null."""
    lines = write_lines(values)
    if lines.isascii():
        texts = pl.Series([lines.translate(_UPPER, _SIGNS).decode("ascii")]).str.split("\n").explode()
        if len(texts) == len(values) + 1:  # none of them holds a line end of its own
            return texts.head(len(values)).alias(values.name)
    odd = np.flatnonzero(values.str.contains(r"[^0-9A-Z]").fill_null(value=False).to_numpy())
    return put_rows(values, odd, squash(gather_rows(values, odd)).str.to_uppercase()) if len(odd) else values


def without_country_code(values: pl.Series) -> pl.Series:
    """Mobile numbers as they are dialled at home."""
    coded = values.str.starts_with("86") | values.str.starts_with("0086")
    return values.str.replace(_CODED, "$1") if coded.any() else values


def _each_once(hashes: Hashes, kinds: npt.NDArray[np.uint8]) -> tuple[Hashes, npt.NDArray[np.uint8]]:
    """Rising hashes, each once with its first kind. Polars sorts twice as fast as numpy finds what is unique."""
    table = pl.DataFrame({"hash": hashes, "kind": kinds}).sort("hash", maintain_order=True)
    rising = table["hash"].to_numpy()
    first = np.append(True, rising[1:] != rising[:-1])
    return rising[first], table["kind"].to_numpy()[first]


def _is_checked(hidden: HiddenValues) -> Bools:
    """Numbers that their check digit gives away wherever they stand."""
    checked = np.zeros(len(hidden), np.bool_)
    length = hidden.values.str.len_chars().to_numpy()
    for kind, (least, most) in _CHECKED.items():
        checked |= (hidden.kinds == ENTITY_INDEX[kind]) & (length >= least) & (length <= most)
    return checked & (hidden.scores == _PROVEN)
