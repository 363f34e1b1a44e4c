"""Quality of `portal scan` itself, on files: every entity, leaked characters, clean cells, sensitive columns.

    python -m tests.bench.quality_files [--tables N] [--rows N] [--seed N] [--verbose]

Ledgers are written as CSV (UTF-8 and GB18030) and XLSX, the command line is called on all of them, and its JSON lines
are compared with what stands where in the cells as `csv.reader` returns them.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import run
from typing import Any

from click import echo

from desensitize.entities import ENTITIES, Entity
from tests.bench.quality_names import Tally
from tests.data.generators.ledgers import ledger
from tests.data.generators.tables import Table

Places = dict[tuple[int, int], set[tuple[int, int, str]]]
_XLSX = 0.15
_GB18030 = 0.3


def write_table(path: Path, table: Table, *, encoding: str) -> None:
    """Write one table in the format that its name says."""
    rows = [table.headers, *([cell.text for cell in row] for row in zip(*table.columns, strict=True))]
    if path.suffix == ".xlsx":
        from xlsxwriter import Workbook

        with Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, text in enumerate(row):
                    sheet.write_string(at, place, text)
        return
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows(rows)


def _call(*arguments: str) -> list[dict[str, Any]]:
    done = run([sys.executable, "-m", "portal.cli", "scan", *arguments], capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        echo(f"exit {done.returncode}: {done.stderr[:500]}", err=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1. macro: mean F1 of strict spans over the personal kinds that occur. columns: F1 of those marked."""

    macro: float
    leaked: float
    untouched: float
    columns: float
    kinds: int


class Report:
    """What was found in all files."""

    def __init__(self) -> None:
        self.by_entity: dict[str, Tally] = defaultdict(Tally)
        self.counts = Counter[str]()
        self.columns = Counter[bool | tuple[bool, bool]]()
        self.examples: dict[str, list[str]] = defaultdict(list)

    def add(self, table: Table, found: Places, labels: dict[int, str]) -> None:
        """Compare one table."""
        for place, (kind, header, cells) in enumerate(
            zip(table.kind.split("|"), table.headers, table.columns, strict=True)
        ):
            for row, cell in enumerate(cells):
                gold = {(s.start, s.end, s.entity) for s in cell.spans}
                self._cell(f"{kind} [{header}]", cell.text, gold, found.get((place, row), set()))
            label = labels.get(place, "absent")
            marked = label == "MIXED" or (label in ENTITIES and ENTITIES[Entity(label)].personal)
            truth = any(ENTITIES[Entity(s.entity)].personal for cell in cells for s in cell.spans)
            self.columns[truth, marked] += 1
            if truth != marked:
                self.examples[f"column {kind} [{header}]"].append(f"{label}, truth {truth}")

    def _cell(self, kind: str, text: str, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> None:
        covered = {at for start, end, entity in found if ENTITIES[Entity(entity)].personal for at in range(start, end)}
        for entity in {one[2] for one in gold | found}:
            mine, theirs = ({(s, e) for s, e, k in ones if k == entity} for ones in (gold, found))
            its = covered if ENTITIES[Entity(entity)].personal else {at for s, e in theirs for at in range(s, e)}
            self.by_entity[entity].add(mine, theirs, its)
        if gold != found:
            self.examples[kind].append(f"{text!r} +{_show(text, found - gold)} -{_show(text, gold - found)}")
        if text and not any(ENTITIES[Entity(entity)].personal for _, _, entity in gold):
            self.counts["clean"] += 1
            self.counts["touched"] += bool(covered)

    def figures(self) -> Figures:
        """What a judge looks at."""
        personal = [tally for entity, tally in self.by_entity.items() if ENTITIES[Entity(entity)].personal]
        scores = [2 * t.right / (2 * t.right + t.extra + t.missed) for t in personal if t.right + t.missed]
        both, only, extra = self.columns[True, True], self.columns[True, False], self.columns[False, True]
        return Figures(
            macro=sum(scores) / max(1, len(scores)),
            leaked=sum(tally.leaked for tally in personal) / max(1, sum(tally.characters for tally in personal)),
            untouched=1 - self.counts["touched"] / max(1, self.counts["clean"]),
            columns=2 * both / max(1, 2 * both + only + extra),
            kinds=len(scores),
        )

    def write(self, *, verbose: bool) -> None:
        """Print all figures."""
        for entity, tally in sorted(self.by_entity.items()):
            echo(f"{entity:20} {tally.line()}")
        found = self.figures()
        echo(f"macro F1 {found.macro:.4f} of {found.kinds} kinds, leaked characters {found.leaked:.4f}")
        echo(f"clean cells untouched {found.untouched:.5f} of {self.counts['clean']}")
        echo(f"sensitive columns F1 {found.columns:.4f}")
        if verbose:
            for kind, lines in sorted(self.examples.items()):
                echo(f"{kind}: {len(lines)}")
                for line in list(dict.fromkeys(lines))[:6]:
                    echo(f"      {line}")


def _show(text: str, ones: set[tuple[int, int, str]]) -> list[str]:
    return [f"{kind}:{text[start:end]}" for start, end, kind in sorted(ones)]


def measure(count: int, rows: int, seed: int) -> Report:
    """Write so many ledgers, scan them through the command line, compare."""
    rng, report = Random(seed), Report()
    with tempfile.TemporaryDirectory() as folder:
        tables: dict[str, Table] = {}
        for number in range(count):
            table = ledger(rng, rows)
            ending, encoding = rng.choices(
                ((".csv", "utf-8"), (".csv", "gb18030"), (".xlsx", "")), (1 - _XLSX - _GB18030, _GB18030, _XLSX)
            )[0]
            if ending == ".xlsx" and (len(set(table.headers)) < len(table.headers) or "" in table.headers):
                ending, encoding = ".csv", "utf-8"
            path = Path(folder) / f"{number}{ending}"
            write_table(path, table, encoding=encoding)
            tables[str(path)] = table
        found: dict[str, Places] = {path: defaultdict(set) for path in tables}
        for line in _call(*tables):
            if not line.get("header"):
                found[line["file"]][line["column"], line["row"]].add((line["start"], line["end"], line["type"]))
        labels: dict[str, dict[int, str]] = defaultdict(dict)
        for line in _call("--columns", *tables):
            labels[line["file"]][line["column"]] = line["label"]
        for file, table in tables.items():
            report.add(table, found[file], labels[file])
    return report


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    measure(options.tables, options.rows, options.seed).write(verbose=options.verbose)


if __name__ == "__main__":
    main()
