"""An edition tried on its own examples: every clause has to catch what it must and leave what it must not."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.list_words import MUST_HIT, MUST_NOT_HIT, Fault
from classifiers.negative_list import Clause, Edition, Example

DAY: Final = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that went wrong, with its line in the edition's file."""

    clause_id: str
    line: int
    fault: Fault

    @property
    def message(self) -> str:
        """What went wrong, in English."""
        return self.fault.en

    @property
    def message_zh(self) -> str:
        """What went wrong, in Chinese."""
        return self.fault.zh


def failed_examples(edition: Edition) -> tuple[ExampleFailure, ...]:
    """Give every example that is not judged as it must be."""
    found: list[ExampleFailure] = []
    for clause in edition.clauses:
        missed = (e for e in clause.must_hit if not is_hit(clause, e, edition))
        caught = (e for e in clause.must_not_hit if is_hit(clause, e, edition))
        found += [ExampleFailure(clause.id, e.line, MUST_HIT) for e in missed]
        found += [ExampleFailure(clause.id, e.line, MUST_NOT_HIT) for e in caught]
    return tuple(found)


def is_hit(clause: Clause, example: Example, edition: Edition) -> bool:
    """Whether the clause catches the example and no ALLOW clause cancels it."""
    decision = decide(example_subject(example, edition), edition, today=DAY)
    return any(h.clause_id == clause.id and not _is_cancelled(h.overruled_by, edition) for h in decision.clauses)


def _is_cancelled(overruled_by: str | None, edition: Edition) -> bool:
    if overruled_by is None:
        return False
    other = edition.clause(overruled_by)
    return other is not None and bool(other.cancels)
