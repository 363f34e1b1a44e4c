"""Datasets with their theme, sector and cross-listing: written first, judged afterwards, one file for each sitting.

A line of `tests/data/sector_cases/*.txt` is `theme/sector[~other sectors that count][+also] | kind | agency | title |
columns or T:text | summary`; a column may tell its cells (`机构名称=云川银行/瑞棠保险`), `@` stands for no sector.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from classifiers.subject import ColumnFacts, DocumentFacts, Subject
from classifiers.taxonomy import cell_words, department_of, taxonomy
from classifiers.terms import Vocabulary, normalise

FOLDER: Final = Path(__file__).parents[1] / "sector_cases"
_ROWS: Final = 6


@dataclass(frozen=True)
class SectorCase:
    """One dataset and what counts as right; `sectors` holds None for a theme that is not finance."""

    subject: Subject
    theme: str
    sectors: tuple[str | None, ...]
    also: frozenset[str]

    def is_right(self, theme: str, sector: str | None) -> bool:
        """Whether a judgement counts: a case with several answers accepts any of them, whatever the other theme."""
        return sector in self.sectors and (theme == self.theme or len(self.sectors) > 1)


def sector_cases(name: str) -> Iterator[SectorCase]:
    """Read one file."""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield _case([part.strip() for part in line.split("|")])


def _case(parts: list[str]) -> SectorCase:
    label, kind, agency, title, content, summary = parts
    home, _, also = label.partition("+")
    first, *others = home.split("~")
    theme, sector = first.split("/")
    accepted = [sector, *(code for group in others for code in group.split(","))]
    is_text = content.startswith("T:")
    subject = Subject(
        title=title,
        description=summary,
        agency=agency,
        agency_kind=kind or department_of(agency),
        columns=() if is_text else tuple(_columns(content)),
        row_count=0 if is_text else _ROWS,
        document=_document(content[2:]) if is_text else None,
    )
    codes = tuple(None if code in {"", "@"} else code for code in accepted)
    return SectorCase(subject, theme, codes, frozenset(filter(None, also.split(","))))


def _document(text: str) -> DocumentFacts:
    return DocumentFacts(characters=len(text), terms=taxonomy().vocabulary.find(normalise(text)).affirmed)


def _columns(content: str) -> Iterator[ColumnFacts]:
    words = Vocabulary.of(cell_words())
    for index, column in enumerate(content.split()):
        name, _, told = column.partition("=")
        given = told.split("/") if told else []
        terms: dict[str, int] = {}
        for row in range(_ROWS if given else 0):
            for word in words.find(normalise(given[row % len(given)])).affirmed:
                terms[word] = terms.get(word, 0) + 1
        yield ColumnFacts(name, index, "text", _ROWS, _ROWS, _ROWS, terms=terms)
