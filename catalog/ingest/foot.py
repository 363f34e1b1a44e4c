"""Where the table ends: notes, sources and signatures below it, as offices write them, are no rows of data."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.rows import WholeRows

if TYPE_CHECKING:
    import polars as pl

_MOST: Final = 20
"""Rows at the end that are looked at."""
_LEAST_COLUMNS: Final = 3
_NOTE: Final = re.compile(
    r"\s*(?:[*＊※]?\s*[【\[（(]?(?:注|备注|附注|说明|填表说明|填报说明|指标解释|数据来源|资料来源|来源|口径|统计口径|附)[】\]）)]?\s*"
    r"(?:\d{1,2}\s*[、.．:：]|[:：])|(?:notes?|sources?)\s*[:：])",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\s*(?:\d{1,2}\s*[、.．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|[*＊※])\s*\S")
_SIGNED: Final = re.compile(
    r"\s*(?:填表|制表|填报|审核|复核|审批|签发|统计|单位|部门|科室|主管|分管)?"
    r"(?:人|人员|员|负责人|领导|单位|单位(?:[（(](?:盖?章|签章|公章)[)）])|部门|日期|时间|电话)(?:签字|签名|签章)?\s*[:：]"
    r"|\s*联系(?:人|电话|方式)\s*[:：]"
)
_CLAUSE: Final = 8


def without_foot(read: TableRead) -> TableRead:
    """Take the lines below a table out of its rows; they go on as text outside the cells, and are inspected like it.

    A row is one of them when it fills at most half of three or more columns, and every cell of it is a note (注：…,
    数据来源：…), a signature (填表人：…, 审核人：…), or a numbered line under a note. Rows between two of them that are
    blank have gone already. A table that would keep no row stays as it is, and so does one too long to be held.

    Args:
        read: as a reader gave it.
    """
    if not isinstance(read.rows, WholeRows) or len(read.rows.columns) < _LEAST_COLUMNS:
        return read
    foot = _foot_of(read.rows.frame)
    if not foot or len(foot) == read.rows.height:
        return read
    first = read.rows.height - len(foot)
    return replace(
        read,
        rows=WholeRows(read.rows.frame.head(first)),
        extra_text=(*read.extra_text, *((f"note:{number}", text) for number, text in enumerate(foot, 1))),
        notes=(*_without_short(read, len(foot)), Note("foot_rows", len(foot))),
    )


def _foot_of(frame: "pl.DataFrame") -> list[str]:
    """The text of each row below the table, in order."""
    rows = [[cell for cell in row if cell is not None and cell.strip()] for row in frame.tail(_MOST).iter_rows()]
    start = len(rows)
    for at in range(len(rows) - 1, -1, -1):
        if not 0 < len(rows[at]) <= frame.width / 2:
            break
        if all(_NOTE.match(cell) or _SIGNED.match(cell) for cell in rows[at]):
            start = at
        elif len(rows[at]) > 1 or not _NUMBERED.match(rows[at][0]) or len(rows[at][0]) < _CLAUSE:
            break  # a numbered line is one only when a note stands above it
    return [" ".join(cells) for cells in rows[start:]]


def _without_short(read: TableRead, foot: int) -> list[Note]:
    """The notes without the short rows that only the foot was."""
    kept = []
    for note in read.notes:
        if note.code == "short_rows":
            if note.count > foot:
                kept.append(replace(note, count=note.count - foot))
            continue
        kept.append(note)
    return kept
