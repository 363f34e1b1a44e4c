# ruff: noqa: T201 - it prints figures
"""Speed against plain presidio, in one run on one core: `python -m tests.bench.bench_scan [--rows N] [--names]`.

The table is `records` (200,000 × 10 by default). Plain presidio is one `AnalyzerEngine.analyze` call and one
`AnonymizerEngine.anonymize` call a cell with the same recognizers, normaliser and context, measured on a slice; ours is
the whole command `portal mask IN OUT`, process start included. Ratios are of cells a second.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tests.bench import records

PATTERNS = (
    "CN_ID,USCC,ORG_CODE,REG_NO,BANK_CARD,BANK_ACCOUNT,CN_MOBILE,LANDLINE,EMAIL,PASSPORT,HMT_PERMIT,PLATE,VIN,IP,MAC,"
    "WECHAT,QQ,SECURITIES_ACCOUNT,POLICY_NUMBER,PASSWORD,CVV"
)
_DIGITS = re.compile("[0-9]")


def _pin() -> None:
    """Run on one core, the last of those allowed."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _rows(path: Path, count: int | None = None) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as source:
        reader = csv.reader(source)
        next(reader)
        return list(islice(reader, count))


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


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


def plain(path: Path, rows: int, *, names: bool) -> float:
    """Cells a second of plain presidio over the first rows."""
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
    return rows * len(records.HEADER) / _timed(run)


def ours(path: Path, *options: str) -> float:
    """Seconds of the whole command, process start included."""
    out = path.with_suffix(".masked.csv")
    command = [sys.executable, "-m", "portal.cli", "mask", str(path), str(out), *options]
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return _timed(lambda: subprocess.run(command, check=True, env=environment))


def floor(path: Path) -> float:
    """Seconds to read and write the table with Polars and do nothing else, process start included."""
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
        seconds = _timed(lambda part=part, column=column: scan_chunk(part, type(state)((column,), None)))
        print(f"  scan {column.name}: {seconds:.3f} s")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--slice", type=int, default=400, help="rows for plain presidio")
    parser.add_argument("--names", action="store_true", help="also with names, addresses and the tagger")
    parser.add_argument("--verify", action="store_true", help="also with verification")
    arguments = parser.parse_args()
    _pin()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        records.write(path, arguments.rows)
        describe(path)
        cells = arguments.rows * len(records.HEADER)
        _compare("patterns and checks", cells, plain(path, arguments.slice, names=False), path, "--entities", PATTERNS)
        print(f"floor (read and write only): {floor(path):.2f} s")
        profile(path)
        if arguments.verify:
            print(f"patterns and checks, verified: {ours(path, '--entities', PATTERNS):.2f} s")
        if arguments.names:
            _compare("with names", cells, plain(path, arguments.slice, names=True), path)


def _compare(title: str, cells: int, base: float, path: Path, *options: str) -> None:
    seconds = min(ours(path, "--no-verify", *options) for _ in range(2))
    print(
        f"{title}: plain presidio {base:,.0f} cells/s; ours {seconds:.2f} s, {cells / seconds:,.0f} cells/s, "
        f"{cells / seconds / base:,.0f} times"
    )


if __name__ == "__main__":
    main()
