"""Personal information in the names around a table: its columns' headers, its sheet, its file.

A name says little, so it is read as free text: patterns, persons and addresses, without what a column would add.
"""

from collections.abc import Collection, Sequence

from desensitize.entities import PERSONAL, Entity
from desensitize.findings import Finding
from desensitize.scanning.judgement import resolve
from desensitize.scanning.matcher import Matcher


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

        for inside, more in zip(found, find_people(names, column=NameColumn(NameEvidence.SILENT)), strict=True):
            inside.extend(more)
    if reads and Entity.ADDRESS in wanted:
        from desensitize.places.finder import find_addresses

        for inside, more in zip(found, find_addresses(names), strict=True):
            inside.extend(more)
    return [tuple(one for one in resolve(inside) if one.entity in wanted) for inside in found]


def covered_name(name: str, matcher: Matcher, *, cover: str = "●●●") -> str:
    """A name with every personal piece covered, so that it can stand in a report."""
    pieces, at = [], 0
    for finding in find_in_names([name], matcher, entities=PERSONAL)[0]:
        pieces += [name[at : finding.start], cover]
        at = finding.end
    return "".join([*pieces, name[at:]])
