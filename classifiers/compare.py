"""Two editions side by side: which clauses changed, and what would change for stored facts (what-if)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.negative_list import Clause, Edition
from classifiers.subject import Subject


class ClauseChange(StrEnum):
    """How a clause differs between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Direction(StrEnum):
    """Whether a dataset became stricter, looser, or only differently reasoned."""

    STRICTER = "stricter"
    LOOSER = "looser"
    REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """One clause that is not the same in both editions; `fields` names what changed."""

    clause_id: str
    change: ClauseChange
    fields: tuple[str, ...]
    old: Clause | None
    new: Clause | None


@dataclass(frozen=True, slots=True)
class DatasetDifference:
    """One dataset that another edition judges otherwise. `key` is the caller's name for it."""

    key: str
    direction: Direction
    old: Decision
    new: Decision
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def needs_withdrawal(self) -> bool:
        """Whether a public release of it has to be taken down at once."""
        return self.direction is Direction.STRICTER


# From the piece of a cell to the whole column.
_STRENGTH: Final = {
    "spans": 1,
    "partial": 2,
    "surname": 2,
    "bucket": 3,
    "generalise": 3,
    "suppress": 3,
    "redact": 4,
    "drop": 5,
}
_FIELDS = ("title", "consequence", "level", "basis", "note", "when", "unless", "masks", "cancels", "question")


def compare_editions(old: Edition, new: Edition) -> tuple[ClauseDifference, ...]:
    """Give the clauses that differ, in the order of the new edition, removed ones last."""
    found = []
    for clause in new.clauses:
        before = old.clause(clause.id)
        if before is None:
            found.append(ClauseDifference(clause.id, ClauseChange.ADDED, (), None, clause))
        elif fields := tuple(name for name in _FIELDS if _meaning(before, name) != _meaning(clause, name)):
            found.append(ClauseDifference(clause.id, ClauseChange.CHANGED, fields, before, clause))
    gone = (c for c in old.clauses if new.clause(c.id) is None)
    return (*found, *(ClauseDifference(c.id, ClauseChange.REMOVED, (), c, None) for c in gone))


def _meaning(clause: Clause, name: str) -> object:
    """A field without the lines of the file it was read from."""
    value = getattr(clause, name)
    return tuple(rule.conditions for rule in value) if name in {"when", "unless"} else value


def what_if(
    subjects: Iterable[tuple[str, Subject]], old: Edition, new: Edition, *, today: date
) -> Iterator[DatasetDifference]:
    """Judge stored facts under both editions; yields only the datasets that change.

    A clause of the new edition whose facts nobody stored counts as caught (`Decision.needs_scan`).
    """
    for key, subject in subjects:
        difference = compare_decisions(key, decide(subject, old, today=today), decide(subject, new, today=today))
        if difference is not None:
            yield difference


def compare_decisions(key: str, old: Decision, new: Decision) -> DatasetDifference | None:
    """Give what changed between two decisions on the same dataset, or None."""
    before = {h.clause_id for h in old.clauses if h.overruled_by is None}
    after = {h.clause_id for h in new.clauses if h.overruled_by is None}
    rank_before = (old.tier.severity, old.release.severity)
    rank_after = (new.tier.severity, new.release.severity)
    more, less = _hides_more(old, new), _hides_more(new, old)
    if rank_after > rank_before or (rank_after == rank_before and more):
        direction = Direction.STRICTER
    elif rank_after < rank_before or less:
        direction = Direction.LOOSER
    elif before != after:
        direction = Direction.REASONS
    else:
        return None
    return DatasetDifference(key, direction, old, new, tuple(sorted(after - before)), tuple(sorted(before - after)))


def _hides_more(one: Decision, other: Decision) -> bool:
    """Whether `other` hides a column or kind that `one` leaves, or hides it more."""
    strengths = {(d.column, d.entity): _STRENGTH.get(d.action, 0) for d in one.masking}
    return any(_STRENGTH.get(d.action, 0) > strengths.get((d.column, d.entity), -1) for d in other.masking)
