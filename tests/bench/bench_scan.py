# ruff: noqa: T201 - it prints figures
"""Speed against plain presidio, in one run on one core: `python -m tests.bench.bench_scan [--rows N] [--names]`.

With `--verify` what verification costs beside masking; with `--jobs 2` what a second process gains by the clock, with
verification too where both are asked for.

The table is `records` (200,000 × 10 by default). Plain presidio is one `AnalyzerEngine.analyze` call and one
`AnonymizerEngine.anonymize` call a cell with the same recognizers, normaliser and context, measured on a slice; ours is
the whole command `portal mask IN OUT`, process start included. Ratios are of cells a second of processor time, which
other work on the machine disturbs less than the clock; the clock is printed beside.
"""

import argparse
import csv
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.bench import records

PATTERNS = (
    "CN_ID,USCC,ORG_CODE,REG_NO,BANK_CARD,BANK_ACCOUNT,CN_MOBILE,LANDLINE,EMAIL,PASSPORT,HMT_PERMIT,PLATE,VIN,IP,MAC,"
    "WECHAT,QQ,SECURITIES_ACCOUNT,POLICY_NUMBER,PASSWORD,CVV"
)
_DIGITS = re.compile("[0-9]")


_CORES = sorted(os.sched_getaffinity(0))


def _pin(cores: int = 1) -> None:
    """Run on so many cores, the last of those allowed."""
    os.sched_setaffinity(0, _CORES[-cores:])


def _rows(path: Path, count: int | None = None) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as source:
        reader = csv.reader(source)
        next(reader)
        return list(islice(reader, count))


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of processor time of this process and of its children."""

    wall: float
    cpu: float


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _timed(call: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), _cpu()
    call()
    return Cost(time.perf_counter() - wall, _cpu() - cpu)


def describe(path: Path) -> None:
    """Print what the table is made of."""
    names, remarks, cells = set(), set(), 0
    for row in _rows(path):
        names.add(row[0])
        remarks.add(_DIGITS.sub("0", row[-1]))
        cells += len(row)
    print(
        f"table: {cells:,} cells, {path.stat().st_size / 1e6:.1f} MB, {len(names):,} distinct names, "
        f"{len(remarks):,} distinct remarks after digits are folded"
    )
    assert len(names) >= 28_000 or cells < 2_000_000, "too few names for the figures to mean anything"
    assert len(remarks) >= 33_000 or cells < 2_000_000, "too few remarks for the figures to mean anything"


def plain(path: Path, rows: int, *, names: bool) -> Cost:
    """What one cell costs plain presidio, measured over the first rows."""
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import OperatorConfig

    from desensitize.analyzer import build_analyzer

    analyzer, anonymizer = build_analyzer(names=names), AnonymizerEngine()
    stars = {"DEFAULT": OperatorConfig("replace", {"new_value": "***"})}
    table = _rows(path, rows)

    def run() -> None:
        for row in table:
            for header, text in zip(records.HEADER, row, strict=True):
                found = analyzer.analyze(text, "zh", context=[header])
                if found:
                    anonymizer.anonymize(text, found, stars)

    analyzer.analyze("张三 13800138000", "zh", context=["备注"])
    cost, cells = _timed(run), rows * len(records.HEADER)
    return Cost(cost.wall / cells, cost.cpu / cells)


def ours(path: Path, *options: str) -> Cost:
    """Cost of the whole command, process start included."""
    out = path.with_suffix(".masked.csv")
    command = [sys.executable, "-m", "portal.cli", "mask", str(path), str(out), *options]
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return _timed(lambda: subprocess.run(command, check=True, env=environment))


def floor(path: Path) -> Cost:
    """Cost to read and write the table with Polars and do nothing else, process start included."""
    code = f"import polars as p; p.read_csv({str(path)!r}, infer_schema=False).write_csv({str(path) + '.floor'!r})"
    return _timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def profile(path: Path) -> None:
    """Print where the scan spends its time."""
    import polars as pl

    from desensitize.scan import Survey, scan_chunk

    frame = pl.read_csv(path, infer_schema=False)
    survey = Survey(frame.columns)
    survey.add(frame)
    state = survey.state(names=False)
    for place, column in enumerate(state.columns):
        part = frame.select(frame.columns[place])
        cost = _timed(lambda part=part, column=column: scan_chunk(part, type(state)((column,), None)))
        print(f"  scan {column.name}: {cost.cpu:.3f} s of processor time")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--slice", type=int, default=400, help="rows for plain presidio")
    parser.add_argument("--names", action="store_true", help="also with names, addresses and the tagger")
    parser.add_argument("--verify", action="store_true", help="also with verification")
    parser.add_argument("--jobs", type=int, default=1, help="also with so many processes, by the clock")
    arguments = parser.parse_args()
    _pin()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        records.write(path, arguments.rows)
        describe(path)
        cells = arguments.rows * len(records.HEADER)
        _compare("patterns and checks", cells, plain(path, arguments.slice, names=False), path, "--entities", PATTERNS)
        print(f"floor (read and write only): {floor(path).cpu:.2f} s of processor time")
        profile(path)
        if arguments.verify:
            _verified("patterns and checks", path, "--entities", PATTERNS)
        if arguments.names:
            _compare("with names", cells, plain(path, arguments.slice, names=True), path)
        if arguments.names and arguments.verify:
            _verified("with names", path)
        if arguments.jobs > 1:
            for title, proof in (("", ("--no-verify",)), (", verified", ()))[: 1 + arguments.verify]:
                _shared(f"patterns and checks{title}", path, arguments.jobs, *proof, "--entities", PATTERNS)
                if arguments.names:
                    _shared(f"with names{title}", path, arguments.jobs, *proof)


def _best(path: Path, *options: str) -> Cost:
    return min((ours(path, *options) for _ in range(2)), key=lambda cost: cost.cpu)


def _verified(title: str, path: Path, *options: str) -> None:
    """Print what the proof of the written file costs beside masking it."""
    masked, proved = _best(path, "--no-verify", *options), _best(path, *options)
    more = proved.cpu - masked.cpu
    print(
        f"{title}, verified: {proved.cpu:.2f} s of processor time, {more:.2f} s of it verification: "
        f"{more / masked.cpu:.2f} times masking"
    )


def _shared(title: str, path: Path, jobs: int, *options: str) -> None:
    """Print what several processes gain by the clock; other work on the machine takes from it."""
    if jobs > len(_CORES):
        print(f"--jobs {jobs}: only {len(_CORES)} cores are allowed here")
        return
    _pin(jobs)
    alone, shared = (
        min((ours(path, "--jobs", str(count), *options) for _ in range(2)), key=lambda cost: cost.wall)
        for count in (1, jobs)
    )
    _pin()
    print(
        f"{title}, --jobs {jobs}: {shared.wall:.2f} s on the clock, {alone.wall:.2f} alone: "
        f"{alone.wall / shared.wall:.2f} times as fast; processor time {shared.cpu:.2f} s in all, {alone.cpu:.2f} alone"
    )


def _compare(title: str, cells: int, base: Cost, path: Path, *options: str) -> None:
    cost = _best(path, "--no-verify", *options)
    print(
        f"{title}: plain presidio {1 / base.cpu:,.0f} cells/s; ours {cost.cpu:.2f} s ({cost.wall:.2f} on the clock), "
        f"{cells / cost.cpu:,.0f} cells/s: {cells * base.cpu / cost.cpu:,.0f} times "
        f"({cells * base.wall / cost.wall:,.0f} by the clock)"
    )


if __name__ == "__main__":
    main()
