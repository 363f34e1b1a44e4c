"""Learn the weights of `desensitize.people.scorer` from generated texts: `python -m tests.bench.train_names OUT.tsv`.

Only texts that the project generates or publishes are read, never a text with real people's names. A logistic model
without hidden parts: every weight belongs to one named feature. Features that say which character stands beside a piece
are left out at random while learning, so that what generalises carries the weight.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

import numpy as np
from click import echo
from numpy.typing import NDArray

from desensitize.han_text import fold_han
from desensitize.people.clauses import clauses_of, reading_of
from desensitize.people.features import features
from desensitize.people.pieces import pieces
from desensitize.people.sentences import names_by_rules
from desensitize.people.words import dictionary_words
from desensitize.tagger import read
from tests.data.generators.compose import Marked, compose
from tests.data.generators.official_prose import sentence
from tests.data.generators.phrases import phrase
from tests.data.generators.remarks import CLEAN, PERSONAL
from tests.data.generators.texts import fill, templates

_ROOT = Path(__file__).parents[2]
_HAN = re.compile("[\u4e00-\u9fff]{4}")
_BATCHES = ["first", "second", "third", "fourth", "prose", "sixth", "seventh", "general", "twelfth"]
"""What the committed weights were learned from; the other batches only judge."""
_SENTENCES = 2200
"""Sentences of official prose for every filling of a template: what most texts of authorities are made of."""
_LEARNED_WORDS = 0.85
"""Share of the dictionary that the model may see while it learns: texts are full of words that no dictionary has."""
_SEEDS = [7, 8, 9]
"""One set of texts is learned from for each; the weights are the mean of theirs, which no one text sways."""
_LEAST_WEIGHT = 0.05
_SHARES = 4
"""Parts that the examples are learned in, one step each."""
_SPECIAL = ("L=", "LL=", "R=", "RR=", "S=", "last=", "LW=", "RW=", "M=", "G=")


def corpus(batches: list[str], each: int, seed: int) -> Iterator[tuple[str, Marked]]:
    """Generated texts and, without names, the project's own Chinese."""
    rng = Random(seed)
    for batch in batches:
        for kind, template in templates(batch):
            wide = re.sub(r"\{P\}", "{Q}", template)
            for number in range(each):
                yield kind, fill(rng, kind, wide if number % 2 else template)
    for template in PERSONAL:
        for _ in range(each):
            yield "remark", compose(rng, template)
    for template in CLEAN:
        for _ in range(2):
            yield "remark", compose(rng, template)
    for text in sorted(set(_own_texts())):
        yield "own", Marked(text)
    for _ in range(2500 * each):
        yield "phrase", phrase(rng)
    for _ in range(_SENTENCES * each):
        yield "sentence", sentence(rng)


def _own_texts() -> Iterator[str]:
    for path in sorted((_ROOT / "tests" / "data").glob("catalogue_cases_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _strings(json.loads(line))
    for path in sorted((_ROOT / "portal" / "templates").rglob("*.html")):
        yield from re.findall(
            "[\u4e00-\u9fff][\u4e00-\u9fff0-9、，。：；（）“” ]{5,}", path.read_text(encoding="utf-8")
        )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and _HAN.search(value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def examples(batches: list[str], each: int, seed: int) -> tuple[list[list[str]], list[bool]]:
    """Features and truth of every piece of every text."""
    words = sorted(dictionary_words())
    learned = frozenset(Random(seed).sample(words, int(_LEARNED_WORDS * len(words))))
    with patch("desensitize.people.features.dictionary_words", lambda: learned):
        return _examples(batches, each, seed)


def _examples(batches: list[str], each: int, seed: int) -> tuple[list[list[str]], list[bool]]:
    rows: list[list[str]] = []
    truth: list[bool] = []
    known = [(kind, made, fold_han(made.text).text) for kind, made in corpus(batches, each, seed)]
    known = [one for one in known if len(one[2]) == len(one[1].text)]
    readings = read([folded for _, _, folded in known])
    for (kind, made, folded), reading in zip(known, readings, strict=True):
        gold = {(span.start, span.end) for span in made.spans if span.entity == "PERSON"}
        for clause in clauses_of(folded, reading):
            window, of_clause = clause.window, reading_of(clause, reading)
            rules = names_by_rules(window, of_clause, surnames=False)
            if kind == "own" and rules:
                continue
            moved = clause.start - clause.before
            for piece in pieces(window, of_clause, rules):
                rows.append(features(window, piece, of_clause, rules))
                truth.append((piece.start + moved, piece.end + moved) in gold)
    return rows, truth


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of the examples, by row and by feature.

    Attributes:
        wanted: Truth by row, 0 or 1.
        flat: Numbers of the features of all rows, one row behind the other; `starts` says where each row begins.
        rows: The same entries in the order of their features, as numbers of rows.
        present: Features that occur; `begins` says where the entries of each begin in `rows`.
    """

    wanted: NDArray[np.float32]
    flat: NDArray[np.int32]
    starts: NDArray[np.intp]
    rows: NDArray[np.int32]
    present: NDArray[np.int32]
    begins: NDArray[np.intp]


def _share(columns: list[list[int]], wanted: list[bool]) -> _Share:
    lengths = [len(row) for row in columns]
    flat = np.array([column for row in columns for column in row], np.int32)
    order = np.argsort(flat, kind="stable")
    present, begins = np.unique(flat[order], return_index=True)
    owner = np.repeat(np.arange(len(columns), dtype=np.int32), lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return _Share(np.array(wanted, np.float32), flat, starts, owner[order], present, begins)


def learn(
    rows: list[list[str]], truth: list[bool], *, least: int, decay: float, rounds: int, drop: float, seed: int
) -> dict[str, float]:
    """Weights by feature, by Adam over shares of the examples.

    Args:
        rows: Features of each example.
        truth: Whether it is a name.
        least: Examples that a feature needs.
        decay: Strength of L2.
        rounds: How often every example is seen.
        drop: Share of the special features that each step leaves out.
        seed: Of the order and of what is left out.
    """
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= least)
    index = {name: number for number, name in enumerate(names)}
    order = list(range(len(rows)))
    Random(seed).shuffle(order)
    shares = [
        _share(
            [[index[name] for name in rows[at] if name in index] for at in order[part::_SHARES]],
            [truth[at] for at in order[part::_SHARES]],
        )
        for part in range(_SHARES)
    ]
    special = np.array([name.startswith(_SPECIAL) for name in names])
    weight, mean, spread = (np.zeros(len(names), np.float32) for _ in range(3))
    rng = np.random.default_rng(seed)
    step, steps = 0, rounds * _SHARES
    for number in range(1, rounds + 1):
        wrong = 0
        for share in shares:
            step += 1
            kept = ~special | (rng.random(len(names)) >= drop)
            score = np.add.reduceat((weight * kept)[share.flat], share.starts)
            wrong += int(((score > 0) != (share.wanted > 0)).sum())
            error = 1 / (1 + np.exp(-score)) - share.wanted
            slope = decay / _SHARES * weight
            slope[share.present] += np.add.reduceat(error[share.rows], share.begins) * kept[share.present]
            mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
            pace = 0.05 * (1 - 0.9 * step / steps)
            weight -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
        if number % 10 == 0:
            echo(f"round {number}: {wrong / len(rows):.4f} of pieces wrong")
    return {
        name: round(float(value), 2) for name, value in zip(names, weight, strict=True) if abs(value) >= _LEAST_WEIGHT
    }


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--batches", nargs="+", default=_BATCHES)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seeds", type=int, nargs="+", default=_SEEDS)
    parser.add_argument("--least", type=int, default=8)
    parser.add_argument("--decay", type=float, default=1.2)
    parser.add_argument("--rounds", type=int, default=45)
    parser.add_argument("--drop", type=float, default=0.35)
    options = parser.parse_args()
    learned: defaultdict[str, float] = defaultdict(float)
    for seed in options.seeds:
        rows, truth = examples(options.batches, options.each, seed)
        echo(f"{len(rows)} pieces, {sum(truth)} names")
        for name, value in learn(
            rows,
            truth,
            least=options.least,
            decay=options.decay,
            rounds=options.rounds,
            drop=options.drop,
            seed=seed,
        ).items():
            learned[name] += value / len(options.seeds)
    found = {name: round(value, 2) for name, value in learned.items() if abs(value) >= _LEAST_WEIGHT}
    lines = [
        "# Log-odds that a piece is a person's name, by feature; learned from generated texts by tests/bench/train_names.py."
    ]
    lines += [f"{name}\t{value}" for name, value in sorted(found.items())]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    echo(f"{len(found)} weights")


if __name__ == "__main__":
    main()
