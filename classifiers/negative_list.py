"""Editions of the negative list 负面清单: clauses as data, versioned and dated, identified by their content.

上海市数据条例 art. 38 is the legal model: what laws forbid to open goes on a list that is reviewed and approved, and
everything off the list may be opened. An edition is read from YAML by `load_edition`; its id is a hash of its
meaning, so that two files that say the same are the same edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from classifiers.terms import Vocabulary
from classifiers.tiers import Consequence

EDITIONS: Final = Path(__file__).parent / "data" / "negative_list"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a rule: the kind of matcher and its checked parameters."""

    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to be caught: every condition has to hold."""

    conditions: tuple[Condition, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class MaskRule:
    """What a MASK clause asks for: columns of these roles (or text) that hold the entity, and the action."""

    roles: tuple[str, ...]
    entity: str
    action: str
    statutory_action: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A small made-up dataset that must (or must not) hit the clause; `data` is read by `classifiers.examples`."""

    data: Mapping[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: any rule of `when` catches, unless a rule of `unless` holds.

    `basis` is the law that orders it, shown as data; `level` the JR/T 0197-2020 level it gives; `question` a text
    (Chinese, English) for the reviewer whenever it is hit.
    """

    id: str
    title: str
    title_en: str
    consequence: Consequence
    when: tuple[Rule, ...]
    unless: tuple[Rule, ...]
    basis: str
    note: str
    level: int
    masks: tuple[MaskRule, ...] = ()
    cancels: tuple[str, ...] = ()
    question: tuple[str, str] | None = None
    must_hit: tuple[Example, ...] = ()
    must_not_hit: tuple[Example, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole list: number, dates, approval and clauses. `id` is the hash of the content."""

    id: str
    number: int
    name: str
    in_force_from: date
    in_force_to: date | None
    approver: str
    approval_number: str
    approved_at: date | None
    clauses: tuple[Clause, ...]
    vocabulary: Vocabulary
    by_id: Mapping[str, Clause] = field(default_factory=dict)

    def clause(self, clause_id: str) -> Clause | None:
        """Find a clause by its id, for example `NL-D01`."""
        return self.by_id.get(clause_id)

    def without(self, clause_id: str) -> "Edition":
        """Give the edition less one clause (for what-if questions and mutation tests); the id tells them apart."""
        kept = tuple(c for c in self.clauses if c.id != clause_id)
        return Edition(
            id=f"{self.id}-{clause_id}",
            number=self.number,
            name=self.name,
            in_force_from=self.in_force_from,
            in_force_to=self.in_force_to,
            approver=self.approver,
            approval_number=self.approval_number,
            approved_at=self.approved_at,
            clauses=kept,
            vocabulary=self.vocabulary,
            by_id={c.id: c for c in kept},
        )

    def is_in_force(self, day: date) -> bool:
        """Whether the edition binds on that day."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


def load_edition(source: str | Path) -> Edition:
    """Read an edition from a YAML file (a `Path`) or from YAML text (a `str`).

    Raises:
        NegativeListError: every problem found, each with its line.
    """
    from classifiers.edition_file import read_edition
    from classifiers.edition_source import read_edition_file

    return read_edition(read_edition_file(source) if isinstance(source, Path) else source)


@lru_cache(maxsize=1)
def shipped_editions() -> tuple[Edition, ...]:
    """Give the editions that come with the product, oldest first. Read once a process, on first use."""
    return tuple(sorted((load_edition(p) for p in EDITIONS.glob("*.yaml")), key=lambda e: (e.in_force_from, e.number)))


def current_edition(today: date | None = None) -> Edition:
    """Give the shipped edition in force on a day; without a day, the newest one."""
    editions = shipped_editions()
    if today is None:
        return editions[-1]
    return next((e for e in reversed(editions) if e.is_in_force(today)), editions[-1])
