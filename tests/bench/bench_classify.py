"""Time of decisions in processor seconds: one dataset, a whole record on a new edition, the list, the pipeline.

Run: python -m tests.bench.bench_classify
"""

import json
import statistics
import time
from datetime import date

from catalog.assess.line import classify_line
from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.examples import example_subject
from classifiers.negative_list import EDITIONS, current_edition, load_edition
from classifiers.rerun import rule_on_stored
from classifiers.subject import ColumnFacts, Subject
from tests.data.generators.catalogue import datasets

DAY = date(2026, 6, 1)
RECORD = 100_000


def main() -> None:
    """Print the figures as JSON."""
    start = time.process_time()
    edition = load_edition(next(EDITIONS.glob("*.yaml")))
    reading = time.process_time() - start
    edition = current_edition()
    subjects = [example_subject(e, edition) for c in edition.clauses for e in (*c.must_hit, *c.must_not_hit)]
    wide = tuple(ColumnFacts(f"指标{i}(万元)", i, "decimal", 1000, 1000, 900) for i in range(30))
    subjects += [
        Subject(title=s.title, columns=(*s.columns, *wide), row_count=1000, vocabulary=s.vocabulary) for s in subjects
    ]
    times = []
    for subject in subjects * 3:
        start = time.process_time()
        decide(subject, edition, today=DAY)
        times.append(time.process_time() - start)
    stored = [json.dumps(s.to_json(), ensure_ascii=False) for s in subjects]
    start = time.process_time()
    for text in stored * 3:
        decision: Decision = decide(Subject.from_json(json.loads(text)), edition, today=DAY)
        decision.to_json()
    each = (time.process_time() - start) / (3 * len(stored))
    start = time.process_time()
    for text in stored * 3:
        rule_on_stored(json.loads(text), edition, today=DAY)
    again = (time.process_time() - start) / (3 * len(stored))
    lines = datasets("open")[:40]
    classify_line(lines[0], edition, today=DAY)
    start = time.process_time()
    for line in lines:
        classify_line(line, edition, today=DAY)
    whole = (time.process_time() - start) / len(lines)
    print(  # noqa: T201 - a bench prints its figures
        json.dumps(
            {
                "edition_read_ms": round(reading * 1e3, 1),
                "decide_median_ms": round(statistics.median(times) * 1e3, 3),
                "decide_p99_ms": round(statistics.quantiles(times, n=100)[98] * 1e3, 3),
                "stored_decision_ms": round(each * 1e3, 3),
                "rerun_ms": round(again * 1e3, 3),
                f"rerun_{RECORD}_processor_s": round(again * RECORD, 1),
                "facts_bytes_mean": round(statistics.mean(len(s.encode()) for s in stored)),
                "pipeline_ms_a_dataset": round(whole * 1e3, 1),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
