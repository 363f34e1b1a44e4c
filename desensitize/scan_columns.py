"""Scans one column: kernels settle what they can, the matcher judges the distinct cells that are left."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.entities import ENTITY_INDEX, Entity
from desensitize.findings import Spans, join_spans, no_spans
from desensitize.judgement import CellContext
from desensitize.matcher import Matcher
from desensitize.scan_kernels import ASK, NOTHING, Bools, Bytes, find_runs, settle
from desensitize.scan_layout import lay_out
from desensitize.scan_prefilter import (
    ALWAYS_ASK,
    BASE64,
    EMAIL_CELL,
    EMAIL_HINT,
    LABELS,
    NAMING,
    OUTRANKS_EMAIL,
    SEPARATED_ACCOUNT,
    SHORTEST_RUN,
    ColumnRoute,
    route_of,
)

_TEXT = pl.col("text")
_SHORTEST_FINDING = 3
_EMAIL_SCORE = 95


def scan_column(series: pl.Series, context: CellContext, matcher: Matcher) -> Spans:
    """Findings of every cell.

    series: String cells, nulls allowed. context: header and marks. Returns spans ordered by row, then start; the same
    as `matcher.find` on each cell.
    """
    cells = pl.DataFrame({"text": series}).with_row_index("row").filter(_TEXT.str.len_bytes() >= _SHORTEST_FINDING)
    route = route_of(context)
    if route.everything or route.special:
        return ask_matcher(cells, context, matcher)
    cells = cells.with_columns(_TEXT.str.contains(ALWAYS_ASK).alias("ask"))
    asked = [cells.filter("ask").select("row", "text")]
    settled: list[Spans] = []
    worth = _TEXT.str.contains(f"[0-9A-Za-z]{{{SHORTEST_RUN}}}|@")
    rest = cells.filter(~pl.col("ask") & worth).drop("ask")
    for step in (_settle_emails, _settle_runs):
        if rest.is_empty():
            break
        spans, ask, rest = step(rest, route)
        settled.append(spans)
        asked.append(ask)
    return in_order(join_spans([*settled, ask_matcher(pl.concat(asked), context, matcher)]))


def in_order(spans: Spans) -> Spans:
    """Sorted by row, then start."""
    return spans.take(np.lexsort((spans.starts, spans.rows)))


def spread(cells: pl.DataFrame, texts: pl.Series, found: list[tuple[int, int, int, int, int]]) -> Spans:
    """From findings of distinct texts to findings of rows.

    cells: row, text. texts: the distinct ones. found: (number of the text, start, end, entity code, hundredths).
    """
    if not found:
        return no_spans()
    schema = {"number": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "entity": pl.UInt8, "score": pl.UInt8}
    findings = pl.DataFrame(found, schema=schema, orient="row")
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
    texts = cells["text"].unique()
    found: list[tuple[int, int, int, int, int]] = []
    for number, text in enumerate(texts.to_list()):
        found.extend(
            (number, f.start, f.end, ENTITY_INDEX[f.entity], round(f.score * 100)) for f in matcher.find(text, context)
        )
    return spread(cells, texts, found)


def _settle_emails(cells: pl.DataFrame, route: ColumnRoute) -> tuple[Spans, pl.DataFrame, pl.DataFrame]:
    """Cells that are one address are settled, cells with an address among other text asked, the others go on."""
    del route
    cells = cells.with_columns(_TEXT.str.contains(EMAIL_HINT).alias("at"))
    mails = cells.filter("at").drop("at")
    rest = cells.filter(~pl.col("at")).drop("at")
    if mails.is_empty():
        return no_spans(), mails, rest
    plain = _TEXT.str.contains(EMAIL_CELL) & ~_TEXT.str.contains(OUTRANKS_EMAIL) & ~_may_be_base64()
    mails = mails.with_columns(plain.alias("plain"))
    settled = mails.filter("plain").select("row", _TEXT.str.len_bytes().alias("length"))
    count = len(settled)
    spans = Spans(
        settled["row"].cast(pl.Int64).to_numpy(),
        np.zeros(count, np.int32),
        settled["length"].cast(pl.Int32).to_numpy(),
        np.full(count, ENTITY_INDEX[Entity.EMAIL], np.uint8),
        np.full(count, _EMAIL_SCORE, np.uint8),
    )
    return spans, mails.filter(~pl.col("plain")).drop("plain"), rest


def _may_be_base64() -> pl.Expr:
    return _TEXT.str.contains(BASE64) & _TEXT.str.contains("[a-z]") & _TEXT.str.contains("[A-Z]")


def _settle_runs(cells: pl.DataFrame, route: ColumnRoute) -> tuple[Spans, pl.DataFrame, pl.DataFrame]:
    """Settle runs of letters and digits; ask where a label may make something of what is left."""
    named = pl.lit(value=True) if route.named else _TEXT.str.contains(NAMING)
    cells = cells.with_columns(named.alias("named")).filter(pl.col("named") | _TEXT.str.contains("[0-9A-Za-z]{11}"))
    ask = _may_be_base64() | (pl.col("named") & _TEXT.str.contains(SEPARATED_ACCOUNT))
    if route.opposed:
        ask |= _TEXT.str.contains(LABELS)
    cells = cells.with_columns(ask.alias("ask"))
    asked = [cells.filter("ask").select("row", "text")]
    cells = cells.filter(~pl.col("ask"))
    if cells.is_empty():
        return no_spans(), asked[0], cells
    layout = lay_out(cells["text"])
    runs = find_runs(layout.buffer, SHORTEST_RUN if cells["named"].any() else 11)
    verdicts, scores = settle(layout.buffer, runs)
    of_run = np.searchsorted(layout.starts, runs.starts, side="right") - 1
    ask_cell = np.zeros(len(cells), np.bool_)
    ask_cell[of_run[verdicts == ASK]] = True
    ask_cell[of_run[verdicts == NOTHING]] |= cells["named"].to_numpy()[of_run[verdicts == NOTHING]]
    good = (verdicts != ASK) & (verdicts != NOTHING)
    if route.opposed:
        size = cells["text"].str.strip_chars(" \t\r\n").str.len_chars().cast(pl.Int64).to_numpy()
        refused = _refused(verdicts, (runs.ends - runs.starts) / size[of_run], route)
        asked_again = refused & (np.bool_(route.named) | (verdicts == ENTITY_INDEX[Entity.CN_ID] + 1))
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


def _refused(verdicts: Bytes, shares: npt.NDArray[np.float64], route: ColumnRoute) -> Bools:
    """What the column itself speaks against, where the run fills its cell."""
    refused: Bools = np.isin(verdicts, [ENTITY_INDEX[entity] + 1 for entity in route.opposed]) & (shares >= 0.5)
    return refused
