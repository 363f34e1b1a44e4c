"""Two editions side by side: which clauses changed, and what would change for stored facts (what-if)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from classifiers.negative_list import Clause, Edition
from classifiers.rerun import Mask, Ruling, rule_on
from classifiers.subject import Subject
from classifiers.tiers import Release


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
    """One dataset that another edition judges otherwise. `key` is the caller's name for it.

    `masks` lists what the new edition hides, or hides more of; `unmasks` what it hides less.
    """

    key: str
    direction: Direction
    old: Ruling
    new: Ruling
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    masks: tuple[Mask, ...] = ()
    unmasks: tuple[Mask, ...] = ()

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

    A clause of the new edition whose facts nobody stored counts as caught (`Ruling.needs_scan`).
    """
    for key, subject in subjects:
        difference = compare_rulings(key, rule_on(subject, old, today=today), rule_on(subject, new, today=today))
        if difference is not None:
            yield difference


def compare_rulings(key: str, old: Ruling, new: Ruling) -> DatasetDifference | None:
    """Give what changed between two rulings on the same dataset, or None.

    Stricter is: a stricter tier or release; the same data with something hidden more; a standing clause that asks for
    a fact nobody stored, and did not before; facts that cannot be read.
    """
    rank_before = (old.tier.severity, old.release.severity)
    rank_after = (new.tier.severity, new.release.severity)
    more, less = _hides_more(old, new), _hides_more(new, old)
    # what is only shared or only given on application shows no data that could hide more or less
    is_shown = new.release.severity <= Release.OPEN_AFTER_MASKING.severity
    is_unknown = bool((set(new.needs_scan) & new.clauses) - set(old.needs_scan)) or not new.is_readable
    if rank_after > rank_before or (rank_after == rank_before and more and is_shown) or is_unknown:
        direction = Direction.STRICTER
    elif rank_after < rank_before or (less and is_shown):
        direction = Direction.LOOSER
    elif old.clauses != new.clauses or old.masks != new.masks:
        direction = Direction.REASONS
    else:
        return None
    gained, lost = tuple(sorted(new.clauses - old.clauses)), tuple(sorted(old.clauses - new.clauses))
    return DatasetDifference(key, direction, old, new, gained, lost, more, less)


def _hides_more(one: Ruling, other: Ruling) -> tuple[Mask, ...]:
    """What `other` hides that `one` leaves, or hides more: columns, pieces of cells, kinds in running text."""
    strengths: dict[tuple[str | None, str], int] = {}
    for column, entity, action in one.masks:
        strengths[column, entity] = max(_STRENGTH.get(action, 0), strengths.get((column, entity), -1))
    found = [
        (column, entity, action)
        for column, entity, action in other.masks
        if _STRENGTH.get(action, 0) > strengths.get((column, entity), -1)
    ]
    return tuple(sorted(found, key=lambda mask: (mask[0] or "", mask[1], mask[2])))
