"""Theme and sector, with the words that decided. Rules: the unit of the record, words by place, department.

Order of evidence: department and the columns, then the title, then the description, then tags. Negative words beat
positive ones: they are taken out of the text first, so that 社会保险 does not speak for insurance.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from classifiers.decision import SectorWord
from classifiers.reading import Reading
from classifiers.taxonomy import Topic, taxonomy

FINANCE: Final = "FIN"
OTHER: Final = "OTHER"
_REGULATORS: Final = frozenset({"YBJ", "ZJJ"})
_NOTHING: Final = 0.75  # less than one ordinary word: nothing speaks for any theme
_PLACES: Final = {
    "title": 1.6,
    "columns": 1.0,
    "description": 0.7,
    "tags": 0.5,
    "file_name": 0.3,
    "text": 0.35,
    "cells": 0.5,
}
_CAP: Final = {"columns": 6.0, "description": 5.0, "text": 4.0, "tags": 2.0, "file_name": 1.5, "cells": 2.0}
_ALSO: Final = 0.55
_COMMON: Final = 0.3
_CROSS_SECTOR: Final = "GEN"  # a regulator's data without a word of any sector
_OTHER_AGENCY: Final = 2.0  # an agency that is none of the nine kinds


@dataclass(frozen=True, slots=True)
class SectorResult:
    """Theme, sector (None outside finance), sectors to list it under as well, the margin, and the words."""

    theme: str
    sector: str | None
    also: tuple[str, ...]
    margin: float
    words: tuple[SectorWord, ...]


def find_sector(reading: Reading) -> SectorResult:
    """Tell theme and sector of a dataset."""
    book = taxonomy()
    texts = _texts(reading)
    found = {place: book.vocabulary.find(text).affirmed for place, text in texts.items() if text}
    if reading.subject.document is not None:
        found["text"] = {**reading.subject.document.terms}
    found["cells"] = _cell_words(reading)
    kind = reading.subject.agency_kind
    words: list[SectorWord] = []
    sectors = {code: _score(t, found, kind, words) for code, t in book.sectors.items()}
    themes = {code: _score(t, found, kind, words) for code, t in book.themes.items()}
    best, second = _two_best(sectors)
    spoken = frozenset(w.code for w in words if w.place != "agency" and w.weight > 0)
    if kind != "ZJJ" and not spoken & frozenset(sectors):
        best = _CROSS_SECTOR
    themes[FINANCE] += max(sectors.values())
    if not kind and reading.subject.agency:
        themes[OTHER] += _OTHER_AGENCY
    if kind not in _REGULATORS and any(w in texts["title"] for w in book.themes[FINANCE].vetoes):
        themes[FINANCE] = 0.0
    theme = max(themes, key=lambda code: themes[code])
    if themes[theme] <= _NOTHING:
        theme = OTHER
    ranked = sorted(themes.values(), reverse=True)
    margin = ranked[0] - ranked[1]
    chosen = tuple(sorted((w for w in words if w.code in {theme, best}), key=lambda w: -w.weight))[:12]
    if theme != FINANCE:
        return SectorResult(theme, None, (), margin, chosen)
    also = tuple(code for code, score in sectors.items() if code != best and score >= max(3.0, _ALSO * sectors[best]))
    return SectorResult(theme, best, also, min(margin, sectors[best] - sectors[second]), chosen)


def _texts(reading: Reading) -> Mapping[str, str]:
    return {
        "title": reading.folded["title"],
        "description": reading.folded["description"],
        "tags": reading.folded["tags"],
        "file_name": reading.folded["file_name"],
        "columns": " ; ".join(c.name.whole for c in reading.columns),
    }


def _cell_words(reading: Reading) -> dict[str, int]:
    """Words that stand in at least three of ten cells of a column: what the rows are about (支行, 保险, 典当)."""
    return {
        word: count
        for column in reading.subject.columns
        for word, count in column.terms.items()
        if count >= _COMMON * column.nonempty
    }


def _score(topic: Topic, found: Mapping[str, Mapping[str, int]], kind: str, words: list[SectorWord]) -> float:
    total = topic.departments.get(kind, 0.0)
    if total:
        words.append(SectorWord(topic.code, kind, "agency", total))
    for place, counts in found.items():
        score = 0.0
        for word, count in _effective(topic, counts).items():
            weight = topic.weights[word] * _PLACES[place]
            score += weight if count > 0 else 0.0
            if count > 0:
                words.append(SectorWord(topic.code, word, place, round(weight, 2)))
        total += min(score, _CAP.get(place, 1e9))
    return total


def _effective(topic: Topic, counts: Mapping[str, int]) -> dict[str, int]:
    """Words of the topic, less those inside its shields and those inside its own longer words."""
    left: dict[str, int] = defaultdict(int)
    present = [w for w in counts if w in topic.weights]
    shields = [s for s in counts if s in topic.shields]
    for word in present:
        covered = sum(counts[s] for s in shields if word in s and word != s)
        longer = sum(counts[w] for w in present if word in w and word != w)
        left[word] = counts[word] - max(covered, longer)
    return left


def _two_best(sectors: Mapping[str, float]) -> tuple[str, str]:
    ranked = sorted(sectors, key=lambda code: -sectors[code])
    return ranked[0], ranked[1]
