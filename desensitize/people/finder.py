"""Finds personal names in columns of cells and in texts: tagger, header, surname lists, titles, lists, notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desensitize.clause_cuts import has_han_pair
from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import all_same_but_digits, fold_han
from desensitize.normalise import Normalised
from desensitize.people.cells import Candidate, names_in_bare_cell
from desensitize.people.forms import may_hold_other_forms
from desensitize.people.headers import NameEvidence, is_latin, name_evidence
from desensitize.people.scorer import Settled
from desensitize.people.sentences import names_in_text
from desensitize.people.surnames import ALL_HAN, HAN
from desensitize.people.things import are_things, labels_among, may_name_things, sure_names
from desensitize.people.words import is_thing, name_score
from desensitize.tagger import read

_SAMPLE: Final = 400
"""Distinct cells a profile looks at: enough to tell a column of names from one of things."""

_ASKED: Final = 60
"""Cells of a nameless header the tagger is asked about before the column counts as names."""

_REMEMBERED: Final = 60_000
"""Texts of a column whose findings are kept for its next pieces: about 20 MB."""

_FEW: Final = 5
"""Bare cells from which on they are heeded."""

_MANY: Final = 20
"""Cells from which it can be told that words come again."""

_LONGEST_KIND: Final = 12
"""Characters of the longest word for a kind; what is longer is read as text."""

_SHORT: Final = 6
"""Longest bare cell, in Han characters, that the profile counts."""


@dataclass(frozen=True, slots=True)
class NameColumn:
    """What is known of a column before its cells are read.

    Attributes:
        evidence: The header's, corrected by a sample of cells.
        seen: What texts of this column gave already, digits made alike: a column comes in pieces, and the pieces share
            most of their texts. Bounded, and gone with the column.
    """

    evidence: NameEvidence
    seen: dict[str, tuple[Finding, ...]] = field(default_factory=dict, compare=False, repr=False)


def profile_names(sample: Sequence[str], *, header: str | None = None) -> NameColumn:
    """Decide what short bare cells of a column are.

    Args:
        sample: Cells of the column, any number; the first 400 distinct ones count.
        header: The column's own name.

    Returns:
        The header's evidence, lowered when the cells under a header of persons do not look like names, raised when
        those under another header do and the tagger agrees.
    """
    stated = name_evidence(header)
    if header and stated is NameEvidence.SILENT and _is_of_kinds(sample):
        return NameColumn(NameEvidence.AGAINST)
    short = [cell for cell in dict.fromkeys(fold_cell(text) for text in sample[: _SAMPLE * 4]) if _is_short(cell)][
        :_SAMPLE
    ]
    likely = [cell for cell in short if name_score(cell) >= 0.5]
    seen = _as_cells_look(len(short), likely, stated)
    is_open = seen is NameEvidence.SILENT and (stated is seen or is_latin(header or ""))
    return NameColumn(NameEvidence.THINGS if header and is_open and _is_of_things(sample, header) else seen)


def _as_cells_look(short: int, likely: Sequence[str], stated: NameEvidence) -> NameEvidence:
    """A header's evidence after a look at the bare cells. short: how many. likely: those that could be names."""
    if short < _FEW:
        return stated
    if stated >= NameEvidence.PARTY:
        return NameEvidence.SILENT if len(likely) < 0.25 * short and short >= 2 * _FEW else stated
    if len(likely) < 0.6 * short:
        return stated
    asked = likely[:_ASKED]
    agreed = sum(
        any(name.kind == "PERSON" and name.end - name.start == len(cell) for name in reading.names)
        for cell, reading in zip(asked, read(asked), strict=True)
    )
    return NameEvidence.PARTY if agreed >= 0.5 * len(asked) else stated


def _is_of_kinds(sample: Sequence[str]) -> bool:
    """Whether a column sorts its rows into kinds (房型, 树种, 菜品) by short words of which few look like names.

    The same few words stand in it again and again; who is named in a table is named once or twice.
    """
    cells = [cell for cell in sample[:_SAMPLE] if cell.strip()]
    kinds = {fold_cell(cell) for cell in set(cells)}
    if len(cells) < _MANY or len(kinds) * 2 > len(cells) or not all(len(kind) <= _LONGEST_KIND for kind in kinds):
        return False
    return sum(_is_short(kind) and name_score(kind) >= 0.5 for kind in kinds) < 0.8 * len(kinds)


def _is_of_things(sample: Sequence[str], header: str) -> bool:
    """Whether a column holds labels of things, few of which the tagger takes for names."""
    if not may_name_things(header):
        return False
    labels = labels_among([cell for cell in dict.fromkeys(fold_cell(text) for text in sample) if cell])
    found = zip(labels, read(labels), strict=True)
    return are_things(labels, sum(bool(names_in_text(label, reading)) for label, reading in found))


def find_people(
    texts: Sequence[str], *, header: str | None = None, column: NameColumn | None = None, surnames: bool = False
) -> list[tuple[Finding, ...]]:
    """Personal names in each text of one column, or in free texts.

    Args:
        texts: Cells or texts; each distinct one is read once.
        header: The column's own name; None for free text.
        column: The column's profile, when the texts are only a part of it: parts then give what the whole gives.
        surnames: Whether a surname before a title (马先生) is a finding too.

    Returns:
        For each text, in order, its PERSON findings from left to right; offsets in code points of the raw text.
    """
    profile = column or profile_names(texts, header=header)
    keys = all_same_but_digits(texts)
    seen = profile.seen if column is not None and not surnames else {}
    fresh = [key for key in dict.fromkeys(keys) if key not in seen]
    found = dict(zip(fresh, _find(fresh, profile.evidence, surnames=surnames), strict=True))
    results = [found[key] if key in found else seen[key] for key in keys]
    if len(seen) + len(found) > _REMEMBERED:
        seen.clear()
    seen.update(found)
    return results


def _find(keys: Sequence[str], evidence: NameEvidence, *, surnames: bool) -> list[tuple[Finding, ...]]:
    """Findings of distinct texts that differ in more than digits."""
    folded = [fold_han(key) for key in keys]
    known: dict[int, tuple[Candidate, ...]] = {}
    asked: list[int] = []
    for number, normal in enumerate(folded):
        bare = names_in_bare_cell(normal.text, evidence) if evidence >= NameEvidence.PARTY else None
        if bare is not None:
            known[number] = bare
        elif (has_han_pair(normal.text) or may_hold_other_forms(normal.text)) and not _is_skipped(
            normal.text, evidence
        ):
            asked.append(number)
    clauses: dict[str, Settled] = {}
    for number, reading in zip(asked, read([folded[number].text for number in asked]), strict=True):
        names = names_in_text(folded[number].text, reading, surnames=surnames, seen=clauses)
        known[number] = sure_names(folded[number].text, names) if evidence is NameEvidence.THINGS else names
    return [tuple(_finding(normal, one) for one in known.get(number, ())) for number, normal in enumerate(folded)]


_PLACE: Final = re.compile(
    rf"(?!.*[0-9]{{7}})[{HAN}]{{2}}[{HAN}0-9A-Za-z#—-]*(?:[0-9]|[号室栋幢楼层座户组村路街巷弄道区县市])"
)
"""A cell that is nothing but an address or a place."""


_PAIR: Final = re.compile("[名人者主][ ]?[:=]|(?<![0-9])[0-9]{11}(?![0-9])")
"""The end of a label that announces somebody, or a telephone with whose it is beside it."""


def _is_skipped(text: str, evidence: NameEvidence) -> bool:
    """Whether a cell under a header of things is just such a thing, so that the tagger need not be asked.

    A cell of labels with their values (户名：…；开户行：…) is more than its last word.
    """
    if _PAIR.search(text) is not None:
        return False
    if evidence is NameEvidence.AGAINST and len(text) <= 60 and _PLACE.fullmatch(text) is not None:
        return True
    return evidence is NameEvidence.AGAINST and len(text) <= 40 and (is_thing(text.strip()) or _is_short(text))


def fold_cell(text: str) -> str:
    """The folded text of a cell without blanks at its ends."""
    return fold_han(text).text.strip()


def _is_short(cell: str) -> bool:
    return 2 <= len(cell) <= _SHORT and ALL_HAN.fullmatch(cell) is not None


def _finding(normal: Normalised, candidate: Candidate) -> Finding:
    start, end = normal.raw_span(candidate.start, candidate.end)
    return Finding(Entity.PERSON, start, end, round(candidate.score, 2), candidate.rule)
