"""Conditions of the shipped list that no case proves: dropped, and no case would be judged otherwise.

    python -m tests.bench.list_conditions [NL-A03 ...]

A clause is hit when one rule of `when` holds and none of `unless`. Every condition is tried once on the facts of every
case (the list's own examples and `tests/data/condition_cases.yaml`); what happens without it follows from those
answers, so that the whole list is tried in seconds.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from classifiers.examples import example_subject
from classifiers.matchers import MATCHERS
from classifiers.matchers.outcome import NeedsScan
from classifiers.negative_list import Clause, Edition, Example, Rule, current_edition
from classifiers.reading import Reading, read_subject

DAY: Final = date(2026, 6, 1)
CASES: Final = Path(__file__).parents[1] / "data" / "condition_cases.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """A dataset in the notation of an edition's examples, the clauses that catch it and those that spare it."""

    data: dict[str, Any]
    hit: tuple[str, ...]
    spared: tuple[str, ...]


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """Read the cases; clauses are written without `NL-`."""
    return tuple(
        Case(
            {key: value for key, value in one.items() if key not in {"hit", "spared"}},
            tuple(f"NL-{clause}" for clause in one.get("hit", "").split()),
            tuple(f"NL-{clause}" for clause in one.get("spared", "").split()),
        )
        for one in yaml.safe_load(CASES.read_text("utf-8"))
    )


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A rule of a clause (`condition` is -1), or one condition of it; `block` is `when` or `unless`, numbers from 0."""

    clause: str
    block: str
    rule: int
    condition: int
    kind: str = ""

    def __str__(self) -> str:
        rule = f"{self.clause} {self.block}[{self.rule}]"
        return rule if self.condition < 0 else f"{rule}[{self.condition}] {self.kind}"


def parts_of(clause: Clause) -> Iterator[Part]:
    """Give every rule of a clause, and every condition of the rules that have more than one."""
    for block, rules in (("when", clause.when), ("unless", clause.unless)):
        for number, rule in enumerate(rules):
            yield Part(clause.id, block, number, -1)
            if len(rule.conditions) > 1:
                for at, one in enumerate(rule.conditions):
                    yield Part(clause.id, block, number, at, one.kind)


def proved_by(clause: Clause, reading: Reading) -> set[Part]:
    """Give the parts of a clause without which this case would be hit where it is not, or the other way round.

    A table that only speaks about a matter (`classifiers.about`) is spared whatever the rules say: it proves nothing.
    """
    if reading.is_about:
        return set()
    when = [_answers(rule, reading) for rule in clause.when]
    unless = [_answers(rule, reading) for rule in clause.unless]
    catching = [n for n, answers in enumerate(when) if all(answers)]
    excusing = [n for n, answers in enumerate(unless) if all(answers)]
    found: set[Part] = set()
    if catching and excusing:
        found |= {Part(clause.id, "unless", n, -1) for n in excusing if len(excusing) == 1}
    elif catching:
        found |= {Part(clause.id, "when", n, -1) for n in catching if len(catching) == 1}
        found |= _near(clause, "unless", unless)
    elif not excusing:
        found |= _near(clause, "when", when)
    return found


def _near(clause: Clause, block: str, tried: list[list[bool]]) -> set[Part]:
    """Rules that all but one condition would let hold: dropping that one changes the outcome."""
    rules = clause.when if block == "when" else clause.unless
    return {
        Part(clause.id, block, n, at, rules[n].conditions[at].kind)
        for n, answers in enumerate(tried)
        if len(answers) > 1 and answers.count(False) == 1
        for at in (answers.index(False),)
    }


def _answers(rule: Rule, reading: Reading) -> list[bool]:
    outcomes = (MATCHERS[one.kind].match(one.params, reading) for one in rule.conditions)
    return [outcome is not None and not isinstance(outcome, NeedsScan) for outcome in outcomes]


def without(edition: Edition, part: Part) -> Edition:
    """Give the edition less one rule or one condition."""
    clause = edition.by_id[part.clause]
    rules = list(clause.when if part.block == "when" else clause.unless)
    if part.condition < 0:
        del rules[part.rule]
    else:
        kept = tuple(one for at, one in enumerate(rules[part.rule].conditions) if at != part.condition)
        rules[part.rule] = Rule(kept)
    changed = replace(clause, when=tuple(rules)) if part.block == "when" else replace(clause, unless=tuple(rules))
    clauses = tuple(changed if one.id == clause.id else one for one in edition.clauses)
    return replace(edition, clauses=clauses, by_id={one.id: one for one in clauses})


def unproved(edition: Edition, clauses: Iterable[str] = ()) -> list[Part]:
    """Give the parts that no case proves, of all clauses or of these.

    A case speaks for the clauses it names, an example for its own clause.
    """
    wanted = set(clauses)
    tried = [clause for clause in edition.clauses if not wanted or clause.id in wanted]
    left = {part for clause in tried for part in parts_of(clause)}
    for case in cases():
        reading = read_case(case.data, edition)
        left -= {p for c in tried if c.id in {*case.hit, *case.spared} for p in proved_by(c, reading)}
    for clause in tried:
        for example in (*clause.must_hit, *clause.must_not_hit):
            left -= proved_by(clause, read_case(example.data, edition))
    return sorted(left)


def read_case(data: Mapping[str, Any], edition: Edition) -> Reading:
    """Give the facts of a dataset in the notation of examples, read for matching."""
    return read_subject(example_subject(Example(data), edition), edition.vocabulary, DAY)


if __name__ == "__main__":
    found = unproved(current_edition(), sys.argv[1:])
    sys.stdout.write("".join(f"{part}\n" for part in found) + f"{len(found)} without a case\n")
