# ruff: noqa: T201 - it prints figures
"""Train `classifiers/data/likeness.tsv` and `secrecy.tsv` on the labelled datasets of `tests/data` and on those made from its word lists,
and tell how well it does on labelled sets it has not seen.

    python -m tests.bench.catalogue_train              figures: every set in turn held out
    python -m tests.bench.catalogue_train --write      train on all sets and write the weights

Datasets that may be open or shut are left out. Logistic regression by stochastic gradient, fixed seed.
"""

import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from catalog.assess.assessing import assess
from catalog.assess.line_input import read_line
from classifiers import likeness
from classifiers.examples import example_subject
from classifiers.negative_list import current_edition
from classifiers.reading import read_subject
from classifiers.subject import Subject
from classifiers.terms import normalise
from tests.data.generators.catalogue import SETS, datasets
from tests.data.generators.wording import made

DAY: Final = date(2026, 11, 22)
SHUT: Final = frozenset({"conditional", "share_only", "refuse"})
REFUSED: Final = frozenset({"refuse"})
SHARES: Final = (0.005, 0.01, 0.015, 0.02, 0.03)
EXAMPLES: Final = "examples"
MADE: Final = "made"
MADE_OF_EACH: Final = 20  # datasets of each matter of the word lists
LEAST: Final = 2  # datasets that a piece stands in
SMALLEST: Final = 0.04  # a weight below it is not written
DECAY, RATE, ROUNDS = 3e-3, 0.3, 40


@dataclass(frozen=True)
class Case:
    """One labelled dataset: the set it is of, what speaks, and whether it must stay shut. `told` when the rules for
    what is published by order let it pass unasked; `is_refused` None when it may be refused or not.
    """

    group: str
    title: str
    features: Mapping[str, float]
    is_shut: bool
    told: bool
    is_refused: bool | None = False


def cases() -> list[Case]:
    """Give every dataset that is clearly shut or clearly open, and the examples that the list gives itself."""
    labelled = [case for name in SETS for dataset in datasets(name) if (case := _labelled(name, dataset)) is not None]
    labelled += [case for dataset in made(MADE_OF_EACH) if (case := _labelled(MADE, dataset)) is not None]
    return labelled + _examples()


def _labelled(name: str, dataset: Mapping[str, Any]) -> Case | None:
    releases = {release for _, release in dataset["expected"]["accept"]}
    if not (releases <= SHUT or releases.isdisjoint(SHUT)):
        return None
    read, _, submission = read_line({k: v for k, v in dataset.items() if k != "expected"})
    subject = assess(read, submission, current_edition(), today=DAY).subject
    is_refused = None if releases > REFUSED else releases == REFUSED
    return _case(name, subject, dataset["text"] or "", is_shut=releases <= SHUT, is_refused=is_refused)


def _examples() -> list[Case]:
    """What the clauses that shut must catch and what they must not; what others catch is not shut either."""
    edition = current_edition()
    found = []
    for clause in edition.clauses:
        release = clause.consequence.release.value
        listed = [(example, release) for example in clause.must_hit]
        listed += [(example, "open") for example in clause.must_not_hit if release in SHUT]
        for example, outcome in listed:
            text, subject = str(example.data.get("text", "")), example_subject(example, edition)
            found.append(_case(EXAMPLES, subject, text, is_shut=outcome in SHUT, is_refused=outcome in REFUSED))
    return found


def _case(group: str, subject: Subject, text: str, *, is_shut: bool, is_refused: bool | None) -> Case:
    reading = read_subject(subject, current_edition().vocabulary, DAY)
    read = likeness.pieces(normalise(text[: likeness.TEXT_LENGTH]))
    counts = Counter(piece for found in (*likeness.typed_pieces(reading), read) for piece in found)
    known = likeness.traits(reading)
    length = math.sqrt(sum(counts.values()) + sum(value**2 for value in known.values()))
    features = {name: likeness.SCALE * value / length for name, value in (counts | known).items()}
    return Case(group, subject.title, features, is_shut, likeness.is_told(reading), is_refused)


def for_secrecy(found: Sequence[Case]) -> list[Case]:
    """Give the cases to learn from what is refused and what is not: those that may be either are left out."""
    return [replace(case, is_shut=case.is_refused) for case in found if case.is_refused is not None]


def train(found: Sequence[Case]) -> dict[str, float]:
    """Give the weight of each feature that stands in at least `LEAST` cases."""
    counts = Counter(name for case in found for name in case.features)
    places = {name: at for at, name in enumerate(n for n, count in counts.items() if count >= LEAST)}
    rows = [_row(case, places) for case in found]
    weights, seen = np.zeros(len(places)), np.full(len(places), 1e-8)
    order = np.random.default_rng(1)
    for _ in range(ROUNDS):
        for at in order.permutation(len(found)):
            index, values = rows[at]
            score = max(-30.0, min(30.0, float(weights[index] @ values)))
            slope = (1 / (1 + math.exp(-score)) - found[at].is_shut) * values + DECAY * weights[index]
            seen[index] += slope * slope
            weights[index] -= RATE * slope / np.sqrt(seen[index])
    return {name: float(weights[at]) for name, at in places.items()}


def _row(case: Case, places: Mapping[str, int]) -> tuple[Any, Any]:
    names = [name for name in case.features if name in places]
    return np.array([places[n] for n in names], int), np.array([case.features[n] for n in names])


def held_out(found: Sequence[Case]) -> list[tuple[float, Case]]:
    """Score each set by a model trained on the others."""
    scored: list[tuple[float, Case]] = []
    for name in (*SETS, EXAMPLES):
        weights = train([case for case in found if case.group != name])
        scored += [
            (sum(weights.get(n, 0.0) * v for n, v in case.features.items()), case)
            for case in found
            if case.group == name
        ]
    return scored


def _tell_secrecy(scored: Sequence[tuple[float, Case]]) -> None:
    asked = [(score, case) for score, case in scored if not case.told]
    refused = [score for score, case in asked if case.is_shut]
    for limit in (-0.5, 0.0, 0.5, 1.0):
        others = sum(score >= limit for score, case in asked if not case.is_shut)
        print(f"secrecy {limit:4.1f}: {others} others, {sum(s >= limit for s in refused)} of {len(refused)} refused")


def _tell(scored: Sequence[tuple[float, Case]]) -> None:
    shut = [score for score, case in scored if case.is_shut and not case.told]
    opened = sorted((score for score, case in scored if not case.is_shut and not case.told), reverse=True)
    number = sum(not case.is_shut for _, case in scored)
    print(f"{len(scored)} datasets, {number} open")
    for share in SHARES:
        limit = opened[int(share * number)]
        print(
            f"limit {limit:5.2f}: {share:.1%} of the open asked about, {sum(s > limit for s in shut) / len(shut):.1%}"
        )
    asked = [(score, case) for score, case in scored if score >= likeness.LIMIT and not case.told]
    wrong = sorted(((s, c) for s, c in asked if not c.is_shut), key=lambda one: -one[0])
    print(f"at {likeness.LIMIT}: {len(wrong)} open, {len(asked) - len(wrong)} of {len(shut)} shut")
    for score, case in wrong:
        print(f"  {score:5.2f} {case.group} {case.title}")


def main() -> None:
    found = cases()
    if "--write" not in sys.argv:
        _tell(held_out(found))
        _tell_secrecy(held_out(for_secrecy(found)))
    else:
        _write(likeness.WEIGHTS, train(found))
        _write(likeness.SECRECY, train(for_secrecy(found)))


def _write(path: Path, trained: Mapping[str, float]) -> None:
    weights = sorted((name, round(w, 2)) for name, w in trained.items() if abs(w) >= SMALLEST)
    path.write_text("".join(f"{name}\t{w}\n" for name, w in weights), encoding="utf-8")
    print(f"{len(weights)} weights written to {path.name}")


if __name__ == "__main__":
    main()
