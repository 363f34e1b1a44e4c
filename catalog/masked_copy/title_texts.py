"""Texts over the header of a table, masked as running text; one that says what the table hides is hidden whole."""

from collections.abc import Sequence

import polars as pl

from catalog.masked_copy.options import CopyOptions
from desensitize.entities import PERSONAL
from desensitize.findings import TableScan
from desensitize.masking.text import mask_text
from desensitize.operators import HIDDEN
from desensitize.plan import MaskingPlan
from desensitize.proof.metadata import texts_that_leak
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names
from desensitize.text import scan_text


def masked_title(title: str, plan: MaskingPlan, options: CopyOptions) -> str:
    """A text over a table without the personal pieces that the plan of the table hides."""
    findings = [finding for finding in scan_text(title, entities=options.entities) if plan.hides(finding.entity)]
    masked = mask_text(title, findings, plan, keys=options.keys)
    asked = PERSONAL if options.entities is None else PERSONAL & options.entities
    # What only patterns see, or still see, is no piece that could be taken out: the text goes.
    left = find_in_names([masked], Matcher(), entities=asked, reads=False)[0]
    return HIDDEN if any(plan.hides(finding.entity) for finding in left) else masked


def masked_titles(
    titles: Sequence[str], frame: pl.DataFrame, plan: MaskingPlan, scan: TableScan, options: CopyOptions
) -> dict[str, str]:
    """What is released of each text over one table. frame, scan: of the table, plan: for it."""
    distinct = [*dict.fromkeys(titles)]
    made = [masked_title(title, plan, options) for title in distinct]
    telling = texts_that_leak(frame, plan, scan=scan, texts=made) if made else {}
    return {
        title: HIDDEN if number in telling else masked
        for number, (title, masked) in enumerate(zip(distinct, made, strict=True))
    }
