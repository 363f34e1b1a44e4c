"""Scans one column: kernels settle what they can, the matcher judges the distinct cells that are left."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import Spans, join_spans, no_spans
from desensitize.scanning.judgement import HAN, CellContext
from desensitize.scanning.kernels import ASK, NOTHING, Bools, Bytes, find_runs, settle, settle_runs
from desensitize.scanning.layout import lay_out, positions
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.prefilter import (
    ALWAYS_ASK,
    ASK_IF_BROKEN,
    ASK_IF_LONG,
    BASE64,
    BREAK,
    EMAIL_CELL,
    EMAIL_HINT,
    LABELS,
    LONG_RUN,
    NAMING,
    NOTHING_CELL,
    NUMBER_CELL,
    OUTRANKS_EMAIL,
    SEPARATED_ACCOUNT,
    SHORTEST_RUN,
    WORTH_SETTLING,
    ColumnRoute,
    route_of,
)

_TEXT = pl.col("text")
_SHORTEST_FINDING = 3
_FEW = 12
"""So few cells are judged faster one by one than the kernels are set up."""
_EMAIL_SCORE = 95
_PERSON = ENTITY_INDEX[Entity.CN_ID] + 1

Step = tuple[Spans, pl.DataFrame, pl.DataFrame]
"""What a step settled, what only the matcher can judge, and what goes on to the next step."""


def scan_column(series: pl.Series, context: CellContext, matcher: Matcher) -> Spans:
    """Findings of every cell.

    series: String cells, nulls allowed. context: header and marks. Returns spans ordered by row, then start; the same
    as `matcher.find` on each cell.
    """
    cells = pl.DataFrame({"text": series}).with_row_index("row").filter(_TEXT.str.len_bytes() >= _SHORTEST_FINDING)
    route = route_of(context)
    if route.everything or route.special or len(cells) <= _FEW:
        return ask_matcher(cells, context, matcher)
    settled: list[Spans] = []
    asked: list[pl.DataFrame] = []
    for step in (_settle_numbers, _settle_emails, _sort_out, _settle_runs):
        if cells.is_empty():
            break
        spans, ask, cells = step(cells, route)
        settled.append(spans)
        asked.append(ask)
    settled.append(ask_matcher(pl.concat(asked), context, matcher) if asked else no_spans())
    return in_order(join_spans(settled))


def in_order(spans: Spans) -> Spans:
    """Sorted by row, then start."""
    return spans.take(np.lexsort((spans.starts, spans.rows)))


def spread(cells: pl.DataFrame, texts: pl.Series, found: list[tuple[int, int, int, int, int]]) -> Spans:
    """From findings of distinct texts to findings of rows.

    cells: row, text. texts: the distinct ones, in the order of their first cells when there are as many as cells.
    found: (number of the text, start, end, entity code, hundredths).
    """
    if not found:
        return no_spans()
    schema = {"number": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "entity": pl.UInt8, "score": pl.UInt8}
    # Column by column: from rows Polars is ten times slower.
    findings = pl.DataFrame(dict(zip(schema, zip(*found, strict=True), strict=True)), schema=schema)
    if len(texts) == len(cells):
        joined = findings.with_columns(cells["row"].gather(findings["number"]))
    else:
        numbered = pl.DataFrame({"text": texts}).with_row_index("number")
        joined = cells.join(numbered, on="text").join(findings, on="number")
    return Spans(
        joined["row"].cast(pl.Int64).to_numpy(),
        joined["start"].to_numpy(),
        joined["end"].to_numpy(),
        joined["entity"].to_numpy(),
        joined["score"].to_numpy(),
    )


def ask_matcher(cells: pl.DataFrame, context: CellContext, matcher: Matcher) -> Spans:
    """Judge each distinct text once. cells: row, text."""
    if cells.is_empty():
        return no_spans()
    texts = cells["text"].unique(maintain_order=True)
    found: list[tuple[int, int, int, int, int]] = []
    for number, text in enumerate(texts.to_list()):
        found.extend(
            (number, f.start, f.end, ENTITY_INDEX[f.entity], round(f.score * 100)) for f in matcher.find(text, context)
        )
    return spread(cells, texts, found)


def _settle_numbers(cells: pl.DataFrame, route: ColumnRoute) -> Step:
    """Cells that are one run of a length the kernels know."""
    number = _TEXT.str.contains(NUMBER_CELL)
    numbers = cells.filter(number)
    if numbers.is_empty():
        return no_spans(), numbers, cells
    lengths = numbers["text"].str.len_bytes()
    parts: list[Spans] = []
    asked: list[pl.DataFrame] = []
    for length in lengths.unique().to_list():
        alike = numbers if lengths.n_unique() == 1 else numbers.filter(lengths == length)
        verdicts, scores = settle(positions(alike["text"], length))
        refused = _refused(verdicts, 1.0, route)
        ask = (verdicts == ASK) | (refused & (np.bool_(route.named) | (verdicts == _PERSON)))
        if route.named:
            ask |= verdicts == NOTHING
        asked.append(alike.filter(pl.Series(ask)))
        good = np.flatnonzero(~ask & ~refused & (verdicts != NOTHING))
        parts.append(
            Spans(
                alike["row"].cast(pl.Int64).to_numpy()[good],
                np.zeros(len(good), np.int32),
                np.full(len(good), length, np.int32),
                verdicts[good] - np.uint8(1),
                scores[good],
            )
        )
    return join_spans(parts), pl.concat(asked), cells.filter(~number) if len(numbers) < len(cells) else cells.clear()


def _settle_emails(cells: pl.DataFrame, route: ColumnRoute) -> Step:
    """Cells that are one address are settled; the others go on."""
    del route
    mail = _TEXT.str.contains(EMAIL_CELL)
    mails = cells.filter(mail)
    if mails.is_empty():
        return no_spans(), mails, cells
    mails = mails.with_columns((_TEXT.str.contains(OUTRANKS_EMAIL) | _may_be_base64()).alias("ask"))
    settled = mails.filter(~pl.col("ask")).select("row", _TEXT.str.len_bytes().alias("length"))
    count = len(settled)
    spans = Spans(
        settled["row"].cast(pl.Int64).to_numpy(),
        np.zeros(count, np.int32),
        settled["length"].cast(pl.Int32).to_numpy(),
        np.full(count, ENTITY_INDEX[Entity.EMAIL], np.uint8),
        np.full(count, _EMAIL_SCORE, np.uint8),
    )
    return spans, mails.filter("ask").drop("ask"), cells.filter(~mail)


def _sort_out(cells: pl.DataFrame, route: ColumnRoute) -> Step:
    """Drop cells in which nothing can be, ask about those that only the matcher can judge."""
    if not route.named:
        cells = cells.filter(~_TEXT.str.contains(NOTHING_CELL))
    if cells.is_empty():
        return no_spans(), cells, cells
    ask = pl.any_horizontal(*(_TEXT.str.contains(pattern) for pattern in (*ALWAYS_ASK, EMAIL_HINT)))
    cells = cells.with_columns(ask.alias("ask"))
    asked = cells.filter("ask").select("row", "text")
    # Neither a long run nor a separated one can be where nothing is worth settling.
    rest = cells.filter(~pl.col("ask") & _TEXT.str.contains(WORTH_SETTLING)).select("row", "text")
    rest = rest.with_columns(_TEXT.str.contains(LONG_RUN).alias("long"))
    ask_too = _matches(rest, rest["long"], ASK_IF_LONG)
    ask_too |= _matches(rest, rest["text"].str.contains(BREAK) & ~ask_too, ASK_IF_BROKEN)
    asked = pl.concat([asked, rest.filter(ask_too).select("row", "text")])
    return no_spans(), asked, rest.filter(~ask_too)


def _matches(cells: pl.DataFrame, gate: pl.Series, pattern: str) -> pl.Series:
    """Which cells match a pattern, tried only where the gate lets it."""
    matches = np.zeros(len(cells), np.bool_)
    tried = np.flatnonzero(gate.to_numpy())
    if len(tried):
        matches[tried] = cells["text"].gather(tried).str.contains(pattern).to_numpy()
    return pl.Series(matches)


def _may_be_base64() -> pl.Expr:
    return _TEXT.str.contains(BASE64) & _TEXT.str.contains("[a-z]") & _TEXT.str.contains("[A-Z]")


def _settle_runs(cells: pl.DataFrame, route: ColumnRoute) -> Step:
    """Settle runs of letters and digits; ask where a label may make something of what is left."""
    named = pl.lit(value=True) if route.named else _TEXT.str.contains(NAMING)
    cells = cells.with_columns(named.alias("named")).filter(pl.col("named") | pl.col("long"))
    ask = _may_be_base64() | (pl.col("named") & _TEXT.str.contains(SEPARATED_ACCOUNT))
    if route.opposed:
        ask |= _TEXT.str.contains(LABELS) | _TEXT.str.contains(HAN.pattern)
    cells = cells.with_columns(ask.alias("ask"))
    asked = [cells.filter("ask").select("row", "text")]
    cells = cells.filter(~pl.col("ask"))
    if cells.is_empty():
        return no_spans(), asked[0], cells
    layout = lay_out(cells["text"])
    runs = find_runs(layout.raw, SHORTEST_RUN if cells["named"].any() else 11)
    verdicts, scores = settle_runs(layout.buffer, runs)
    of_run = np.searchsorted(layout.starts, runs.starts, side="right") - 1
    ask_cell = np.zeros(len(cells), np.bool_)
    ask_cell[of_run[verdicts == ASK]] = True
    ask_cell[of_run[verdicts == NOTHING]] |= cells["named"].to_numpy()[of_run[verdicts == NOTHING]]
    good = (verdicts != ASK) & (verdicts != NOTHING)
    if route.opposed:
        size = cells["text"].str.strip_chars(" \t\r\n").str.len_chars().cast(pl.Int64).to_numpy()
        refused = _refused(verdicts, (runs.ends - runs.starts) / size[of_run], route)
        asked_again = refused & (np.bool_(route.named) | (verdicts == _PERSON))
        ask_cell[of_run[asked_again]] = True
        good &= ~refused
    good &= ~ask_cell[of_run]
    asked.append(cells.filter(pl.Series(ask_cell)).select("row", "text"))
    at = np.flatnonzero(good)
    starts = layout.code_points(runs.starts[at], of_run[at])
    spans = Spans(
        cells["row"].cast(pl.Int64).to_numpy()[of_run[at]],
        starts.astype(np.int32),
        (starts + (runs.ends - runs.starts)[at]).astype(np.int32),
        verdicts[at] - np.uint8(1),
        scores[at],
    )
    return spans, pl.concat(asked), cells.clear()


def _refused(verdicts: Bytes, shares: npt.NDArray[np.float64] | float, route: ColumnRoute) -> Bools:
    """What the column itself speaks against, where the run fills its cell."""
    codes = np.zeros(256, np.bool_)
    codes[[ENTITY_INDEX[entity] + 1 for entity in route.opposed]] = True
    refused: Bools = codes[verdicts] & (shares >= 0.5)
    return refused
