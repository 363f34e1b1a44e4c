"""Earlier corrections of theme and sector, applied to later datasets of the same shape.

A precedent keeps the title without what changes from file to file, the names of the columns, and what a person said;
no value. It counts within one agency and for a like dataset only: the same title, or the same columns under a title
that shares most of its characters. The newest wins. Which datasets the list shuts is not touched by it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from classifiers.decision import Decision, SectorWord
from classifiers.subject import Subject
from classifiers.taxonomy import taxonomy
from classifiers.terms import normalise, pairs_of

PLACE: Final = "precedent"
_CHANGING: Final = re.compile(
    r"[0-9０-９]+|[一二三四五六七八九十]+(?=(?:季度|月|期|批|号|年))|[上下]半年|(?:第|年|月|日|季度|期|批|号|度|截至|版)|[\s()\[\]【】〔〕《》·\-_.,:、/]"
)
_LEAST_TITLE: Final = 4
_LEAST_COLUMNS: Final = 3
_ALIKE: Final = 0.6  # share of columns, and of pairs of characters, that two like datasets have in common
_QUESTION: Final = "theme"  # a close call is none when a person has said


@dataclass(frozen=True, slots=True)
class Precedent:
    """One correction: shape of the dataset, and what a person said it is. `at` orders them (ISO date and time)."""

    title: str
    columns: tuple[str, ...]
    theme: str
    sector: str | None
    at: str = ""


def skeleton(title: str) -> str:
    """Give a title without numbers, dates, editions and punctuation, which change from file to file."""
    return _CHANGING.sub("", normalise(title))[:200]


def shape_of(subject: Subject) -> tuple[str, tuple[str, ...]]:
    """Give what of a dataset a precedent keeps: the title's skeleton and the columns' names, in order."""
    return skeleton(subject.title), tuple(normalise(column.name) for column in subject.columns)


def find_precedent(subject: Subject, precedents: Iterable[Precedent]) -> Precedent | None:
    """Give the newest precedent of a dataset like this one, of the same agency; None when there is none."""
    title, columns = shape_of(subject)
    like = [one for one in precedents if _is_like(title, columns, one)]
    return max(like, key=lambda one: (one.title == title, one.at), default=None)


def with_precedent(decision: Decision, subject: Subject, precedents: Sequence[Precedent]) -> Decision:
    """Give the decision with theme and sector of the precedent that fits, and the reason; else the same decision."""
    found = find_precedent(subject, precedents)
    if found is None or found.theme not in taxonomy().themes:
        return decision
    if found.sector is not None and found.sector not in taxonomy().sectors:
        return decision
    word = SectorWord(found.sector or found.theme, found.title, PLACE, 10.0)
    return replace(
        decision,
        theme=found.theme,
        sector=found.sector,
        also_sectors=tuple(code for code in decision.also_sectors if code != found.sector) if found.sector else (),
        sector_words=(word, *(one for one in decision.sector_words if one.place != PLACE)),
        questions=tuple(one for one in decision.questions if one.code != _QUESTION),
    )


def candidates(subject: Subject, *, at_most: int = 4) -> tuple[str, ...]:
    """Give the sectors and themes whose words the dataset's title, columns, description and tags hold, best first.

    A quick ranking for a person to choose from, not the judgement itself.
    """
    book = taxonomy()
    texts = {
        2.0: subject.title,
        1.0: " ; ".join(column.name for column in subject.columns),
        0.7: f"{subject.description} ; {' ; '.join(subject.tags)}",
    }
    topics = {**book.sectors, **book.themes}
    speaking = frozenset().union(*(topic.weights for topic in topics.values()))
    scores: dict[str, float] = {}
    for weight, text in texts.items():
        words = speaking.intersection(book.vocabulary.find(normalise(text)).affirmed)
        found = [word for word in words if not any(word in longer and word != longer for longer in words)]
        for code, topic in topics.items():
            score = sum(topic.weights[word] for word in found if word in topic.weights)
            scores[code] = scores.get(code, 0.0) + weight * min(score, 6.0)
    ranked = sorted((code for code, score in scores.items() if score > 0), key=lambda code: -scores[code])
    return tuple(ranked[:at_most])


def _is_like(title: str, columns: tuple[str, ...], one: Precedent) -> bool:
    shared = _share(frozenset(columns), frozenset(one.columns))
    if len(title) >= _LEAST_TITLE and title == one.title:
        return shared >= _ALIKE or not columns or not one.columns
    if len(columns) < _LEAST_COLUMNS or frozenset(columns) != frozenset(one.columns):
        return False
    return _share(pairs_of(title), pairs_of(one.title)) >= _ALIKE


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Share (0..1) of what both have in what either has."""
    return len(one & other) / len(one | other) if one or other else 0.0
