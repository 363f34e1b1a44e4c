"""A subject read once for all clauses: words by place, roles of columns, what one row is, what kind of record it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from classifiers.about import is_about
from classifiers.column_roles import ColumnReading, read_column
from classifiers.decision import Evidence
from classifiers.grain import Grain, find_grain
from classifiers.headers import in_chinese
from classifiers.lexicon import nature_words
from classifiers.people import settle_roles
from classifiers.subject import Subject
from classifiers.terms import NO_TERMS, NO_WORDS, TermCounts, Vocabulary, Words, normalise, pairs_of

META: Final = ("title", "description", "tags", "file_name")


@dataclass(frozen=True)
class Reading:
    """What the matchers look at. `terms` has the counts of the vocabulary's words by place (title, description …)."""

    subject: Subject
    today: date
    folded: Mapping[str, str]
    terms: Mapping[str, TermCounts]
    columns: tuple[ColumnReading, ...]
    natures: frozenset[str]
    grain: Grain
    names: str
    words: frozenset[str]
    name_words: frozenset[str]
    not_looked_for: frozenset[str]

    @cached_property
    def name_pairs(self) -> frozenset[str]:
        """Every two characters side by side in the columns' names."""
        return pairs_of(self.names)

    @cached_property
    def grain_evidence(self) -> tuple[Evidence, ...]:
        """What one row is, as evidence."""
        return (Evidence("rows", self.subject.row_count, f"grain:{self.grain.value}"),)

    @cached_property
    def is_about(self) -> bool:
        """Whether the columns say that the rows only speak about the matter of the title (`classifiers.about`)."""
        return is_about(self.columns, self.typed)

    @cached_property
    def typed(self) -> str:
        """What was typed for readers, folded: title, summary and tags."""
        return "\n".join(self.folded[place] for place in ("title", "description", "tags"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles that any column has."""
        return frozenset(column.role for column in self.columns)

    @cached_property
    def entities(self) -> frozenset[str]:
        """Kinds of personal data that were found anywhere, in cells or in running text."""
        document = self.subject.document
        found = set(document.entities) if document is not None else set()
        return frozenset(found.union(*(column.facts.entities for column in self.columns)))

    @cached_property
    def shapes(self) -> frozenset[str]:
        """Forms that cells of any column have."""
        return frozenset[str]().union(*(column.facts.shapes for column in self.columns))

    def word_evidence(self, words: Words, places: Iterable[str], outside: Words = NO_WORDS) -> list[Evidence]:
        """Find words that stand affirmed in the places, not counting those inside the longer words of `outside`."""
        if not words:
            return []
        wanted = words.lookup
        found: list[Evidence] = []
        for place in places:
            counts = self.terms.get(place, NO_TERMS).affirmed
            for word in counts:
                if word not in wanted:
                    continue
                count = counts[word]
                if outside:
                    count -= sum(counts.get(o, 0) for o in outside if word in o)
                if count > 0:
                    found.append(Evidence(place, count, word))
        return found


def read_subject(subject: Subject, vocabulary: Vocabulary, today: date) -> Reading:
    """Read the facts once; `vocabulary` is the edition's."""
    folded = {
        # an ASCII title (camels_2019) meets the list in Chinese too
        "title": normalise(f"{subject.title} {in_chinese(subject.title)}").rstrip(),
        "description": normalise(subject.description),
        "tags": normalise(" ; ".join(subject.tags)),
        "file_name": normalise(subject.file_name),
        "agency": normalise(subject.agency),
    }
    columns = tuple(read_column(c) for c in subject.columns)
    terms = {place: vocabulary.find(text) for place, text in folded.items() if text}
    if subject.document is not None:
        terms["text"] = TermCounts(dict(subject.document.terms), dict(subject.document.denied))
        terms["heading"] = TermCounts(dict(subject.document.heading), {})
    cells: dict[str, int] = dict(subject.around)
    for column in subject.columns:
        for word, count in column.terms.items():
            cells[word] = cells.get(word, 0) + count
    if cells:
        terms["cells"] = TermCounts(cells, {})
    folded["update_frequency"] = normalise(subject.update_frequency)
    terms["update_frequency"] = vocabulary.find(folded["update_frequency"])
    natures = _natures(folded, columns, subject)
    names = "\n".join(c.name.whole for c in columns)
    in_names = vocabulary.find(names)
    columns = settle_roles(columns, natures, _called(folded))
    return Reading(
        subject=subject,
        today=today,
        folded=folded,
        terms=terms,
        columns=columns,
        natures=natures,
        grain=find_grain(subject, columns, natures),
        names=names,
        words=frozenset().union(*(counts.affirmed for counts in terms.values())),
        name_words=frozenset(in_names.affirmed) | frozenset(in_names.denied),
        not_looked_for=vocabulary.unknown_to(subject.vocabulary),
    )


def _called(folded: Mapping[str, str]) -> str:
    """What the dataset calls itself: its title, and its description where the title is a file's name (gdbt_2024)."""
    title = folded["title"]
    return title if any("\u4e00" <= letter <= "\u9fff" for letter in title) else f"{title}\n{folded['description']}"


def _natures(folded: Mapping[str, str], columns: tuple[ColumnReading, ...], subject: Subject) -> frozenset[str]:
    meta = "\n".join(folded[place] for place in META)
    names = "\n".join(c.name.whole for c in columns)
    text = " ".join(subject.document.terms) if subject.document else ""
    return frozenset(
        words.nature
        for words in nature_words()
        if (
            any(w in meta for w in words.any_of)
            or any(w in names for w in words.columns)
            or (text and any(w in text for w in words.columns))
        )
        and not any(w in meta for w in words.none_of)
    )
