"""Cells of a column of one kind in which the finder saw nothing: they are hidden too when they look like the kind."""

import numpy as np
import numpy.typing as npt
import polars as pl

from desensitize.checksums import is_uscc
from desensitize.findings import Spans
from desensitize.masking.recipe import GUARD_SHAPE, ColumnPlan
from desensitize.masking.spans import gather_rows
from desensitize.operators import BLANK_DOMAIN

# What a cell of a column of this kind looks like when the finder was not sure of it. Kinds not listed are digits.
_SHAPES = {
    "PERSON": r"^\s*[\x{4e00}-\x{9fff}]{1,2}[\x{4e00}-\x{9fff}·•]{1,3}\s*$",
    "EMAIL": r"@",
    "ADDRESS": r"(?:[路街巷弄村组]\d*.*[号栋幢室楼组户]|\d+[号栋幢室楼组户])",
    "PLATE": r"[\x{4e00}-\x{9fff}][A-Za-z]\s*[·•]?\s*[0-9A-Za-z]{5,6}",
    "DATE_OF_BIRTH": r"(?:19|20)\d{2}",
    "HEALTH": r"\S",
    "PASSWORD": r"\S",
    "CVV": r"\d{3}",
    "WECHAT": r"[0-9A-Za-z_-]{6,}",
    "QQ": r"\d{5,}",
}
_DOCUMENTS = frozenset({"CN_ID", "PASSPORT", "HMT_PERMIT"})
"""Kinds beside which the code of a body may stand in one column (证件号或信用代码); GB 32100: it is nobody's."""
_SERVICE = r"^\s*(?:400|800)[ -]?(?:\d{3}[ -]?\d{4}|\d{4}[ -]?\d{3})\s*$"
"""Called numbers of services (400 …) beside subscribers' in one column: a body's, and public."""
_DIGITS = r"\d(?:[\s\-—–.]*[0-9０-９Xx]){5,}"


def tells_nothing(cells: pl.Series, column: ColumnPlan) -> pl.Series:
    """Which cells say "no value", or are the column's own name: the header printed again over every page of a table.

    cells: without nulls, or those come out null. A name that is masked itself counts for nothing.
    """
    blank = cells.str.contains(BLANK_DOMAIN)
    return blank if column.released_name else blank | (cells.str.strip_chars() == column.column)


def guarded_rows(cells: pl.Series, spans: Spans, column: ColumnPlan) -> npt.NDArray[np.int64]:
    """Rows to hide whole.

    cells: the original. spans: the pieces hidden in them. column: with a guard, "all" (a clause hides the column: every
    cell) or "shape" (cells that look like the kind). Blank cells, cells masked before and names of bodies stay.
    """
    untouched = np.ones(len(cells), np.bool_)
    untouched[spans.rows] = False
    rows = np.flatnonzero(untouched)
    if not len(rows):
        return rows
    rest = gather_rows(cells, rows)
    doubtful = ~tells_nothing(rest, column) & ~rest.str.contains("*", literal=True)
    if column.guard == GUARD_SHAPE:
        doubtful &= rest.str.contains(_SHAPES.get(column.entity, _DIGITS))
        if column.entity in {"CN_MOBILE", "LANDLINE"}:
            doubtful &= ~rest.str.contains(_SERVICE)
    rows = rows[doubtful.fill_null(value=False).to_numpy()]
    return rows[~is_of_a_body(cells.gather(rows), column.entity, is_ordered=column.guard != GUARD_SHAPE)]


def is_of_a_body(cells: pl.Series, entity: str, *, is_ordered: bool = False) -> npt.NDArray[np.bool_]:
    """Which cells of a column of one kind are no person's: bodies among names, credit codes among document numbers.

    cells: the original. entity: the kind of the column. is_ordered: see `is_no_person`.
    """
    if entity == "PERSON":
        return is_no_person(cells, is_ordered=is_ordered)
    if entity not in _DOCUMENTS:
        return np.zeros(len(cells), np.bool_)
    codes = [text for text in cells.drop_nulls().unique().to_list() if is_uscc(text.strip())]
    return cells.is_in(codes).fill_null(value=False).to_numpy()


def is_no_person(cells: pl.Series, *, is_ordered: bool = False) -> npt.NDArray[np.bool_]:
    """Which cells of a column of people's names hold a body, a placeholder or a name masked before.

    is_ordered: a clause hides the column: an ordinary word that could be somebody's name (高铁) is hidden then.
    """
    # Loaded late: the word lists cost a tenth of a second that a table without names need not spend.
    from desensitize.people.surnames import SurnameTier, surname_of
    from desensitize.people.words import is_masked, is_placeholder, is_placeholder_or_word, is_thing

    distinct = cells.drop_nulls().unique()
    things = [text for text in distinct.to_list() if is_thing(text) or is_masked(text) or is_placeholder_or_word(text)]
    if is_ordered:
        things = [
            text
            for text in things
            if is_masked(text)
            or is_placeholder(text)
            or not 2 <= len(text.strip()) <= 3
            or surname_of(text.strip())[1] < SurnameTier.USUAL
        ]
    found = cells.is_in(things)
    return found.fill_null(value=False).to_numpy()
