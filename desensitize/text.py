"""Finds everything in a document's text: names, addresses, organisations, places, and all identifiers.

Offsets are code points of the text as given; a document's pages are given one by one.
"""

from collections.abc import Collection, Iterator
from enum import Enum
from functools import cache
from typing import Final

from desensitize.embedded import find_in_tables
from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import fold_han
from desensitize.normalise import Normalised
from desensitize.people.sentences import names_in_text, without_lone_surnames
from desensitize.people.setting import doubt_of
from desensitize.places.organisations import organisations_and_places
from desensitize.recognizers import address, date_of_birth, health
from desensitize.scanning.judgement import resolve
from desensitize.scanning.matcher import Matcher
from desensitize.tagger import read

_TAGGED: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
_FINDERS: Final = (address.FINDER, date_of_birth.FINDER, health.FINDER)


class Aim(Enum):
    """What findings are for.

    HIDE: to be hidden, or proved gone; a word too many costs less than a name left standing. REPORT: to be read; in
    general language a word that only looks like a name has to be likelier one.
    """

    HIDE = "hide"
    REPORT = "report"


def scan_text(text: str, *, entities: Collection[Entity] | None = None, aim: Aim = Aim.HIDE) -> tuple[Finding, ...]:
    """Everything found in one text.

    Args:
        text: One page or one whole document, of any length.
        entities: Kinds to report; None for all.
        aim: What the findings are for.

    Returns:
        Findings ordered by place, none overlapping: of two that overlap the kind of higher priority stays.
    """
    wanted = frozenset(Entity) if entities is None else frozenset(entities)
    found: list[Finding] = []
    if wanted - _TAGGED - {finder.entity for finder in _FINDERS}:
        found += _patterns().find(text)
    for finder in _FINDERS:
        if finder.entity in wanted:
            found += finder.find([text])[0]
    if wanted & _TAGGED:
        found += _named(fold_han(text), wanted, aim)
    found += find_in_tables(text, found, wanted)
    return tuple(finding for finding in resolve(found) if finding.entity in wanted)


def _named(normal: Normalised, wanted: frozenset[Entity], aim: Aim) -> Iterator[Finding]:
    reading = read([normal.text])[0]
    doubt = doubt_of(normal.text) if aim is Aim.REPORT else 0.0
    people = names_in_text(normal.text, reading, surnames=True, doubt=doubt)
    if Entity.PERSON in wanted:
        for name in people if aim is Aim.REPORT else without_lone_surnames(normal.text, people):
            yield Finding(Entity.PERSON, *normal.raw_span(name.start, name.end), name.score, name.rule)
    if wanted & {Entity.ORG, Entity.LOCATION}:
        seen = read([normal.text], whole=True)[0] if aim is Aim.REPORT else reading
        for place in organisations_and_places(normal.text, seen.names, people):
            if Entity(place.kind) in wanted:
                start, end = normal.raw_span(place.start, place.end)
                yield Finding(Entity(place.kind), start, end, place.probability, "text.lac")


@cache
def _patterns() -> Matcher:
    return Matcher()
