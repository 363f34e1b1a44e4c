"""Quality on running texts whose every personal piece is known: by entity, by kind of text, and on clean ones.

    python -m tests.bench.quality_texts BATCH ... [--each N] [--seed N] [--verbose]

BATCH names a file of `tests/data/texts/`. A batch is run once before anything is mended for it: that first figure is the
one to believe.
"""

import argparse
from collections import defaultdict

from click import echo

from desensitize.entities import ENTITIES, Entity
from desensitize.text import scan_text
from tests.bench.quality_names import Tally
from tests.data.generators.compose import Marked
from tests.data.generators.texts import texts

_LISTED = {"ORG", "LOCATION", "USCC"}
"""Kinds counted for what was marked alone: a text names more institutions and places than its template marks."""


class Report:
    """What was found in the texts of some batches."""

    def __init__(self) -> None:
        self.by_entity: dict[str, Tally] = defaultdict(Tally)
        self.by_kind: dict[str, Tally] = defaultdict(Tally)
        self.examples: dict[str, list[str]] = defaultdict(list)
        self.clean = self.touched = 0

    def add(self, kind: str, made: Marked) -> None:
        """Scan one text and compare."""
        gold = {(span.start, span.end, span.entity) for span in made.spans}
        found = {(f.start, f.end, str(f.entity)) for f in scan_text(made.text)}
        personal = {one for one in found if ENTITIES[Entity(one[2])].personal}
        covered = {at for start, end, _ in personal for at in range(start, end)}
        wrong = False
        for entity in {one[2] for one in gold | found}:
            mine = {(s, e) for s, e, k in gold if k == entity}
            theirs = {(s, e) for s, e, k in found if k == entity}
            if entity in _LISTED:
                theirs &= mine
                hidden = {at for s, e in theirs for at in range(s, e)}
            else:
                hidden = covered
                wrong |= mine != theirs
            self.by_entity[entity].add(mine, theirs, hidden)
            if entity not in _LISTED:
                self.by_kind[f"{kind} / {entity}"].add(mine, theirs, hidden)
        if wrong:
            self.examples[kind].append(
                f"{made.text!r} +{_show(made.text, personal - gold)} -{_show(made.text, {g for g in gold - found if g[2] not in _LISTED})}"
            )
        if not any(ENTITIES[Entity(one[2])].personal for one in gold):
            self.clean += 1
            self.touched += bool(personal)

    def write(self, *, verbose: int) -> None:
        """Print all figures."""
        scores = []
        for entity, tally in sorted(self.by_entity.items()):
            echo(f"{entity:20} {tally.line()}")
            if entity not in _LISTED and tally.right + tally.missed:
                scores.append(2 * tally.right / (2 * tally.right + tally.extra + tally.missed))
        personal = [tally for entity, tally in self.by_entity.items() if entity not in _LISTED]
        leaked = sum(tally.leaked for tally in personal) / max(1, sum(tally.characters for tally in personal))
        echo(f"macro F1 {sum(scores) / max(1, len(scores)):.4f}, leaked characters {leaked:.4f}")
        echo(f"clean texts untouched {1 - self.touched / max(1, self.clean):.4f} of {self.clean}")
        for kind, tally in sorted(self.by_kind.items()):
            if tally.extra or tally.missed:
                echo(f"   {kind:24} {tally.line()}")
        if verbose:
            for kind, lines in self.examples.items():
                echo(kind)
                for line in list(dict.fromkeys(lines))[:verbose]:
                    echo("      " + line)


def _show(text: str, ones: set[tuple[int, int, str]]) -> list[str]:
    return [f"{kind}:{text[start:end]}" for start, end, kind in sorted(ones)]


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("batches", nargs="+")
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", type=int, default=0, help="examples of mistakes of each kind")
    options = parser.parse_args()
    report = Report()
    for batch in options.batches:
        for kind, _, made in texts(batch, options.each, options.seed):
            report.add(kind, made)
    report.write(verbose=options.verbose)


if __name__ == "__main__":
    main()
