"""Numbers as offices print them, 3,450.50: without the commas they are numbers to every program that reads them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from catalog.ingest.model import TableRead
from catalog.ingest.notes import Note
from catalog.ingest.rows import WholeRows

if TYPE_CHECKING:
    import polars as pl

_GROUPED: Final = r"^\s*[-+]?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]+)?\s*$"
_PLAIN: Final = r"^\s*[-+]?[0-9]{1,15}(?:\.[0-9]+)?\s*$"


def without_grouping(read: TableRead) -> TableRead:
    """Take the commas between thousands out of columns in which every filled cell is a number, some with them.

    A column with any other cell stays as it is, and so does a table too long to be held.

    Args:
        read: as a reader gave it.
    """
    if not isinstance(read.rows, WholeRows):
        return read
    grouped = [column.name for column in read.rows.frame.iter_columns() if _is_grouped(column)]
    if not grouped:
        return read
    plain = read.rows.frame.with_columns(
        read.rows.frame.get_column(name).str.strip_chars().str.replace_all(",", "", literal=True) for name in grouped
    )
    return replace(read, rows=WholeRows(plain), notes=(*read.notes, Note("grouped_numbers", len(grouped))))


def _is_grouped(column: "pl.Series") -> bool:
    if not column.str.contains(",", literal=True).any():
        return False
    return bool((column.str.contains(_GROUPED) | column.str.contains(_PLAIN)).all())
