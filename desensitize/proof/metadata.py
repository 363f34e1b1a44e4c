"""Texts that are to stand around a table that is public already: which of them say what the table hides."""

from collections.abc import Sequence

import polars as pl

from desensitize.findings import TableScan
from desensitize.masking.free_text import texts_with_names
from desensitize.masking.hidden import hidden_identifiers, hidden_words
from desensitize.masking.recipe import MaskingPlan
from desensitize.proof.standing import find_standing
from desensitize.proof.wanted import wanted_identifiers


def texts_that_leak(
    original: pl.DataFrame, plan: MaskingPlan, *, scan: TableScan, texts: Sequence[str]
) -> dict[int, str]:
    """Look for what a release hides in texts that nobody has published yet, as `verify_table` does in its metadata.

    original: the table, text columns as scanned. plan: of the release. scan: of the original. texts: to be looked at.
    Returns the number of each text, counted from 0, in which a hidden identifier or full name stands, and its kind.
    """
    clean = pl.Series([text.encode("utf-8", "replace").decode() for text in texts], dtype=pl.String)
    wanted = wanted_identifiers(hidden_identifiers(original, plan, scan))
    found = {hit.text: hit.kind for hit in find_standing(clean, wanted)} if len(clean) else {}
    named = dict.fromkeys(texts_with_names(texts, hidden_words(original, plan, scan)), "PERSON")
    return {**named, **found}
