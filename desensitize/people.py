"""Finds personal names in columns of cells and in texts: tagger, header, surname lists, titles, lists, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import fold_han, same_but_digits
from desensitize.normalise import Normalised
from desensitize.people_cells import Candidate, names_in_bare_cell
from desensitize.people_headers import NameEvidence, name_evidence
from desensitize.people_surnames import ALL_HAN
from desensitize.people_text import names_in_text
from desensitize.people_words import is_thing, name_score
from desensitize.tagger import has_han_pair, read

_SAMPLE: Final = 400
"""Distinct cells a profile looks at: enough to tell a column of names from one of things."""

_ASKED: Final = 60
"""Cells of a nameless header the tagger is asked about before the column counts as names."""

_SHORT: Final = 6
"""Longest bare cell, in Han characters, that the profile counts."""


@dataclass(frozen=True, slots=True)
class NameColumn:
    """What is known of a column before its cells are read. evidence: the header's, corrected by a sample of cells."""

    evidence: NameEvidence


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
    short = [cell for cell in dict.fromkeys(fold_cell(text) for text in sample[: _SAMPLE * 4]) if _is_short(cell)][
        :_SAMPLE
    ]
    if len(short) < 5:
        return NameColumn(stated)
    likely = [cell for cell in short if name_score(cell) >= 0.5]
    share = len(likely) / len(short)
    if stated >= NameEvidence.PARTY:
        return NameColumn(NameEvidence.SILENT if share < 0.25 and len(short) >= 10 else stated)
    if share < 0.6:
        return NameColumn(stated)
    asked = likely[:_ASKED]
    agreed = sum(
        any(name.kind == "PERSON" and name.end - name.start == len(cell) for name in reading.names)
        for cell, reading in zip(asked, read(asked), strict=True)
    )
    return NameColumn(NameEvidence.PARTY if agreed >= 0.5 * len(asked) else stated)


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
    keys = [same_but_digits(text) for text in texts]
    folded = {key: fold_han(key) for key in dict.fromkeys(keys)}
    known: dict[str, tuple[Candidate, ...]] = {}
    asked: dict[str, None] = {}
    for key, normal in folded.items():
        bare = names_in_bare_cell(normal.text, profile.evidence) if profile.evidence >= NameEvidence.PARTY else None
        if bare is not None:
            known[key] = bare
        elif has_han_pair(normal.text) and not _is_skipped(normal.text, profile.evidence):
            asked[key] = None
    for key, reading in zip(asked, read([folded[key].text for key in asked]), strict=True):
        known[key] = names_in_text(folded[key].text, reading, surnames=surnames)
    found = {
        key: tuple(_finding(folded[key], candidate) for candidate in candidates) for key, candidates in known.items()
    }
    return [found.get(key, ()) for key in keys]


def _is_skipped(text: str, evidence: NameEvidence) -> bool:
    """Whether a cell under a header of things is just such a thing, so that the tagger need not be asked."""
    return evidence is NameEvidence.AGAINST and len(text) <= 40 and (is_thing(text.strip()) or _is_short(text))


def fold_cell(text: str) -> str:
    """The folded text of a cell without blanks at its ends."""
    return fold_han(text).text.strip()


def _is_short(cell: str) -> bool:
    return 2 <= len(cell) <= _SHORT and ALL_HAN.fullmatch(cell) is not None


def _finding(normal: Normalised, candidate: Candidate) -> Finding:
    start, end = normal.raw_span(candidate.start, candidate.end)
    return Finding(Entity.PERSON, start, end, round(candidate.score, 2), candidate.rule)
