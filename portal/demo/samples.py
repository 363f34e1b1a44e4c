"""The forty sample datasets: invented tables and documents of nine kinds of agencies, and the labels due to them."""

import json
from dataclasses import dataclass
from importlib.resources import files

CYCLES = {
    "日": "每日",
    "周": "每周",
    "月": "每月",
    "季": "每季度",
    "年": "每年",
    "不定期": "不定期",
    "一次": "一次性",
}  # the samples' words → the portal's


@dataclass(frozen=True, slots=True)
class Expected:
    """Labels a sample should get: allowed (tier, release) pairs, allowed sectors and themes, clauses."""

    outcomes: frozenset[tuple[str, str]]
    sectors: frozenset[str | None]
    themes: frozenset[str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One dataset: a table (`fields`, `rows`) or a document (`text`)."""

    id: str
    title: str
    summary: str
    agency: str
    kind: str
    format: str
    cycle: str
    fields: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    text: str | None
    expected: Expected


def load_samples() -> tuple[Sample, ...]:
    """Read the samples that ship with the product."""
    lines = files("portal.demo").joinpath("data/catalogue.jsonl").read_text("utf-8").splitlines()
    return tuple(_sample(json.loads(line)) for line in lines)


def _sample(row: dict[str, object]) -> Sample:
    raw = dict(row)
    labels = raw.pop("expected")
    fields, rows = raw.pop("fields"), raw.pop("rows")
    if not (isinstance(labels, dict) and isinstance(fields, list) and isinstance(rows, list)):
        raise TypeError("sample")
    expected = Expected(
        frozenset((tier, release) for tier, release in labels["accept"]),
        frozenset(labels["sector"]),
        frozenset(labels["theme"]),
        tuple(labels["clauses"]),
    )
    text = raw.pop("text")
    return Sample(
        **{name: str(value) for name, value in raw.items()} | {"cycle": CYCLES[str(raw["cycle"])]},
        fields=tuple(map(str, fields)),
        rows=tuple(tuple(one) for one in rows),
        text=None if text is None else str(text),
        expected=expected,
    )
