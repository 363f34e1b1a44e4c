"""Finds postal addresses by the structure of Chinese ones: 省市区县 镇乡街道 路街巷村 号弄栋单元室.

An address is a place finer than a town: a road with a number, a village with a group, an estate with a building; with a
region before it, a road alone is enough. Administrative regions alone (东湖区) are not addresses, nor is a road in the
name of an institution (人民路支行). Whose address it is (a home, an office) is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import all_same_but_digits, fold_han
from desensitize.people.surnames import HAN
from desensitize.places.headers import AddressEvidence, address_evidence
from desensitize.places.labelled import (
    NO_HOME,
    announced_values,
    end_of_houses,
    english_homes,
    is_home_town,
    is_only_regions,
    may_hold_english,
)
from desensitize.places.parts import (
    BUILDING,
    DWELLING,
    ESTATE,
    ESTATE_SURE,
    FINER_AFTER,
    GROUP_END,
    GROUPS,
    HAN_CHARACTER,
    HIDDEN,
    ISSUE,
    ITEM,
    KNOWN,
    LEADING_WORDS,
    LEFT_WORDS,
    LEVEL,
    MARK,
    NAMED_AFTER,
    NUMBER,
    ORG_AFTER,
    PLACE,
    REGION,
    ROAD,
    ROAD_END,
    ROOM,
    ROOMS,
    SPOT,
    TELEPHONE,
    TOWN,
    VILLAGE,
    VILLAGE_BEHIND,
)

_GAP: Final = r"[ ,\-]?"
_ADDRESS: Final = re.compile(
    f"(?P<regions>(?:{REGION}[ ,]?){{0,4}})(?P<town>(?:{TOWN}{_GAP}){{0,2}})"
    f"(?P<named>(?:(?:{VILLAGE_BEHIND}|{ROAD}|{VILLAGE}|{ESTATE}){_GAP}){{0,4}}(?:{SPOT}{_GAP})?)"
    f"(?P<numbers>(?:{NUMBER}{_GAP}){{0,6}})"
    f"(?P<estate>(?:(?:{ESTATE_SURE}|{ESTATE}(?={_GAP}{NUMBER}|{_GAP}{ROOM}|[^{HAN}]|$)|{PLACE}{{2,8}}?(?:[一壹]号)?(?={_GAP}{BUILDING})){_GAP})?)(?P<more>(?:{NUMBER}{_GAP}){{0,6}}(?:{ROOM})?)"
)
_MARK: Final = re.compile(MARK)
_CHUNK: Final = re.compile(rf"[{HAN}0-9A-Za-z·#\-—–~/、 ,()]+")
_HOME_BEFORE: Final = re.compile("(?:住|址|籍|居|家|坐落|座落|位于|寄|送|迁|搬)[^,。;]{0,6}$")
_HOME_BEHIND: Final = re.compile("的?(?:房产|房屋|住宅|住房|宅基地|老家|家中|家里|自建房)|(?:村民|居民|农民|农户)")
_FIRST: Final = re.compile(f"(?:{REGION}|{TOWN}|{ROAD}|{VILLAGE}|{ESTATE})")
_KNOWN: Final = re.compile(f"{KNOWN}(?=[省市]|[{HAN}]{{1,8}}?[市区县州盟旗路街])")
_BEFORE: Final = re.compile(
    f"(?:{LEFT_WORDS}|[,、 (]|[以因将于在到往住址位为是与及被把的了我他她你您这那说称问寄给按沿从])"
)
_LEADING: Final = re.compile(f"(?:{LEADING_WORDS}|[ ,、()-])+")
_HAMLET: Final = re.compile(f"[{HAN}]{{2,3}}[村屯庄寨]")
_PREFIX: Final = re.compile(f"[ .。,;]*[{HAN}0-9]{{1,40}}")
"""Before the first part, with nothing between: a region whose name the structure did not know."""
_PLAIN: Final = re.compile(rf"[{HAN}0-9A-Za-z·#\-—–~/、 ,().。]+")
_CONTACT: Final = re.compile("[0-9]{7,}|[0-9]{3,4}[ -][0-9]{3,4}[ -]?[0-9]{4}(?![0-9])|电话|手机|联系人|收件人|邮编")

_LOOK: Final = 200
"""Cells of a column that are looked at."""
_LONGEST: Final = 80
"""Characters of a cell that may be an address throughout."""
_FEWEST: Final = 5
_SHARE: Final = 0.3
_REMEMBERED: Final = 60_000
"""Texts of a column whose addresses are kept for its next pieces: about 20 MB."""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    score: float
    rule: str


def find_addresses(
    texts: Sequence[str],
    *,
    header: str | None = None,
    homes: bool = False,
    seen: dict[str, tuple[Finding, ...]] | None = None,
) -> list[tuple[Finding, ...]]:
    """Postal addresses in each text.

    Args:
        texts: Cells of one column, or free texts; each distinct one is read once.
        header: The column's own name; None for free text.
        homes: Whether the column's other cells are addresses (`are_homes`).
        seen: What texts under this header gave already, digits made alike; read and added to. A column comes in
            pieces, and most of its addresses differ from one before in the number of the house alone.

    Returns:
        For each text, in order, its ADDRESS findings from left to right; offsets in code points of the raw text.
    """
    evidence = address_evidence(header)
    keys = all_same_but_digits(texts)
    known = {} if seen is None else seen
    if len(known) > _REMEMBERED:
        known.clear()
    for key in dict.fromkeys(keys):
        if key in known or not (evidence is AddressEvidence.ADDRESS or _MARK.search(key) or may_hold_english(key)):
            continue
        normal = fold_han(key)
        if evidence is AddressEvidence.ADDRESS:
            places = list(_in_cell(normal.text))
        else:
            lived_in = AddressEvidence.ADDRESS if homes else evidence
            places = _with_announced(normal.text, list(_in_text(normal.text, lived_in)))
        known[key] = tuple(
            Finding(Entity.ADDRESS, *normal.raw_span(place.start, place.end), place.score, place.rule)
            for place in places
        )
    return [known.get(key, ()) for key in keys]


def are_homes(sample: Sequence[str], *, header: str | None = None) -> bool:
    """Whether a column whose header says nothing of addresses holds them: then a village alone is one there too.

    sample: cells of its beginning. header: its name.
    """
    if address_evidence(header) is not AddressEvidence.SILENT:
        return False
    cells = list(dict.fromkeys(cell for cell in sample[:_LOOK] if len(cell.strip()) > 1))
    found = find_addresses([cell if len(cell) <= _LONGEST else "" for cell in cells], header=header)
    whole = sum(
        bool(places) and 2 * (places[-1].end - places[0].start) > len(cell)
        for cell, places in zip(cells, found, strict=True)
    )
    return whole >= _FEWEST and whole >= _SHARE * len(cells)


def _with_announced(text: str, places: list[_Place]) -> list[_Place]:
    """What a label announces is an address from there on, even where its structure says less or nothing."""
    found: list[_Place] = []
    at = 0
    for start, end in (*announced_values(text), *english_homes(text)):
        while at < len(places) and places[at].end <= start:
            found.append(places[at])
            at += 1
        if at == len(places) or places[at].start >= end:
            found.append(_Place(start, end, 0.6, "address.label"))
        elif start < places[at].start:
            places[at] = replace(places[at], start=start)
    return found + places[at:]


def _in_cell(text: str) -> Iterator[_Place]:
    """A cell under a header of addresses: a structured part with what belongs to it, else the whole cell."""
    places = list(_in_text(text, AddressEvidence.ADDRESS))
    if places:
        for index, place in enumerate(places):
            limit = places[index + 1].start if index + 1 < len(places) else len(text)
            end = place.end
            rest = text[end:limit].rstrip(" .。,;")
            if len(rest) <= 24 and _PLAIN.fullmatch(rest) and not _CONTACT.search(rest):
                end += len(rest)
            start = place.start
            if not index and (_PREFIX.fullmatch(text, 0, start) or (start <= 6 and ":" not in text[:start])):
                start = _first_sign(text)
            yield _Place(start, end, max(place.score, 0.9), "address.column")
        return
    core = text.strip(" .。,;")
    if (
        (len(core) >= 5 or _HAMLET.fullmatch(core))
        and _PLAIN.fullmatch(core)
        and not NO_HOME.search(core)
        and (is_home_town(core) or not is_only_regions(core))
    ):
        start = text.index(core)
        if re.search(f"[{HAN}]{{3}}", core) and not _CONTACT.search(core):
            yield _Place(start, start + len(core), 0.6, "address.header")


def _first_sign(text: str) -> int:
    return len(text) - len(text.lstrip(" .。,;"))


def _in_text(text: str, evidence: AddressEvidence) -> Iterator[_Place]:
    for chunk in _CHUNK.finditer(text):
        done = chunk.start()
        starts = _starts(text, chunk.start(), chunk.end())
        for index, start in enumerate(starts):
            if start < done:
                continue
            place = _place_at(text, start, chunk.end(), evidence)
            if place is None:
                continue
            first = _FIRST.match(text, start, chunk.end())
            for later in starts[index + 1 :]:
                if first is None or later >= first.end() - 1:
                    break
                nearer = _place_at(text, later, chunk.end(), evidence)
                place = nearer if nearer is not None and nearer.end >= place.end else place
            place = replace(place, end=end_of_houses(text, place.end, chunk.end()))
            yield place
            done = place.end


def _starts(text: str, start: int, end: int) -> list[int]:
    """Where an address may begin: at a chunk's start, after words that stand before addresses, at known regions."""
    starts = {start}
    starts.update(match.end() for match in _BEFORE.finditer(text, start, end))
    starts.update(match.start() for match in _KNOWN.finditer(text, start, end))
    stripped: set[int] = set()
    passed = start
    for begin in sorted(starts):
        # A run of leading words is passed once, or blanks and commas by the thousand would take quadratic time.
        if begin >= passed:
            leading = _LEADING.match(text, begin, end)
            passed = leading.end() if leading else begin
        stripped.add(passed if passed > begin and _KNOWN.match(text, begin, end) is None else begin)
    return sorted(at for at in stripped if at < end)


def _stands_for_itself(text: str, match: re.Match[str], place: tuple[int, int, int]) -> bool:
    """Whether a place without a number is an address where no word says that somebody lives there.

    A dwelling is (密云区阳光小区); so is a road with city and county, or that fills its clause, but not one on the way
    (在和平区东风东路追尾). A village is a statistic's unit, and most other things with a region before them are its
    institutions (叙州区疾控中心). place: where the address begins and ends, and the clause ends.
    """
    start, stop, end = place
    named, estate = match.group("named"), match.group("estate")
    if DWELLING.search(estate or named) is not None:
        return True
    if ROAD_END.search(named) is not None and not estate and LEVEL.search(match.group("regions")) is not None:
        return True
    fills = stop == end and not HAN_CHARACTER.match(text, start - 1) if start else stop == end
    return fills and not estate and ROAD_END.search(named) is not None


def _place_at(text: str, start: int, end: int, evidence: AddressEvidence) -> _Place | None:
    """The address that begins here, or None when it is only a region, a bare road, or an institution's name."""
    match = _ADDRESS.match(text, start, end)
    if match is None or match.end() - start < 4:
        return None
    item = ITEM.search(match.group()) if match.end() == end and text.startswith(".", end) else None
    if item is not None:
        return _place_at(text, start, start + item.start(), evidence)
    regions, town, named, estate = (match.group(part) for part in ("regions", "town", "named", "estate"))
    numbered = bool(match.group("numbers") or match.group("more") or GROUP_END.search(named))
    telephone = TELEPHONE.search(text, start, match.end() + 15)
    stop = min(match.end(), telephone.start()) if telephone else match.end()
    stop = start + len(text[start:stop].rstrip(" ,-、"))
    if not numbered and (ORG_AFTER.match(text, stop) or text.startswith(HIDDEN, stop)):
        return None
    if not (regions or town) and ISSUE.fullmatch(text, start, stop):
        return None
    fine = bool(named or estate)
    if fine and numbered:
        score = 0.85 if regions or town else 0.7
    elif fine and (regions or town):
        is_home = (
            evidence is AddressEvidence.ADDRESS
            or _HOME_BEFORE.search(text, max(0, start - 12), start) is not None
            or _HOME_BEHIND.match(text, stop) is not None
        )
        if not is_home and not _stands_for_itself(text, match, (start, stop, end)):
            return None
        score = 0.65
    elif (regions or town) and ROOMS.search(match.group("numbers")):
        score = 0.65
    elif regions and numbered and (town or evidence is AddressEvidence.ADDRESS):
        score = 0.6
    else:
        return None
    if evidence is AddressEvidence.AREA and (not numbered or GROUPS.search(match.group()) is not None):
        return None
    if telephone is None and "号" in match.group():
        finer = FINER_AFTER.match(text, stop, end)
        stop = finer.end() if finer is not None else stop
    named_after = NAMED_AFTER.match(text, stop)
    if named_after is not None:
        stop = named_after.end()
    return _Place(start, stop, score, "address.structure")
