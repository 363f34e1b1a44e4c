"""Theme and sector, with the words that decided. Rules: the unit of the record, words by place, department.

Order of evidence: department and the columns, then the title, then the description, then tags. Negative words beat
positive ones: they are taken out of the text first, so that 社会保险 does not speak for insurance.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from classifiers.cross_listing import also_listed, institutions, is_of_others, kinds_of_institutions
from classifiers.decision import SectorWord
from classifiers.headers import in_chinese
from classifiers.reading import Reading
from classifiers.taxonomy import Taxonomy, Topic, department_of, taxonomy

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
    "most_cells": 1.2,
}
_CAP: Final = {
    "columns": 8.0,
    "description": 5.0,
    "text": 4.0,
    "tags": 2.0,
    "file_name": 1.5,
    "cells": 2.0,
    "most_cells": 3.6,
}
_COMMON: Final = 0.3
_MOST: Final = 0.6
_OWN_AFFAIRS: Final = ("OTHER", "FISC")
_CROSS_SECTOR: Final = "GEN"  # a regulator's data without a word of any sector
_ONE_SECTOR: Final = 2.5  # an agency with more than this for one sector has data of no other
_OTHER_AGENCY: Final = 2.0  # an agency that is none of the nine kinds
_STRONG: Final = 3.0
_NAMED: Final = 8.0  # as much as all columns can say: a title that names the institutions whose business it is
_WORD: Final = 1.5


@dataclass(frozen=True, slots=True)
class SectorResult:
    """Theme, sector (None outside finance), codes to list it under as well, the margin, the words, and the runner-up.

    `margin` is by how much the home leads the `rival` (a sector or a theme); below 0 a rule overruled the count.
    """

    theme: str
    sector: str | None
    also: tuple[str, ...]
    margin: float
    words: tuple[SectorWord, ...]
    rival: str = ""


@dataclass
class _Scores:
    """What speaks for each theme and sector: by words of the dataset, and by the agency it comes from."""

    by_words: dict[str, float] = field(default_factory=dict)
    by_agency: dict[str, float] = field(default_factory=dict)
    words: list[SectorWord] = field(default_factory=list)

    def of(self, code: str) -> float:
        return self.by_words[code] + self.by_agency.get(code, 0.0)


def find_sector(reading: Reading) -> SectorResult:
    """Tell theme and sector of a dataset."""
    book = taxonomy()
    found = _found(reading, book)
    scores = _Scores()
    for topic in (*book.sectors.values(), *book.themes.values()):
        _score(topic, found, reading.subject.agency_kind, scores)
    _hear_agency(reading, book, scores)
    sectors = {code: scores.of(code) for code in book.sectors}
    strongest = max(sectors.values())
    if (owner := _whose_business(book, found.get("title", {}))) is not None:
        sectors[owner] += _NAMED
        strongest += _lift(reading, book, scores.by_words[owner])
    best = max(sectors, key=lambda code: sectors[code])
    if sectors[best] < _ONE_SECTOR and not any(scores.by_words[code] > 0 for code in book.sectors):
        best = _CROSS_SECTOR
    if _is_mixed(reading, book, found):
        best = _CROSS_SECTOR
    themes = _themes(reading, book, scores, strongest)
    theme = max(themes, key=lambda code: themes[code])
    if themes[theme] <= _NOTHING:
        theme = OTHER
    sector = best if theme == FINANCE else None
    chosen = tuple(sorted((w for w in scores.words if w.code in {theme, sector}), key=lambda w: -w.weight))[:12]
    also = also_listed(reading, book, found, theme, sector)
    lead, rival = _lead(themes, theme)
    if sector is not None:
        lead, rival = min((lead, rival), _lead(sectors, sector))
    return SectorResult(theme, sector, also, lead, chosen, rival)


def _whose_business(book: Taxonomy, title: Mapping[str, int]) -> str | None:
    """The sector whose institutions a title names, when it names those of one alone: 小额贷款公司贷款发放情况 is no
    bank's, whatever it says of loans.
    """
    named = {
        code
        for code, words in book.institutions.items()
        if any(
            title.get(word, 0)
            > sum(n for cover, n in title.items() if word in cover and cover in book.sectors[code].shields)
            for word in words
        )
    }
    return named.pop() if len(named) == 1 else None


def _lift(reading: Reading, book: Taxonomy, said: float) -> float:
    """What institutions named in the title add to finance: all of it where their supervisor speaks of them."""
    if book.themes[FINANCE].departments.get(reading.subject.agency_kind, 0.0) >= _STRONG:
        return _NAMED
    return _WORD if said >= _STRONG else 0.0


def _lead(scores: Mapping[str, float], home: str) -> tuple[float, str]:
    """By how much the home leads the next best, and which that is."""
    rival = max((code for code in scores if code != home), key=lambda code: scores[code])
    return scores[home] - scores[rival], rival


def _is_mixed(reading: Reading, book: Taxonomy, found: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether a financial agency lists institutions of several sectors under a title that names none."""
    if book.themes[FINANCE].departments.get(reading.subject.agency_kind, 0.0) < _WORD:
        return False
    title = found.get("title", {})
    named = any(t.weights.get(word, 0.0) >= _STRONG for t in book.sectors.values() for word in title)
    return not named and bool(institutions(reading, book) or kinds_of_institutions(reading))


def _themes(reading: Reading, book: Taxonomy, scores: _Scores, best: float) -> dict[str, float]:
    """Scores of the themes; finance has its own, its best sector's, and can be ruled out."""
    in_words = {code: scores.by_words[code] for code in book.themes}
    in_words[FINANCE] = max(scores.by_words[code] for code in book.sectors)
    themes = {code: scores.of(code) for code in book.themes}
    themes[FINANCE] += best
    own = max(in_words[code] for code in _OWN_AFFAIRS)
    for code, score in in_words.items():
        if score < _WORD and own >= _STRONG:  # an agency's own affairs: posts, canteen, procurement
            themes[code] -= scores.by_agency.get(code, 0.0)
    if _is_ruled_out(reading, book):
        themes[FINANCE] = 0.0
    return themes


def _is_ruled_out(reading: Reading, book: Taxonomy) -> bool:
    """Whether rule 2 or rule 5 shuts finance out: procurement, budgets, 公积金 … in the title or for a name."""
    title, agency = reading.folded["title"], reading.folded["agency"]
    finance = book.themes[FINANCE]
    if any(w in title for w in finance.procurement):
        return True
    if any(hint.is_closed and any(w in agency for w in hint.words) for hint in book.agencies):
        return True
    return reading.subject.agency_kind not in _REGULATORS and any(w in title for w in finance.vetoes)


def _hear_agency(reading: Reading, book: Taxonomy, scores: _Scores) -> None:
    """Add what the agency's name says; hints at a theme are for names that are none of the nine kinds'."""
    subject, name = reading.subject, reading.folded["agency"]
    is_known = department_of(name) != ""
    heard = False
    for hint in book.agencies:
        word = next((w for w in hint.words if w in name), None)
        if word is None or (is_known and hint.code in book.themes):
            continue
        heard = heard or hint.code in book.themes
        scores.by_agency[hint.code] = scores.by_agency.get(hint.code, 0.0) + hint.weight
        scores.words.append(SectorWord(hint.code, word, "agency", hint.weight))
        if heard:
            break
    if name and not subject.agency_kind and not heard:
        scores.by_agency[OTHER] = scores.by_agency.get(OTHER, 0.0) + _OTHER_AGENCY


def _found(reading: Reading, book: Taxonomy) -> dict[str, Mapping[str, int]]:
    """Counts of the taxonomy's words by place."""
    texts = {place: reading.folded[place] for place in ("title", "description", "tags", "file_name")}
    if texts["description"] and (said := in_chinese(reading.subject.title)):
        texts["title"] = texts["title"].removesuffix(said)  # what initials may mean weighs less than a summary
        texts["description"] += f" {said}"
    texts["columns"] = " ; ".join(c.name.whole for c in reading.columns)
    found: dict[str, Mapping[str, int]] = {p: book.vocabulary.find(text).affirmed for p, text in texts.items() if text}
    if reading.subject.document is not None:
        found["text"] = {**reading.subject.document.terms}
    found["cells"] = _cell_words(reading, _COMMON, _MOST)
    found["most_cells"] = _cell_words(reading, _MOST, 1.01)
    return found


def _cell_words(reading: Reading, least: float, below: float) -> dict[str, int]:
    """Words that stand in this share (0..1) of a column's cells: what the rows are about (支行, 保险, 典当)."""
    regulators = taxonomy().sectors[_CROSS_SECTOR].weights
    own = {word for word in regulators if word in reading.folded["agency"]}  # 单位: the agency's own name
    return {
        word: count
        for column in reading.subject.columns
        for word, count in column.terms.items()
        if least * column.nonempty <= count < below * column.nonempty and not is_of_others(column.name)
        if not any(word in name for name in own)
    }


def _score(topic: Topic, found: Mapping[str, Mapping[str, int]], kind: str, scores: _Scores) -> None:
    """Add up a topic's words; what an agency has against it takes away ordinary words, never the strong ones."""
    strong = plain = 0.0
    for place, counts in found.items():
        told = {word: count for word, count in _effective(topic, counts).items() if count > 0}
        weighed = {word: topic.weights[word] * _PLACES[place] for word in told}
        shown = "cells" if place == "most_cells" else place
        scores.words += [SectorWord(topic.code, word, shown, round(w, 2)) for word, w in weighed.items()]
        total = min(sum(weighed.values()), _CAP.get(place, 1e9))
        firm = min(sum(w for word, w in weighed.items() if topic.weights[word] >= _STRONG), total)
        strong, plain = strong + firm, plain + total - firm
    by_agency = topic.departments.get(kind, 0.0)
    if by_agency > 0:
        scores.words.append(SectorWord(topic.code, kind, "agency", by_agency))
        scores.by_agency[topic.code] = by_agency
    scores.by_words[topic.code] = strong + (plain if by_agency >= 0 else max(plain + by_agency, 0.0))


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
