"""What a column's values say together: proof that they are identifiers, or that they only look like them.

One cell cannot tell a serial number that happens to pass a check from an identity number; a thousand can.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from desensitize.end_to_end import WIDE
from desensitize.entities import Entity
from desensitize.recognizers.phone import MOBILE_PREFIXES
from desensitize.recognizers.rule import Against
from desensitize.scanning.context import Meaning
from desensitize.scanning.judgement import disproven, proven
from desensitize.scanning.kernels import Bools, Bytes, is_cn_id, is_luhn
from desensitize.scanning.layout import positions

ENOUGH = 20
"""Fewer cells of a form prove nothing: their labels and checks alone decide."""
_DOUBT = 8
"""So few may speak against a kind, where the check fails nearly as often as by chance."""
_VARIED = 12
"""Beginnings that numbers must differ in: those of a series share theirs."""
_SURE_IDS = 5
_SERIES = {"E9", "EA", "G9"}
"""The three series of ordinary passports, older and newer: no numbering of anything else mixes them."""
_AGAINST: Meaning = frozenset({Against.SERIAL, Against.AMOUNT, Against.CODE})
_TELEPHONES: Meaning = frozenset({Entity.CN_MOBILE, Entity.LANDLINE})
_FIGURE = r"^-?[0-9,]{1,24}(?:[.][0-9]{1,8})?$"
_DECIMAL = r"^-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]{1,8})?|[0-9]{1,16}[.][0-9]{1,8})$"
_SHORTER = "^(?:[1-9][0-9]{8,9}|[19][0-9]{6,7})$"
_LANDLINE = r"^[(（]?(?:010|02[0-57-9]|0[3-9][0-9]{2})[)）]?[ —-]?([2-8][0-9]{2})[0-9]{4,5}$"
_LIKE_LANDLINE = r"^[(（]?0[0-9]{2,3}[)）]?[ —-]?[0-9]{7,8}$"
_DOTTED = r"^[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}$"
_FEW_ADDRESSES = 5
_SMALL = 64
"""Four numbers below it, in every cell, are versions and sections: addresses of machines use their octets in full."""
_LOOK = 200
_ISSUER = {
    16: "^(?:62|4|5[1-5]|35|601|603|955)[0-9]+$",
    18: "^(?:62|955|601|603|690|685|940|900)[0-9]+$",
    19: "^(?:62|955|601|603|690|685|940|900)[0-9]+$",
}
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_AREA = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}"
_PASSPORT = "^(?:[EGDSP][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E[0-9]{7})$"
_PERMIT = "^[HM][0-9]{8}(?:[0-9]{2})?$"
_MOBILE = "^(?:" + "|".join(str(prefix) for prefix in sorted(MOBILE_PREFIXES)) + ")"


def tells_anything(frame: pl.DataFrame) -> Sequence[bool]:
    """Which columns of a wide table hold a cell of a length that `ColumnEvidence` counts, all looked at together."""
    if frame.width < WIDE:
        return [True] * frame.width
    long = pl.all().str.strip_chars(" \t\r\n").str.len_bytes().is_in([9, 11, 12, 15, 16, 18, 19])
    return frame.select(long.any()).row(0)


@dataclass(slots=True)
class ColumnEvidence:
    """Counts over one column's cells that are one number throughout.

    meaning: what the header says; of a kind that it names nothing is counted.
    mobiles, mobile_like, elevens: eleven digits from 1 on, of allotted segments and at all, and from any digit but 0
    on; segments: which of them. round_mobiles: those of the mobiles with two zeros at the end, as the codes of offices
    have them.
    old_ids, fifteens: fifteen digits with area and birth date, and at all. ids, id_like: eighteen with area and birth
    date that pass the check, and at all. cards, card_like: an issuer's prefix with Luhn, and at all;
    card_long: digits of a card's length.
    permits, permit_heads: the form of a permit to return home, and how they begin. coded: cells of eight characters and
    more in a column that holds the form of a passport or permit somewhere.
    passports, nines: nine characters of a passport's form, and at all; passport_heads: how they begin.
    filled, figures, decimals: of a column with eleven digits somewhere all cells, plain numbers, and those of them with
    a point or groups of thousands; shorter: seven to ten digits, as no telephone has them. zeros, trunks: twelve digits
    from 0 on, and those of a mobile number behind the zero of a long-distance call. landlines: area code and
    subscriber's number; landline_heads: how the latter begin; landline_like: the form alone. dotted: four numbers with
    points, of the first cells; largest: of those numbers.
    """

    meaning: Meaning
    mobiles: int = 0
    mobile_like: int = 0
    round_mobiles: int = 0
    elevens: int = 0
    segments: set[str] = field(default_factory=set)
    old_ids: int = 0
    fifteens: int = 0
    ids: int = 0
    id_like: int = 0
    cards: int = 0
    card_like: int = 0
    card_long: int = 0
    nines: int = 0
    filled: int = 0
    figures: int = 0
    decimals: int = 0
    shorter: int = 0
    zeros: int = 0
    trunks: int = 0
    landlines: int = 0
    landline_heads: set[str] = field(default_factory=set)
    landline_like: int = 0
    dotted: int = 0
    largest: int = 0
    passports: int = 0
    passport_heads: set[str] = field(default_factory=set)
    permits: int = 0
    permit_heads: set[str] = field(default_factory=set)
    coded: int = 0

    def add(self, series: pl.Series) -> None:
        """Count the cells of one more chunk (String, nulls allowed)."""
        texts = series.drop_nulls().str.strip_chars(" \t\r\n").rename("text")
        lengths = texts.str.len_bytes()
        if not self.meaning & _TELEPHONES and bool(lengths.is_in([11, 12]).any()):
            self._figures(texts)
        if not self.meaning & {Entity.CN_MOBILE, Entity.CN_ID} and bool(lengths.is_in([9, 11]).any()):
            self._permits(texts)
        if Entity.IP not in self.meaning:
            self._dotted(texts)
        for length, entity, count in (
            (9, Entity.PASSPORT, self._nine),
            (11, Entity.CN_MOBILE, self._eleven),
            (15, Entity.CN_ID, self._fifteen),
            (18, Entity.CN_ID, self._eighteen),
            *((length, Entity.BANK_CARD, self._card) for length in (16, 18, 19)),
        ):
            if entity in self.meaning:
                continue
            cells = texts.filter(lengths == length)
            if len(cells):
                count(cells)

    def _figures(self, cells: pl.Series) -> None:
        self.filled += int((cells.str.len_bytes() > 0).sum())
        self.figures += int(cells.str.contains(_FIGURE).sum())
        self.decimals += int(cells.str.contains(_DECIMAL).sum())
        self.shorter += int(cells.str.contains(_SHORTER).sum())
        subscribers = cells.str.extract(_LANDLINE).drop_nulls()
        zeros = cells.filter(cells.str.contains("^0[0-9]{11}$"))
        self.zeros += len(zeros)
        self.trunks += int(zeros.str.slice(1).str.contains(_MOBILE).sum())
        self.landlines += len(subscribers)
        self.landline_like += int(cells.str.contains(_LIKE_LANDLINE).sum())
        self.landline_heads.update(subscribers.unique().to_list())

    def _dotted(self, texts: pl.Series) -> None:
        """Of the first cells only: a column of versions shows itself there."""
        if self.dotted < _LOOK:
            dotted = texts.head(_LOOK).filter(texts.head(_LOOK).str.contains(_DOTTED))
            self.dotted += len(dotted)
            self.largest = max([self.largest, *(int(part) for cell in dotted for part in cell.split("."))])

    def _permits(self, texts: pl.Series) -> None:
        permits = texts.filter(texts.str.contains(_PERMIT))
        self.permits += len(permits)
        self.permit_heads.update(permits.str.slice(0, 3).unique().to_list())
        self.coded += int((texts.str.len_bytes() >= 8).sum())

    def _nine(self, cells: pl.Series) -> None:
        passports = cells.filter(cells.str.contains(_PASSPORT))
        self.nines += len(cells)
        self.passports += len(passports)
        self.passport_heads.update(passports.str.slice(0, 3).unique().to_list())

    def _eleven(self, cells: pl.Series) -> None:
        self.elevens += int(cells.str.contains("^[1-9][0-9]{10}$").sum())
        like = cells.filter(cells.str.contains("^1[0-9]{10}$"))
        mobiles = like.filter(like.str.contains(_MOBILE))
        self.mobile_like += len(like)
        self.mobiles += len(mobiles)
        self.round_mobiles += int(mobiles.str.ends_with("00").sum())
        self.segments.update(mobiles.str.slice(0, 3).unique().to_list())

    def _fifteen(self, cells: pl.Series) -> None:
        like = cells.filter(cells.str.contains("^[1-9][0-9]{14}$"))
        self.fifteens += len(like)
        self.old_ids += int(like.str.contains(f"^{_AREA}[0-9]{{2}}{_DAY}").sum())

    def _eighteen(self, cells: pl.Series) -> None:
        like = cells.filter(cells.str.contains(f"^{_AREA}(?:19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]$"))
        self.id_like += len(like)
        self.ids += _passing(like, 18, is_cn_id)

    def _card(self, cells: pl.Series) -> None:
        length = len(cells[0].encode())  # as the cells were chosen: six Han characters are eighteen bytes too
        like = cells.filter(cells.str.contains(_ISSUER[length]))
        self.card_long += int(cells.str.contains("^[0-9]+$").sum())
        self.card_like += len(like)
        self.cards += _passing(like, length, is_luhn)

    def marks(self, *, believed: bool = False) -> frozenset[str]:
        """The verdict as context marks. believed: whether the header is taken at its word that these are figures."""
        found: set[str] = set()
        if _fails(self.ids, self.id_like, few=0.2, many=0.3):
            found.add(disproven(Entity.CN_ID))
        elif self.id_like >= ENOUGH and self.ids >= 0.9 * self.id_like:
            # Whatever the header says: of serial numbers with an area and a day in them one in eleven passes.
            found.add(proven(Entity.CN_ID))
        others = self.card_long - self.ids
        if _fails(self.cards, self.card_like, few=0.25, many=0.4) or (others >= ENOUGH and self.cards < 0.05 * others):
            found.add(disproven(Entity.BANK_CARD))
        elif self.card_like >= ENOUGH and self.cards >= 0.985 * self.card_like:
            found.add(proven(Entity.BANK_CARD))
        if self.fifteens >= ENOUGH and self.old_ids >= 0.95 * self.fifteens:
            found.add(proven(Entity.CN_ID))
        if self.dotted >= _FEW_ADDRESSES and self.largest < _SMALL:
            found.add(disproven(Entity.IP))
        several = {head[0] + ("A" if head[1].isalpha() else "9") for head in self.passport_heads} >= _SERIES
        if (
            (several or not self.meaning & _AGAINST)
            and _are_all(self.passports, self.nines)
            and len(self.passport_heads) >= _VARIED
        ):
            found.add(proven(Entity.PASSPORT))
        if self._holds_documents():
            found |= {proven(Entity.PASSPORT), proven(Entity.HMT_PERMIT)}
        return frozenset(found | self._telephones(believed=believed))

    def _holds_documents(self) -> bool:
        """Whether people's documents stand side by side: sure identity numbers with passports and permits, or permits
        of residents of Hong Kong and of Macau alone.
        """
        if self.meaning & _AGAINST and not self.ids:
            return False
        together = self.ids + self.old_ids + self.passports + self.permits
        if self.ids >= _SURE_IDS and self.ids >= 0.15 * together and self.ids >= 0.5 * self.id_like:
            return _are_all(together, self.coded)
        areas = {head[0] for head in self.permit_heads}
        return _are_all(self.permits, self.coded) and len(areas) > 1 and len(self.permit_heads) >= _VARIED

    def _telephones(self, *, believed: bool) -> set[str]:
        """Whether the column's numbers are telephones, or only look like them: figures, codes."""
        found: set[str] = set()
        is_office = bool(self.meaning & (_AGAINST | {Against.OFFICE}))
        are_lines = self.landlines >= 0.75 * self.landline_like
        beside_mobiles = self.landlines > 0 and ENOUGH <= self.mobiles >= 0.8 * self.filled - self.landlines
        varied = _are_all(self.landlines, self.filled) and len(self.landline_heads) >= _VARIED
        if not is_office and (varied or (are_lines and beside_mobiles)):
            found.add(proven(Entity.LANDLINE))
        elif self.landline_like >= ENOUGH and self.landlines < 0.75 * self.landline_like:
            found.add(disproven(Entity.LANDLINE))
        share = self.mobiles / self.mobile_like if self.mobile_like >= ENOUGH else 1.0
        is_none = (
            (self.decimals >= max(5, 0.2 * self.filled) and self.figures >= 0.95 * self.filled)
            or (self.shorter >= max(5, 0.3 * self.elevens) and self.figures >= 0.95 * self.filled)
            or (not are_lines and _fails(self.trunks, self.zeros, few=0.3, many=0.5))
            or (self.elevens >= ENOUGH and self.mobiles < 0.5 * self.elevens)
            or (self.mobiles >= _DOUBT and self.round_mobiles >= 0.5 * self.mobiles)
            or share < 0.7
        )
        if is_none:
            found.add(disproven(Entity.CN_MOBILE))
        elif (
            not believed
            and self.mobile_like >= ENOUGH
            and self.meaning & _AGAINST
            and share >= 0.985
            and len(self.segments) >= 8
        ):
            found.add(proven(Entity.CN_MOBILE))
        return found


def _fails(passing: int, of: int, *, few: float, many: float) -> bool:
    """Whether a check fails too often for a kind. few, many: the share that passes by chance, of so many cells."""
    return of >= _DOUBT and passing < (many if of >= ENOUGH else few) * of


def _are_all(those: int, of: int) -> bool:
    """Whether so many cells are of a form, and so nearly all of them, that it is no accident."""
    return those >= ENOUGH and those >= 0.9 * of


def _passing(cells: pl.Series, length: int, check: Callable[[Bytes], Bools]) -> int:
    return int(check(positions(cells, length)).sum()) if len(cells) else 0
