"""Which sheet of a workbook is the table: the one asked for, else the first visible one that looks like a table.

Offices put a cover, an explanation or a list of contents before the data and lists of codes behind it. Publishing the
cover instead of the figures helps nobody, so a sheet must earn its place by its cells, and loses it by its name only.
"""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from catalog.ingest.errors import EmptyUpload, NoSuchSheet
from catalog.ingest.excel_parts import Sheet

_BESIDE = re.compile(
    "封面|扉页|目录|说明|须知|备注|字典|代码|参数|选项|read ?me|cover|contents|notes?$|codes?$", re.IGNORECASE
)
_LOOKED_AT = 200


def choose_sheet(sheets: Sequence[Sheet], frames: Mapping[str, pl.DataFrame], chosen: str | None) -> Sheet:
    """Choose the sheet to publish.

    Args:
        sheets: all sheets, in order.
        frames: their cells as text without header, by name; of no rows when a sheet is empty.
        chosen: the name that the uploader gave; None to find out.

    Raises:
        NoSuchSheet: none has the name. EmptyUpload: no sheet holds anything.
    """
    if chosen is not None:
        found = next((sheet for sheet in sheets if sheet.name.strip() == chosen.strip()), None)
        if found is None:
            raise NoSuchSheet
        return found
    used = [sheet for sheet in sheets if frames[sheet.name].height]
    if not used:
        raise EmptyUpload
    shown = [sheet for sheet in used if sheet.is_visible] or used
    tables = [sheet for sheet in shown if _is_table(frames[sheet.name])]
    return next((sheet for sheet in tables if not _BESIDE.search(sheet.name)), (tables or shown)[0])


def _is_table(frame: pl.DataFrame) -> bool:
    """Whether at least two rows fill two cells or more: a header and a line of data, no title page."""
    filled = frame.head(_LOOKED_AT).select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt32))).to_series()
    return int((filled > 1).sum()) > 1
