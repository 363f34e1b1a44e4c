"""What the public would see: the release in memory, masked and proved, or nothing."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from catalog.assess.assessing import Assessment
from catalog.assess.planning import PUBLIC, entities_to_hide
from catalog.assess.text_release import release_pages
from catalog.ingest.model import TableRead, TextRead
from desensitize.keys import MaskingKeys
from desensitize.masking.row_order import shuffled_order
from desensitize.plan import MaskingPlan
from desensitize.proved import mask_and_prove


@dataclass(frozen=True)
class Released:
    """A proved release: a table (`frame`) or pages of text; `hidden` are the pieces of text that were taken out.

    `hidden` holds originals and must not be stored: the caller digests them.
    """

    frame: pl.DataFrame | None = None
    pages: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


def release_preview(
    read: TableRead | TextRead, assessment: Assessment, keys: MaskingKeys, *, metadata: tuple[str, ...] = ()
) -> Released | None:
    """Make the release that the decision allows.

    metadata: the other public texts (title, description, tags, file name), proved as well.
    Returns None when the public gets nothing; raises ResidualPii when the release cannot be proved.
    """
    if assessment.decision.release not in PUBLIC:
        return None
    if isinstance(read, TableRead):
        proved = mask_and_prove(
            read.frame,
            assessment.plan,
            scan=assessment.scan,
            keys=keys,
            written=lambda frame: frame,
            metadata=metadata,
            entities=entities_to_hide(assessment.decision, is_table=True),
        )
        return Released(frame=_in_order(proved.released, assessment.plan, keys))
    texts = [page.text for page in read.pages]
    pages, hidden = release_pages(texts, assessment, keys, metadata=metadata)
    return Released(pages=pages, hidden=hidden)


def _in_order(released: pl.DataFrame, plan: MaskingPlan, keys: MaskingKeys) -> pl.DataFrame:
    """Undo the shuffle: a preview stands beside its original, row by row."""
    if not plan.shuffle:
        return released
    order = shuffled_order(released.height, keys, plan.purpose, plan.recipe_version)
    return released[np.argsort(order)]
