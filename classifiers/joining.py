"""Whether two tables of people can be joined: a column that tells rows apart in both, and traits that only one has.

保守国家秘密法实施条例 art. 43 (data that become sensitive once joined), GB/T 37964-2019 (quasi-identifiers of several
releases add up). Pure; looks at facts alone, so values need not match: a person judges.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from classifiers.subject import ColumnFacts, Subject
from classifiers.terms import normalise

_TELLS_APART: Final = 0.9  # share of different cells from which a column tells rows apart
_LONGEST: Final = 40.0  # mean characters; longer cells are sentences, nobody joins by them
_FEWEST: Final = 5
_FIGURES: Final = frozenset({"decimal", "date", "boolean", "empty"})


@dataclass(frozen=True, slots=True)
class Join:
    """Columns by which two tables can be joined, and what about a person stands together only once they are."""

    keys: tuple[str, ...]
    traits: tuple[str, ...]


def join_keys(subject: Subject, shown: Collection[str]) -> frozenset[str]:
    """Give the folded names of the shown columns that tell rows of people apart; none when rows are not people.

    shown: names of the columns that the public sees unchanged.
    """
    if subject.min_group is None or subject.row_count < _FEWEST:
        return frozenset()
    return frozenset(normalise(c.name) for c in subject.columns if c.name in shown and _is_key(c, subject))


def find_join(one: Subject, shown: Collection[str], other: Subject, other_shown: Collection[str]) -> Join | None:
    """Tell how two tables could be joined so that more is known of a person than either shows; None when not."""
    keys = join_keys(one, shown) & join_keys(other, other_shown)
    traits = _traits(one, shown) ^ _traits(other, other_shown)
    return Join(tuple(sorted(keys)), tuple(sorted(traits - keys))) if keys and traits - keys else None


def _is_key(column: ColumnFacts, subject: Subject) -> bool:
    return (
        column.name not in subject.quasi_identifiers
        and column.type not in _FIGURES
        and column.nonempty >= _FEWEST
        and column.length <= _LONGEST
        and column.distinct >= _TELLS_APART * column.nonempty
    )


def _traits(subject: Subject, shown: Collection[str]) -> frozenset[str]:
    return frozenset(normalise(name) for name in subject.quasi_identifiers if name in shown)
