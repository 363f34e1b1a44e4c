"""Fields inside a cell: leaves and attributes of XML, strings of JSON. Their names say what they hold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.recognizers.finder import Finder

_NAME = "[A-Za-z_\u4e00-\u9fff][0-9A-Za-z_.\u4e00-\u9fff-]{0,63}"
_FIELD = re.compile(
    f"<(?:[A-Za-z_][0-9A-Za-z_]{{0,30}}:)?(?P<tag>{_NAME})(?:\\s[^<>]{{0,300}})?>\\s{{0,8}}"
    "(?:<!\\[CDATA\\[)?(?P<leaf>[^<>]{1,400}?)(?:\\]\\]>)?\\s{0,8}</"
    f"|(?<=\\s)(?P<attribute>{_NAME})=[\"'](?P<set>[^\"'<>]{{1,400}})[\"']"
    f'|"(?P<key>{_NAME})"\\s{{0,4}}:\\s{{0,4}}"(?P<text>[^"\\\\]{{1,400}})"'
)
MAY = '</|/>|"[^"]{0,4}:|=["\']'
"""What a cell with fields holds, in syntax that Polars' engine knows too."""
_MAY = re.compile(MAY)
_ANSWER = re.compile("(?i)(?:msg|message|code|status|state|result|type|level|tag|label|flag|reason)s?$")
"""Ends of the names of fields that say how something went: 成功, 失败 and their like are nobody there."""
_SHORT = 8
"""Characters of a value that is one word."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. name: of the tag, attribute or key. start, end: its value's place in the raw cell."""

    name: str
    start: int
    end: int


def fields_of(text: str) -> Iterator[Field]:
    """The fields of a raw cell from left to right; nothing for a cell that is no XML and no JSON. Never raises."""
    if _MAY.search(text) is None:
        return
    for match in _FIELD.finditer(text):
        for name, value in (("tag", "leaf"), ("attribute", "set"), ("key", "text")):
            if match.group(name) is not None:
                yield Field(match.group(name), *match.span(value))


def find_in_fields(
    finder: Finder, texts: Sequence[str], numbers: Iterable[int] | None = None
) -> dict[int, list[Finding]]:
    """What a finder sees in the fields whose names it asks for, each read as a cell under a header of that name.

    texts: raw cells. numbers: those that may have fields (`MAY`), None for all. Returns findings by the number of the
    text, offsets in the whole cell.
    """
    wanted: dict[str, list[tuple[int, Field]]] = {}
    for number in range(len(texts)) if numbers is None else numbers:
        for field in fields_of(texts[number]):
            if finder.asks(field.name):
                wanted.setdefault(field.name, []).append((number, field))
    found: dict[int, list[Finding]] = {}
    for name, places in wanted.items():
        values = [texts[number][field.start : field.end] for number, field in places]
        for (number, field), inside in zip(places, _read(finder, name, values), strict=True):
            found.setdefault(number, []).extend(
                replace(finding, start=finding.start + field.start, end=finding.end + field.start) for finding in inside
            )
    return found


def _read(finder: Finder, name: str, values: list[str]) -> list[tuple[Finding, ...]]:
    if finder.entity is not Entity.PERSON:
        return finder.find(values, header=name)
    from desensitize.people.finder import NameColumn, find_people
    from desensitize.people.headers import name_evidence

    # Judged one by one: what else stands in the column must not matter, or chunks would differ.
    return find_people(values, header=name, column=NameColumn(name_evidence(name)))


def without_things(text: str, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Personal names of a cell but for those in fields that are named as things (productName: 安心贷), read as a column
    under such a header would be: a short value is a thing throughout.
    """
    from desensitize.people.headers import NameEvidence, name_evidence

    things = [
        field
        for field in fields_of(text)
        if field.end - field.start <= _SHORT
        and (name_evidence(field.name) is NameEvidence.AGAINST or _ANSWER.search(field.name))
    ]
    return tuple(one for one in found if not any(field.start <= one.start < field.end for field in things))


def joined_with_fields(found: tuple[Finding, ...], inside: list[Finding]) -> tuple[Finding, ...]:
    """Findings of a cell and of its fields; where they touch, the field's stays: its edges are known."""
    clear = [f for f in found if not any(f.start < one.end and one.start < f.end for one in inside)]
    return tuple(sorted((*clear, *inside), key=lambda finding: finding.start))
