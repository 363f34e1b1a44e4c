"""The secrecy gate: marks of state secrets in names, titles and every text, before anything is stored in clear.

保守国家秘密法(2024) art. 31(三): no storing on systems that are not for secrets. Cells of a table are judged with the
table's meaning at hand (a column of grades in statistics is no mark), in memory, before anything is stored either.
"""

from collections.abc import Iterable

from catalog.metadata import Description, Metadata
from classifiers.matchers.secrecy_marks import find_secrecy_marks
from classifiers.negative_list import Edition
from classifiers.tiers import Consequence

MATCHER = "secrecy_marks"


def typed_texts(metadata: Metadata) -> tuple[str, ...]:
    """Return every text a person typed or named."""
    return (metadata.file_name, metadata.sheet or "", *Description.of(metadata).texts)


def is_marked(texts: Iterable[str]) -> bool:
    """Whether any text carries a mark that it does not say was lifted."""
    return any(not mark.declassified for text in texts for mark in find_secrecy_marks(text))


def mark_clauses(edition: Edition) -> list[str]:
    """Return the ids of the edition's clauses that refuse marked content."""
    return [
        clause.id
        for clause in edition.clauses
        if clause.consequence is Consequence.REFUSE
        and any(condition.kind == MATCHER for rule in clause.when for condition in rule.conditions)
    ]
