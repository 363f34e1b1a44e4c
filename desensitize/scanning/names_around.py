"""Personal information in the names around a table: its columns' headers, its sheet, its file.

A name says little, so it is read as free text: patterns, persons and addresses, without what a column would add.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from desensitize.entities import PERSONAL, Entity
from desensitize.findings import Finding
from desensitize.scanning.judgement import resolve
from desensitize.scanning.matcher import Matcher

_HAN: Final = re.compile("[一-鿿㐀-䶿]")
_OF: Final = re.compile("的|等|先生|女士|同志|个人|本人|借款|贷款|身份证|电话|手机|账户|户")
"""What may follow a person's name in the name of a sheet or a column."""
_UNIT: Final = re.compile(
    "[(（\\[][十百千万亿]{1,2}(?:人|户|家|件|笔|张|台|次|吨|元|亩|辆|套|份|册|枚|平方|立方|公里|公顷|千瓦|千米|标)[^)）\\]]{0,4}[)）\\]]"
)
"""What a column's figures are counted in: 缴存职工(万人), 居民(万千瓦时)."""
_SURE: Final = 0.7
_SEVERAL: Final = 3


def find_in_names(
    names: Sequence[str], matcher: Matcher, *, entities: Collection[Entity] | None = None, reads: bool = True
) -> list[tuple[Finding, ...]]:
    """Findings in each of several names.

    names: headers, or the name of a sheet or file, without its ending. entities: kinds to report, None for all. reads:
    whether persons and addresses are looked for beside the patterns. Returns findings a name, offsets in code points.
    """
    wanted = frozenset(Entity) if entities is None else frozenset(entities)
    found: list[list[Finding]] = [list(matcher.find(name)) for name in names]
    if reads and Entity.PERSON in wanted:
        from desensitize.people.finder import NameColumn, find_people
        from desensitize.people.headers import NameEvidence

        people = find_people(names, column=NameColumn(NameEvidence.SILENT))
        whole = sum(
            any(one.end - one.start == len(name) and one.score >= _SURE for one in more)
            for name, more in zip(names, people, strict=True)
        )
        for name, inside, more in zip(names, found, people, strict=True):
            inside.extend(one for one in more if inside or _stands_apart(name, one, among_names=whole >= _SEVERAL))
    if reads and Entity.ADDRESS in wanted:
        from desensitize.places.finder import find_addresses

        for inside, more in zip(found, find_addresses(names), strict=True):
            inside.extend(more)
    return [tuple(one for one in resolve(inside) if one.entity in wanted) for inside in found]


def _stands_apart(name: str, person: Finding, *, among_names: bool) -> bool:
    """Whether a person's name is not the beginning of a longer word (李子产量, 万张卡投诉量, 张数).

    A header is a few words without a sentence around them: what would pass in a remark must be surer here, unless an
    identifier stands beside it. among_names: whether several of the names around are persons' throughout.
    """
    if any(unit.start() < person.start and person.end < unit.end() for unit in _UNIT.finditer(name)):
        return False
    if person.end < len(name):
        if _OF.match(name, person.end) is not None:
            return True
        # 通话时长(秒): what begins inside a word is no name either.
        inside = person.start > 0 and _HAN.match(name, person.start - 1) is not None
        return not inside and _HAN.match(name, person.end) is None and person.score >= _SURE
    if len(name) == 2 and not among_names:
        # Two characters are a header's usual length: 林种, 车次, 余额.
        return False
    return person.score >= _SURE


def covered_name(name: str, matcher: Matcher, *, cover: str = "●●●") -> str:
    """A name with every personal piece covered, so that it can stand in a report."""
    pieces, at = [], 0
    for finding in find_in_names([name], matcher, entities=PERSONAL)[0]:
        pieces += [name[at : finding.start], cover]
        at = finding.end
    return "".join([*pieces, name[at:]])
