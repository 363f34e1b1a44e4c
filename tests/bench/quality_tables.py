"""Quality of a whole scan on generated tables: every entity, leaked characters, clean cells, sensitive columns.

    python -m tests.bench.quality_tables [--tables N] [--rows N] [--seed N] [--verbose]

Counted as a judge of strict spans would: a finding is right when place and kind are right; macro F1 is the mean over the
personal kinds that occur. Organisations' identifiers (USCC) are listed apart: finding them protects nobody.
"""

import argparse
from collections import Counter, defaultdict
from random import Random

import polars as pl
from click import echo

from desensitize.entities import ENTITIES, Entity
from desensitize.findings import LABEL_MIXED, LABEL_NONE
from desensitize.scan import scan_table
from tests.bench.quality_names import Tally
from tests.data.generators.tables import Table, make_table

Place = tuple[int, int]


class Report:
    """What was found in all tables."""

    def __init__(self) -> None:
        self.by_entity: dict[str, Tally] = defaultdict(Tally)
        self.counts = Counter[str]()
        self.examples: dict[str, list[str]] = defaultdict(list)
        self.columns = Counter[str]()

    def add(self, table: Table) -> None:
        """Scan one table and compare."""
        names = [f"{header}#{index}" for index, header in enumerate(table.headers)]
        frame = pl.DataFrame(
            {name: [cell.text for cell in cells] for name, cells in zip(names, table.columns, strict=True)}
        )
        frame.columns = _distinct(table.headers)
        scan = scan_table(frame)
        kinds = table.kind.split("|")
        for column, cells in enumerate(table.columns):
            found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
            for row, finding in scan.spans_of(column):
                found[row].append((finding.start, finding.end, str(finding.entity)))
            for row, cell in enumerate(cells):
                self._cell(
                    kinds[column],
                    table.headers[column],
                    cell.text,
                    {(s.start, s.end, s.entity) for s in cell.spans},
                    set(found[row]),
                )
            self._column(any(cell.spans for cell in cells), scan.columns[column].label)

    def _cell(
        self, kind: str, header: str, text: str, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]
    ) -> None:
        personal = {one for one in found if ENTITIES[Entity(one[2])].personal}
        covered = {at for start, end, _ in personal for at in range(start, end)}
        for entity in {one[2] for one in gold | found}:
            mine = {(s, e) for s, e, k in gold if k == entity}
            theirs = {(s, e) for s, e, k in found if k == entity}
            self.by_entity[entity].add(
                mine,
                theirs,
                covered if ENTITIES[Entity(entity)].personal else {at for s, e in theirs for at in range(s, e)},
            )
        if gold != found:
            self.examples[kind].append(f"[{header}] {text} +{_show(text, found - gold)} -{_show(text, gold - found)}")
        if text and not any(ENTITIES[Entity(k)].personal for _, _, k in gold):
            self.counts["clean"] += 1
            self.counts["touched"] += bool(personal)

    def _column(self, sensitive: bool, label: str) -> None:
        marked = label == LABEL_MIXED or (label != LABEL_NONE and ENTITIES[Entity(label)].personal)
        self.columns[f"{sensitive}{marked}"] += 1

    def write(self, *, verbose: bool) -> None:
        """Print all figures."""
        scores = []
        for entity, tally in sorted(self.by_entity.items()):
            echo(f"{entity:20} {tally.line()}")
            if ENTITIES[Entity(entity)].personal and tally.right + tally.missed:
                scores.append(2 * tally.right / (2 * tally.right + tally.extra + tally.missed))
        personal = [tally for entity, tally in self.by_entity.items() if ENTITIES[Entity(entity)].personal]
        leaked = sum(tally.leaked for tally in personal) / max(1, sum(tally.characters for tally in personal))
        both, only, extra = self.columns["TrueTrue"], self.columns["TrueFalse"], self.columns["FalseTrue"]
        echo(f"macro F1 {sum(scores) / max(1, len(scores)):.4f}, leaked characters {leaked:.4f}")
        echo(
            f"clean cells untouched {1 - self.counts['touched'] / max(1, self.counts['clean']):.5f} of {self.counts['clean']}"
        )
        echo(f"sensitive columns F1 {2 * both / max(1, 2 * both + only + extra):.4f}")
        if verbose:
            for kind, lines in sorted(self.examples.items()):
                echo(kind)
                for line in list(dict.fromkeys(lines))[:15]:
                    echo("      " + line)


def _show(text: str, ones: set[tuple[int, int, str]]) -> list[str]:
    return [f"{kind}:{text[start:end]}" for start, end, kind in sorted(ones)]


def _distinct(headers: tuple[str, ...]) -> list[str]:
    """Column names a frame accepts: a repeated header gets its number, as readers of files give it."""
    seen = Counter[str]()
    names = []
    for header in headers:
        seen[header] += 1
        names.append(header if seen[header] == 1 else f"{header}{seen[header]}")
    return names


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, default=20)
    parser.add_argument("--rows", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    rng = Random(options.seed)
    report = Report()
    for _ in range(options.tables):
        report.add(make_table(rng, options.rows))
    report.write(verbose=options.verbose)


if __name__ == "__main__":
    main()
