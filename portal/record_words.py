"""The record's own words in English, where rules, taxonomy and error codes name them in both languages.

Labels come out of the record in Chinese; a page in English looks them up here. `LABELS` are those that have no English
beside them in the code: they are messages like the pages' own, and `portal.messages` lists them for translation.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from catalog.lifecycle import ReleaseState, Role, VersionState
from catalog.messages import known_messages
from catalog.taxonomy import (
    LICENCE_NAMES,
    NOTE_LABELS,
    OPERATOR_LABELS,
    STEP_LABELS,
    UPDATE_CYCLES,
    VERDICT_LABELS,
    masking_labels,
)
from classifiers.negative_list import shipped_editions
from classifiers.taxonomy import taxonomy
from classifiers.tiers import Consequence, Opening, Release, ResourceKind, SecurityLabel, Sharing, Tier
from desensitize.entities import ENTITIES
from desensitize.plan_reasons import ALL as PLAN_REASONS

_ENUMS = (Consequence, Opening, Release, ReleaseState, ResourceKind, Role, SecurityLabel, Sharing, Tier, VersionState)


def labels() -> Iterator[str]:
    """Yield every Chinese label of the record that is a message to translate."""
    for enum in _ENUMS:
        yield from (one.label for one in enum)
    for table in (LICENCE_NAMES, NOTE_LABELS, OPERATOR_LABELS, STEP_LABELS, VERDICT_LABELS):
        yield from table.values()
    yield from UPDATE_CYCLES
    yield from PLAN_REASONS


@lru_cache(maxsize=1)
def english_words() -> Mapping[str, str]:
    """Return Chinese → English for kinds of personal information, the taxonomy, clauses, their questions and errors."""
    words = {one.name_zh: _capital(one.name_en) for one in ENTITIES.values()} | masking_labels()
    known = taxonomy()
    for table in (known.themes, known.sectors, known.departments):
        words |= {one.name: one.name_en for one in table.values()}
    for edition in shipped_editions():
        for clause in edition.clauses:
            words[clause.title] = clause.title_en
            if clause.question is not None:
                words[clause.question[0]] = clause.question[1]
    return words | dict(known_messages().values())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
